using System.Security.Cryptography;
using HrPlatform.Application.Common.Problems;
using HrPlatform.Application.Files;
using HrPlatform.Domain.Files;

namespace HrPlatform.Infrastructure.Files;

/// <inheritdoc cref="IFileWriter"/>
internal sealed class LocalFileWriter : IFileWriter
{
    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly FileStream _file;
    private readonly BoundedHashingStream _content;

    public LocalFileWriter(FileId id, string path, string temporaryPath, long maxBytes)
    {
        Id = id;
        _path = path;
        _temporaryPath = temporaryPath;
        _file = new FileStream(
            temporaryPath,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                BufferSize = 1 << 16,
            }
        );
        _content = new BoundedHashingStream(_file, maxBytes);
    }

    public FileId Id { get; }

    public Stream Content => _content;

    public async Task<StoredFile> CommitAsync(CancellationToken cancellationToken)
    {
        await _file.FlushAsync(cancellationToken);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.Move(_temporaryPath, _path);
        return new StoredFile(Id, _content.Written, _content.Hash());
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await _content.DisposeAsync();
        // After a commit there is nothing under this name any more.
        File.Delete(_temporaryPath);
    }

    private sealed class BoundedHashingStream(Stream inner, long maxBytes) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Written { get; private set; }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => Written;

        public override long Position
        {
            get => Written;
            set => throw new NotSupportedException();
        }

        public byte[] Hash() => _hash.GetCurrentHash();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Account(buffer);
            inner.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Account(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _hash.Dispose();
            base.Dispose(disposing);
        }

        private void Account(ReadOnlySpan<byte> buffer)
        {
            Written += buffer.Length;
            if (Written > maxBytes)
            {
                throw new ProblemException(
                    ProblemCatalog.PayloadTooLarge,
                    $"A file may have at most {maxBytes / 1_048_576} MiB."
                );
            }
            _hash.AppendData(buffer);
        }
    }
}
