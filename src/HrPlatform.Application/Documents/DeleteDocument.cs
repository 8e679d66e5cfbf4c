using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace HrPlatform.Application.Documents;

/// <summary>Removes a document with its versions, chunks and files. It can't be undone.</summary>
[RequiresScope(Scopes.DocumentsWrite)]
public sealed record DeleteDocument(DocumentId Id) : ICommand<Unit>;

internal sealed class DeleteDocumentHandler(IHrDbContext db, IFileStore files) : IRequestHandler<DeleteDocument, Unit>
{
    public async Task<Unit> Handle(DeleteDocument request, CancellationToken cancellationToken)
    {
        var document =
            await db.Set<Document>()
                .Include(row => row.Versions)
                .FirstOrDefaultAsync(row => row.Id == request.Id, cancellationToken)
            ?? throw ProblemException.NotFound("document of this id");
        document.Delete();
        db.Set<Document>().Remove(document);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var version in document.Versions)
            await files.DeleteAsync(version.File, cancellationToken);
        return Unit.Value;
    }
}
