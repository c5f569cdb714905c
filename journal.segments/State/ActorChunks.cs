using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Journal.Segments.State;

/// <summary>
/// Puts the actors of a checkpoint one after the other into chunks, where their earlier rows lose their validity. A chunk that is less
/// than half valid gives its valid rows to the next checkpoint and goes. One checkpoint at a time.
/// </summary>
/// <param name="places">Told where everything lies.</param>
/// <param name="last">Highest number of a chunk there has been.</param>
internal sealed class ActorChunks(IChunkFile file, ActorPlaces places, long last)
{
    /// <summary>What fits a page of 64 KiB whole.</summary>
    public const int ChunkBytes = 64_000;

    private readonly HashSet<ActorId> named = [];
    private readonly StateWriter directory = new();
    private readonly List<(ActorId Id, Place Place)> written = [];
    private byte[] rows = new byte[ChunkBytes];
    private List<long> sparse = [];
    private int used;
    private long chunk = last;

    /// <summary>Writes them, within a transaction; until that is committed all lies where it lay.</summary>
    public void Put(IReadOnlyList<ActorRow> actors)
    {
        // What an earlier transaction left, for it failed, is forgotten.
        written.Clear();
        Next();
        foreach (var actor in actors)
        {
            Add(actor.Id, actor.State.Span, actor.HistoryTail.Span, actor.Deadline?.UtcTicks ?? Place.NoDeadline);
        }

        sparse = places.Sparse();
        Carry(actors);
        End();
    }

    /// <summary>The transaction of <see cref="Put"/> is committed.</summary>
    public void Committed() => places.Move(written, sparse);

    /// <summary>The lines of a directory, in the order of the rows.</summary>
    public static IEnumerable<(ActorId Id, Place Place)> ReadLines(long chunk, ReadOnlyMemory<byte> lines)
    {
        var from = new StateReader(lines);
        for (var offset = 0; !from.AtEnd;)
        {
            var id = new ActorId((ActorKind)from.Byte(), from.Text());
            var place = new Place(chunk, offset, from.Int(), from.Int(), from.Long());
            offset += place.State + place.Tail;
            yield return (id, place);
        }
    }

    private static void WriteLine(StateWriter to, ActorId id, in Place place)
    {
        to.Byte((byte)id.Kind);
        to.Text(id.Id);
        to.Int(place.State);
        to.Int(place.Tail);
        to.Long(place.Deadline);
    }

    private void Add(ActorId id, ReadOnlySpan<byte> state, ReadOnlySpan<byte> tail, long deadline)
    {
        var size = state.Length + tail.Length;
        if (used > 0 && used + size > ChunkBytes)
        {
            End();
            Next();
        }

        if (rows.Length < used + size)
        {
            Array.Resize(ref rows, used + size); // A row larger than a chunk has one of its own.
        }

        state.CopyTo(rows.AsSpan(used));
        tail.CopyTo(rows.AsSpan(used + state.Length));
        var place = new Place(chunk, used, state.Length, tail.Length, deadline);
        WriteLine(directory, id, place);
        written.Add((id, place));
        used += size;
    }

    /// <summary>What is still valid in the sparse chunks is written with this checkpoint, but for what it writes anyway.</summary>
    private void Carry(IReadOnlyList<ActorRow> anyway)
    {
        if (sparse.Count == 0)
        {
            return;
        }

        named.Clear();
        named.UnionWith(anyway.Select(a => a.Id));
        foreach (var number in sparse)
        {
            var (from, lines) = file.Take(number);
            foreach (var (id, place) in ReadLines(number, lines))
            {
                if (places.Find(id) == place && !named.Contains(id))
                {
                    Add(id, from.AsSpan(place.Offset, place.State), from.AsSpan(place.Offset + place.State, place.Tail), place.Deadline);
                }
            }
        }
    }

    private void Next()
    {
        chunk++;
        used = 0;
        directory.Clear();
    }

    private void End()
    {
        if (!directory.Written.IsEmpty)
        {
            file.Put(chunk, rows.AsSpan(0, used), directory.Written);
        }
    }
}
