using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Application.Common;

/// <summary>The row versions that the caller accepts (<c>If-Match</c>); none given accepts any.</summary>
public readonly record struct VersionMatch(IReadOnlyList<long>? Versions)
{
    public static VersionMatch Any => default;

    /// <exception cref="ProblemException">412 when the current version is none of those named.</exception>
    public void Check(long current)
    {
        if (Versions is { } versions && !versions.Contains(current))
            throw new ProblemException(
                ProblemCatalog.PreconditionFailed,
                "The resource has another version than the one that `If-Match` names."
            );
    }
}
