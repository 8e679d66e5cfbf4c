using HrPlatform.Application.Documents;

namespace HrPlatform.Infrastructure.Documents;

/// <summary>Reads one format. May throw anything on bad input; <see cref="DocumentParser"/> translates it.</summary>
internal interface IFormatParser
{
    DocumentFileFormat Format { get; }

    ParsedDocument Parse(DocumentSource source, CancellationToken cancellationToken);
}
