using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;

namespace HrPlatform.Application.Tenants;

/// <summary>Makes a tenant with both environments and a first key for each; all of it or nothing.</summary>
/// <param name="Language">ISO 639-1 code of the language of most documents.</param>
[RequiresScope(Scopes.TenantsManage)]
public sealed record ProvisionTenant(string Slug, string Name, string Plan, string Language)
    : IPlatformCommand<ProvisionedTenant>;

/// <summary>The only moment in which the secrets of the first keys are known.</summary>
public sealed record ProvisionedTenant(Tenant Tenant, CreatedApiKey Live, CreatedApiKey Test);

internal sealed class ProvisionTenantValidator : AbstractValidator<ProvisionTenant>
{
    public ProvisionTenantValidator(PlanCatalogue plans)
    {
        RuleFor(command => command.Slug).Slug();
        RuleFor(command => command.Name).Name();
        RuleFor(command => command.Plan).PlanOf(plans);
        RuleFor(command => command.Language).Language();
    }
}

internal sealed class ProvisionTenantHandler(ITenantProvisioner provisioner, IPlatformDbContext platform)
    : IRequestHandler<ProvisionTenant, ProvisionedTenant>
{
    public async Task<ProvisionedTenant> Handle(ProvisionTenant request, CancellationToken cancellationToken)
    {
        var tenant = Tenant.Create(
            request.Slug,
            request.Name.Trim(),
            request.Plan,
            ITenantProvisioner.DefaultShard,
            TenantLanguages.ConfigurationOf(request.Language)
        );
        await provisioner.ProvisionAsync(tenant, cancellationToken);
        var live = FirstKey(tenant, TenantEnvironment.Live);
        var test = FirstKey(tenant, TenantEnvironment.Test);
        await platform.SaveChangesAsync(cancellationToken);
        return new ProvisionedTenant(tenant, live, test);
    }

    private CreatedApiKey FirstKey(Tenant tenant, TenantEnvironment environment)
    {
        var key = ApiKey.Create(
            tenant.Id,
            environment,
            "First key",
            [.. Scopes.OfTenant.Order(StringComparer.Ordinal)],
            expiresAt: null,
            out var secret
        );
        platform.ApiKeys.Add(key);
        return new CreatedApiKey(key, secret);
    }
}
