using System.Net.Mime;
using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Exports;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Jobs;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Job = HrPlatform.Api.V2.Jobs.Job;

namespace HrPlatform.Api.V2.Exports;

/// <summary>All employees, or some, as CSV or JSON Lines.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/exports")]
[Tags("Exports")]
[RequireScope(Scopes.ExportsRead)]
public sealed class ExportsController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    /// <summary>Export employees to a file</summary>
    /// <remarks>
    /// Answers with a job; when it has succeeded, its `file` link leads to the file, and its result says how many rows it
    /// has and which fields were withheld because the key may not see them.
    ///
    /// In CSV, text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab) gets an
    /// apostrophe in front; an import takes it away again. Also needs `employees:read`.
    /// </remarks>
    /// <response code="202">Taken in; the job writes the file.</response>
    [HttpPost]
    [Consumes(MediaTypeNames.Application.Json)]
    [Produces(MediaTypeNames.Application.Json)]
    public async Task<Accepted<Job>> StartExport(ExportRequest request, CancellationToken cancellationToken)
    {
        var command = new StartExport(
            request.Format,
            request.Fields,
            (request.Filter ?? new ExportSelection()).ToFilter()
        );
        var id = await mediator.Send(command, cancellationToken);
        var job = Job.Of(await mediator.Send(new GetJob(id), cancellationToken), clock.GetUtcNow());
        return TypedResults.Accepted(job.Links["self"], job);
    }

    /// <summary>Download the file of an export</summary>
    /// <remarks>Needs the scopes of the fields that the file holds as well. Files are kept for seven days.</remarks>
    /// <param name="id">The export's job.</param>
    /// <response code="200">The file.</response>
    [HttpGet("{id}/file")]
    [ProducesResponseType<Stream>(StatusCodes.Status200OK, "text/csv", "application/jsonl")]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    public async Task<FileStreamHttpResult> DownloadExport(JobId id, CancellationToken cancellationToken)
    {
        var file = await mediator.Send(new GetExportFile(id), cancellationToken);
        return TypedResults.Stream(file.Content, file.ContentType, file.FileName);
    }
}
