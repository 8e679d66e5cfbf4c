using System.Collections.Frozen;
using System.Text.RegularExpressions;
using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Documents;

internal sealed partial class DocumentTypeDetector : IDocumentTypeDetector
{
    private const string Accepted = "Accepted are Markdown, plain text, HTML, PDF and Word (DOCX).";

    private static readonly FrozenDictionary<string, DocumentFileFormat> ByExtension = new Dictionary<
        string,
        DocumentFileFormat
    >
    {
        [".md"] = DocumentFileFormat.Markdown,
        [".markdown"] = DocumentFileFormat.Markdown,
        [".mdown"] = DocumentFileFormat.Markdown,
        [".txt"] = DocumentFileFormat.Text,
        [".text"] = DocumentFileFormat.Text,
        [".html"] = DocumentFileFormat.Html,
        [".htm"] = DocumentFileFormat.Html,
        [".xhtml"] = DocumentFileFormat.Html,
        [".pdf"] = DocumentFileFormat.Pdf,
        [".docx"] = DocumentFileFormat.Docx,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, DocumentFileFormat> ByMediaType = new Dictionary<
        string,
        DocumentFileFormat
    >
    {
        ["text/markdown"] = DocumentFileFormat.Markdown,
        ["text/x-markdown"] = DocumentFileFormat.Markdown,
        ["text/plain"] = DocumentFileFormat.Text,
        ["text/html"] = DocumentFileFormat.Html,
        ["application/xhtml+xml"] = DocumentFileFormat.Html,
        ["application/pdf"] = DocumentFileFormat.Pdf,
        ["application/x-pdf"] = DocumentFileFormat.Pdf,
        [DocumentFileFormat.Docx.MediaType()] = DocumentFileFormat.Docx,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public DocumentTypeDetection Detect(ReadOnlyMemory<byte> content, string? fileName, string? mediaType)
    {
        if (content.IsEmpty)
            return Refuse(DocumentTypeRefusal.Empty, "The file is empty.");

        var found = Sniff(content, out var kind);
        var extension = ExtensionOf(fileName);
        if (found is null)
        {
            var reason =
                extension is not null && ByExtension.TryGetValue(extension, out var claimed)
                    ? $"The file is named \"{extension}\" ({claimed.DisplayName()}), but its content is {kind}. {Accepted}"
                    : $"The content of the file is {kind}. {Accepted}";
            var refusal =
                extension is not null && ByExtension.ContainsKey(extension)
                    ? DocumentTypeRefusal.Mismatch
                    : DocumentTypeRefusal.Unsupported;
            return Refuse(refusal, reason);
        }

        var named = default(DocumentFileFormat?);
        if (extension is not null)
        {
            if (!ByExtension.TryGetValue(extension, out var format))
                return Refuse(
                    DocumentTypeRefusal.Unsupported,
                    $"Files named \"{extension}\" are not accepted. {Accepted}"
                );
            if (!Agrees(found.Value, format))
            {
                return Refuse(
                    DocumentTypeRefusal.Mismatch,
                    $"The file is named \"{extension}\" ({format.DisplayName()}), but its content is {kind}. "
                        + "Give it the name of what it is."
                );
            }

            named = format;
        }

        var declared = default(DocumentFileFormat?);
        if (MediaTypeOf(mediaType) is { } type)
        {
            if (!ByMediaType.TryGetValue(type, out var format))
            {
                return Refuse(
                    DocumentTypeRefusal.Unsupported,
                    $"The media type \"{type}\" is not accepted. {Accepted}"
                );
            }

            // Many clients declare every text file as text/plain, so that says no more than "some text".
            var agrees =
                format == DocumentFileFormat.Text
                    ? found is not (Content.Pdf or Content.Docx)
                    : Agrees(found.Value, format) && (named is null || named == format);
            if (!agrees)
            {
                var what = named is null || !Agrees(found.Value, named.Value) ? kind : named.Value.DisplayName();
                return Refuse(
                    DocumentTypeRefusal.Mismatch,
                    $"The declared media type is \"{type}\", but the file is {what}. Declare the type of the file."
                );
            }

            declared = format;
        }

        return DocumentTypeDetection.Accept(Choose(found.Value, named, declared));
    }

    private enum Content
    {
        Pdf,
        Docx,
        Html,
        Text,
    }

    private static DocumentFileFormat Choose(Content found, DocumentFileFormat? named, DocumentFileFormat? declared) =>
        found switch
        {
            Content.Pdf => DocumentFileFormat.Pdf,
            Content.Docx => DocumentFileFormat.Docx,
            Content.Html => DocumentFileFormat.Html,
            _ => named ?? declared ?? DocumentFileFormat.Text,
        };

    /// <summary>Text is Markdown, plain text or a piece of HTML as its name says; a whole HTML page is nothing else.</summary>
    private static bool Agrees(Content found, DocumentFileFormat claimed) =>
        found switch
        {
            Content.Pdf => claimed == DocumentFileFormat.Pdf,
            Content.Docx => claimed == DocumentFileFormat.Docx,
            Content.Html => claimed == DocumentFileFormat.Html,
            _ => claimed is DocumentFileFormat.Text or DocumentFileFormat.Markdown or DocumentFileFormat.Html,
        };

    private static DocumentTypeDetection Refuse(DocumentTypeRefusal refusal, string reason) =>
        DocumentTypeDetection.Refuse(refusal, reason);

    private static Content? Sniff(ReadOnlyMemory<byte> content, out string kind)
    {
        var bytes = content.Span;

        // Readers accept a PDF with a little in front of its mark, so it has to be recognised there, too.
        if (bytes[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8) is >= 0 and var mark)
        {
            if (bytes[..mark].Trim(" \t\r\n\0"u8).Length <= 3 || TextDecoder.Detect(bytes) is null)
            {
                kind = "a PDF";
                return Content.Pdf;
            }
        }

        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith("PK\x05\x06"u8))
            return SniffArchive(content, out kind);

        if (bytes.StartsWith(@"{\rtf"u8))
        {
            kind = "a rich text (RTF) document";
            return null;
        }

        if (TextDecoder.Decode(bytes) is not { } text)
        {
            kind = NameBinary(bytes);
            return null;
        }

        if (IsHtmlPage(text))
        {
            kind = "an HTML page";
            return Content.Html;
        }

        kind = "text";
        return Content.Text;
    }

    private static Content? SniffArchive(ReadOnlyMemory<byte> content, out string kind)
    {
        switch (WordPackage.Identify(content))
        {
            case WordPackageKind.Word:
                kind = "a Word document";
                return Content.Docx;
            case WordPackageKind.WordWithMacros:
                kind = "a Word document with macros, which are not accepted (save it as .docx)";
                return null;
            case WordPackageKind.OtherOffice:
                kind = "a spreadsheet or presentation";
                return null;
            case WordPackageKind.Damaged:
                kind = "a damaged archive";
                return null;
            default:
                kind = "an archive";
                return null;
        }
    }

    private static string NameBinary(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a program",
            [0xCF, 0xFA, 0xED, 0xFE, ..] or [0xFE, 0xED, 0xFA, 0xCF, ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] => "a program",
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] =>
                "an older or password-protected Office document (save it as .docx without a password)",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            or [0xFF, 0xD8, 0xFF, ..]
            or [(byte)'G', (byte)'I', (byte)'F', ..] => "a picture",
            [(byte)'I', (byte)'I', 0x2A, 0x00, ..] or [(byte)'M', (byte)'M', 0x00, 0x2A, ..] => "a picture",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "a picture, sound or film",
            [0x1F, 0x8B, ..]
            or [(byte)'B', (byte)'Z', (byte)'h', ..]
            or [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => "an archive",
            [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] or [0xFD, (byte)'7', (byte)'z', (byte)'X', ..] => "an archive",
            _ => "binary data",
        };

    /// <summary>
    /// A whole page announces itself at its beginning. Tags alone do not make one: they are allowed in Markdown, too.
    /// </summary>
    private static bool IsHtmlPage(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 4096)).TrimStart();
        while (true)
        {
            if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && start.IndexOf("?>") is > 0 and var xml)
                start = start[(xml + 2)..].TrimStart();
            else if (start.StartsWith("<!--", StringComparison.Ordinal) && start.IndexOf("-->") is > 0 and var comment)
                start = start[(comment + 3)..].TrimStart();
            else
                break;
        }

        return StartsWithTag(start, "<!doctype html")
            || StartsWithTag(start, "<html")
            || StartsWithTag(start, "<head")
            || StartsWithTag(start, "<body");
    }

    private static bool StartsWithTag(ReadOnlySpan<char> text, string tag) =>
        text.StartsWith(tag, StringComparison.OrdinalIgnoreCase)
        && (text.Length == tag.Length || text[tag.Length] == '>' || char.IsWhiteSpace(text[tag.Length]));

    /// <summary>"Policy v1.2" and "Contract Mr. Smith" have no extension.</summary>
    private static string? ExtensionOf(string? fileName)
    {
        var extension = Path.GetExtension((fileName ?? "").Replace('\\', '/').TrimEnd());
        return ExtensionPattern().IsMatch(extension) ? extension.ToLowerInvariant() : null;
    }

    [GeneratedRegex(@"^\.[a-z][a-z0-9]{0,9}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ExtensionPattern();

    private static string? MediaTypeOf(string? mediaType)
    {
        var type = (mediaType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type is "" or "application/octet-stream" or "binary/octet-stream" or "application/zip" ? null : type;
    }
}
