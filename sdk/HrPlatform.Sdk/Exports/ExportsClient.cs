using HrPlatform.Sdk.V2;

namespace HrPlatform.Sdk;

/// <summary>All employees, or some, as a file.</summary>
public class ExportsClient
{
    private readonly IExportsApi _api;
    private readonly JobsClient _jobs;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    /// <param name="jobs">Where the export's job is asked for.</param>
    public ExportsClient(IExportsApi api, JobsClient jobs)
    {
        _api = api;
        _jobs = jobs;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected ExportsClient() { }
#pragma warning restore CS8618

    /// <summary>Begins an export; it goes on at the server, whether or not anybody waits.</summary>
    /// <param name="request">Whom, which fields, in which format; everybody as CSV when left out.</param>
    /// <param name="idempotencyKey">Makes the call safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The export, to wait for; then <see cref="OpenAsync"/>.</returns>
    public virtual async Task<JobHandle> StartAsync(
        ExportRequest? request = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        var job = await _api.StartExportAsync(request ?? new(), idempotencyKey, cancellationToken)
            .ConfigureAwait(false);
        return new JobHandle(_jobs, job.Id);
    }

    /// <summary>Opens the file of a finished export, to read it as it comes.</summary>
    /// <param name="jobId">The export's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file; dispose it.</returns>
    public virtual Task<Stream> OpenAsync(string jobId, CancellationToken cancellationToken = default) =>
        _api.DownloadExportAsync(jobId, cancellationToken);
}
