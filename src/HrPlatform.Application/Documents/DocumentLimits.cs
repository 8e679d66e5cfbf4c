namespace HrPlatform.Application.Documents;

/// <summary>What an upload may be.</summary>
public static class DocumentLimits
{
    /// <summary>20 MB: a handbook with pictures.</summary>
    public const long MaxFileBytes = 20 * 1024 * 1024;

    /// <summary>The file and its multipart envelope.</summary>
    public const long MaxRequestBytes = MaxFileBytes + 64 * 1024;
}
