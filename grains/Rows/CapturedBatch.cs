using System.Buffers;
using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>
/// Rows and pages that are written together: in a large array that is used again, for of tens of thousands of small ones the collector
/// would copy each. Not for several threads at once.
/// </summary>
/// <param name="firstPack">Which of the checkpoint's its first pack is.</param>
internal sealed class CapturedBatch(int firstPack)
{
    /// <summary>Large enough to lie among the large objects, which are not moved.</summary>
    private const int ArrayBytes = 1 << 20;

    /// <summary>About two segments: with its last row it mostly fits its array.</summary>
    private const int FullBytes = ArrayBytes - (64 << 10);

    private readonly List<(ActorId Of, ReadOnlyMemory<byte> Row)> rows = [];
    private readonly List<List<ReadOnlyMemory<byte>>> packs = [];
    private readonly List<byte[]> arrays = [];
    private int used;
    private int bytes;
    private int packed;

    public IReadOnlyList<(ActorId Of, ReadOnlyMemory<byte> Row)> Rows => rows;

    public int FirstPack => firstPack;

    /// <summary>Pages that are written together, and stay.</summary>
    public IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> Packs => packs;

    public bool IsFull => bytes >= FullBytes;

    public void Add(ActorId of, ReadOnlySpan<byte> row) => rows.Add((of, Keep(row)));

    public (int Pack, int Offset) AddPage(ReadOnlySpan<byte> page)
    {
        if (packs.Count == 0 || packed + page.Length > Segment.ChunkBytes)
        {
            packs.Add([]);
            packed = 0;
        }

        packs[^1].Add(Keep(page));
        packed += page.Length;
        return (firstPack + packs.Count - 1, packed - page.Length);
    }

    /// <summary>Nobody looks at anything in here any more.</summary>
    public void Release()
    {
        arrays.ForEach(a => ArrayPool<byte>.Shared.Return(a));
        arrays.Clear();
        rows.Clear();
        packs.Clear();
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> part)
    {
        if (arrays.Count == 0 || arrays[^1].Length - used < part.Length)
        {
            arrays.Add(ArrayPool<byte>.Shared.Rent(Math.Max(ArrayBytes, part.Length)));
            used = 0;
        }

        var kept = arrays[^1].AsMemory(used, part.Length);
        part.CopyTo(kept.Span);
        used += part.Length;
        bytes += part.Length;
        return kept;
    }
}
