using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres.State;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// Snapshots beside the journal, in the same database. Readers on any thread, one writer at a time, who writes only under the lease.
/// </summary>
public sealed class PostgresStateStore : IStateStore
{
    private readonly PostgresDatabase database;
    private readonly PostgresLease lease;
    private readonly Lock gate = new();
    private long position;

    private PostgresStateStore(PostgresDatabase database, PostgresLease lease)
    {
        this.database = database;
        this.lease = lease;
        position = database.Ask(StateReading.Position);
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
            database.Transact(lease, connection => StateWriting.Save(connection, checkpoint));
            Volatile.Write(ref position, checkpoint.Position);
        }
    }

    public ActorRow? ReadActor(ActorId id) => database.Ask(connection => StateReading.Actor(connection, id));

    /// <summary>In the order of kinds and ids; read in portions, so rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<ActorRow> ReadActors()
    {
        for (ActorId? last = null; database.Ask(c => StateReading.SomeActors(c, last)) is { Count: > 0 } some; last = some[^1].Id)
        {
            foreach (var row in some)
            {
                yield return row;
            }
        }
    }

    public IReadOnlyList<HistoryPage> ReadPages(ActorId id) => database.Ask(connection => StateReading.Pages(connection, id));

    public ReadOnlyMemory<byte> Read(ActorId id, int number) =>
        database.Ask(connection => StateReading.StatePage(connection, id, number))
        ?? throw new InvalidDataException($"{id} has no page {number}.");

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines() => database.Ask(StateReading.Deadlines);

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
            database.Transact(lease, StateWriting.Clear);
            Volatile.Write(ref position, 0);
        }
    }

    public void Dispose()
    {
    }
}
