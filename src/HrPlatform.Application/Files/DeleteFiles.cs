using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Files;

namespace HrPlatform.Application.Files;

/// <param name="Files">Nothing refers to them any more.</param>
public sealed record DeleteFilesJob(IReadOnlyList<Guid> Files);

/// <summary>
/// Removes files whose rows are gone. As a job of the transaction that removed the rows: a file is never gone while its row
/// is there, and none is forgotten.
/// </summary>
public sealed class DeleteFiles(IFileStore files) : IJobHandler
{
    public const string Kind = "delete_files";

    public async Task RunAsync(JobContext job, CancellationToken cancellationToken)
    {
        foreach (var file in job.Payload<DeleteFilesJob>().Files)
            await files.DeleteAsync(new FileId(file), cancellationToken);
    }
}
