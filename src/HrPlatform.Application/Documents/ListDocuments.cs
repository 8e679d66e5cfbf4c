using FluentValidation;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Paging;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Common;
using HrPlatform.Domain.Documents;
using MediatR;

namespace HrPlatform.Application.Documents;

/// <summary>Documents by cursor, newest first (v2).</summary>
[RequiresScope(Scopes.DocumentsRead)]
public sealed record ListDocuments(DocumentFilter Filter, int Limit, string? Cursor, bool WithTotal)
    : IQuery<CursorPage<DocumentView>>;

internal sealed class ListDocumentsHandler(IDocumentReader reader, ICursorProtector cursors)
    : IRequestHandler<ListDocuments, CursorPage<DocumentView>>
{
    public async Task<CursorPage<DocumentView>> Handle(ListDocuments request, CancellationToken cancellationToken)
    {
        var purpose = $"documents?{request.Filter}";
        DocumentId? after = null;
        if (request.Cursor is not null)
            after = new DocumentId(Guid.Parse(cursors.Unprotect(purpose, request.Cursor)));
        var limit = PageLimits.Clamp(request.Limit);
        var rows = await reader.ListAsync(request.Filter, after, skip: 0, limit, cancellationToken);
        var page = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Protect(purpose, page[^1].Id.Value.ToString()) : null;
        long? total = request.WithTotal ? await reader.CountAsync(request.Filter, cancellationToken) : null;
        return new CursorPage<DocumentView>(page, next, total);
    }
}

/// <summary>Documents by page number, newest first (v1).</summary>
[RequiresScope(Scopes.DocumentsRead)]
public sealed record ListDocumentsByPage(DocumentFilter Filter, int Page, int PageSize)
    : IQuery<NumberedPage<DocumentView>>;

internal sealed class ListDocumentsByPageValidator : AbstractValidator<ListDocumentsByPage>
{
    public ListDocumentsByPageValidator()
    {
        RuleFor(query => query.Page).InclusiveBetween(1, 100_000);
        RuleFor(query => query.PageSize).InclusiveBetween(1, 100);
    }
}

internal sealed class ListDocumentsByPageHandler(IDocumentReader reader)
    : IRequestHandler<ListDocumentsByPage, NumberedPage<DocumentView>>
{
    public async Task<NumberedPage<DocumentView>> Handle(
        ListDocumentsByPage request,
        CancellationToken cancellationToken
    )
    {
        var skip = (request.Page - 1) * request.PageSize;
        var rows = await reader.ListAsync(request.Filter, after: null, skip, request.PageSize, cancellationToken);
        var total = await reader.CountAsync(request.Filter, cancellationToken);
        return new NumberedPage<DocumentView>([.. rows.Take(request.PageSize)], request.Page, request.PageSize, total);
    }
}

/// <summary>The passages of a document's searchable version, in reading order.</summary>
[RequiresScope(Scopes.DocumentsRead)]
public sealed record ListChunks(DocumentId Document, int Limit, string? Cursor) : IQuery<CursorPage<ChunkView>>;

internal sealed class ListChunksHandler(IDocumentReader reader, ICursorProtector cursors)
    : IRequestHandler<ListChunks, CursorPage<ChunkView>>
{
    public async Task<CursorPage<ChunkView>> Handle(ListChunks request, CancellationToken cancellationToken)
    {
        _ =
            await reader.FindAsync(request.Document, cancellationToken)
            ?? throw ProblemException.NotFound("document of this id");
        var purpose = $"chunks?{TypeId.Format(DocumentId.Prefix, request.Document.Value)}";
        var from = request.Cursor is null ? 0 : int.Parse(cursors.Unprotect(purpose, request.Cursor));
        var limit = PageLimits.Clamp(request.Limit);
        var rows = await reader.ListChunksAsync(request.Document, from, limit, cancellationToken);
        var page = rows.Take(limit).ToList();
        var next = rows.Count > limit ? cursors.Protect(purpose, $"{page[^1].Ordinal + 1}") : null;
        return new CursorPage<ChunkView>(page, next, Total: null);
    }
}
