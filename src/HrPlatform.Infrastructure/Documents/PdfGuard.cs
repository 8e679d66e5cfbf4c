using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using HrPlatform.Application.Documents;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>
/// Stands between PdfPig and the streams of a file: counts what a stream unpacks to before the library does so in memory, stops
/// at the time limit, and refuses calculator functions that are nested so deeply that evaluating them would end the process.
/// </summary>
internal sealed class PdfGuard(DocumentParsingOptions options, CancellationToken cancellationToken) : IFilterProvider
{
    /// <summary>Real functions have a handful of levels; the library recurses once for each.</summary>
    private const int MaxFunctionDepth = 128;

    private readonly IFilterProvider filters = DefaultFilterProvider.Instance;
    private readonly Dictionary<IFilter, IFilter> guarded = [];
    private long unpacked;

    /// <summary>The limit that was exceeded. The library swallows some exceptions, so this has to be asked for.</summary>
    public DocumentParseException? Violation { get; private set; }

    public void ThrowIfViolated()
    {
        if (Violation is not null)
            throw Violation;
    }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Guard(filters.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) =>
        Guard(filters.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Guard(filters.GetAllFilters());

    /// <summary>
    /// Looks at every function of the file before a page that may use it is drawn. Goes through the library's own view of the
    /// file, so that encryption and filters hide nothing. Where the cross-reference table is broken the library looks for objects
    /// by their marks, so those are added to the ones in the table.
    /// </summary>
    public void VerifyFunctions(PdfDocument pdf, ReadOnlySpan<byte> file)
    {
        var references = pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.ToHashSet();
        references.UnionWith(FindObjects(file));
        foreach (var reference in references)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (
                TryGetStream(pdf, reference) is not { } stream
                || !stream.StreamDictionary.ContainsKey(NameToken.FunctionType)
            )
            {
                continue;
            }

            if (
                DepthOf(stream.Decode(pdf.Structure.FilterProvider, pdf.Structure.TokenScanner).Span) > MaxFunctionDepth
            )
                throw Violate(DocumentBuilder.TooComplex());
        }
    }

    /// <summary>The numbers in front of every "obj".</summary>
    private static List<IndirectReference> FindObjects(ReadOnlySpan<byte> file)
    {
        var found = new List<IndirectReference>();
        var from = 0;
        while (file[from..].IndexOf("obj"u8) is >= 0 and var next)
        {
            var end = from + next;
            from = end + 3;
            if (NumberBefore(file, ref end) is { } generation && NumberBefore(file, ref end) is { } number)
                found.Add(new IndirectReference(number, generation));
        }

        return found;
    }

    private static int? NumberBefore(ReadOnlySpan<byte> file, ref int end)
    {
        while (end > 0 && file[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f' or 0)
            end--;
        var start = end;
        while (start > 0 && end - start < 9 && char.IsAsciiDigit((char)file[start - 1]))
            start--;
        var digits = file[start..end];
        end = start;
        return Utf8Parser.TryParse(digits, out int number, out var length) && length == digits.Length ? number : null;
    }

    private static StreamToken? TryGetStream(PdfDocument pdf, IndirectReference reference)
    {
        try
        {
            return pdf.Structure.GetObject(reference).Data as StreamToken;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // An object that cannot be read cannot be evaluated either. If a page needs it, reading the page will say so.
            return null;
        }
    }

    private static int DepthOf(ReadOnlySpan<byte> function)
    {
        var depth = 0;
        var deepest = 0;
        foreach (var value in function)
        {
            if (value == '{')
                deepest = Math.Max(deepest, ++depth);
            else if (value == '}')
                depth--;
        }

        return deepest;
    }

    private IReadOnlyList<IFilter> Guard(IReadOnlyList<IFilter> plain)
    {
        var result = new IFilter[plain.Count];
        for (var i = 0; i < plain.Count; i++)
        {
            if (!guarded.TryGetValue(plain[i], out var filter))
                guarded[plain[i]] = filter = new GuardedFilter(plain[i], this);
            result[i] = filter;
        }

        return result;
    }

    private DocumentParseException Violate(DocumentParseException violation) => Violation ??= violation;

    private void Count(IFilter filter, ReadOnlyMemory<byte> input)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfViolated();
        var limit = Math.Min(options.MaxUnpackedPartBytes, options.MaxUnpackedBytes - unpacked);
        var size = filter switch
        {
            FlateFilter => InflatedSize(input, limit),
            LzwFilter => LzwSize(input.Span),
            RunLengthFilter => RunLengthSize(input.Span),
            _ => input.Length,
        };
        unpacked += size;
        if (size > limit)
        {
            throw Violate(
                new DocumentParseException(
                    DocumentParseFailure.TooLarge,
                    "The PDF unpacks to more data than is accepted. Split it into smaller documents."
                )
            );
        }
    }

    /// <summary>Stops soon after <paramref name="limit"/>. Where the data is damaged, the library stops as well.</summary>
    private static long InflatedSize(ReadOnlyMemory<byte> input, long limit)
    {
        if (input.Length <= 2)
            return input.Length;

        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            // Without the two bytes of the zlib header, which damaged files get wrong.
            using var stream = new DeflateStream(new ReadOnlyMemoryStream(input[2..]), CompressionMode.Decompress);
            var total = 0L;
            int read;
            while (total <= limit && (read = stream.Read(buffer, 0, buffer.Length)) > 0)
                total += read;
            return total;
        }
        catch (InvalidDataException)
        {
            return input.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Adds up the lengths of the sequences that the codes stand for, without writing them.</summary>
    private static long LzwSize(ReadOnlySpan<byte> input)
    {
        const int clear = 256;
        const int end = 257;
        var lengths = new int[4096];
        var (next, width, previous) = (258, 9, 0);
        var (bits, available) = (0, 0);
        var total = 0L;
        foreach (var value in input)
        {
            bits = ((bits << 8) | value) & 0xFFFFF;
            available += 8;
            if (available < width)
                continue;

            available -= width;
            var code = (bits >> available) & ((1 << width) - 1);
            if (code == end)
                break;
            if (code == clear)
            {
                (next, width, previous) = (258, 9, 0);
                continue;
            }

            var length = code switch
            {
                < clear => 1,
                _ when code < next => lengths[code],
                _ => previous + 1,
            };
            total += length;
            if (previous > 0 && next < lengths.Length)
                lengths[next++] = previous + 1;
            previous = length;

            // The width grows one code early, which is the default of the format; growing too early only overestimates.
            if (next + 1 >= 1 << width && width < 12)
                width++;
        }

        return total;
    }

    private static long RunLengthSize(ReadOnlySpan<byte> input)
    {
        var total = 0L;
        for (var i = 0; i < input.Length && input[i] != 128; )
        {
            if (input[i] < 128)
            {
                total += input[i] + 1;
                i += input[i] + 2;
            }
            else
            {
                total += 257 - input[i];
                i += 2;
            }
        }

        return total;
    }

    private sealed class GuardedFilter(IFilter inner, PdfGuard guard) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(
            Memory<byte> input,
            DictionaryToken streamDictionary,
            IFilterProvider filterProvider,
            int filterIndex
        )
        {
            guard.Count(inner, input);
            return inner.Decode(input, streamDictionary, filterProvider, filterIndex);
        }
    }
}
