using HrPlatform.Application.Jobs;

namespace HrPlatform.Application.Documents;

/// <summary>Runs <see cref="DocumentProcessor"/> as a job.</summary>
public sealed class ProcessDocumentHandler(DocumentProcessor processor) : IJobHandler
{
    public Task RunAsync(JobContext job, CancellationToken cancellationToken) =>
        processor.ProcessAsync(
            job.Payload<ProcessDocumentJob>(),
            (done, total, token) => job.ReportAsync(done, total, failed: 0, token),
            cancellationToken
        );

    public Task GiveUpAsync(JobContext job, JobError reason, CancellationToken cancellationToken) =>
        processor.FailAsync(job.Payload<ProcessDocumentJob>(), reason.Code, reason.Message, cancellationToken);
}
