namespace HrPlatform.Domain.Jobs;

public enum JobStatus
{
    /// <summary>Waits for a worker, also between two attempts.</summary>
    Queued,

    Running,

    Succeeded,

    /// <summary>Ended without success, and isn't tried again unless somebody asks for it.</summary>
    Failed,

    Cancelled,
}
