using HrPlatform.Application.Common.Problems;
using HrPlatform.Domain.Files;

namespace HrPlatform.Application.Files;

/// <summary>The files of the caller's tenant. What is stored never changes; a file is there as a whole or not at all.</summary>
public interface IFileStore
{
    /// <summary>Starts a new file. Nothing of it is kept unless it is committed.</summary>
    /// <exception cref="ProblemException">413 is thrown by the writing that exceeds <paramref name="maxBytes"/>.</exception>
    Task<IFileWriter> CreateAsync(long maxBytes, CancellationToken cancellationToken);

    /// <summary>The content from its beginning, to be disposed by the caller.</summary>
    /// <exception cref="ProblemException">404 when the file does not exist.</exception>
    Task<Stream> OpenReadAsync(FileId file, CancellationToken cancellationToken);

    /// <summary>Null when the file does not exist.</summary>
    Task<long?> FindLengthAsync(FileId file, CancellationToken cancellationToken);

    /// <summary>Removes the file; nothing happens when it is gone already.</summary>
    Task DeleteAsync(FileId file, CancellationToken cancellationToken);

    /// <summary>All files that were last written before the moment.</summary>
    IAsyncEnumerable<FileId> ListAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken);

    /// <summary>Removes what writers left behind that ended before they committed, e.g. because the process was killed.</summary>
    Task DeleteAbandonedAsync(TimeSpan olderThan, CancellationToken cancellationToken);
}

/// <summary>A file that is being written. Disposing it uncommitted discards it.</summary>
public interface IFileWriter : IAsyncDisposable
{
    FileId Id { get; }

    /// <summary>Append only.</summary>
    Stream Content { get; }

    /// <summary>Makes the file durable and visible.</summary>
    Task<StoredFile> CommitAsync(CancellationToken cancellationToken);
}

/// <param name="Sha256">Of the whole content.</param>
public sealed record StoredFile(FileId Id, long Length, IReadOnlyList<byte> Sha256)
{
    /// <summary>The hash in lower-case hexadecimal.</summary>
    public string Sha256Text => Convert.ToHexStringLower([.. Sha256]);
}

public static class FileStoreExtensions
{
    /// <summary>Stores all that <paramref name="content"/> still holds.</summary>
    /// <exception cref="ProblemException">413 when it is longer than <paramref name="maxBytes"/>.</exception>
    public static async Task<StoredFile> SaveAsync(
        this IFileStore files,
        Stream content,
        long maxBytes,
        CancellationToken cancellationToken
    )
    {
        await using var writer = await files.CreateAsync(maxBytes, cancellationToken);
        await content.CopyToAsync(writer.Content, cancellationToken);
        return await writer.CommitAsync(cancellationToken);
    }
}
