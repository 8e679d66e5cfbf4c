using HrPlatform.Application.Common.Problems;

namespace HrPlatform.Application.Imports;

/// <summary>Reads separated text, whatever its encoding, delimiter and compression, one row at a time.</summary>
public interface ICsvFiles
{
    /// <summary>Looks at the beginning, and reads the header.</summary>
    /// <param name="delimiter">Null finds it out.</param>
    /// <exception cref="ProblemException">422 when this is no such text, or has no header.</exception>
    Task<ICsvTable> OpenAsync(Stream file, char? delimiter, CancellationToken cancellationToken);
}

/// <summary>A table that is being read. Disposing it disposes the file.</summary>
public interface ICsvTable : IDisposable
{
    CsvFormat Format { get; }

    /// <summary>The names of the columns, trimmed.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>The line on which the current row begins.</summary>
    int Line { get; }

    /// <summary>The cells of the current row; valid until the next one is read.</summary>
    IReadOnlyList<string> Cells { get; }

    /// <summary>Why the current row can't be used; null when it can.</summary>
    (string Code, string Message)? Problem { get; }

    /// <summary>False at the end.</summary>
    /// <exception cref="ProblemException">422 when the rest can't be read.</exception>
    Task<bool> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="Encoding">The IANA name, e.g. <c>utf-8</c>.</param>
/// <param name="Compressed">gzip.</param>
public sealed record CsvFormat(string Encoding, char Delimiter, bool Compressed);
