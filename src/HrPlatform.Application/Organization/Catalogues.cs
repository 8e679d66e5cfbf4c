using System.Linq.Expressions;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Skills;
using HrPlatform.Domain.Organization;
using HrPlatform.Domain.Skills;

namespace HrPlatform.Application.Organization;

/// <summary>Where a page of a catalogue starts and how long it is; catalogues are in the order of their names.</summary>
/// <param name="After">The last name of the page before.</param>
public sealed record CataloguePage(string? After, int Limit, bool WithTotal, long Offset = 0);

/// <param name="After">Position of the next page; null at the end.</param>
public sealed record CatalogueSlice<T>(IReadOnlyList<T> Items, string? After, long? Total);

/// <summary>Departments, positions, skills and custom fields as read.</summary>
public interface ICatalogueReads
{
    Task<CatalogueSlice<DepartmentView>> DepartmentsAsync(
        DepartmentFilter filter,
        CataloguePage page,
        CancellationToken cancellationToken
    );

    Task<IReadOnlyDictionary<DepartmentId, DepartmentView>> DepartmentsAsync(
        IReadOnlyCollection<DepartmentId> ids,
        CancellationToken cancellationToken
    );

    Task<DepartmentView?> DepartmentAsync(DepartmentId id, CancellationToken cancellationToken);

    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<DepartmentHeadcount>> HeadcountsAsync(int limit, CancellationToken cancellationToken);

    Task<CatalogueSlice<PositionView>> PositionsAsync(
        string? search,
        CataloguePage page,
        CancellationToken cancellationToken
    );

    Task<PositionView?> PositionAsync(PositionId id, CancellationToken cancellationToken);

    Task<CatalogueSlice<SkillView>> SkillsAsync(
        string? search,
        string? category,
        CataloguePage page,
        CancellationToken cancellationToken
    );

    Task<SkillView?> SkillAsync(SkillId id, CancellationToken cancellationToken);
}

/// <summary>What the catalogues have in common.</summary>
internal static class CatalogueRules
{
    public const int MaxLimit = 200;
    public const int MaxPageSize = 100;

    public static ProblemException InUse(string detail) =>
        new(ProblemCatalog.Conflict, detail, new FieldError("", "in-use", detail));

    public static void CatalogueText<T>(
        this AbstractValidator<T> validator,
        string name,
        Func<T, Optional<string?>> field,
        int maxLength,
        bool required = false
    ) =>
        validator
            .RuleFor(command => command)
            .Custom(
                (command, context) =>
                {
                    var value = field(command);
                    if (!value.IsPresent)
                        return;
                    if (required && string.IsNullOrWhiteSpace(value.Value))
                        context.Report([new FieldError(name, "required", "A value is required.")]);
                    else if (value.Value is { } text && Text.Problem(text, maxLength) is var (code, message))
                        context.Report([new FieldError(name, code, message)]);
                }
            );

    public static void CatalogueList<T>(
        this AbstractValidator<T> validator,
        Expression<Func<T, int>> limit,
        Func<T, string?> search
    )
    {
        validator.RuleFor(limit).GreaterThan(0).OverridePropertyName("limit");
        validator.CatalogueText("q", query => search(query), maxLength: 200);
    }

    public static async Task<NumberedPage<T>> NumberedPageAsync<T>(
        int page,
        int pageSize,
        Func<CataloguePage, Task<CatalogueSlice<T>>> read
    )
    {
        var size = Math.Min(pageSize, MaxPageSize);
        var slice = await read(new CataloguePage(After: null, size, WithTotal: true, Offset: (page - 1L) * size));
        return new NumberedPage<T>(slice.Items, page, size, slice.Total ?? 0);
    }

    public static async Task<CursorPage<T>> PageAsync<T>(
        this ICursorProtector cursors,
        string purpose,
        string? cursor,
        Func<CataloguePage, Task<CatalogueSlice<T>>> read,
        int limit,
        bool withTotal
    )
    {
        var after = cursor is null ? null : cursors.Unprotect(purpose, cursor);
        var slice = await read(new CataloguePage(after, Math.Min(limit, MaxLimit), withTotal));
        return new CursorPage<T>(
            slice.Items,
            slice.After is null ? null : cursors.Protect(purpose, slice.After),
            slice.Total
        );
    }
}
