using System.Text.Json.Serialization;

namespace HrPlatform.Sdk.V2;

public sealed partial record Job
{
    /// <summary>Whether nothing will happen any more: the job succeeded, failed or was cancelled.</summary>
    [JsonIgnore]
    public bool HasEnded =>
        Status == JobStatus.Succeeded || Status == JobStatus.Failed || Status == JobStatus.Cancelled;
}
