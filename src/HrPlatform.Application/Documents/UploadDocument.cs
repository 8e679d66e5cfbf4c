using System.Security.Cryptography;
using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Documents;
using HrPlatform.Domain.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Documents;

/// <summary>Takes a file in, as a new document or as the next version of one. It is read and indexed by a job.</summary>
/// <param name="Content">Read once, to its end.</param>
/// <param name="Document">The document that gets a new version; null makes a new document.</param>
[RequiresScope(Scopes.DocumentsWrite)]
public sealed record UploadDocument(
    Stream Content,
    string FileName,
    string? MediaType,
    string? Title,
    IReadOnlyList<string> Tags,
    DocumentId? Document = null
) : ICommand<UploadedDocument>;

/// <param name="Created">False when the same file is there already; nothing was stored then.</param>
/// <param name="Job">The job that reads the file; null when nothing is to be done.</param>
public sealed record UploadedDocument(DocumentView Document, bool Created, JobId? Job);

internal sealed class UploadDocumentValidator : AbstractValidator<UploadDocument>
{
    public UploadDocumentValidator()
    {
        RuleFor(command => command.FileName).NotEmpty().MaximumLength(255);
        RuleFor(command => command.Title).MaximumLength(300);
        RuleFor(command => command.Tags.Count).LessThanOrEqualTo(20).OverridePropertyName("tags");
        RuleForEach(command => command.Tags).NotEmpty().MaximumLength(50);
    }
}

internal sealed class UploadDocumentHandler(
    IHrDbContext db,
    IDocumentReader reader,
    IDocumentTypeDetector detector,
    IFileStore files,
    IJobQueue jobs,
    TimeProvider clock
) : IRequestHandler<UploadDocument, UploadedDocument>
{
    public async Task<UploadedDocument> Handle(UploadDocument request, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(request.Content, cancellationToken);
        var format = FormatOf(request, content);
        var sha256 = SHA256.HashData(content);
        if (await reader.FindByContentAsync(sha256, cancellationToken) is { } same)
        {
            if (request.Document is { } wanted && wanted != same.Id)
            {
                throw new ProblemException(
                    ProblemCatalog.Conflict,
                    $"Another document, {same.Id}, has exactly this content.",
                    new FieldError("/file", "content-taken", $"The same file is the document {same.Id}.")
                );
            }
            return new UploadedDocument(same, Created: false, Job: null);
        }

        var stored = await files.SaveAsync(new MemoryStream(content), DocumentLimits.MaxFileBytes, cancellationToken);
        try
        {
            var file = new UploadedFile(
                request.FileName,
                format.ToString().ToLowerInvariant(),
                content.Length,
                sha256,
                stored.Id
            );
            var document = await StoreAsync(request, file, cancellationToken);
            var job = await jobs.EnqueueAsync(
                DocumentProcessor.JobKind,
                new ProcessDocumentJob(document.Id.Value, document.LatestVersion),
                cancellationToken
            );
            await db.SaveChangesAsync(cancellationToken);
            return new UploadedDocument((await reader.FindAsync(document.Id, cancellationToken))!, Created: true, job);
        }
        catch
        {
            await files.DeleteAsync(stored.Id, CancellationToken.None);
            throw;
        }
    }

    private async Task<Document> StoreAsync(
        UploadDocument request,
        UploadedFile file,
        CancellationToken cancellationToken
    )
    {
        if (request.Document is not { } id)
        {
            var title = request.Title ?? Path.GetFileNameWithoutExtension(request.FileName);
            var created = Document.Upload(title, request.Tags, file, clock.GetUtcNow());
            db.Set<Document>().Add(created);
            return created;
        }

        await reader.LockAsync(id, cancellationToken);
        var existing =
            await db.Set<Document>()
                .Include(document => document.Versions)
                .FirstOrDefaultAsync(document => document.Id == id, cancellationToken)
            ?? throw ProblemException.NotFound("document of this id");
        existing.AddVersion(file, clock.GetUtcNow());
        return existing;
    }

    private DocumentFileFormat FormatOf(UploadDocument request, byte[] content)
    {
        var detection = detector.Detect(content, request.FileName, request.MediaType);
        if (detection.IsAccepted)
            return detection.Format.Value;
        var problem =
            detection.Refusal == DocumentTypeRefusal.Empty
                ? ProblemCatalog.ValidationFailed
                : ProblemCatalog.UnsupportedMediaType;
        var code = detection.Refusal switch
        {
            DocumentTypeRefusal.Empty => "empty-file",
            DocumentTypeRefusal.Mismatch => "type-mismatch",
            _ => "unsupported-type",
        };
        throw new ProblemException(problem, detection.Reason, new FieldError("/file", code, detection.Reason));
    }

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > DocumentLimits.MaxFileBytes)
            {
                throw new ProblemException(
                    ProblemCatalog.PayloadTooLarge,
                    $"A document has at most {DocumentLimits.MaxFileBytes / (1024 * 1024)} MB.",
                    new FieldError("/file", "too-large", "Split the document or leave pictures out.")
                );
            }
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
