namespace HrPlatform.Infrastructure.Documents;

/// <summary>Reads memory as a stream without copying it.</summary>
internal sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> memory) : Stream
{
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => memory.Length;

    public override long Position
    {
        get => position;
        set
        {
            // What streams do, and what readers of damaged files that point nowhere are prepared for.
            if (value is < 0 or > int.MaxValue)
                throw new IOException("The position lies outside of the stream.");
            position = (int)value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (position >= memory.Length)
            return 0;

        var count = Math.Min(buffer.Length, memory.Length - position);
        memory.Span.Slice(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Current => position + offset,
            SeekOrigin.End => memory.Length + offset,
            _ => offset,
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
