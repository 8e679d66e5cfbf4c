using HrPlatform.Sdk;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Refit;

// Where registrations are looked for.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HrPlatform client.</summary>
public static class HrPlatformServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="HrPlatformClient"/> and the generated interfaces of both versions. The options are checked when
    /// the first of them is asked for.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets address and key.</param>
    /// <returns>The client's connections, to add handlers of your own.</returns>
    public static IHttpClientBuilder AddHrPlatform(
        this IServiceCollection services,
        Action<HrPlatformOptions> configure
    )
    {
        var builder = AddConnections(services, Options.Options.DefaultName, configure);
        services.TryAddTransient(provider => CreateClient(provider, Options.Options.DefaultName));
        foreach (var contract in HrPlatformClient.GeneratedInterfaces)
        {
            services.TryAddTransient(
                contract,
                provider => RestService.For(contract, CreateHttp(provider, Options.Options.DefaultName), Wire.Settings)
            );
        }
        return builder;
    }

    /// <summary>
    /// Registers one of several clients, e.g. of several tenants: inject it with
    /// <c>[FromKeyedServices("name")] HrPlatformClient</c>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="configure">Sets address and key.</param>
    /// <returns>The client's connections, to add handlers of your own.</returns>
    public static IHttpClientBuilder AddHrPlatform(
        this IServiceCollection services,
        string name,
        Action<HrPlatformOptions> configure
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var builder = AddConnections(services, name, configure);
        services.TryAddKeyedTransient(name, (provider, _) => CreateClient(provider, name));
        return builder;
    }

    private static IHttpClientBuilder AddConnections(
        IServiceCollection services,
        string name,
        Action<HrPlatformOptions> configure
    )
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HrPlatformOptions>, Validator>());
        services.AddOptions<HrPlatformOptions>(name).Configure(configure);
        return services
            .AddHttpClient(HttpName(name), (provider, client) => HttpPipeline.Configure(client, Read(provider, name)))
            .AddHttpMessageHandler(_ => new ETagHandler())
            .AddHttpMessageHandler(provider => new RetryHandler(Read(provider, name)));
    }

    private static HrPlatformClient CreateClient(IServiceProvider provider, string name) =>
        new(CreateHttp(provider, name), Read(provider, name));

    private static HttpClient CreateHttp(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpName(name));

    private static HrPlatformOptions Read(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<HrPlatformOptions>>().Get(name);

    private static string HttpName(string name) => name.Length == 0 ? "HrPlatform" : $"HrPlatform:{name}";

    private sealed class Validator : IValidateOptions<HrPlatformOptions>
    {
        public ValidateOptionsResult Validate(string? name, HrPlatformOptions options)
        {
            var mistakes = options.FindMistakes();
            return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }
    }
}
