using System.Text.Json;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Imports;

/// <summary>What was wrong with which line of an import's file, in the order of lines.</summary>
[NoScopeNeeded("Which scope is needed follows from the job's kind; JobAccess asks for it.")]
public sealed record ListRowErrors(JobId Job, int Limit, string? Cursor) : IQuery<CursorPage<RowError>>;

internal sealed class ListRowErrorsValidator : AbstractValidator<ListRowErrors>
{
    public ListRowErrorsValidator() => RuleFor(query => query.Limit).GreaterThan(0);
}

internal sealed class ListRowErrorsHandler(JobAccess access, IImportStore store, ICursorProtector cursors)
    : IRequestHandler<ListRowErrors, CursorPage<RowError>>
{
    private const int MaxLimit = 200;

    public async Task<CursorPage<RowError>> Handle(ListRowErrors request, CancellationToken cancellationToken)
    {
        var job = await access.GetAsync(request.Job, cancellationToken);
        var purpose = $"row-errors/{job.Id}";
        var after = request.Cursor is { } cursor
            ? JsonSerializer.Deserialize<RowErrorPosition>(cursors.Unprotect(purpose, cursor))
            : null;
        var limit = Math.Min(request.Limit, MaxLimit);
        var rows = await store.ListErrorsAsync(job.Id, after, limit + 1, cancellationToken);
        var page = rows.Take(limit).ToList();
        var next =
            rows.Count > limit
                ? cursors.Protect(
                    purpose,
                    JsonSerializer.Serialize(new RowErrorPosition(page[^1].Line, page[^1].Field, page[^1].Code))
                )
                : null;
        return new CursorPage<RowError>(page, next, Total: null);
    }
}
