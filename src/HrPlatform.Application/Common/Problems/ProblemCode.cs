namespace HrPlatform.Application.Common.Problems;

/// <summary>One kind of error of the public API. <see cref="ProblemCatalog"/> lists them all.</summary>
/// <param name="Code">Stable name: last segment of the problem's <c>type</c> and its <c>code</c> member.</param>
/// <param name="Status">The HTTP status that answers carry.</param>
/// <param name="Title">Short and the same for every occurrence.</param>
/// <param name="Explanation">For the page at <c>/problems/{code}</c>: when it happens and what to do.</param>
/// <param name="RegisteredType">The problem's type where a standard has registered one; else our own page.</param>
public sealed record ProblemCode(
    string Code,
    int Status,
    string Title,
    string Explanation,
    string? RegisteredType = null
);
