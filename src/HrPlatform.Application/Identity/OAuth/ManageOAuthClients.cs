using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.OAuth;

/// <summary>Apps in the order in which they were registered.</summary>
[RequiresScope(Scopes.ClientsManage)]
public sealed record ListOAuthClients(PageRequest Page) : IQuery<CursorPage<OAuthClient>>;

internal sealed class ListOAuthClientsHandler(
    CallerContext context,
    IPlatformDbContext platform,
    ICursorProtector cursors
) : IRequestHandler<ListOAuthClients, CursorPage<OAuthClient>>
{
    private const string Purpose = "oauth-clients";

    public async Task<CursorPage<OAuthClient>> Handle(ListOAuthClients request, CancellationToken cancellationToken)
    {
        var clients = platform.OAuthClients.AsNoTracking().VisibleTo(context.Caller);
        long? total = request.Page.Total ? await clients.LongCountAsync(cancellationToken) : null;
        if (request.Page.Cursor is { } cursor)
        {
            var after = new OAuthClientId(Guid.Parse(cursors.Unprotect(Purpose, cursor)));
            clients = clients.Where(client => client.Id > after);
        }
        var rows = await clients
            .OrderBy(client => client.Id)
            .Take(request.Page.Limit + 1)
            .ToListAsync(cancellationToken);
        return request.Page.Cut(rows, last => cursors.Protect(Purpose, last.Id.Value.ToString()), total);
    }
}

[RequiresScope(Scopes.ClientsManage)]
public sealed record GetOAuthClient(OAuthClientId Id) : IQuery<OAuthClient>;

internal sealed class GetOAuthClientHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<GetOAuthClient, OAuthClient>
{
    public Task<OAuthClient> Handle(GetOAuthClient request, CancellationToken cancellationToken) =>
        platform.OAuthClients.AsNoTracking().VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
}

/// <summary>A merge patch. Fewer scopes take effect for tokens that exist, too.</summary>
[RequiresScope(Identity.Scopes.ClientsManage)]
public sealed record UpdateOAuthClient(
    OAuthClientId Id,
    Optional<string> Name,
    Optional<string?> LogoUrl,
    Optional<IReadOnlyList<string>> RedirectUris,
    Optional<IReadOnlyList<string>> PostLogoutRedirectUris,
    Optional<IReadOnlyList<string>> Scopes,
    VersionMatch Match
) : IPlatformCommand<OAuthClient>;

internal sealed class UpdateOAuthClientValidator : AbstractValidator<UpdateOAuthClient>
{
    public UpdateOAuthClientValidator()
    {
        When(c => c.Name.IsPresent, () => RuleFor(c => c.Name.Value).AppName().OverridePropertyName("Name"));
        When(c => c.LogoUrl.IsPresent, () => RuleFor(c => c.LogoUrl.Value).LogoUrl().OverridePropertyName("LogoUrl"));
        When(c => c.Scopes.IsPresent, () => RuleFor(c => c.Scopes.Value).AppScopes().OverridePropertyName("Scopes"));
        When(
            c => c.RedirectUris.IsPresent,
            () => RuleFor(c => c.RedirectUris.Value).Redirects().OverridePropertyName("RedirectUris")
        );
        When(
            c => c.PostLogoutRedirectUris.IsPresent,
            () =>
                RuleFor(c => c.PostLogoutRedirectUris.Value).Redirects().OverridePropertyName("PostLogoutRedirectUris")
        );
    }
}

internal sealed class UpdateOAuthClientHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IAccessTokenAuthenticator tokens
) : IRequestHandler<UpdateOAuthClient, OAuthClient>
{
    public async Task<OAuthClient> Handle(UpdateOAuthClient request, CancellationToken cancellationToken)
    {
        var client = await platform.OAuthClients.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        request.Match.Check(client.Version);
        var details = new OAuthClientDetails(
            request.Name.Or(client.Name)!.Trim(),
            request.LogoUrl.Or(client.LogoUrl),
            request.RedirectUris.Or(client.RedirectUris) ?? [],
            request.PostLogoutRedirectUris.Or(client.PostLogoutRedirectUris) ?? [],
            request.Scopes.Or(client.Scopes)!
        );
        if (client.ActsForUsers == (details.RedirectUris.Count == 0))
        {
            throw ProblemException.Invalid(
                "/redirectUris",
                "redirect-uris",
                "An app that acts for users needs at least one redirect address; a service, which acts for itself, has none."
            );
        }
        context.Caller.RequireScopesOf(details.Scopes.Except(client.Scopes, StringComparer.Ordinal));
        client.Change(details);
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(tokens.Forget);
        return client;
    }
}

/// <summary>A new secret; the old one ends at once.</summary>
[RequiresScope(Scopes.ClientsManage)]
public sealed record RenewOAuthClientSecret(OAuthClientId Id) : IPlatformCommand<RegisteredOAuthClient>;

internal sealed class RenewOAuthClientSecretHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<RenewOAuthClientSecret, RegisteredOAuthClient>
{
    public async Task<RegisteredOAuthClient> Handle(RenewOAuthClientSecret request, CancellationToken cancellationToken)
    {
        var client = await platform.OAuthClients.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        // The secret goes to the caller, and with it all that the app may do.
        context.Caller.RequireScopesOf(client.Scopes);
        if (!client.IsConfidential)
            throw new ProblemException(ProblemCatalog.Conflict, "An app of this type keeps no secret.");
        var secret = client.RenewSecret();
        await platform.SaveChangesAsync(cancellationToken);
        return new RegisteredOAuthClient(client, secret);
    }
}

/// <summary>Removes the app; its tokens and its users' consents end at once.</summary>
[RequiresScope(Scopes.ClientsManage)]
public sealed record RemoveOAuthClient(OAuthClientId Id, VersionMatch Match) : IPlatformCommand<Unit>;

internal sealed class RemoveOAuthClientHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IAccessTokenAuthenticator tokens
) : IRequestHandler<RemoveOAuthClient, Unit>
{
    public async Task<Unit> Handle(RemoveOAuthClient request, CancellationToken cancellationToken)
    {
        var client = await platform.OAuthClients.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        request.Match.Check(client.Version);
        platform.OAuthClients.Remove(client);
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(tokens.Forget);
        return Unit.Value;
    }
}
