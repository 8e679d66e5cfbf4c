using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Tenants;

/// <summary>A merge patch. Suspending refuses the tenant's requests and removes nothing.</summary>
[RequiresScope(Scopes.TenantsManage)]
public sealed record UpdateTenant(
    TenantId Id,
    Optional<string> Name,
    Optional<string> Plan,
    Optional<TenantStatus?> Status,
    VersionMatch Match
) : IPlatformCommand<Tenant>;

internal sealed class UpdateTenantValidator : AbstractValidator<UpdateTenant>
{
    public UpdateTenantValidator(PlanCatalogue plans)
    {
        When(
            command => command.Name.IsPresent,
            () => RuleFor(command => command.Name.Value!).Name().OverridePropertyName("Name")
        );
        When(
            command => command.Plan.IsPresent,
            () => RuleFor(command => command.Plan.Value!).PlanOf(plans).OverridePropertyName("Plan")
        );
        When(
            command => command.Status.IsPresent,
            () =>
                RuleFor(command => command.Status.Value)
                    .NotNull()
                    .OverridePropertyName("Status")
                    .WithErrorCode("required")
                    .WithMessage("The status is active or suspended.")
        );
    }
}

internal sealed class UpdateTenantHandler(
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IApiKeyAuthenticator authenticator
) : IRequestHandler<UpdateTenant, Tenant>
{
    public async Task<Tenant> Handle(UpdateTenant request, CancellationToken cancellationToken)
    {
        var tenant =
            await platform.Tenants.SingleOrDefaultAsync(tenant => tenant.Id == request.Id, cancellationToken)
            ?? throw ProblemException.NotFound("tenant of this id");
        request.Match.Check(tenant.Version);

        if (request.Name is { IsPresent: true, Value: { } name })
            tenant.Rename(name.Trim());
        if (request.Plan is { IsPresent: true, Value: { } plan })
            tenant.ChangePlan(plan);
        if (request.Status is { IsPresent: true, Value: { } status })
        {
            if (status == TenantStatus.Suspended)
                tenant.Suspend();
            else
                tenant.Reactivate();
        }

        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(authenticator.Forget);
        return tenant;
    }
}
