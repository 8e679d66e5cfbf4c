using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Employees;
using HrPlatform.Domain.Organization;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Organization;

public sealed record PositionView(
    PositionId Id,
    string Title,
    string? Level,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListPositions(string? Search, int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<PositionView>>;

/// <summary>A page by number.</summary>
[RequiresScope(Scopes.EmployeesRead)]
public sealed record ListPositionsByPage(string? Search, int Page, int PageSize) : IQuery<NumberedPage<PositionView>>;

[RequiresScope(Scopes.EmployeesRead)]
public sealed record GetPosition(PositionId Id) : IQuery<PositionView>;

[RequiresScope(Scopes.OrganizationWrite)]
public sealed record CreatePosition(string Title, string? Level) : ICommand<PositionView>;

/// <summary>Changes what is present.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record ChangePosition(PositionId Id, Optional<string?> Title, Optional<string?> Level, VersionMatch Match)
    : ICommand<PositionView>;

/// <summary>Refused while anything refers to the position, history included.</summary>
[RequiresScope(Scopes.OrganizationWrite)]
public sealed record DeletePosition(PositionId Id, VersionMatch Match) : ICommand<Unit>;

internal sealed class ListPositionsValidator : AbstractValidator<ListPositions>
{
    public ListPositionsValidator() => this.CatalogueList(query => query.Limit, query => query.Search);
}

internal sealed class ListPositionsByPageValidator : AbstractValidator<ListPositionsByPage>
{
    public ListPositionsByPageValidator() => this.CatalogueText("q", query => query.Search, maxLength: 200);
}

internal sealed class CreatePositionValidator : AbstractValidator<CreatePosition>
{
    public CreatePositionValidator()
    {
        this.CatalogueText("title", command => command.Title, maxLength: 200, required: true);
        this.CatalogueText("level", command => command.Level, maxLength: 50);
    }
}

internal sealed class ChangePositionValidator : AbstractValidator<ChangePosition>
{
    public ChangePositionValidator()
    {
        this.CatalogueText("title", command => command.Title, maxLength: 200, required: true);
        this.CatalogueText("level", command => command.Level, maxLength: 50);
    }
}

internal sealed class PositionsHandler(IHrDbContext db, ICatalogueReads catalogue, ICursorProtector cursors)
    : IRequestHandler<ListPositions, CursorPage<PositionView>>,
        IRequestHandler<ListPositionsByPage, NumberedPage<PositionView>>,
        IRequestHandler<GetPosition, PositionView>,
        IRequestHandler<CreatePosition, PositionView>,
        IRequestHandler<ChangePosition, PositionView>,
        IRequestHandler<DeletePosition, Unit>
{
    public Task<CursorPage<PositionView>> Handle(ListPositions request, CancellationToken cancellationToken) =>
        cursors.PageAsync(
            $"positions\n{request.Search}",
            request.Cursor,
            page => catalogue.PositionsAsync(request.Search, page, cancellationToken),
            request.Limit,
            request.WithTotal
        );

    public Task<NumberedPage<PositionView>> Handle(ListPositionsByPage request, CancellationToken cancellationToken) =>
        CatalogueRules.NumberedPageAsync(
            request.Page,
            request.PageSize,
            page => catalogue.PositionsAsync(request.Search, page, cancellationToken)
        );

    public async Task<PositionView> Handle(GetPosition request, CancellationToken cancellationToken) =>
        await catalogue.PositionAsync(request.Id, cancellationToken)
        ?? throw ProblemException.NotFound($"position {request.Id}");

    public async Task<PositionView> Handle(CreatePosition request, CancellationToken cancellationToken)
    {
        var position = Position.Create(request.Title.Trim(), Text.Tidy(request.Level));
        db.Set<Position>().Add(position);
        await db.SaveChangesAsync(cancellationToken);
        return ViewOf(position);
    }

    public async Task<PositionView> Handle(ChangePosition request, CancellationToken cancellationToken)
    {
        var position = await FindAsync(request.Id, request.Match, cancellationToken);
        var title = request.Title.IsPresent ? request.Title.Value!.Trim() : position.Title;
        var level = request.Level.IsPresent ? Text.Tidy(request.Level.Value) : position.Level;
        if (position.Change(title, level))
            await db.SaveChangesAsync(cancellationToken);
        return ViewOf(position);
    }

    public async Task<Unit> Handle(DeletePosition request, CancellationToken cancellationToken)
    {
        var position = await FindAsync(request.Id, request.Match, cancellationToken);
        if (await db.Set<EmploymentEvent>().AnyAsync(e => e.PositionId == request.Id, cancellationToken))
            throw CatalogueRules.InUse("Employees have or had the position, and their history names it.");
        position.Delete();
        db.Set<Position>().Remove(position);
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }

    private async Task<Position> FindAsync(PositionId id, VersionMatch match, CancellationToken cancellationToken)
    {
        var position =
            await db.Set<Position>().FirstOrDefaultAsync(p => p.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound($"position {id}");
        match.Check(position.Version);
        return position;
    }

    private static PositionView ViewOf(Position position) =>
        new(position.Id, position.Title, position.Level, position.Version, position.CreatedAt, position.UpdatedAt);
}
