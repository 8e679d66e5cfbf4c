using HrPlatform.Sdk.V2;
using Refit;

namespace HrPlatform.Sdk;

/// <summary>Handbooks, policies and other documents.</summary>
public class DocumentsClient
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private readonly IDocumentsApi _api;
    private readonly TimeProvider _clock;

    /// <summary>Over the generated interface.</summary>
    /// <param name="api">The interface.</param>
    /// <param name="clock">The clock to wait by; the system's when left out.</param>
    public DocumentsClient(IDocumentsApi api, TimeProvider? clock = null)
    {
        _api = api;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>For mocks.</summary>
#pragma warning disable CS8618 // A mock sets up the members that it needs.
    protected DocumentsClient() { }
#pragma warning restore CS8618

    /// <summary>All documents, newest first; pages are read as needed.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<DocumentResource> ListAsync(
        ListDocumentsQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<DocumentResource>(
            async (cursor, cancellation) =>
                await _api.ListDocumentsAsync((query ?? new()) with { Cursor = cursor ?? query?.Cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Uploads a document. It is read, cut and made searchable afterwards: <see cref="WaitUntilReadyAsync"/>.</summary>
    /// <param name="content">The file. One that can be rewound is sent again when the connection breaks.</param>
    /// <param name="fileName">Its name with the extension, which tells the format.</param>
    /// <param name="title">How it is called; its own title, or the file's name, when left out.</param>
    /// <param name="tags">Free words to filter by.</param>
    /// <param name="idempotencyKey">Makes the upload safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The document; the one that is there when the same file was uploaded before.</returns>
    public virtual async Task<DocumentResource> UploadAsync(
        Stream content,
        string fileName,
        string? title = null,
        IEnumerable<string>? tags = null,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await _api.UploadDocumentAsync(
                new StreamPart(content, fileName, "application/octet-stream"),
                title,
                tags?.ToList(),
                idempotencyKey,
                cancellationToken
            )
            .ConfigureAwait(false);
        return answer.Document;
    }

    /// <summary>Uploads a file from the disk.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="title">How it is called; its own title, or the file's name, when left out.</param>
    /// <param name="tags">Free words to filter by.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The document; the one that is there when the same file was uploaded before.</returns>
    public virtual async Task<DocumentResource> UploadFileAsync(
        string path,
        string? title = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default
    )
    {
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            return await UploadAsync(file, Path.GetFileName(path), title, tags, idempotencyKey: null, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Uploads the next version of a document. Search answers from the earlier one until this one was read.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="content">The file.</param>
    /// <param name="fileName">Its name with the extension, which tells the format.</param>
    /// <param name="idempotencyKey">Makes the upload safe to repeat after a restart of the program.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual async Task<DocumentResource> AddVersionAsync(
        string documentId,
        Stream content,
        string fileName,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default
    )
    {
        var answer = await _api.AddDocumentVersionAsync(
                documentId,
                new StreamPart(content, fileName, "application/octet-stream"),
                idempotencyKey,
                cancellationToken
            )
            .ConfigureAwait(false);
        return answer.Document;
    }

    /// <summary>Waits until the latest version of a document can be searched.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The document; look at its status: <c>ready</c>, or <c>failed</c> with the reason in its error.</returns>
    public virtual async Task<DocumentResource> WaitUntilReadyAsync(
        string documentId,
        CancellationToken cancellationToken = default
    )
    {
        var pause = _firstPause;
        while (true)
        {
            var document = await GetAsync(documentId, cancellationToken).ConfigureAwait(false);
            if (document.Status != DocumentStatus.Processing)
                return document;
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 1.5 < _longestPause ? pause * 1.5 : _longestPause;
        }
    }

    /// <summary>Reads a document and the state of its latest version.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrNotFoundException">There is no such document.</exception>
    public virtual Task<DocumentResource> GetAsync(string documentId, CancellationToken cancellationToken = default) =>
        _api.GetDocumentAsync(documentId, cancellationToken);

    /// <summary>Changes title or tags.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="patch">The fields to change; the others stay.</param>
    /// <param name="ifMatch">The <see cref="HrResource.ETag"/> that was read, to change only that version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="HrPreconditionFailedException">Somebody changed the document since.</exception>
    public virtual Task<DocumentResource> UpdateAsync(
        string documentId,
        DocumentPatch patch,
        string? ifMatch = null,
        CancellationToken cancellationToken = default
    ) => _api.UpdateDocumentAsync(documentId, patch, ifMatch, cancellationToken);

    /// <summary>Deletes a document for good.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task DeleteAsync(string documentId, CancellationToken cancellationToken = default) =>
        _api.DeleteDocumentAsync(documentId, cancellationToken);

    /// <summary>The passages that a document was cut into, in its order; pages are read as needed.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public virtual IAsyncEnumerable<ChunkResource> ListChunksAsync(
        string documentId,
        CancellationToken cancellationToken = default
    ) =>
        Pages.FollowAsync<ChunkResource>(
            async (cursor, cancellation) =>
                await _api.ListDocumentChunksAsync(documentId, new() { Cursor = cursor }, cancellation)
                    .ConfigureAwait(false),
            cancellationToken
        );
}
