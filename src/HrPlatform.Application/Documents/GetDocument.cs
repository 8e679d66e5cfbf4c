using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using MediatR;

namespace HrPlatform.Application.Documents;

/// <summary>One document with the state of its latest version.</summary>
[RequiresScope(Scopes.DocumentsRead)]
public sealed record GetDocument(DocumentId Id) : IQuery<DocumentView>;

internal sealed class GetDocumentHandler(IDocumentReader reader) : IRequestHandler<GetDocument, DocumentView>
{
    public async Task<DocumentView> Handle(GetDocument request, CancellationToken cancellationToken) =>
        await reader.FindAsync(request.Id, cancellationToken) ?? throw ProblemException.NotFound("document of this id");
}
