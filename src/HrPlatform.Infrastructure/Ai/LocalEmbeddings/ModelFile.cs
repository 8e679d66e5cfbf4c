using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>
/// Reads the tensors of <c>weights.bin</c> by name. The layout is described in <c>eng/embedding-model/convert.mjs</c>,
/// which writes it.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    private const byte SinglePrecision = 1;
    private const byte HalfPrecision = 2;

    private readonly BinaryReader _reader;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly string _path;

    public ModelFile(string path)
    {
        _path = path;
        _reader = new BinaryReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024),
            Encoding.ASCII
        );
        try
        {
            ReadDirectory();
        }
        catch (Exception exception)
        {
            _reader.Dispose();
            if (exception is EndOfStreamException)
                throw Invalid("it ends too early");
            throw;
        }
    }

    /// <summary>A vector that is stored in single precision.</summary>
    public float[] ReadVector(string name, int length)
    {
        Find(name, SinglePrecision, [length]);
        var values = new float[length];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A matrix as it is stored, in half precision and row-major.</summary>
    public Half[] ReadHalves(string name, int rows, int columns)
    {
        Find(name, HalfPrecision, [rows, columns]);
        var values = new Half[rows * columns];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A matrix in single precision, packed for multiplication.</summary>
    public PackedMatrix ReadPacked(string name, int rows, int columns)
    {
        Find(name, HalfPrecision, [rows, columns]);
        var halves = new Half[columns];
        var row = new float[columns];
        var packed = new PackedMatrix(rows, columns);
        packed.Reshape(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
            TensorPrimitives.ConvertToSingle(halves, row);
            packed.SetRow(i, row);
        }

        return packed;
    }

    public void Dispose() => _reader.Dispose();

    private void ReadDirectory()
    {
        if (!_reader.ReadBytes(8).AsSpan().SequenceEqual("HRUSEL01"u8))
            throw Invalid("it does not begin with the mark of a model of this kind");

        var stream = _reader.BaseStream;
        for (var remaining = _reader.ReadInt32(); remaining > 0; remaining--)
        {
            var name = new string(_reader.ReadChars(_reader.ReadByte()));
            var type = _reader.ReadByte();
            var shape = new int[_reader.ReadByte()];
            var elements = 1L;
            for (var i = 0; i < shape.Length; i++)
            {
                shape[i] = _reader.ReadInt32();
                elements *= shape[i];
            }

            _entries.Add(name, new Entry(type, shape, stream.Position));
            stream.Seek(elements * (type == HalfPrecision ? 2 : 4), SeekOrigin.Current);
        }

        if (stream.Position != stream.Length)
            throw Invalid("its length does not agree with the tensors it lists");
    }

    /// <summary>Moves to the first element of a tensor.</summary>
    private void Find(string name, byte type, ReadOnlySpan<int> shape)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw Invalid($"it has no tensor {name}");
        if (entry.Type != type || !entry.Shape.AsSpan().SequenceEqual(shape))
            throw Invalid($"the tensor {name} has another type or shape");

        _reader.BaseStream.Seek(entry.Offset, SeekOrigin.Begin);
    }

    private InvalidDataException Invalid(string reason) =>
        new($"The model file {_path} cannot be used: {reason}. Restore it from the release.");

    private sealed record Entry(byte Type, int[] Shape, long Offset);
}
