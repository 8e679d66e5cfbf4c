using System.Buffers;
using System.IO.Compression;
using System.Xml;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Looks into the zip archive of a Word document before anything is unpacked in earnest.</summary>
internal static class WordPackage
{
    private const int MaxEntries = 10_000;

    /// <summary>What an archive is, judged by the names in it.</summary>
    public static WordPackageKind Identify(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var archive = Open(content);
            var names = archive
                .Entries.Take(MaxEntries)
                .Select(entry => entry.FullName.Replace('\\', '/'))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (names.Contains("word/vbaProject.bin"))
                return WordPackageKind.WordWithMacros;
            if (names.Any(IsMainPart))
                return WordPackageKind.Word;
            if (names.Contains("xl/workbook.xml") || names.Contains("ppt/presentation.xml"))
                return WordPackageKind.OtherOffice;
            return WordPackageKind.Archive;
        }
        catch (InvalidDataException)
        {
            return WordPackageKind.Damaged;
        }
    }

    /// <summary>
    /// Refuses archives that unpack to more than the limits, whatever sizes they declare, and XML that is nested too deeply or
    /// declares entities. Only the parts whose text is read are unpacked; pictures and fonts stay packed.
    /// </summary>
    public static void Verify(
        ReadOnlyMemory<byte> content,
        DocumentParsingOptions options,
        CancellationToken cancellationToken
    )
    {
        using var archive = Open(content);
        if (archive.Entries.Count > MaxEntries)
            throw TooLarge();

        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            var isXml =
                entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);
            if (!isXml)
                continue;

            using (var stream = entry.Open())
                total += CountBytes(stream, Math.Min(options.MaxUnpackedPartBytes, options.MaxUnpackedBytes - total));
            using (var stream = entry.Open())
                VerifyXml(stream, options, cancellationToken);
        }
    }

    /// <summary>Some versions of Word number the part: word/document2.xml.</summary>
    private static bool IsMainPart(string name) =>
        name.StartsWith("word/document", StringComparison.OrdinalIgnoreCase)
        && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static ZipArchive Open(ReadOnlyMemory<byte> content) =>
        new(new ReadOnlyMemoryStream(content), ZipArchiveMode.Read);

    private static long CountBytes(Stream stream, long limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(81_920);
        try
        {
            var total = 0L;
            int read;
            while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                total += read;
                if (total > limit)
                    throw TooLarge();
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void VerifyXml(Stream stream, DocumentParsingOptions options, CancellationToken cancellationToken)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(stream, settings);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > options.MaxNesting)
                throw DocumentBuilder.TooComplex();
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (++elements > options.MaxElements)
                throw DocumentBuilder.TooComplex();
            if (elements % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static DocumentParseException TooLarge() =>
        new(
            DocumentParseFailure.TooLarge,
            "The file unpacks to more data than is accepted. Split it into smaller documents."
        );
}

internal enum WordPackageKind
{
    Word,
    WordWithMacros,
    OtherOffice,
    Archive,
    Damaged,
}
