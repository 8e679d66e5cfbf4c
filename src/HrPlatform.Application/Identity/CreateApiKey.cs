using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using HrPlatform.Domain.Tenants;
using MediatR;

namespace HrPlatform.Application.Identity;

/// <summary>A key of the caller's tenant, or of the platform when the caller belongs to it.</summary>
/// <param name="Scopes">None that the caller doesn't have itself.</param>
/// <param name="Environment">The caller's own when it is not given.</param>
[RequiresScope(Identity.Scopes.KeysManage)]
public sealed record CreateApiKey(
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt,
    TenantEnvironment? Environment
) : IPlatformCommand<CreatedApiKey>;

internal sealed class CreateApiKeyValidator : AbstractValidator<CreateApiKey>
{
    public CreateApiKeyValidator(TimeProvider clock)
    {
        RuleFor(command => command.Name).KeyName();
        RuleFor(command => command.Scopes)
            .NotEmpty()
            .WithErrorCode("required")
            .WithMessage("A key needs at least one scope.");
        RuleForEach(command => command.Scopes)
            .Must(scope => scope is not null && Identity.Scopes.Descriptions.ContainsKey(scope))
            .WithErrorCode("unknown-scope")
            .WithMessage((_, scope) => $"There is no scope '{scope}'.");
        RuleFor(command => command.ExpiresAt)
            .Must(expiresAt => expiresAt is null || expiresAt > clock.GetUtcNow())
            .WithErrorCode("in-the-past")
            .WithMessage("A key can't expire in the past.");
    }
}

internal static class ApiKeyRules
{
    public const int MaxNameLength = 100;

    public static IRuleBuilderOptions<T, string> KeyName<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop)
            .Must(name => !string.IsNullOrWhiteSpace(name))
            .WithErrorCode("required")
            .WithMessage("A name is required: it tells which program holds the key.")
            .Must(name => Text.Problem(name, MaxNameLength) is null)
            .WithErrorCode("invalid-name")
            .WithMessage($"A name has at most {MaxNameLength} characters and no control characters.");

    /// <summary>A credential never makes one that may do more than it may itself.</summary>
    public static void RequireAll(this Caller caller, IEnumerable<string> scopes)
    {
        var missing = scopes.Where(scope => !caller.Has(scope)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new ProblemException(
                ProblemCatalog.Forbidden,
                $"A key can only give scopes that it has itself. Missing: {string.Join(", ", missing)}."
            );
        }
    }
}

internal sealed class CreateApiKeyHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<CreateApiKey, CreatedApiKey>
{
    public async Task<CreatedApiKey> Handle(CreateApiKey request, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        caller.RequireAll(request.Scopes);
        var key = ApiKey.Create(
            caller.Tenant?.TenantId,
            EnvironmentFor(caller, request.Environment),
            request.Name.Trim(),
            [.. request.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            request.ExpiresAt,
            out var secret
        );
        platform.ApiKeys.Add(key);
        await platform.SaveChangesAsync(cancellationToken);
        return new CreatedApiKey(key, secret);
    }

    private static TenantEnvironment EnvironmentFor(Caller caller, TenantEnvironment? wanted)
    {
        var own = caller.Tenant?.Environment ?? TenantEnvironment.Live;
        if (wanted is null || wanted == own)
            return own;
        if (caller.Tenant is null)
            throw ProblemException.Invalid("/environment", "no-sandbox", "The platform itself has no sandbox.");
        if (own == TenantEnvironment.Test)
            throw new ProblemException(ProblemCatalog.Forbidden, "A sandbox key can only make sandbox keys.");
        return wanted.Value;
    }
}
