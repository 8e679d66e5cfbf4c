using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Api.Hosting.Requests;
using HrPlatform.Application.Documents;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V2.Documents;

/// <summary>Handbooks, policies and other documents.</summary>
[ApiController]
[ApiVersion("2")]
[Route("v{version:apiVersion}/documents")]
[Tags("Documents")]
[Produces("application/json")]
public sealed class DocumentsController(IMediator mediator) : ControllerBase
{
    /// <summary>List documents, newest first</summary>
    /// <param name="q">Part of the title; case and accents are ignored.</param>
    /// <param name="tag">Only documents with this tag.</param>
    /// <param name="status">Only documents whose latest version is in this state.</param>
    [HttpGet]
    [RequireScope(Scopes.DocumentsRead)]
    [ProducesResponseType<Page<DocumentResource>>(StatusCodes.Status200OK)]
    public async Task<Page<DocumentResource>> ListDocuments(
        string? q,
        string? tag,
        DocumentStatus? status,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var query = new ListDocuments(new DocumentFilter(q, tag, status), paging.Limit, paging.Cursor, paging.Total);
        return (await mediator.Send(query, cancellationToken)).ToPage(HttpContext, DocumentResource.Of);
    }

    /// <summary>Upload a document</summary>
    /// <remarks>
    /// Answers at once; the file is read, cut and embedded by a job. The same file uploaded again answers 200 with the
    /// document that is there already.
    /// </remarks>
    /// <response code="202">Taken in; the job reads it.</response>
    /// <response code="200">The same file is there already.</response>
    [HttpPost]
    [RequireScope(Scopes.DocumentsWrite)]
    [Consumes("multipart/form-data")]
    [RequestSizeLimit(DocumentLimits.MaxRequestBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = DocumentLimits.MaxRequestBytes)]
    [ProducesResponseType<UploadAnswer>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<UploadAnswer>(StatusCodes.Status200OK)]
    public Task<ActionResult<UploadAnswer>> UploadDocument(
        [FromForm] UploadForm form,
        CancellationToken cancellationToken
    ) => UploadAsync(form.File, form.Title, form.Tags ?? [], document: null, cancellationToken);

    /// <summary>Read a document</summary>
    [HttpGet("{documentId}")]
    [RequireScope(Scopes.DocumentsRead)]
    [ProducesResponseType<DocumentResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<ActionResult<DocumentResource>> GetDocument(
        DocumentId documentId,
        CancellationToken cancellationToken
    ) => WithTag(await mediator.Send(new GetDocument(documentId), cancellationToken));

    /// <summary>Change a document's title or tags</summary>
    [HttpPatch("{documentId}")]
    [RequireScope(Scopes.DocumentsWrite)]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<DocumentResource>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    [ProducesResponseType(StatusCodes.Status412PreconditionFailed)]
    public async Task<ActionResult<DocumentResource>> UpdateDocument(
        DocumentId documentId,
        DocumentPatch patch,
        CancellationToken cancellationToken
    )
    {
        var command = new UpdateDocument(documentId, patch.Title, patch.Tags, Request.ExpectedVersion());
        var view = await mediator.Send(command, cancellationToken);
        Response.Headers.ETag = ConditionalRequests.TagOf(view.Version);
        return DocumentResource.Of(view);
    }

    /// <summary>Upload the next version of a document</summary>
    /// <remarks>Search answers from the earlier version until the new one was read.</remarks>
    /// <response code="202">Taken in; the job reads it.</response>
    /// <response code="200">It is the same file as the latest version.</response>
    [HttpPost("{documentId}/versions")]
    [RequireScope(Scopes.DocumentsWrite)]
    [Consumes("multipart/form-data")]
    [RequestSizeLimit(DocumentLimits.MaxRequestBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = DocumentLimits.MaxRequestBytes)]
    [ProducesResponseType<UploadAnswer>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<UploadAnswer>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public Task<ActionResult<UploadAnswer>> AddDocumentVersion(
        DocumentId documentId,
        [FromForm] VersionForm form,
        CancellationToken cancellationToken
    ) => UploadAsync(form.File, title: null, [], documentId, cancellationToken);

    /// <summary>List the passages of a document</summary>
    /// <param name="documentId">The document.</param>
    [HttpGet("{documentId}/chunks")]
    [RequireScope(Scopes.DocumentsRead)]
    [ProducesResponseType<Page<ChunkResource>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Page<ChunkResource>> ListDocumentChunks(
        DocumentId documentId,
        [FromQuery] PageQuery paging,
        CancellationToken cancellationToken
    )
    {
        var page = await mediator.Send(new ListChunks(documentId, paging.Limit, paging.Cursor), cancellationToken);
        return page.ToPage(
            HttpContext,
            chunk => new ChunkResource(
                chunk.Ordinal,
                chunk.HeadingPath,
                chunk.Page,
                chunk.Start,
                chunk.End,
                chunk.TokenCount,
                chunk.Text
            )
        );
    }

    /// <summary>Delete a document for good</summary>
    [HttpDelete("{documentId}")]
    [RequireScope(Scopes.DocumentsWrite)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<IActionResult> DeleteDocument(DocumentId documentId, CancellationToken cancellationToken)
    {
        await mediator.Send(new DeleteDocument(documentId), cancellationToken);
        return NoContent();
    }

    private async Task<ActionResult<UploadAnswer>> UploadAsync(
        IFormFile file,
        string? title,
        IReadOnlyList<string> tags,
        DocumentId? document,
        CancellationToken cancellationToken
    )
    {
        await using var content = file.OpenReadStream();
        var command = new UploadDocument(content, file.FileName, file.ContentType, title, tags, document);
        var uploaded = await mediator.Send(command, cancellationToken);
        Response.Headers.ETag = ConditionalRequests.TagOf(uploaded.Document.Version);
        var answer = new UploadAnswer(DocumentResource.Of(uploaded.Document), uploaded.Job);
        return uploaded.Created ? Accepted($"/v2/documents/{uploaded.Document.Id}", answer) : Ok(answer);
    }

    private ActionResult<DocumentResource> WithTag(DocumentView view) =>
        HttpContext.IsCurrent(ConditionalRequests.TagOf(view.Version))
            ? StatusCode(StatusCodes.Status304NotModified)
            : DocumentResource.Of(view);
}
