using System.Globalization;
using System.Text;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using MediatR;

namespace HrPlatform.Application.Employees;

/// <summary>A page by cursor.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListEmployees(
    EmployeeFilter Filter,
    IReadOnlyList<EmployeeSort> Sort,
    int Limit,
    string? Cursor,
    bool WithTotal
) : IQuery<CursorPage<EmployeeView>>
{
    public const int MaxLimit = 200;
}

/// <summary>A page by number.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListEmployeesByPage(
    EmployeeFilter Filter,
    IReadOnlyList<EmployeeSort> Sort,
    int Page,
    int PageSize
) : IQuery<NumberedPage<EmployeeView>>
{
    public const int MaxPageSize = 100;
}

internal sealed class ListEmployeesValidator : AbstractValidator<ListEmployees>
{
    public ListEmployeesValidator()
    {
        RuleFor(query => query.Limit).GreaterThan(0).OverridePropertyName("limit");
        RuleFor(query => query.Filter).SetValidator(new EmployeeFilterValidator()).OverridePropertyName("");
    }
}

internal sealed class ListEmployeesByPageValidator : AbstractValidator<ListEmployeesByPage>
{
    public ListEmployeesByPageValidator()
    {
        RuleFor(query => query.Page).InclusiveBetween(1, 1_000_000).OverridePropertyName("page");
        RuleFor(query => query.PageSize).GreaterThan(0).OverridePropertyName("pageSize");
        RuleFor(query => query.Filter).SetValidator(new EmployeeFilterValidator()).OverridePropertyName("");
    }
}

internal sealed class EmployeeFilterValidator : AbstractValidator<EmployeeFilter>
{
    public EmployeeFilterValidator() =>
        RuleFor(filter => filter)
            .Custom(
                (filter, context) =>
                {
                    void Check(string name, string? text, int maxLength)
                    {
                        if (text is not null && Text.Problem(text, maxLength) is var (code, message))
                            context.Report([new FieldError(name, code, message)]);
                    }

                    Check("q", filter.Search, 200);
                    Check("department", filter.Department?.Name, 200);
                    Check("position", filter.Position?.Name, 200);
                    Check("email", filter.Email, 254);
                    Check("externalId", filter.ExternalId, 100);
                    Check("employeeNumber", filter.EmployeeNumber, 50);
                    foreach (var skill in filter.Skills)
                        Check("skill", skill.Name, 200);
                    foreach (var (key, value) in filter.Custom)
                        Check($"custom.{key}", value, 1000);
                    if (filter.ManagerLevels is < 1 or > 100)
                        context.Report([new FieldError("levels", "out-of-range", "Between 1 and 100 levels.")]);
                    if (filter.Ids.Count > 200)
                        context.Report([new FieldError("ids", "too-many", "At most 200 ids.")]);
                    if (filter.Skills.Count > 20)
                        context.Report([new FieldError("skill", "too-many", "At most 20 skills.")]);
                }
            );
}

internal sealed class ListEmployeesHandler(
    IEmployeeReads reads,
    IEmployeeReferences references,
    ICursorProtector cursors,
    CallerContext context
)
    : IRequestHandler<ListEmployees, CursorPage<EmployeeView>>,
        IRequestHandler<ListEmployeesByPage, NumberedPage<EmployeeView>>
{
    public async Task<CursorPage<EmployeeView>> Handle(ListEmployees request, CancellationToken cancellationToken)
    {
        Authorize(request.Filter, request.Sort);
        var filter = await request.Filter.WithStoredCustomAsync(references, cancellationToken);
        var purpose = PurposeOf(filter, request.Sort);
        var slice = await reads.ListAsync(
            new EmployeeListRequest(
                filter,
                request.Sort,
                Math.Min(request.Limit, ListEmployees.MaxLimit),
                After: request.Cursor is null ? null : cursors.Unprotect(purpose, request.Cursor),
                WithTotal: request.WithTotal
            ),
            cancellationToken
        );
        var next = slice.After is null ? null : cursors.Protect(purpose, slice.After);
        return new CursorPage<EmployeeView>(slice.Items, next, slice.Total);
    }

    public async Task<NumberedPage<EmployeeView>> Handle(
        ListEmployeesByPage request,
        CancellationToken cancellationToken
    )
    {
        Authorize(request.Filter, request.Sort);
        var size = Math.Min(request.PageSize, ListEmployeesByPage.MaxPageSize);
        var slice = await reads.ListAsync(
            new EmployeeListRequest(
                request.Filter,
                request.Sort,
                size,
                Offset: (request.Page - 1L) * size,
                WithTotal: true
            ),
            cancellationToken
        );
        return new NumberedPage<EmployeeView>(slice.Items, request.Page, size, slice.Total ?? 0);
    }

    private void Authorize(EmployeeFilter filter, IReadOnlyList<EmployeeSort> sort)
    {
        var caller = context.Caller;
        filter.Authorize(caller);
        if (sort.Any(key => key.Field == EmployeeSortField.Salary))
            caller.Require(Scopes.CompensationRead);
        if (sort.Any(key => key.Field == EmployeeSortField.BirthDate))
            caller.Require(Scopes.PersonalRead);
    }

    /// <summary>Everything that decides on membership and order, in one text.</summary>
    private static string PurposeOf(EmployeeFilter filter, IReadOnlyList<EmployeeSort> sort)
    {
        var text = new StringBuilder("employees");
        void Add(string name, object? value)
        {
            if (value is null or "" or false)
                return;
            var form = value is IFormattable formattable
                ? formattable.ToString(null, CultureInfo.InvariantCulture)
                : value.ToString();
            text.Append('\n').Append(name).Append('=').Append(form);
        }

        Add("q", filter.Search);
        Add("department", filter.Department?.ToString());
        Add("children", filter.IncludeChildren);
        Add("position", filter.Position?.ToString());
        foreach (var skill in filter.Skills)
            Add("skill", skill.ToString());
        Add("anySkill", filter.AnySkill);
        Add("manager", filter.Manager?.ToString());
        if (filter.Manager is not null)
            Add("levels", filter.ManagerLevels);
        foreach (var status in filter.Statuses)
            Add("status", status);
        Add("hiredAfter", filter.HiredAfter?.DayNumber);
        Add("hiredBefore", filter.HiredBefore?.DayNumber);
        Add("minSalary", filter.MinSalary);
        Add("maxSalary", filter.MaxSalary);
        Add("email", filter.Email);
        Add("externalId", filter.ExternalId);
        Add("employeeNumber", filter.EmployeeNumber);
        foreach (var id in filter.Ids)
            Add("id", id.ToString());
        Add("custom", filter.CustomJson);
        Add("asOf", filter.AsOf?.DayNumber);
        foreach (var key in sort)
            Add("sort", $"{key.Field} {key.Descending}");
        return text.ToString();
    }
}

/// <summary>What every read by a filter does with it first.</summary>
internal static class EmployeeFilters
{
    /// <summary>Refuses a filter that would tell what the caller may not see.</summary>
    public static void Authorize(this EmployeeFilter filter, Caller caller)
    {
        if (filter.AsOf is not null)
            caller.Require(Scopes.HistoryRead);
        if (filter.UsesPay)
            caller.Require(Scopes.CompensationRead);
    }

    // Text from the query string becomes what the field stores, so that 1 and 1.0 or true and True are the same.
    public static async Task<EmployeeFilter> WithStoredCustomAsync(
        this EmployeeFilter filter,
        IEmployeeReferences references,
        CancellationToken cancellationToken
    )
    {
        if (filter.Custom.Count == 0)
            return filter;
        var definitions = (await references.ResolveAsync(ReferenceSet.Empty, cancellationToken)).CustomFields;
        List<FieldError> errors = [];
        var json = CustomValues.None;
        foreach (var (key, text) in filter.Custom)
        {
            if (!definitions.TryGetValue(key, out var definition))
            {
                errors.Add(
                    new FieldError($"custom.{key}", "unknown-custom-field", $"There is no custom field '{key}'.")
                );
                continue;
            }
            var value = definition.Parse(text, out var problem);
            if (problem is null)
                json = json.With(key, value);
            else
                errors.Add(new FieldError($"custom.{key}", "invalid-value", problem));
        }
        return errors.Count > 0 ? throw errors.ToProblem() : filter with { CustomJson = json.ToJson() };
    }
}
