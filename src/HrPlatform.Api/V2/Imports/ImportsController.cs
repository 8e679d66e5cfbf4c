using System.Net.Mime;
using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Imports;
using HrPlatform.Application.Jobs;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Job = HrPlatform.Api.V2.Jobs.Job;

namespace HrPlatform.Api.V2.Imports;

/// <summary>Many employees at once, from CSV.</summary>
[ApiController]
[ApiVersion(2)]
[Route("v{version:apiVersion}/imports")]
[Tags("Imports")]
[Produces(MediaTypeNames.Application.Json)]
[RequireScope(Scopes.ImportsWrite)]
public sealed class ImportsController(IMediator mediator, TimeProvider clock) : ControllerBase
{
    private const long MaxRequestBytes = (512L << 20) + (1 << 20);

    /// <summary>Import employees from a file</summary>
    /// <remarks>
    /// Answers with a job; read it at `/v2/jobs/{id}`, and what is wrong with which line at `/v2/jobs/{id}/errors`.
    ///
    /// A row is about the employee with its `employeeNumber`, else with its `externalId`, else with its `email`; a row
    /// about nobody hires somebody new. For employees who exist, a column that the file lacks leaves the field as it is,
    /// an empty cell clears it (pay excepted), and changes of department, position, manager, pay and status are dated:
    /// as of the row's `effectiveDate`, or today. Managers are named by `managerNumber` or `managerEmail` and may stand
    /// in any row. Several skills stand in one cell, separated by semicolons. Custom fields are columns named
    /// `custom.{key}`.
    ///
    /// Also needs `employees:write`, and `compensation:write` when there is a column of pay.
    /// </remarks>
    /// <response code="202">Taken in; the job imports it.</response>
    [HttpPost]
    [Consumes("multipart/form-data")]
    [RequestSizeLimit(MaxRequestBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxRequestBytes)]
    public async Task<Accepted<Job>> StartImport([FromForm] ImportForm form, CancellationToken cancellationToken)
    {
        await using var content = form.File.OpenReadStream();
        var id = await mediator.Send(
            new StartImport(content, form.File.FileName, form.ToOptions(), form.CreateMissing),
            cancellationToken
        );
        var job = Job.Of(await mediator.Send(new GetJob(id), cancellationToken), clock.GetUtcNow());
        return TypedResults.Accepted(job.Links["self"], job);
    }

    /// <summary>Show how a file would be read</summary>
    /// <remarks>
    /// Finds out encoding, delimiter and columns, proposes the mapping of columns to fields and shows the first rows as
    /// they would become, with their errors. Nothing is stored.
    /// </remarks>
    [HttpPost("preview")]
    [Consumes("multipart/form-data")]
    [RequestSizeLimit(MaxRequestBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxRequestBytes)]
    public async Task<Ok<Preview>> PreviewImport([FromForm] PreviewForm form, CancellationToken cancellationToken)
    {
        await using var content = form.File.OpenReadStream();
        return TypedResults.Ok(
            Preview.Of(await mediator.Send(new PreviewImport(content, form.ToOptions()), cancellationToken))
        );
    }
}
