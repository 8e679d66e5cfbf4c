using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;

namespace HrPlatform.Application.Identity.OAuth;

/// <summary>An app of the caller's tenant, or of the platform when the caller belongs to it.</summary>
/// <param name="Environment">The caller's own when it is not given.</param>
[RequiresScope(Identity.Scopes.ClientsManage)]
public sealed record RegisterOAuthClient(
    string Name,
    OAuthClientType Type,
    string? LogoUrl,
    IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris,
    IReadOnlyList<string> Scopes,
    TenantEnvironment? Environment
) : IPlatformCommand<RegisteredOAuthClient>;

internal sealed class RegisterOAuthClientValidator : AbstractValidator<RegisterOAuthClient>
{
    public RegisterOAuthClientValidator()
    {
        RuleFor(command => command.Name).AppName();
        RuleFor(command => command.LogoUrl).LogoUrl();
        RuleFor(command => command.Scopes).AppScopes();
        RuleFor(command => command.RedirectUris).Redirects();
        RuleFor(command => command.PostLogoutRedirectUris).Redirects();
        RuleFor(command => command.RedirectUris)
            .Must((command, uris) => command.Type == OAuthClientType.Service ? uris.Count == 0 : uris.Count > 0)
            .WithErrorCode("redirect-uris")
            .WithMessage(
                "An app that acts for users needs at least one redirect address; a service, which acts for itself, has none."
            );
    }
}

internal sealed class RegisterOAuthClientHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<RegisterOAuthClient, RegisteredOAuthClient>
{
    public async Task<RegisteredOAuthClient> Handle(RegisterOAuthClient request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        caller.RequireScopesOf(request.Scopes);
        if (caller.Tenant is null && request.Type == OAuthClientType.Service)
            throw ProblemException.Invalid(
                "/type",
                "no-tenant",
                "A service belongs to a tenant; the platform has none."
            );
        var client = OAuthClient.Register(
            caller.Tenant?.TenantId,
            EnvironmentFor(caller, request.Environment),
            request.Type,
            new OAuthClientDetails(
                request.Name.Trim(),
                request.LogoUrl,
                Distinct(request.RedirectUris),
                Distinct(request.PostLogoutRedirectUris),
                [.. Distinct(request.Scopes).Order(StringComparer.Ordinal)]
            ),
            out var secret
        );
        platform.OAuthClients.Add(client);
        await platform.SaveChangesAsync(cancellationToken);
        return new RegisteredOAuthClient(client, secret);
    }

    private static string[] Distinct(IReadOnlyList<string> values) => [.. values.Distinct(StringComparer.Ordinal)];

    private static TenantEnvironment EnvironmentFor(Caller caller, TenantEnvironment? wanted)
    {
        var own = caller.Tenant?.Environment ?? TenantEnvironment.Live;
        if (wanted is null || wanted == own)
            return own;
        if (caller.Tenant is not null && own == TenantEnvironment.Test)
            throw new ProblemException(ProblemCatalog.Forbidden, "A sandbox key can only register sandbox apps.");
        return wanted.Value;
    }
}
