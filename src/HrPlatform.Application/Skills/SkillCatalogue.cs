using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Organization;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Skills;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Skills;

public sealed record SkillView(
    SkillId Id,
    string Name,
    string? Category,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListSkills(string? Search, string? Category, int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<SkillView>>;

/// <summary>A page by number.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListSkillsByPage(string? Search, int Page, int PageSize) : IQuery<NumberedPage<SkillView>>;

[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetSkill(SkillId Id) : IQuery<SkillView>;

[RequiresScope(Scopes.OrganizationWrite)]
public sealed record CreateSkill(string Name, string? Category) : ICommand<SkillView>;

/// <summary>Changes what is present.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record ChangeSkill(SkillId Id, Optional<string?> Name, Optional<string?> Category, VersionMatch Match)
    : ICommand<SkillView>;

/// <summary>Refused while an employee has the skill.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record DeleteSkill(SkillId Id, VersionMatch Match) : ICommand<Unit>;

internal sealed class ListSkillsValidator : AbstractValidator<ListSkills>
{
    public ListSkillsValidator()
    {
        this.CatalogueList(query => query.Limit, query => query.Search);
        this.CatalogueText("category", query => query.Category, maxLength: 100);
    }
}

internal sealed class ListSkillsByPageValidator : AbstractValidator<ListSkillsByPage>
{
    public ListSkillsByPageValidator() => this.CatalogueText("q", query => query.Search, maxLength: 200);
}

internal sealed class CreateSkillValidator : AbstractValidator<CreateSkill>
{
    public CreateSkillValidator()
    {
        this.CatalogueText("name", command => command.Name, maxLength: 200, required: true);
        this.CatalogueText("category", command => command.Category, maxLength: 100);
    }
}

internal sealed class ChangeSkillValidator : AbstractValidator<ChangeSkill>
{
    public ChangeSkillValidator()
    {
        this.CatalogueText("name", command => command.Name, maxLength: 200, required: true);
        this.CatalogueText("category", command => command.Category, maxLength: 100);
    }
}

internal sealed class SkillsHandler(IHrDbContext db, ICatalogueReads catalogue, ICursorProtector cursors)
    : IRequestHandler<ListSkills, CursorPage<SkillView>>,
        IRequestHandler<ListSkillsByPage, NumberedPage<SkillView>>,
        IRequestHandler<GetSkill, SkillView>,
        IRequestHandler<CreateSkill, SkillView>,
        IRequestHandler<ChangeSkill, SkillView>,
        IRequestHandler<DeleteSkill, Unit>
{
    public Task<CursorPage<SkillView>> Handle(ListSkills request, CancellationToken cancellationToken) =>
        cursors.PageAsync(
            $"skills\n{request.Search}\n{request.Category}",
            request.Cursor,
            page => catalogue.SkillsAsync(request.Search, request.Category, page, cancellationToken),
            request.Limit,
            request.WithTotal
        );

    public Task<NumberedPage<SkillView>> Handle(ListSkillsByPage request, CancellationToken cancellationToken) =>
        CatalogueRules.NumberedPageAsync(
            request.Page,
            request.PageSize,
            page => catalogue.SkillsAsync(request.Search, category: null, page, cancellationToken)
        );

    public async Task<SkillView> Handle(GetSkill request, CancellationToken cancellationToken) =>
        await catalogue.SkillAsync(request.Id, cancellationToken)
        ?? throw ProblemException.NotFound($"skill {request.Id}");

    public async Task<SkillView> Handle(CreateSkill request, CancellationToken cancellationToken)
    {
        var skill = Skill.Create(request.Name.Trim(), Text.Tidy(request.Category));
        db.Set<Skill>().Add(skill);
        await db.SaveChangesAsync(cancellationToken);
        return ViewOf(skill);
    }

    public async Task<SkillView> Handle(ChangeSkill request, CancellationToken cancellationToken)
    {
        var skill = await FindAsync(request.Id, request.Match, cancellationToken);
        var name = request.Name.IsPresent ? request.Name.Value!.Trim() : skill.Name;
        var category = request.Category.IsPresent ? Text.Tidy(request.Category.Value) : skill.Category;
        if (skill.Change(name, category))
            await db.SaveChangesAsync(cancellationToken);
        return ViewOf(skill);
    }

    public async Task<Unit> Handle(DeleteSkill request, CancellationToken cancellationToken)
    {
        var skill = await FindAsync(request.Id, request.Match, cancellationToken);
        if (await db.Set<EmployeeSkill>().AnyAsync(e => e.SkillId == request.Id, cancellationToken))
            throw CatalogueRules.InUse("Employees have the skill. Take it from them first.");
        skill.Delete();
        db.Set<Skill>().Remove(skill);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    private async Task<Skill> FindAsync(SkillId id, VersionMatch match, CancellationToken cancellationToken)
    {
        var skill =
            await db.Set<Skill>().FirstOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound($"skill {id}");
        match.Check(skill.Version);
        return skill;
    }

    private static SkillView ViewOf(Skill skill) =>
        new(skill.Id, skill.Name, skill.Category, skill.Version, skill.CreatedAt, skill.UpdatedAt);
}
