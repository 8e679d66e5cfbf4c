using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Application.Jobs;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Documents;

/// <summary>Removes a document with its versions, chunks and files. It can't be undone.</summary>
[RequiresScope(Scopes.DocumentsWrite)]
public sealed record DeleteDocument(DocumentId Id) : ICommand<Unit>;

internal sealed class DeleteDocumentHandler(IHrDbContext db, IDocumentReader reader, IJobQueue jobs)
    : IRequestHandler<DeleteDocument, Unit>
{
    public async Task<Unit> Handle(DeleteDocument request, CancellationToken cancellationToken)
    {
        await reader.LockAsync(request.Id, cancellationToken);
        var document =
            await db.Set<Document>()
                .Include(row => row.Versions)
                .FirstOrDefaultAsync(row => row.Id == request.Id, cancellationToken)
            ?? throw ProblemException.NotFound("document of this id");
        document.Delete();
        db.Set<Document>().Remove(document);
        await db.SaveChangesAsync(cancellationToken);
        // Only once this is committed: a document must never be left without its file.
        await jobs.EnqueueAsync(
            DeleteFiles.Kind,
            new DeleteFilesJob([.. document.Versions.Select(version => version.File.Value)]),
            cancellationToken
        );
        return Unit.Value;
    }
}
