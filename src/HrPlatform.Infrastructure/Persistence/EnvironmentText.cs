using HrPlatform.Domain.Tenants;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HrPlatform.Infrastructure.Persistence;

/// <summary>How environments are written in the control plane and in keys: <c>live</c> and <c>test</c>.</summary>
public static class EnvironmentText
{
    internal static readonly ValueConverter<TenantEnvironment, string> Converter = new(
        environment => Of(environment),
        text => Parse(text)
    );

    public static string Of(TenantEnvironment environment) => environment == TenantEnvironment.Live ? "live" : "test";

    public static TenantEnvironment Parse(string text) =>
        text == "test" ? TenantEnvironment.Test : TenantEnvironment.Live;
}
