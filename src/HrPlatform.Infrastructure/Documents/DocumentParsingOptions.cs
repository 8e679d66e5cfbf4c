namespace HrPlatform.Infrastructure.Documents;

/// <summary>What reading one document may cost. A file beyond a limit is refused with a reason, never read in part.</summary>
public sealed class DocumentParsingOptions
{
    /// <summary>UTF-16 units of extracted text.</summary>
    public int MaxTextCharacters { get; set; } = 5_000_000;

    public int MaxPages { get; set; } = 2_000;

    /// <summary>What the compressed parts of one file may unpack to, in bytes.</summary>
    public long MaxUnpackedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>What a single compressed part may unpack to, in bytes: it stands in memory as a whole.</summary>
    public long MaxUnpackedPartBytes { get; set; } = 48L * 1024 * 1024;

    /// <summary>Elements of HTML or of WordprocessingML, letters of one PDF page.</summary>
    public int MaxElements { get; set; } = 1_000_000;

    /// <summary>Levels of lists, quotations, tables and elements inside each other.</summary>
    public int MaxNesting { get; set; } = 256;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);
}
