using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Employees;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Organization;

public sealed record DepartmentView(
    DepartmentId Id,
    string Name,
    string? Code,
    DepartmentLink? Parent,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>Which departments are wanted.</summary>
/// <param name="Parent">Only those directly below this one.</param>
/// <param name="TopOnly">Only those below none.</param>
public sealed record DepartmentFilter(string? Search = null, DepartmentId? Parent = null, bool TopOnly = false);

[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListDepartments(DepartmentFilter Filter, int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<DepartmentView>>;

/// <summary>A page by number.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListDepartmentsByPage(string? Search, int Page, int PageSize)
    : IQuery<NumberedPage<DepartmentView>>;

[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetDepartment(DepartmentId Id) : IQuery<DepartmentView>;

/// <summary>Several at once; ids that lead nowhere are left out.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetDepartments(IReadOnlyCollection<DepartmentId> Ids)
    : IQuery<IReadOnlyDictionary<DepartmentId, DepartmentView>>;

/// <param name="Parent">Id or name.</param>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record CreateDepartment(string Name, string? Code, string? Parent) : ICommand<DepartmentView>;

/// <summary>Changes what is present.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record ChangeDepartment(
    DepartmentId Id,
    Optional<string?> Name,
    Optional<string?> Code,
    Optional<string?> Parent,
    VersionMatch Match
) : ICommand<DepartmentView>;

/// <summary>Refused while anything refers to the department, history included.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record DeleteDepartment(DepartmentId Id, VersionMatch Match) : ICommand<Unit>;

internal sealed class ListDepartmentsValidator : AbstractValidator<ListDepartments>
{
    public ListDepartmentsValidator() => this.CatalogueList(query => query.Limit, query => query.Filter.Search);
}

internal sealed class ListDepartmentsByPageValidator : AbstractValidator<ListDepartmentsByPage>
{
    public ListDepartmentsByPageValidator() => this.CatalogueText("q", query => query.Search, maxLength: 200);
}

internal sealed class CreateDepartmentValidator : AbstractValidator<CreateDepartment>
{
    public CreateDepartmentValidator()
    {
        this.CatalogueText("name", command => command.Name, maxLength: 200, required: true);
        this.CatalogueText("code", command => command.Code, maxLength: 50);
        this.CatalogueText("parent", command => command.Parent, maxLength: 200);
    }
}

internal sealed class ChangeDepartmentValidator : AbstractValidator<ChangeDepartment>
{
    public ChangeDepartmentValidator()
    {
        this.CatalogueText("name", command => command.Name, maxLength: 200, required: true);
        this.CatalogueText("code", command => command.Code, maxLength: 50);
        this.CatalogueText("parent", command => command.Parent, maxLength: 200);
    }
}

internal sealed class DepartmentsHandler(
    IHrDbContext db,
    IDepartmentTree tree,
    IEmployeeReferences references,
    ICatalogueReads catalogue,
    ICursorProtector cursors
)
    : IRequestHandler<ListDepartments, CursorPage<DepartmentView>>,
        IRequestHandler<ListDepartmentsByPage, NumberedPage<DepartmentView>>,
        IRequestHandler<GetDepartment, DepartmentView>,
        IRequestHandler<GetDepartments, IReadOnlyDictionary<DepartmentId, DepartmentView>>,
        IRequestHandler<CreateDepartment, DepartmentView>,
        IRequestHandler<ChangeDepartment, DepartmentView>,
        IRequestHandler<DeleteDepartment, Unit>
{
    public Task<CursorPage<DepartmentView>> Handle(ListDepartments request, CancellationToken cancellationToken) =>
        cursors.PageAsync(
            $"departments\n{request.Filter}",
            request.Cursor,
            page => catalogue.DepartmentsAsync(request.Filter, page, cancellationToken),
            request.Limit,
            request.WithTotal
        );

    public Task<NumberedPage<DepartmentView>> Handle(
        ListDepartmentsByPage request,
        CancellationToken cancellationToken
    ) =>
        CatalogueRules.NumberedPageAsync(
            request.Page,
            request.PageSize,
            page => catalogue.DepartmentsAsync(new DepartmentFilter(request.Search), page, cancellationToken)
        );

    public async Task<DepartmentView> Handle(GetDepartment request, CancellationToken cancellationToken) =>
        await catalogue.DepartmentAsync(request.Id, cancellationToken)
        ?? throw ProblemException.NotFound($"department {request.Id}");

    public Task<IReadOnlyDictionary<DepartmentId, DepartmentView>> Handle(
        GetDepartments request,
        CancellationToken cancellationToken
    ) => catalogue.DepartmentsAsync(request.Ids, cancellationToken);

    public async Task<DepartmentView> Handle(CreateDepartment request, CancellationToken cancellationToken)
    {
        var parent = await ResolveParentAsync(request.Parent, cancellationToken);
        var department = Department.Create(request.Name.Trim(), Text.Tidy(request.Code), parent);
        db.Set<Department>().Add(department);
        await db.SaveChangesAsync(cancellationToken);
        return (await catalogue.DepartmentAsync(department.Id, cancellationToken))!;
    }

    public async Task<DepartmentView> Handle(ChangeDepartment request, CancellationToken cancellationToken)
    {
        if (request.Parent.IsPresent)
            await tree.LockAsync(cancellationToken);
        var department = await FindAsync(request.Id, request.Match, cancellationToken);
        var parent = request.Parent.IsPresent
            ? await ResolveParentAsync(request.Parent.Value, cancellationToken)
            : department.ParentId;
        if (parent is { } above && above != department.ParentId)
        {
            if (await tree.IsBelowAsync(above, department.Id, cancellationToken))
                throw ProblemException.Invalid("/parent", "cycle", "A department can't be below itself.");
        }
        var name = request.Name.IsPresent ? request.Name.Value!.Trim() : department.Name;
        var code = request.Code.IsPresent ? Text.Tidy(request.Code.Value) : department.Code;
        if (department.Change(name, code, parent))
            await db.SaveChangesAsync(cancellationToken);
        return (await catalogue.DepartmentAsync(department.Id, cancellationToken))!;
    }

    public async Task<Unit> Handle(DeleteDepartment request, CancellationToken cancellationToken)
    {
        var department = await FindAsync(request.Id, request.Match, cancellationToken);
        if (await db.Set<Department>().AnyAsync(d => d.ParentId == request.Id, cancellationToken))
            throw CatalogueRules.InUse("The department has departments below it. Move them first.");
        if (await db.Set<EmploymentEvent>().AnyAsync(e => e.DepartmentId == request.Id, cancellationToken))
            throw CatalogueRules.InUse("Employees are or were in the department, and their history names it.");
        department.Delete();
        db.Set<Department>().Remove(department);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    private async Task<Department> FindAsync(DepartmentId id, VersionMatch match, CancellationToken cancellationToken)
    {
        var department =
            await db.Set<Department>().FirstOrDefaultAsync(d => d.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound($"department {id}");
        match.Check(department.Version);
        return department;
    }

    private async Task<DepartmentId?> ResolveParentAsync(string? text, CancellationToken cancellationToken)
    {
        if (Text.Tidy(text) is not { } name)
            return null;
        var reference = Reference.Parse<DepartmentId>(name, "/parent");
        var resolved = await references.ResolveAsync(ReferenceSet.OfDepartment(reference), cancellationToken);
        return resolved.Departments.TryGetValue(reference, out var parent)
            ? parent.Id
            : throw ProblemException.Invalid("/parent", "unknown-department", $"There is no department '{name}'.");
    }
}

/// <summary>The shape of the tree of departments.</summary>
public interface IDepartmentTree
{
    /// <summary>One transaction at a time moves departments.</summary>
    Task LockAsync(CancellationToken cancellationToken);

    /// <summary>Whether <paramref name="id"/> is <paramref name="above"/> or lies somewhere below it.</summary>
    Task<bool> IsBelowAsync(DepartmentId id, DepartmentId above, CancellationToken cancellationToken);
}
