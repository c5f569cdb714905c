using System.Buffers;
using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>
/// What a partition's actors were at the instant of a checkpoint, until it is written: in a few large arrays that are used again, for of
/// tens of thousands of small ones the collector would copy each. Not for several threads at once.
/// </summary>
internal sealed class CapturedRows(long checkpoint)
{
    /// <summary>Large enough to lie among the large objects, which are not moved.</summary>
    private const int ArrayBytes = 1 << 20;

    private readonly List<(ActorId Of, ReadOnlyMemory<byte> Row)> rows = [];
    private readonly List<List<ReadOnlyMemory<byte>>> packs = [];
    private readonly List<byte[]> arrays = [];
    private int used;
    private int packed;

    public long Checkpoint => checkpoint;

    public IReadOnlyList<(ActorId Of, ReadOnlyMemory<byte> Row)> Rows => rows;

    /// <summary>Pages that are written together, and stay.</summary>
    public IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> Packs => packs;

    /// <summary>Copies an actor's row.</summary>
    public void Add(ActorId of, ReadOnlySpan<byte> row) => rows.Add((of, Keep(row)));

    /// <summary>Copies a page.</summary>
    /// <param name="id">Its number, or the first place in it.</param>
    /// <returns>Where it will lie.</returns>
    public PagePlace AddPage(long id, ReadOnlySpan<byte> page)
    {
        if (packs.Count == 0 || packed + page.Length > Segment.ChunkBytes)
        {
            packs.Add([]);
            packed = 0;
        }

        packs[^1].Add(Keep(page));
        packed += page.Length;
        return new(id, checkpoint, packs.Count - 1, packed - page.Length, page.Length);
    }

    /// <summary>Nobody looks at anything in here any more.</summary>
    public void Release()
    {
        arrays.ForEach(a => ArrayPool<byte>.Shared.Return(a));
        arrays.Clear();
        rows.Clear();
        packs.Clear();
        used = 0;
    }

    private ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (arrays.Count == 0 || arrays[^1].Length - used < bytes.Length)
        {
            arrays.Add(ArrayPool<byte>.Shared.Rent(Math.Max(ArrayBytes, bytes.Length)));
            used = 0;
        }

        var kept = arrays[^1].AsMemory(used, bytes.Length);
        bytes.CopyTo(kept.Span);
        used += bytes.Length;
        return kept;
    }
}
