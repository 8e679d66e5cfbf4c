using Microsoft.AspNetCore.Authorization;

namespace HrPlatform.Api.Hosting.Authentication;

/// <summary>The operation is refused (403) without this scope; shown in the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequireScopeAttribute(string scope)
    : AuthorizeAttribute,
        IAuthorizationRequirement,
        IAuthorizationRequirementData
{
    public string Scope { get; } = scope;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

internal sealed class RequireScopeHandler : AuthorizationHandler<RequireScopeAttribute>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        RequireScopeAttribute requirement
    )
    {
        if (context.User.HasClaim("scope", requirement.Scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
