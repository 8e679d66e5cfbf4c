using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity.Users;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity.Providers;

/// <summary>Which issuers a caller may see and manage, and what their fields may hold.</summary>
internal static class IdentityProviderRules
{
    private const int MaxUriLength = 2000;
    private const int MaxMappings = 100;

    /// <summary>Those of the caller's own environment.</summary>
    public static IQueryable<IdentityProvider> VisibleTo(
        this IQueryable<IdentityProvider> providers,
        CallerContext context
    )
    {
        var (tenant, environment) = (context.Tenant.TenantId, context.Tenant.Environment);
        return providers.Where(provider => provider.TenantId == tenant && provider.Environment == environment);
    }

    /// <exception cref="ProblemException">404 when there is none.</exception>
    public static async Task<IdentityProvider> FindProviderAsync(
        this IQueryable<IdentityProvider> providers,
        IdentityProviderId id,
        CancellationToken cancellationToken
    ) =>
        await providers.SingleOrDefaultAsync(provider => provider.Id == id, cancellationToken)
        ?? throw ProblemException.NotFound("identity provider of this id");

    /// <summary>
    /// What is wrong with the details: an issuer's roles are given by whoever trusts it, so only roles that they could give
    /// by hand.
    /// </summary>
    public static void Check(this IdentityProviderDetails details, Caller caller, IIssuerAddresses addresses)
    {
        List<FieldError> errors = [];
        Require(!string.IsNullOrWhiteSpace(details.Name), "/name", "required", "A name is required.");
        Require(
            Text.Problem(details.Name ?? "", ApiKeyRules.MaxNameLength) is null,
            "/name",
            "invalid-name",
            $"A name has at most {ApiKeyRules.MaxNameLength} characters and no control characters."
        );
        RequireAddress(details.Issuer, "/issuer");
        if (details.JwksUri is { } keys)
            RequireAddress(keys, "/jwksUri");
        Require(
            details.Audience is { Length: > 0 and <= 300 } audience && Text.Problem(audience, 300) is null,
            "/audience",
            "required",
            "The audience of the tokens is required."
        );
        Require(
            details.RoleClaim is null || Text.Problem(details.RoleClaim, 200) is null && details.RoleClaim.Length > 0,
            "/roleClaim",
            "invalid-claim",
            "A claim's name has 1 to 200 characters."
        );
        Require(
            details.RoleMapping.Count <= MaxMappings
                && details.RoleMapping.Keys.All(value => Text.Problem(value, 200) is null),
            "/roleMapping",
            "invalid-mapping",
            $"At most {MaxMappings} values of at most 200 characters are possible."
        );
        Require(details.RoleMapping.Values.All(IsRole), "/roleMapping", "unknown-role", "There is no such role.");
        Require(details.DefaultRoles.All(IsRole), "/defaultRoles", "unknown-role", "There is no such role.");
        if (errors.Count > 0)
            throw new ProblemException(ProblemCatalog.ValidationFailed, errors[0].Message, errors);
        foreach (var role in details.RoleMapping.Values.Concat(details.DefaultRoles))
            caller.RequireRoles([role]);

        void Require(bool holds, string pointer, string code, string message)
        {
            if (!holds)
                errors.Add(new FieldError(pointer, code, message));
        }

        void RequireAddress(string? text, string pointer) =>
            Require(
                text is { Length: > 0 and <= MaxUriLength }
                    && Uri.TryCreate(text, UriKind.Absolute, out var uri)
                    && uri.UserInfo.Length == 0
                    && uri.Fragment.Length == 0
                    && addresses.Allows(uri),
                pointer,
                "invalid-url",
                "An absolute https address on the internet is required."
            );

        static bool IsRole(string? name) => name is not null && Roles.Find(name) is not null;
    }
}

/// <summary>Trusted issuers in the order in which they were added.</summary>
[RequiresScope(Scopes.IdentityProvidersManage)]
public sealed record ListIdentityProviders(PageRequest Page) : IQuery<CursorPage<IdentityProvider>>;

internal sealed class ListIdentityProvidersHandler(
    CallerContext context,
    IPlatformDbContext platform,
    ICursorProtector cursors
) : IRequestHandler<ListIdentityProviders, CursorPage<IdentityProvider>>
{
    private const string Purpose = "identity-providers";

    public async Task<CursorPage<IdentityProvider>> Handle(
        ListIdentityProviders request,
        CancellationToken cancellationToken
    )
    {
        var providers = platform.IdentityProviders.AsNoTracking().VisibleTo(context);
        long? total = request.Page.Total ? await providers.LongCountAsync(cancellationToken) : null;
        if (request.Page.Cursor is { } cursor)
        {
            var after = new IdentityProviderId(Guid.Parse(cursors.Unprotect(Purpose, cursor)));
            providers = providers.Where(provider => provider.Id > after);
        }
        var rows = await providers
            .OrderBy(provider => provider.Id)
            .Take(request.Page.Limit + 1)
            .ToListAsync(cancellationToken);
        return request.Page.Cut(rows, last => cursors.Protect(Purpose, last.Id.Value.ToString()), total);
    }
}

[RequiresScope(Scopes.IdentityProvidersManage)]
public sealed record GetIdentityProvider(IdentityProviderId Id) : IQuery<IdentityProvider>;

internal sealed class GetIdentityProviderHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<GetIdentityProvider, IdentityProvider>
{
    public Task<IdentityProvider> Handle(GetIdentityProvider request, CancellationToken cancellationToken) =>
        platform.IdentityProviders.AsNoTracking().VisibleTo(context).FindProviderAsync(request.Id, cancellationToken);
}

/// <summary>Trusts an issuer from now on.</summary>
[RequiresScope(Scopes.IdentityProvidersManage)]
[ValidatedElsewhere("All fields together, since patches need the same: IdentityProviderRules.Check.")]
public sealed record AddIdentityProvider(IdentityProviderDetails Details) : IPlatformCommand<IdentityProvider>;

internal sealed class AddIdentityProviderHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IIssuerAddresses addresses
) : IRequestHandler<AddIdentityProvider, IdentityProvider>
{
    public async Task<IdentityProvider> Handle(AddIdentityProvider request, CancellationToken cancellationToken)
    {
        request.Details.Check(context.Caller, addresses);
        var provider = IdentityProvider.Trust(
            context.Tenant.TenantId,
            context.Tenant.Environment,
            request.Details with
            {
                Name = request.Details.Name.Trim(),
            }
        );
        platform.IdentityProviders.Add(provider);
        await platform.SaveChangesAsync(cancellationToken);
        return provider;
    }
}

/// <summary>A merge patch. It takes effect for tokens that are in use, too.</summary>
[RequiresScope(Scopes.IdentityProvidersManage)]
[ValidatedElsewhere("The whole of what it will be: IdentityProviderRules.Check.")]
public sealed record UpdateIdentityProvider(
    IdentityProviderId Id,
    Func<IdentityProviderDetails, IdentityProviderDetails> Change,
    VersionMatch Match
) : IPlatformCommand<IdentityProvider>;

internal sealed class UpdateIdentityProviderHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IIssuerAddresses addresses,
    IExternalTokenAuthenticator tokens
) : IRequestHandler<UpdateIdentityProvider, IdentityProvider>
{
    public async Task<IdentityProvider> Handle(UpdateIdentityProvider request, CancellationToken cancellationToken)
    {
        var provider = await platform
            .IdentityProviders.VisibleTo(context)
            .FindProviderAsync(request.Id, cancellationToken);
        request.Match.Check(provider.Version);
        var details = request.Change(
            new IdentityProviderDetails(
                provider.Name,
                provider.Issuer,
                provider.Audience,
                provider.JwksUri,
                provider.RoleClaim,
                provider.Mapping(),
                provider.DefaultRoles,
                provider.CreatesUsers,
                provider.Enabled
            )
        );
        details.Check(context.Caller, addresses);
        provider.Change(details with { Name = details.Name.Trim() });
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(tokens.Forget);
        return provider;
    }
}

/// <summary>Trusts the issuer no more; the users who came by it stay, and can be disabled apart from this.</summary>
[RequiresScope(Scopes.IdentityProvidersManage)]
public sealed record RemoveIdentityProvider(IdentityProviderId Id, VersionMatch Match) : IPlatformCommand<Unit>;

internal sealed class RemoveIdentityProviderHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IExternalTokenAuthenticator tokens
) : IRequestHandler<RemoveIdentityProvider, Unit>
{
    public async Task<Unit> Handle(RemoveIdentityProvider request, CancellationToken cancellationToken)
    {
        var provider = await platform
            .IdentityProviders.VisibleTo(context)
            .FindProviderAsync(request.Id, cancellationToken);
        request.Match.Check(provider.Version);
        platform.IdentityProviders.Remove(provider);
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(tokens.Forget);
        return Unit.Value;
    }
}
