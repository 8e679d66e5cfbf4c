using System.IO.Compression;
using System.Text;
using CsvHelper;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Imports;

namespace HrPlatform.Infrastructure.Imports;

/// <inheritdoc cref="ICsvFiles"/>
internal sealed class CsvFiles : ICsvFiles
{
    private const int LookAhead = 1 << 16;
    private const int MaxColumns = 500;

    /// <summary>What a small compressed file may grow to.</summary>
    private const long MaxExpandedBytes = 4L << 30;

    public async Task<ICsvTable> OpenAsync(Stream file, char? delimiter, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenTextAsync(file, delimiter, cancellationToken);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task<ICsvTable> OpenTextAsync(
        Stream file,
        char? delimiter,
        CancellationToken cancellationToken
    )
    {
        var (head, stream) = await PeekAsync(file, 2, cancellationToken);
        var compressed = head is [0x1F, 0x8B];
        if (compressed)
            stream = new BoundedStream(new GZipStream(stream, CompressionMode.Decompress), MaxExpandedBytes);

        try
        {
            (head, stream) = await PeekAsync(stream, LookAhead, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw ProblemException.Invalid("/file", "invalid-gzip", "The compressed file is damaged.");
        }
        var encoding = CsvFormatDetection.EncodingOf(head, out var preamble);
        var text = encoding.GetString(head, preamble, head.Length - preamble);
        if (string.IsNullOrWhiteSpace(text))
            throw ProblemException.Invalid("/file", "empty-file", "The file is empty.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw ProblemException.Invalid("/file", "not-text", "The file is no text. Export it as CSV.");

        var separator = delimiter ?? CsvFormatDetection.DelimiterOf(text);
        var table = new CsvTable(stream, encoding, new CsvFormat(encoding.WebName, separator, compressed));
        try
        {
            await table.ReadHeaderAsync(MaxColumns, cancellationToken);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes, and a stream that still begins with them.</summary>
    private static async Task<(byte[] Head, Stream Whole)> PeekAsync(
        Stream stream,
        int length,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[length];
        var read = await stream.ReadAtLeastAsync(buffer, length, throwOnEndOfStream: false, cancellationToken);
        var head = buffer[..read];
        return (head, new PrefixedStream(head, stream));
    }
}

/// <inheritdoc cref="ICsvTable"/>
internal sealed class CsvTable : ICsvTable
{
    private const int MaxRecordBytes = 1 << 20;

    private readonly CsvReader _reader;
    private CsvMalformedReason? _malformed;

    public CsvTable(Stream stream, Encoding encoding, CsvFormat format)
    {
        Format = format;
        _reader = CsvReader.Create(
            stream,
            new CsvReaderOptions
            {
                Encoding = encoding,
                Separator = format.Delimiter,
                HasHeader = false,
                DetectSeparatorHint = false,
                TrackLineNumbers = true,
                MaxRecordSize = MaxRecordBytes,
                OnMalformedRecord = record => _malformed = record.Reason,
            }
        );
    }

    public CsvFormat Format { get; }

    public IReadOnlyList<string> Header { get; private set; } = [];

    public int Line { get; private set; }

    public IReadOnlyList<string> Cells { get; private set; } = [];

    public (string Code, string Message)? Problem { get; private set; }

    public async Task ReadHeaderAsync(int maxColumns, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(cancellationToken))
            throw ProblemException.Invalid("/file", "empty-file", "The file is empty.");
        if (Problem is var (code, message))
            throw ProblemException.Invalid("/file", code, message);
        Header = [.. Cells.Select(cell => cell.Trim())];
        if (Header.Count > maxColumns)
            throw ProblemException.Invalid("/file", "too-many-columns", $"At most {maxColumns} columns are allowed.");
        var twice = Header.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw ProblemException.Invalid("/file", "duplicate-column", $"Two columns are named '{twice.Key}'.");
    }

    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _malformed = null;
        try
        {
            if (!await _reader.ReadAsync(cancellationToken))
                return false;
        }
        catch (CsvFormatException exception)
        {
            throw ProblemException.Invalid(
                "/file",
                "row-too-long",
                $"The row on line {exception.LineNumber} is too long; a closing quotation mark may be missing."
            );
        }
        catch (InvalidDataException)
        {
            throw ProblemException.Invalid("/file", "invalid-gzip", "The compressed file is damaged or too large.");
        }
        var cells = new string[_reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = _reader.GetString(i);
        Cells = cells;
        Line = (int)_reader.LineNumber;
        Problem = FindProblem();
        return true;
    }

    public void Dispose() => _reader.Dispose();

    private (string Code, string Message)? FindProblem()
    {
        if (_malformed is { } reason)
        {
            return (
                "invalid-quotes",
                reason == CsvMalformedReason.UnterminatedQuote
                    ? "A quotation mark is never closed."
                    : "A quotation mark stands where none is allowed; within quotes it is doubled."
            );
        }
        if (Header.Count > 0 && Cells.Count > Header.Count && Cells.Skip(Header.Count).Any(cell => cell.Length > 0))
            return ("wrong-column-count", $"The row has {Cells.Count} cells, the header {Header.Count}.");
        foreach (var cell in Cells)
        {
            if (cell.Contains('\uFFFD', StringComparison.Ordinal))
                return ("invalid-encoding", $"The row holds bytes that are not {Format.Encoding}.");
        }
        return null;
    }
}

/// <summary>Some bytes, then the rest of a stream.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ReadOnlyStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        if (_position == prefix.Length)
            return rest.Read(buffer);
        var count = Math.Min(buffer.Length, prefix.Length - _position);
        prefix.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _position == prefix.Length ? rest.ReadAsync(buffer, cancellationToken) : new(Read(buffer.Span));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Fails when more comes than is bearable.</summary>
internal sealed class BoundedStream(Stream inner, long maxBytes) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer) => Account(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Account(await inner.ReadAsync(buffer, cancellationToken));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Account(int count)
    {
        _read += count;
        return _read <= maxBytes ? count : throw new InvalidDataException("The file expands to too many bytes.");
    }
}

internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public abstract override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    );

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
