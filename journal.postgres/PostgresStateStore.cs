using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres.State;
using LtcActors.Journal.Segments.State;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// Snapshots beside the journal, in the same database. Readers on any thread, one writer at a time, who writes only under the lease.
/// Where each actor lies is in memory, about 100 bytes an actor.
/// </summary>
public sealed class PostgresStateStore : IStateStore
{
    private readonly PostgresDatabase database;
    private readonly PostgresLease lease;
    private readonly Lock gate = new();
    private readonly ActorPlaces places = new();
    private readonly ActorRows rows;
    private readonly ChunkTable table = new();

    /// <summary>Null: a checkpoint is being written, or nobody knows whether the last one was.</summary>
    private ActorChunks? chunks;
    private long position;

    private PostgresStateStore(PostgresDatabase database, PostgresLease lease)
    {
        this.database = database;
        this.lease = lease;
        rows = new(places, Chunk);
        position = database.Ask(StateReading.Position);
        chunks = Locate();
    }

    public long Position => Volatile.Read(ref position);

    /// <param name="lease">Of the same database; the store does not end it.</param>
    /// <exception cref="JournalUnavailableException">The database is not migrated to this program's version, or cannot be read.</exception>
    public static PostgresStateStore Open(PostgresDatabase database, PostgresLease lease)
    {
        try
        {
            Migrator.Check(database);
            return new PostgresStateStore(database, lease);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e))
        {
            throw new JournalUnavailableException($"The state in {database.Where} cannot be opened: {e.Message}", e);
        }
    }

    /// <exception cref="LeaseLostException">Nothing was written, and will not be.</exception>
    /// <exception cref="Npgsql.NpgsqlException">
    /// The database failed. If it was in the very end it may be written: then the position is behind it, and the next is as good.
    /// </exception>
    public void Save(Checkpoint checkpoint)
    {
        lock (gate)
        {
            lease.ThrowIfLost();
            var known = chunks ?? Locate();
            chunks = null;
            database.Transact(lease, connection =>
            {
                table.Within(connection, () => known.Put(checkpoint.Actors));
                StateWriting.Save(connection, checkpoint);
            });
            known.Committed();
            chunks = known;
            Volatile.Write(ref position, checkpoint.Position);
        }
    }

    public ActorRow? ReadActor(ActorId id) => rows.Read(id);

    /// <summary>In the order they lie in; rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<ActorRow> ReadActors() => rows.All();

    public IReadOnlyList<HistoryPage> ReadPages(ActorId id) => database.Ask(connection => StateReading.Pages(connection, id));

    public ReadOnlyMemory<byte> Read(ActorId id, int number) =>
        database.Ask(connection => StateReading.StatePage(connection, id, number))
        ?? throw new InvalidDataException($"{id} has no page {number}.");

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines() => rows.Deadlines();

    /// <summary>In the order of keys' UTF-8 bytes; read in portions, so rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<KeyedRow> ReadRows(string table)
    {
        for (string? last = null; database.Ask(c => StateReading.SomeRows(c, table, last)) is { Count: > 0 } some; last = some[^1].Key)
        {
            foreach (var row in some)
            {
                yield return row;
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            lease.ThrowIfLost();
            chunks = null;
            database.Transact(lease, StateWriting.Clear);
            Volatile.Write(ref position, 0);
            chunks = Locate();
        }
    }

    public void Dispose()
    {
    }

    private byte[]? Chunk(long number)
    {
        var found = database.Ask(connection => StateReading.Chunk(connection, number));
        if (found is null && Volatile.Read(ref chunks) is null)
        {
            // It went with a checkpoint of which it was not known that it was written.
            lock (gate)
            {
                chunks ??= Locate();
            }
        }

        return found;
    }

    /// <summary>Reads where everything lies.</summary>
    private ActorChunks Locate()
    {
        var last = 0L;
        var all = new List<(ActorId Id, Place Place)>();
        foreach (var (chunk, lines) in database.Ask(StateReading.Directories))
        {
            last = chunk;
            all.AddRange(ActorChunks.ReadLines(chunk, lines));
        }

        places.Restart(all);
        return new(table, places, last);
    }
}
