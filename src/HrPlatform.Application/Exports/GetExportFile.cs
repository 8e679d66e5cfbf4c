using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Files;
using HrPlatform.Domain.Jobs;
using MediatR;

namespace HrPlatform.Application.Exports;

/// <summary>Opens the file of an export that has succeeded.</summary>
[RequiresScope(Scopes.ExportsRead)]
public sealed record GetExportFile(JobId Id) : IQuery<ExportFile>;

/// <param name="Content">To be disposed by the caller.</param>
public sealed record ExportFile(Stream Content, string FileName, string ContentType);

internal sealed class GetExportFileHandler(JobAccess access, IJobReader jobs, IFileStore files, CallerContext context)
    : IRequestHandler<GetExportFile, ExportFile>
{
    public async Task<ExportFile> Handle(GetExportFile request, CancellationToken cancellationToken)
    {
        var job = await access.GetAsync(request.Id, cancellationToken);
        if (job.Kind != JobKindNames.ExportEmployees)
            throw ProblemException.NotFound("export with this id");
        if (job.Status != JobStatus.Succeeded)
            throw new ProblemException(ProblemCatalog.Conflict, "The export has not succeeded, so it has no file.");
        var exported =
            await jobs.FindCheckpointAsync<ExportedFile>(job.Id, cancellationToken)
            ?? throw ProblemException.NotFound("file of this export any more");
        // The file holds what its creator may see; whoever downloads it must be allowed to see it too.
        foreach (var scope in exported.Result.Scopes)
            context.Caller.Require(scope);
        return new ExportFile(
            await files.OpenReadAsync(new FileId(exported.File), cancellationToken),
            exported.Result.FileName,
            exported.Result.ContentType
        );
    }
}
