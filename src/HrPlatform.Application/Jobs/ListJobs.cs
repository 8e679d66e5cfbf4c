using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Jobs;

[NoScopeNeeded("The list holds only jobs of the kinds that the caller may see.")]
public sealed record ListJobs(string? Kind, JobStatus? Status, int Limit, string? Cursor) : IQuery<CursorPage<Job>>;

internal sealed class ListJobsValidator : AbstractValidator<ListJobs>
{
    public ListJobsValidator(JobKinds kinds)
    {
        RuleFor(request => request.Limit).GreaterThan(0);
        RuleFor(request => request.Kind)
            .Must(kind => kind is null || kinds.Contains(kind))
            .WithErrorCode("unknown-kind")
            .WithMessage($"Known kinds are {string.Join(", ", kinds.All.Select(kind => kind.Name).Order())}.");
    }
}

internal sealed class ListJobsHandler(IJobReader jobs, JobAccess access, ICursorProtector cursors)
    : IRequestHandler<ListJobs, CursorPage<Job>>
{
    private const int MaxLimit = 200;

    public async Task<CursorPage<Job>> Handle(ListJobs request, CancellationToken cancellationToken)
    {
        var kinds = access.VisibleKinds();
        if (request.Kind is { } only)
            kinds = [.. kinds.Where(kind => kind == only)];
        var purpose = $"jobs/{request.Kind}/{request.Status}";
        JobId? before = request.Cursor is { } cursor
            ? JobId.From(Guid.Parse(cursors.Unprotect(purpose, cursor)))
            : null;
        var limit = Math.Min(request.Limit, MaxLimit);
        var rows = await jobs.ListAsync(kinds, request.Status, before, limit + 1, cancellationToken);
        var page = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Protect(purpose, page[^1].Id.Value.ToString()) : null;
        return new CursorPage<Job>(page, next, Total: null);
    }
}
