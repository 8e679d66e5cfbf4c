using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Application.Common.Behaviors;

/// <summary>
/// The one place that keeps callers of a limited reach (a department, themselves) from other people's records: as long as
/// queries don't narrow themselves to the reach, such callers are refused whatever is not marked as harmless.
/// </summary>
internal static class ReachGuard<TRequest>
{
    // One reflection per closed generic type, which is one per request type.
    private static readonly bool _isOpen = typeof(TRequest).IsDefined(typeof(OpenToAnyReachAttribute), inherit: false);

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
