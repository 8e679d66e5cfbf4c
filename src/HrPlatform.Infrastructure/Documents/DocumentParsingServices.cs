using HrPlatform.Application.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HrPlatform.Infrastructure.Documents;

public static class DocumentParsingServices
{
    /// <summary>
    /// Adds <see cref="IDocumentTypeDetector"/>, <see cref="IDocumentParser"/> and <see cref="DocumentChunker"/>, all
    /// singletons. The chunker needs an <see cref="ITokenCounter"/>, which the embeddings bring; <see cref="ChunkingOptions"/>
    /// may be registered beforehand to change sizes.
    /// </summary>
    public static IServiceCollection AddDocumentParsing(
        this IServiceCollection services,
        Action<DocumentParsingOptions>? configure = null
    )
    {
        services.AddLogging();
        services
            .AddOptions<DocumentParsingOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(
                options =>
                    options.MaxTextCharacters > 0
                    && options.MaxPages > 0
                    && options.MaxUnpackedBytes > 0
                    && options.MaxUnpackedPartBytes > 0
                    && options.MaxElements > 0
                    && options.MaxNesting is >= 16 and <= 1_000
                    && options.Timeout > TimeSpan.Zero,
                "The limits of document parsing must be positive, and MaxNesting between 16 and 1000."
            );
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IDocumentTypeDetector, DocumentTypeDetector>();
        services.TryAddEnumerable([
            ServiceDescriptor.Singleton<IFormatParser, MarkdownParser>(),
            ServiceDescriptor.Singleton<IFormatParser, PlainTextParser>(),
            ServiceDescriptor.Singleton<IFormatParser, HtmlDocumentParser>(),
            ServiceDescriptor.Singleton<IFormatParser, PdfParser>(),
            ServiceDescriptor.Singleton<IFormatParser, WordParser>(),
        ]);
        services.TryAddSingleton<IDocumentParser, DocumentParser>();
        services.TryAddSingleton<ChunkingOptions>();
        services.TryAddSingleton<DocumentChunker>();
        return services;
    }
}
