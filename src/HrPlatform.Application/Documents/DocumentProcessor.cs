using HrPlatform.Application.Common;
using HrPlatform.Application.Files;
using HrPlatform.Domain.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;

namespace HrPlatform.Application.Documents;

/// <summary>What the job of kind <see cref="DocumentProcessor.JobKind"/> is about.</summary>
public sealed record ProcessDocumentJob(Guid DocumentId, int Version);

/// <summary>A chunk with its vector, ready to be stored.</summary>
public sealed record EmbeddedChunk(
    DocumentChunk Chunk,
    IReadOnlyList<string> HeadingPath,
    int? Page,
    ReadOnlyMemory<float> Vector
);

/// <summary>The searchable chunks of documents.</summary>
public interface IChunkStore
{
    /// <summary>Exchanges all chunks of the document in the running unit of work.</summary>
    /// <param name="language">A PostgreSQL text search configuration: english, french or simple.</param>
    Task ReplaceAsync(
        DocumentId document,
        string title,
        string language,
        string embeddingModel,
        IReadOnlyList<EmbeddedChunk> chunks,
        CancellationToken cancellationToken
    );
}

/// <summary>
/// Reads an uploaded file, cuts it, embeds the chunks and makes them searchable in one transaction. Doing it twice leaves
/// the same result, so a job that was cut off simply starts again.
/// </summary>
public sealed class DocumentProcessor(
    IHrDbContext db,
    IUnitOfWork unitOfWork,
    IDocumentReader reader,
    IFileStore files,
    IDocumentParser parser,
    DocumentChunker chunker,
    IEmbeddingGenerator<string, Embedding<float>> embeddings,
    IChunkStore store,
    TimeProvider clock
)
{
    public const string JobKind = "process_document";
    private const int EmbeddingBatch = 16;

    /// <param name="report">Told the chunks done and their total, as the work goes on.</param>
    public async Task ProcessAsync(
        ProcessDocumentJob job,
        Func<long, long, CancellationToken, Task> report,
        CancellationToken cancellationToken
    )
    {
        var document = await FindAsync(job, cancellationToken);
        // Deleted, or overtaken by a newer version: nothing is left to do.
        if (document is null || document.LatestVersion != job.Version)
            return;

        try
        {
            var version = document.Latest;
            var parsed = await ParseAsync(version, cancellationToken);
            var chunks = chunker.Chunk(parsed, cancellationToken);
            var embedded = await EmbedAsync(parsed, chunks, report, cancellationToken);
            await PublishAsync(job, parsed, embedded, cancellationToken);
        }
        catch (DocumentParseException failure)
        {
            var code = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(failure.Failure.ToString());
            await FailAsync(job, code, failure.Message, cancellationToken);
        }
    }

    /// <summary>The version will not be read: says so and why, unless it was read or given up already.</summary>
    public Task FailAsync(ProcessDocumentJob job, string code, string message, CancellationToken cancellationToken) =>
        ChangeAsync(
            job,
            async document =>
            {
                if (document.Versions.Any(row => row.Number == job.Version && row.Status == DocumentStatus.Processing))
                {
                    document.Failed(job.Version, code, message, clock.GetUtcNow());
                    await db.SaveChangesAsync(cancellationToken);
                }
            },
            cancellationToken
        );

    private async Task<ParsedDocument> ParseAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        await using var file = await files.OpenReadAsync(version.File, cancellationToken);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellationToken);
        var format = Enum.Parse<DocumentFileFormat>(version.Format, ignoreCase: true);
        return await parser.ParseAsync(
            new DocumentSource(content.GetBuffer().AsMemory(0, (int)content.Length), format, version.FileName),
            cancellationToken
        );
    }

    private async Task<List<EmbeddedChunk>> EmbedAsync(
        ParsedDocument parsed,
        IReadOnlyList<DocumentChunk> chunks,
        Func<long, long, CancellationToken, Task> report,
        CancellationToken cancellationToken
    )
    {
        var embedded = new List<EmbeddedChunk>(chunks.Count);
        foreach (var batch in chunks.Chunk(EmbeddingBatch))
        {
            var vectors = await embeddings.GenerateAsync(
                batch.Select(chunk => chunk.Text),
                cancellationToken: cancellationToken
            );
            for (var i = 0; i < batch.Length; i++)
            {
                var section = parsed.Sections[batch[i].SectionIndex];
                var page = parsed.PageAt(batch[i].Start);
                embedded.Add(new EmbeddedChunk(batch[i], section.HeadingPath, page, vectors[i].Vector));
            }
            await report(embedded.Count, chunks.Count, cancellationToken);
        }
        return embedded;
    }

    private Task PublishAsync(
        ProcessDocumentJob job,
        ParsedDocument parsed,
        List<EmbeddedChunk> chunks,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            job,
            async document =>
            {
                if (document.LatestVersion != job.Version)
                    return;
                var language = LanguageDetector.Detect(parsed.Text);
                // A title that the caller chose stays; the file's name gives way to the title inside.
                var named = document.Title != Path.GetFileNameWithoutExtension(document.Latest.FileName);
                var title = named ? document.Title : parsed.Title;
                var model = embeddings.GetService<EmbeddingGeneratorMetadata>()?.DefaultModelId ?? "unknown";
                await store.ReplaceAsync(document.Id, title, language, model, chunks, cancellationToken);
                document.Ready(job.Version, title, language, chunks.Count, clock.GetUtcNow());
                await db.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    /// <summary>In a unit of work of its own, on the document as it is now: much may have changed since it was read.</summary>
    private async Task ChangeAsync(
        ProcessDocumentJob job,
        Func<Document, Task> change,
        CancellationToken cancellationToken
    )
    {
        db.Forget();
        await unitOfWork.BeginAsync(cancellationToken);
        try
        {
            await reader.LockAsync(new DocumentId(job.DocumentId), cancellationToken);
            if (await FindAsync(job, cancellationToken) is { } document)
                await change(document);
            await unitOfWork.CommitAsync(cancellationToken);
        }
        finally
        {
            await unitOfWork.RollbackAsync(CancellationToken.None);
        }
    }

    private Task<Document?> FindAsync(ProcessDocumentJob job, CancellationToken cancellationToken)
    {
        var id = new DocumentId(job.DocumentId);
        return db.Set<Document>()
            .Include(document => document.Versions)
            .FirstOrDefaultAsync(document => document.Id == id, cancellationToken);
    }
}
