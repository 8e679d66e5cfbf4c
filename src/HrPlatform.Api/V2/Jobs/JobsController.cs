using System.Net.Mime;
using Asp.Versioning;
using HrPlatform.Api.V2.Imports;
using HrPlatform.Application.Imports;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Jobs;

/// <summary>Imports, exports, document processing and upkeep: everything that outlives its request.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/jobs")]
[Tags("Jobs")]
[Produces(MediaTypeNames.Application.Json)]
[Authorize]
public sealed class JobsController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>Lists jobs, newest first: those of the kinds that the key may see.</summary>
    /// <param name="kind">Only jobs of this kind.</param>
    /// <param name="status">Only jobs in this state.</param>
    [HttpGet]
    public async Task<Ok<Page<Job>>> ListJobs(
        [FromQuery] string? kind,
        [FromQuery] JobStatus? status,
        [FromQuery(Name = "")] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var page = await mediator.Send(new ListJobs(kind, status, paging.Limit, paging.Cursor), cancellationToken);
        return TypedResults.Ok(page.ToPage(HttpContext, Respond));
    }

    /// <summary>Reads a job: its state, progress and result.</summary>
    /// <param name="id">The job.</param>
    [HttpGet("{id}")]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Ok<Job>> GetJob(JobId id, CancellationToken cancellationToken) =>
        TypedResults.Ok(Respond(await mediator.Send(new GetJob(id), cancellationToken)));

    /// <summary>Cancels a job. What it did before stays, unless it is an all-or-nothing import.</summary>
    /// <param name="id">The job.</param>
    [HttpPost("{id}/cancel")]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Ok<Job>> CancelJob(JobId id, CancellationToken cancellationToken) =>
        TypedResults.Ok(Respond(await mediator.Send(new CancelJob(id), cancellationToken)));

    /// <summary>Runs a failed or cancelled job again, from where it stopped.</summary>
    /// <param name="id">The job.</param>
    [HttpPost("{id}/retry")]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Ok<Job>> RetryJob(JobId id, CancellationToken cancellationToken) =>
        TypedResults.Ok(Respond(await mediator.Send(new RetryJob(id), cancellationToken)));

    /// <summary>Lists what is wrong with which line of an import's file.</summary>
    /// <remarks>In the order of lines. The first 10,000 errors and warnings are kept; the job counts all.</remarks>
    /// <param name="id">The job.</param>
    [HttpGet("{id}/errors")]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Ok<Page<RowProblem>>> ListJobErrors(
        JobId id,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var page = await mediator.Send(new ListRowErrors(id, paging.Limit, paging.Cursor), cancellationToken);
        return TypedResults.Ok(page.ToPage(HttpContext, RowProblem.Of));
    }

    private Job Respond(Application.Jobs.Job job) => Job.Of(job, clock.GetUtcNow());
}
