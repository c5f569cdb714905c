using LtcActors.Domain.Actors;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.State;

/// <summary>Puts rows of actors one after the other into chunks, each of which becomes one row of the file with a directory beside it.</summary>
internal sealed class ChunkWriter
{
    /// <summary>What fits a page of the file whole.</summary>
    public const int ChunkBytes = 64_000;

    private readonly Statement putChunk;
    private readonly Statement putDirectory;
    private readonly StateWriter directory = new();
    private byte[] rows = new byte[ChunkBytes];
    private int used;
    private long chunk;

    /// <param name="last">Highest number of a chunk there has been.</param>
    public ChunkWriter(Db db, long last)
    {
        chunk = last;
        putChunk = db.Prepare("INSERT INTO chunk(number, rows) VALUES (?1, ?2)");
        putDirectory = db.Prepare("INSERT INTO chunk_directory(number, lines) VALUES (?1, ?2)");
    }

    /// <summary>Where everything lies that was added since <see cref="Begin"/>, in that order.</summary>
    public List<(ActorId Id, Place Place)> Written { get; } = [];

    /// <summary>What an earlier transaction left, for it failed, is forgotten.</summary>
    public void Begin()
    {
        Written.Clear();
        Next();
    }

    public void Add(ActorId id, ReadOnlySpan<byte> state, ReadOnlySpan<byte> tail, long deadline)
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
        Written.Add((id, place));
        used += size;
    }

    /// <summary>Writes the last chunk.</summary>
    public void End()
    {
        if (directory.Written.IsEmpty)
        {
            return;
        }

        putChunk.Bind(1, chunk).Bind(2, rows.AsSpan(0, used)).Run();
        putDirectory.Bind(1, chunk).Bind(2, directory.Written).Run();
    }

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

    private void Next()
    {
        chunk++;
        used = 0;
        directory.Clear();
    }
}
