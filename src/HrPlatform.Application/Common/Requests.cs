using MediatR;

namespace HrPlatform.Application.Common;

/// <summary>A read. Never opens a transaction.</summary>
public interface IQuery<out TResult> : IRequest<TResult>;

/// <summary>
/// A write. Runs in the transaction of the unit of work around it, or in one of its own when there is none; the handler
/// saves but never commits.
/// </summary>
public interface ICommand<out TResult> : IRequest<TResult>;

/// <summary>A write of the control plane (tenants, keys); otherwise as <see cref="ICommand{TResult}"/>.</summary>
public interface IPlatformCommand<out TResult> : IRequest<TResult>;

/// <summary>Names the scopes without which the request is refused. Every request carries this attribute or a reason.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresScopeAttribute(params string[] scopes) : Attribute
{
    public IReadOnlyList<string> Scopes { get; } = scopes;
}

/// <summary>The request needs no scope of its own; <paramref name="reason"/> says why that is right.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NoScopeNeededAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>
/// The request may be sent by callers who don't reach everyone: <paramref name="reason"/> says why it shows or changes
/// nobody else's record. Without this attribute such callers are refused.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenToAnyReachAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

/// <summary>The command has input and no validator; <paramref name="reason"/> says where it is checked.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ValidatedElsewhereAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}
