using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HrPlatform.Infrastructure.Ai.LocalEmbeddings;

/// <summary>What happens to a product before it is stored.</summary>
internal enum Finish
{
    Store,
    StorePositive,
    AddToTarget,
}

/// <summary>
/// A right-hand matrix in the order in which the multiplication reads it: panels of <see cref="PanelWidth"/> columns, each
/// holding its rows one after the other. A block of <see cref="RowBlock"/> rows times one panel stays in registers.
/// </summary>
/// <remarks>
/// Every row of a product is computed by the same operations in the same order, whatever stands in the rows around it.
/// That makes a text's vector independent of the texts it shares a batch with, to the last bit.
/// </remarks>
internal sealed class PackedMatrix
{
    private readonly float[] _storage;
    private readonly int _offset;

    /// <summary>Rows that are multiplied together. Buffers on the left and of the result are padded to a multiple.</summary>
    public const int RowBlock = 8;

    /// <summary>Columns are padded to a multiple of this. Two vectors wide.</summary>
    public static readonly int PanelWidth = Vector512.IsHardwareAccelerated ? 32 : 16;

    public PackedMatrix(int maxDepth, int maxColumns)
    {
        // Panels start on a cache line, so that no vector load crosses one.
        const int lineInFloats = 16;
        _storage = GC.AllocateArray<float>((maxDepth * RoundUp(maxColumns, PanelWidth)) + lineInFloats, pinned: true);
        var address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_storage, 0);
        _offset = (int)(((lineInFloats * sizeof(float)) - (address % (lineInFloats * sizeof(float)))) / sizeof(float));
    }

    /// <summary>The number of rows, which is the number of columns of the left-hand matrix.</summary>
    public int Depth { get; private set; }

    /// <summary>The number of columns, padding included.</summary>
    public int PaddedColumns { get; private set; }

    private Span<float> Panels => _storage.AsSpan(_offset);

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>Sets the shape; what the matrix held before is undefined afterwards, except that padding is not cleared.</summary>
    public void Reshape(int depth, int columns)
    {
        Depth = depth;
        PaddedColumns = RoundUp(columns, PanelWidth);
    }

    /// <summary>Fills one row; the columns that pad it become zero.</summary>
    public void SetRow(int row, ReadOnlySpan<float> values)
    {
        var panels = Panels;
        for (var column = 0; column < PaddedColumns; column += PanelWidth)
        {
            var target = panels.Slice((column * Depth) + (row * PanelWidth), PanelWidth);
            var count = Math.Min(PanelWidth, values.Length - column);
            values.Slice(column, count).CopyTo(target);
            target[count..].Clear();
        }
    }

    /// <summary>Fills one column.</summary>
    public void SetColumn(int column, ReadOnlySpan<float> values)
    {
        var lane = column % PanelWidth;
        var panel = Panels.Slice((column - lane) * Depth, Depth * PanelWidth);
        for (int row = 0, at = lane; row < values.Length; row++, at += PanelWidth)
            panel[at] = values[row];
    }

    /// <summary>
    /// Multiplies <paramref name="rows"/> rows of <paramref name="left"/> and adds <paramref name="bias"/>. Works on whole
    /// blocks of rows: both buffers need room for them, and what the padding rows of the target hold is undefined.
    /// </summary>
    public void Multiply(
        ReadOnlySpan<float> left,
        int leftStride,
        int rows,
        ReadOnlySpan<float> bias,
        Span<float> target,
        int targetStride,
        Finish finish
    )
    {
        var paddedRows = RoundUp(rows, RowBlock);
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Length, ((paddedRows - 1) * leftStride) + Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, ((paddedRows - 1) * targetStride) + PaddedColumns);
        ArgumentOutOfRangeException.ThrowIfLessThan(bias.Length, PaddedColumns);

        ref var panels = ref MemoryMarshal.GetReference(Panels);
        for (var column = 0; column < PaddedColumns; column += PanelWidth)
        {
            ref var panel = ref Unsafe.Add(ref panels, column * Depth);
            ref var panelBias = ref Unsafe.Add(ref MemoryMarshal.GetReference(bias), column);
            for (var row = 0; row < paddedRows; row += RowBlock)
            {
                ref var block = ref Unsafe.Add(ref MemoryMarshal.GetReference(left), row * leftStride);
                ref var output = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), (row * targetStride) + column);
                if (Vector512.IsHardwareAccelerated)
                {
                    MultiplyBlock512(
                        ref block,
                        leftStride,
                        Depth,
                        ref panel,
                        ref panelBias,
                        ref output,
                        targetStride,
                        finish
                    );
                }
                else
                {
                    MultiplyBlock256(
                        ref block,
                        leftStride,
                        Depth,
                        ref panel,
                        ref panelBias,
                        ref output,
                        targetStride,
                        finish
                    );
                    MultiplyBlock256(
                        ref Unsafe.Add(ref block, 4 * leftStride),
                        leftStride,
                        Depth,
                        ref panel,
                        ref panelBias,
                        ref Unsafe.Add(ref output, 4 * targetStride),
                        targetStride,
                        finish
                    );
                }
            }
        }
    }

    /// <summary>Eight rows times two vectors: the sixteen sums live in registers for the whole depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock512(
        ref float left,
        nint leftStride,
        nint depth,
        ref float panel,
        ref float bias,
        ref float target,
        nint targetStride,
        Finish finish
    )
    {
        var s00 = Vector512.LoadUnsafe(ref bias);
        var s01 = Vector512.LoadUnsafe(ref bias, 16);
        Vector512<float> s10 = s00,
            s20 = s00,
            s30 = s00,
            s40 = s00,
            s50 = s00,
            s60 = s00,
            s70 = s00;
        Vector512<float> s11 = s01,
            s21 = s01,
            s31 = s01,
            s41 = s01,
            s51 = s01,
            s61 = s01,
            s71 = s01;
        ref var left3 = ref Unsafe.Add(ref left, 3 * leftStride);
        ref var left6 = ref Unsafe.Add(ref left, 6 * leftStride);
        for (nint k = 0; k < depth; k++)
        {
            var p0 = Vector512.LoadUnsafe(ref panel);
            var p1 = Vector512.LoadUnsafe(ref panel, 16);
            panel = ref Unsafe.Add(ref panel, 32);

            var x = Vector512.Create(Unsafe.Add(ref left, k));
            s00 = Vector512.MultiplyAddEstimate(x, p0, s00);
            s01 = Vector512.MultiplyAddEstimate(x, p1, s01);
            x = Vector512.Create(Unsafe.Add(ref left, k + leftStride));
            s10 = Vector512.MultiplyAddEstimate(x, p0, s10);
            s11 = Vector512.MultiplyAddEstimate(x, p1, s11);
            x = Vector512.Create(Unsafe.Add(ref left, k + (2 * leftStride)));
            s20 = Vector512.MultiplyAddEstimate(x, p0, s20);
            s21 = Vector512.MultiplyAddEstimate(x, p1, s21);
            x = Vector512.Create(Unsafe.Add(ref left3, k));
            s30 = Vector512.MultiplyAddEstimate(x, p0, s30);
            s31 = Vector512.MultiplyAddEstimate(x, p1, s31);
            x = Vector512.Create(Unsafe.Add(ref left3, k + leftStride));
            s40 = Vector512.MultiplyAddEstimate(x, p0, s40);
            s41 = Vector512.MultiplyAddEstimate(x, p1, s41);
            x = Vector512.Create(Unsafe.Add(ref left3, k + (2 * leftStride)));
            s50 = Vector512.MultiplyAddEstimate(x, p0, s50);
            s51 = Vector512.MultiplyAddEstimate(x, p1, s51);
            x = Vector512.Create(Unsafe.Add(ref left6, k));
            s60 = Vector512.MultiplyAddEstimate(x, p0, s60);
            s61 = Vector512.MultiplyAddEstimate(x, p1, s61);
            x = Vector512.Create(Unsafe.Add(ref left6, k + leftStride));
            s70 = Vector512.MultiplyAddEstimate(x, p0, s70);
            s71 = Vector512.MultiplyAddEstimate(x, p1, s71);
        }

        Store(s00, s01, ref target, finish);
        Store(s10, s11, ref Unsafe.Add(ref target, targetStride), finish);
        Store(s20, s21, ref Unsafe.Add(ref target, 2 * targetStride), finish);
        Store(s30, s31, ref Unsafe.Add(ref target, 3 * targetStride), finish);
        Store(s40, s41, ref Unsafe.Add(ref target, 4 * targetStride), finish);
        Store(s50, s51, ref Unsafe.Add(ref target, 5 * targetStride), finish);
        Store(s60, s61, ref Unsafe.Add(ref target, 6 * targetStride), finish);
        Store(s70, s71, ref Unsafe.Add(ref target, 7 * targetStride), finish);
    }

    /// <summary>Four rows times two vectors, because there are only sixteen registers. Runs on any processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock256(
        ref float left,
        nint leftStride,
        nint depth,
        ref float panel,
        ref float bias,
        ref float target,
        nint targetStride,
        Finish finish
    )
    {
        var s00 = Vector256.LoadUnsafe(ref bias);
        var s01 = Vector256.LoadUnsafe(ref bias, 8);
        Vector256<float> s10 = s00,
            s20 = s00,
            s30 = s00;
        Vector256<float> s11 = s01,
            s21 = s01,
            s31 = s01;
        ref var left2 = ref Unsafe.Add(ref left, 2 * leftStride);
        for (nint k = 0; k < depth; k++)
        {
            var p0 = Vector256.LoadUnsafe(ref panel);
            var p1 = Vector256.LoadUnsafe(ref panel, 8);
            panel = ref Unsafe.Add(ref panel, 16);

            var x = Vector256.Create(Unsafe.Add(ref left, k));
            s00 = Vector256.MultiplyAddEstimate(x, p0, s00);
            s01 = Vector256.MultiplyAddEstimate(x, p1, s01);
            x = Vector256.Create(Unsafe.Add(ref left, k + leftStride));
            s10 = Vector256.MultiplyAddEstimate(x, p0, s10);
            s11 = Vector256.MultiplyAddEstimate(x, p1, s11);
            x = Vector256.Create(Unsafe.Add(ref left2, k));
            s20 = Vector256.MultiplyAddEstimate(x, p0, s20);
            s21 = Vector256.MultiplyAddEstimate(x, p1, s21);
            x = Vector256.Create(Unsafe.Add(ref left2, k + leftStride));
            s30 = Vector256.MultiplyAddEstimate(x, p0, s30);
            s31 = Vector256.MultiplyAddEstimate(x, p1, s31);
        }

        Store(s00, s01, ref target, finish);
        Store(s10, s11, ref Unsafe.Add(ref target, targetStride), finish);
        Store(s20, s21, ref Unsafe.Add(ref target, 2 * targetStride), finish);
        Store(s30, s31, ref Unsafe.Add(ref target, 3 * targetStride), finish);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> first, Vector512<float> second, ref float target, Finish finish)
    {
        if (finish == Finish.StorePositive)
        {
            first = Vector512.Max(first, Vector512<float>.Zero);
            second = Vector512.Max(second, Vector512<float>.Zero);
        }
        else if (finish == Finish.AddToTarget)
        {
            first += Vector512.LoadUnsafe(ref target);
            second += Vector512.LoadUnsafe(ref target, 16);
        }

        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> first, Vector256<float> second, ref float target, Finish finish)
    {
        if (finish == Finish.StorePositive)
        {
            first = Vector256.Max(first, Vector256<float>.Zero);
            second = Vector256.Max(second, Vector256<float>.Zero);
        }
        else if (finish == Finish.AddToTarget)
        {
            first += Vector256.LoadUnsafe(ref target);
            second += Vector256.LoadUnsafe(ref target, 8);
        }

        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, 8);
    }
}
