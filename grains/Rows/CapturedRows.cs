using System.Buffers;
using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>
/// What a partition's actors were at the instant of a checkpoint, until it is written: in a few large arrays that are used again, for of
/// tens of thousands of small ones the collector would copy each. Not for several threads at once.
/// </summary>
internal sealed class CapturedRows
{
    /// <summary>Large enough to lie among the large objects, which are not moved.</summary>
    private const int ArrayBytes = 1 << 20;

    private readonly List<(ActorId Of, ReadOnlyMemory<byte> Row)> rows = [];
    private readonly List<byte[]> arrays = [];
    private int used;

    public IReadOnlyList<(ActorId Of, ReadOnlyMemory<byte> Row)> Rows => rows;

    /// <summary>Copies a row.</summary>
    public void Add(ActorId of, ReadOnlySpan<byte> row)
    {
        if (arrays.Count == 0 || arrays[^1].Length - used < row.Length)
        {
            arrays.Add(ArrayPool<byte>.Shared.Rent(Math.Max(ArrayBytes, row.Length)));
            used = 0;
        }

        var kept = arrays[^1].AsMemory(used, row.Length);
        row.CopyTo(kept.Span);
        used += row.Length;
        rows.Add((of, kept));
    }

    /// <summary>Nobody looks at anything in here any more.</summary>
    public void Release()
    {
        arrays.ForEach(a => ArrayPool<byte>.Shared.Return(a));
        arrays.Clear();
        rows.Clear();
        used = 0;
    }
}
