using System.Reflection;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;

namespace HrPlatform.Application.Common.Behaviors;

/// <summary>
/// Which requests callers of a limited reach (a department, themselves) may send at all: those that only read what the
/// database narrows to the reach, which their scopes tell, and those that are marked as harmless.
/// </summary>
internal static class ReachGuard<TRequest>
{
    // One reflection per closed generic type, which is one per request type.
    private static readonly bool _isOpen =
        typeof(TRequest).IsDefined(typeof(OpenToAnyReachAttribute), inherit: false)
        || typeof(TRequest).GetCustomAttribute<RequiresScopeAttribute>() is { Scopes.Count: > 0 } needed
            && needed.Scopes.All(Scopes.OfLimitedReach.Contains);

    /// <exception cref="ProblemException">403 when the caller doesn't reach everyone.</exception>
    public static void Check(Caller? caller)
    {
        if (caller is { Reach: not Reach.Everyone } && !_isOpen)
        {
            throw new ProblemException(
                ProblemCatalog.Forbidden,
                "The roles of this user don't reach everybody's records, which this operation needs."
            );
        }
    }
}
