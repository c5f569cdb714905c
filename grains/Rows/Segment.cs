using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>
/// Which actors' rows lie in a segment, in their order. Its chunks are rows of the storage, and so is this: whoever looks for an actor
/// reads its chunk alone, and whoever looks for all of them no chunk at all.
/// </summary>
/// <param name="Chunks">How many it has.</param>
internal sealed record Segment(SegmentId Id, int Chunks, IReadOnlyList<(ActorId Of, RowPlace Place)> Rows)
{
    /// <summary>With its key it fits a page of the database. Read as a whole for one row, so not too many; written one by one, so not too few.</summary>
    public const int ChunkBytes = 7_800;

    /// <summary>What is given up, and carried on, at one time.</summary>
    private const int ChunksAtMost = 64;

    /// <summary>Where rows come to lie that are written one after the other.</summary>
    /// <param name="first">Of the segments.</param>
    /// <param name="sizes">Of each row, in bytes. One that is larger than a chunk has one of its own.</param>
    public static IEnumerable<Segment> Divide(SegmentId first, IEnumerable<(ActorId Of, int Size)> sizes)
    {
        var (id, chunk, offset) = (first, 0, 0);
        var rows = new List<(ActorId, RowPlace)>();
        foreach (var (of, size) in sizes)
        {
            if (offset > 0 && offset + size > ChunkBytes)
            {
                (chunk, offset) = (chunk + 1, 0);
                if (chunk == ChunksAtMost)
                {
                    yield return new(id, chunk, rows);
                    (id, chunk, rows) = (id with { Number = id.Number + 1 }, 0, []);
                }
            }

            rows.Add((of, new(id, chunk, offset, size)));
            offset += size;
        }

        if (rows.Count > 0)
        {
            yield return new(id, chunk + 1, rows);
        }
    }

    /// <summary>Which of its checkpoint's the first pack of pages is that was written with it.</summary>
    public int FirstPack { get; init; }

    /// <summary>Packs of pages that were written with it.</summary>
    public int Packs { get; init; }

    public void Write(StateWriter to)
    {
        to.Int(FirstPack);
        to.Int(Packs);
        var chunk = 0;
        foreach (var (of, place) in Rows)
        {
            to.Bool(place.Chunk != chunk);
            to.Byte((byte)of.Kind);
            to.Text(of.Id);
            to.Int(place.Length);
            chunk = place.Chunk;
        }
    }

    /// <summary>Undoes <see cref="Write"/>.</summary>
    public static Segment Read(SegmentId id, ReadOnlyMemory<byte> lines)
    {
        var (from, chunk, offset) = (new StateReader(lines), 0, 0);
        var (firstPack, packs) = (from.Int(), from.Int());
        var rows = new List<(ActorId, RowPlace)>();
        while (!from.AtEnd)
        {
            if (from.Bool())
            {
                (chunk, offset) = (chunk + 1, 0);
            }

            var of = new ActorId((ActorKind)from.Byte(), from.Text());
            var place = new RowPlace(id, chunk, offset, from.Int());
            offset += place.Length;
            rows.Add((of, place));
        }

        return new(id, chunk + 1, rows) { FirstPack = firstPack, Packs = packs };
    }
}
