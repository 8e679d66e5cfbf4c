using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Tenants;
using HrPlatform.Domain.Identity;
using MediatR;

namespace HrPlatform.Application.Identity;

/// <summary>A merge patch. Only the name can change: to change rights, make another key.</summary>
[RequiresScope(Scopes.KeysManage)]
public sealed record UpdateApiKey(ApiKeyId Id, Optional<string> Name, VersionMatch Match) : IPlatformCommand<ApiKey>;

internal sealed class UpdateApiKeyValidator : AbstractValidator<UpdateApiKey>
{
    public UpdateApiKeyValidator() =>
        When(
            command => command.Name.IsPresent,
            () => RuleFor(command => command.Name.Value!).KeyName().OverridePropertyName("Name")
        );
}

internal sealed class UpdateApiKeyHandler(CallerContext context, IPlatformDbContext platform)
    : IRequestHandler<UpdateApiKey, ApiKey>
{
    public async Task<ApiKey> Handle(UpdateApiKey request, CancellationToken cancellationToken)
    {
        var key = await platform.ApiKeys.VisibleTo(context.Caller).FindAsync(request.Id, cancellationToken);
        request.Match.Check(key.Version);
        if (request.Name is { IsPresent: true, Value: { } name })
            key.Rename(name.Trim());
        await platform.SaveChangesAsync(cancellationToken);
        return key;
    }
}
