using System.ComponentModel.DataAnnotations;
using Asp.Versioning;
using HrPlatform.Api.Hosting.Authentication;
using HrPlatform.Application.Documents;
using HrPlatform.Application.Identity;
using HrPlatform.Domain.Documents;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace HrPlatform.Api.V1.Documents;

/// <summary>Handbooks, policies and other documents.</summary>
[ApiController]
[ApiVersion("1")]
[Route("v{version:apiVersion}/documents")]
[Tags("Documents")]
[Produces("application/json")]
public sealed class DocumentsController(IMediator mediator) : ControllerBase
{
    /// <summary>List documents, newest first</summary>
    /// <param name="page">The page's number, from 1.</param>
    /// <param name="pageSize">Rows per page, 1 to 100.</param>
    [HttpGet]
    [RequireScope(Scopes.DocumentsRead)]
    [ProducesResponseType<PagedList<Document>>(StatusCodes.Status200OK)]
    public async Task<PagedList<Document>> ListDocuments(
        CancellationToken cancellationToken,
        int page = 1,
        int pageSize = 20
    ) =>
        (
            await mediator.Send(new ListDocumentsByPage(new DocumentFilter(), page, pageSize), cancellationToken)
        ).ToContract(Document.Of);

    /// <summary>Upload a document</summary>
    /// <remarks>
    /// Answers at once; read the document again until its status is ready. The same file uploaded again answers 200 with
    /// the document that is there already.
    /// </remarks>
    /// <response code="202">Taken in; it is being read.</response>
    /// <response code="200">The same file is there already.</response>
    [HttpPost]
    [RequireScope(Scopes.DocumentsWrite)]
    [Consumes("multipart/form-data")]
    [RequestSizeLimit(DocumentLimits.MaxRequestBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = DocumentLimits.MaxRequestBytes)]
    [ProducesResponseType<Document>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<Document>(StatusCodes.Status200OK)]
    public async Task<ActionResult<Document>> UploadDocument(
        [FromForm] DocumentUpload form,
        CancellationToken cancellationToken
    )
    {
        await using var content = form.File.OpenReadStream();
        var command = new UploadDocument(content, form.File.FileName, form.File.ContentType, form.Title, []);
        var uploaded = await mediator.Send(command, cancellationToken);
        var answer = Document.Of(uploaded.Document);
        return uploaded.Created ? Accepted($"/v1/documents/{answer.Id}", answer) : Ok(answer);
    }

    /// <summary>Read a document</summary>
    [HttpGet("{documentId}")]
    [RequireScope(Scopes.DocumentsRead)]
    [ProducesResponseType<Document>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status404NotFound)]
    public async Task<Document> GetDocument(DocumentId documentId, CancellationToken cancellationToken) =>
        Document.Of(await mediator.Send(new GetDocument(documentId), cancellationToken));

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
}

/// <summary>A file to upload, as <c>multipart/form-data</c>.</summary>
public sealed class DocumentUpload
{
    /// <summary>Markdown, text, HTML, PDF or DOCX, at most 20 MB.</summary>
    [Required]
    public required IFormFile File { get; init; }

    /// <summary>How the document is called; otherwise its own title, or the file's name.</summary>
    public string? Title { get; init; }
}

/// <summary>An HR document.</summary>
/// <param name="Id">The document's id; the same in v2.</param>
/// <param name="Title">What the caller called it, else the title inside the file, else the file's name.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Format">markdown, text, html, pdf or docx.</param>
/// <param name="SizeBytes">The file's size.</param>
/// <param name="Status">Whether it is being read, can be searched, or could not be read.</param>
/// <param name="Error">Why it could not be read; null unless the status is failed.</param>
/// <param name="CreatedAt">When it was uploaded.</param>
public sealed record Document(
    DocumentId Id,
    string Title,
    string FileName,
    string Format,
    long SizeBytes,
    DocumentStatus Status,
    string? Error,
    DateTimeOffset CreatedAt
)
{
    internal static Document Of(DocumentView view) =>
        new(
            view.Id,
            view.Title,
            view.FileName,
            view.Format,
            view.SizeBytes,
            view.Status,
            view.ErrorMessage,
            view.CreatedAt
        );
}
