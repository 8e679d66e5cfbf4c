using System.Runtime.CompilerServices;
using HrPlatform.Application.Common;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Domain.Files;

namespace HrPlatform.Infrastructure.Files;

/// <summary>
/// Files in a folder: one folder per tenant environment below <c>Files:Root</c>. A file is written under a temporary
/// name, flushed to the disk and then renamed, so that no reader and no crash ever meets half of one.
/// </summary>
internal sealed class LocalFileStore(LocalFileRoot root, CallerContext caller, TimeProvider clock) : IFileStore
{
    private const string TemporarySuffix = ".part";

    public Task<IFileWriter> CreateAsync(long maxBytes, CancellationToken cancellationToken)
    {
        var id = FileId.New();
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return Task.FromResult<IFileWriter>(new LocalFileWriter(id, path, path + TemporarySuffix, maxBytes));
    }

    public Task<Stream> OpenReadAsync(FileId file, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream>(
                new FileStream(
                    PathOf(file),
                    new FileStreamOptions
                    {
                        Mode = FileMode.Open,
                        Access = FileAccess.Read,
                        // A reader keeps what it opened, also when the file is deleted meanwhile.
                        Share = FileShare.Read | FileShare.Delete,
                        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                        BufferSize = 1 << 16,
                    }
                )
            );
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ProblemException.NotFound("such file any more");
        }
    }

    public Task<long?> FindLengthAsync(FileId file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(PathOf(file));
        return Task.FromResult<long?>(info.Exists ? info.Length : null);
    }

    public Task DeleteAsync(FileId file, CancellationToken cancellationToken)
    {
        var path = PathOf(file);
        if (Directory.Exists(Path.GetDirectoryName(path)))
            File.Delete(path);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<FileId> ListAsync(
        DateTimeOffset writtenBefore,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await Task.CompletedTask;
        var folder = FolderOfTenant();
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Files that are still being written have another form of name.
            if (
                Guid.TryParseExact(Path.GetFileName(path), "n", out var id)
                && File.GetLastWriteTimeUtc(path) < writtenBefore.UtcDateTime
            )
            {
                yield return new FileId(id);
            }
        }
    }

    public Task DeleteAbandonedAsync(TimeSpan olderThan, CancellationToken cancellationToken)
    {
        var folder = FolderOfTenant();
        if (!Directory.Exists(folder))
            return Task.CompletedTask;
        var before = (clock.GetUtcNow() - olderThan).UtcDateTime;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.GetLastWriteTimeUtc(path) < before)
                File.Delete(path);
        }
        return Task.CompletedTask;
    }

    // Only names that we made ourselves become part of a path: the schema and the id.
    private string FolderOfTenant() => Path.Combine(root.Path, caller.Tenant.Schema);

    private string PathOf(FileId id)
    {
        var name = id.Value.ToString("n");
        // The last digits of a UUIDv7 are random: they spread the files over 256 folders.
        return Path.Combine(FolderOfTenant(), name[^2..], name);
    }
}
