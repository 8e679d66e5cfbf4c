using System.Text.Json;
using System.Text.Json.Serialization;
using HrPlatform.Domain.Jobs;

namespace HrPlatform.Application.Jobs;

/// <summary>
/// Runs the jobs of one kind, inside the job's tenant and with every scope of it. A run may end at any instruction, also
/// by the death of the process; the next run starts from the last checkpoint. So a handler either repeats without harm
/// what it did after the checkpoint, or saves the checkpoint in the transaction that did the work.
/// </summary>
public interface IJobHandler
{
    /// <summary>
    /// Returning means success. <see cref="JobFailedException"/>, a refused request or a broken domain rule means failure
    /// for good; any other exception is tried again later.
    /// </summary>
    /// <param name="cancellationToken">Ends the run when the job is cancelled, was lost, or the process stops.</param>
    Task RunAsync(JobContext job, CancellationToken cancellationToken);

    /// <summary>
    /// The job ends without success: it failed for good or was cancelled, perhaps before its first run. For handlers whose
    /// subject shows that something is being done with it. It may be told more than once, and the job may still be tried
    /// again when somebody asks for it.
    /// </summary>
    Task GiveUpAsync(JobContext job, JobError reason, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Ends a job as failed, without another try.</summary>
/// <param name="code">Stable, kebab-case; shown in the job's <c>error</c>.</param>
/// <param name="message">What happened and what to do, for the caller.</param>
public sealed class JobFailedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>The running job, as its handler sees it.</summary>
public abstract class JobContext
{
    private readonly string _payload;
    private readonly string? _checkpoint;

    protected JobContext(JobId id, string kind, int attempt, Guid? createdBy, string payload, string? checkpoint)
    {
        Id = id;
        Kind = kind;
        Attempt = attempt;
        CreatedBy = createdBy;
        _payload = payload;
        _checkpoint = checkpoint;
    }

    public JobId Id { get; }

    public string Kind { get; }

    /// <summary>1 for the first run; grows with each start, also after a crash.</summary>
    public int Attempt { get; }

    /// <summary>The credential that asked for the job; null for the platform's own work.</summary>
    public Guid? CreatedBy { get; }

    /// <summary>What the job's <c>result</c> shows once this run has ended, however it ends.</summary>
    public object? Result { get; set; }

    public T Payload<T>() =>
        JsonSerializer.Deserialize<T>(_payload, JobJson.Options)
        ?? throw new JobFailedException("invalid-payload", "The job's payload can't be read.");

    /// <summary>As the last run left it; null when no run saved one.</summary>
    public T? Checkpoint<T>()
        where T : class => _checkpoint is null ? null : JsonSerializer.Deserialize<T>(_checkpoint, JobJson.Options);

    /// <summary>
    /// Shows how far the job is. Cheap to call often: it is written a few times per second at most, outside the handler's
    /// transaction.
    /// </summary>
    public abstract Task ReportAsync(long processed, long? total, long failed, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers where the next run would continue, in the unit of work when one is active: then the work and the
    /// checkpoint hold together or not at all. It should be the last statement of that transaction. It fails when this
    /// run is no longer the job's owner, so that a run that was given up can't write.
    /// </summary>
    public abstract Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken)
        where T : class;
}

/// <summary>How payloads, checkpoints and results are written.</summary>
public static class JobJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
