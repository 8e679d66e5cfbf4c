using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Identity;

/// <summary>A successor with the same rights; the old key goes on working for the overlap.</summary>
[RequiresScope(Scopes.KeysManage)]
public sealed record RotateApiKey(ApiKeyId Id, int OverlapSeconds) : IPlatformCommand<CreatedApiKey>
{
    public const int DefaultOverlapSeconds = 24 * 60 * 60;
    public const int MaxOverlapSeconds = 30 * DefaultOverlapSeconds;
}

internal sealed class RotateApiKeyValidator : AbstractValidator<RotateApiKey>
{
    public RotateApiKeyValidator() =>
        RuleFor(command => command.OverlapSeconds)
            .InclusiveBetween(0, RotateApiKey.MaxOverlapSeconds)
            .WithErrorCode("out-of-range")
            .WithMessage($"The overlap is 0 to {RotateApiKey.MaxOverlapSeconds} seconds (30 days).");
}

internal sealed class RotateApiKeyHandler(
    CallerContext context,
    IPlatformDbContext platform,
    IPlatformUnitOfWork unitOfWork,
    IApiKeyAuthenticator authenticator,
    TimeProvider clock
) : IRequestHandler<RotateApiKey, CreatedApiKey>
{
    public async Task<CreatedApiKey> Handle(RotateApiKey request, CancellationToken cancellationToken)
    {
        var key = await platform.ApiKeys.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        // The successor's secret goes to the caller, and with it all that the key may do.
        context.Caller.RequireAll(key.Scopes);
        var now = clock.GetUtcNow();
        if (!key.IsUsable(now))
            throw new ProblemException(ProblemCatalog.Conflict, "A key that is revoked or expired can't be rotated.");
        if (
            await platform.ApiKeys.AnyAsync(
                other => other.Replaces == key.Id && other.RevokedAt == null,
                cancellationToken
            )
        )
            throw new ProblemException(ProblemCatalog.Conflict, "This key was rotated already: rotate its successor.");

        var successor = key.Rotate(now.AddSeconds(request.OverlapSeconds), out var secret);
        platform.ApiKeys.Add(successor);
        await platform.SaveChangesAsync(cancellationToken);
        unitOfWork.OnCommitted(authenticator.Forget);
        return new CreatedApiKey(successor, secret);
    }
}
