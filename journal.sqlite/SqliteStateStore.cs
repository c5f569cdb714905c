using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.State;
using LtcActors.Journal.Sqlite.Sql;
using LtcActors.Journal.Sqlite.State;

namespace LtcActors.Journal.Sqlite;

/// <summary>
/// Snapshots in <c>state.sqlite</c> of a folder, whose journal the same process holds open. Readers on any thread, one writer at a
/// time. A file that is damaged or of another version is thrown away: the position is then 0 and the engine folds the journal anew.
/// </summary>
public sealed class SqliteStateStore : IStateStore
{
    private readonly StateFileWriter writer;
    private readonly ActorRows rows;
    private readonly ReaderPool<StateFileReader> readers;

    private SqliteStateStore(string path)
    {
        var places = new ActorPlaces();
        writer = new StateFileWriter(path, places);
        rows = new ActorRows(places, Chunk);
        readers = new ReaderPool<StateFileReader>(() => new StateFileReader(path));
    }

    public long Position => writer.Position;

    /// <param name="folder">Made if it is missing.</param>
    /// <exception cref="SqliteStoreException">It cannot be opened, and not for being damaged.</exception>
    public static SqliteStateStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "state.sqlite");
        try
        {
            return new SqliteStateStore(path);
        }
        catch (Exception e) when (e is InvalidDataException or SqliteStoreException { IsDamage: true })
        {
            Db.Delete(path);
            return new SqliteStateStore(path);
        }
    }

    /// <exception cref="SqliteStoreException">Nothing was written; the same call may be tried again later.</exception>
    public void Save(Checkpoint checkpoint) => writer.Save(checkpoint);

    public ActorRow? ReadActor(ActorId id) => rows.Read(id);

    /// <summary>In the order they lie in; rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<ActorRow> ReadActors() => rows.All();

    public IReadOnlyList<HistoryPage> ReadPages(ActorId id)
    {
        using var lease = readers.Rent();
        return lease.Reader.Pages(id);
    }

    public ReadOnlyMemory<byte> Read(ActorId id, int number)
    {
        using var lease = readers.Rent();
        return lease.Reader.StatePage(id, number) ?? throw new InvalidDataException($"{id} has no page {number}.");
    }

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines() => rows.Deadlines();

    /// <summary>In the order of keys' UTF-8 bytes; read in portions, so rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<KeyedRow> ReadRows(string table)
    {
        string? after = null;
        while (true)
        {
            List<KeyedRow> some;
            using (var lease = readers.Rent())
            {
                some = lease.Reader.SomeRows(table, after);
            }

            if (some.Count == 0)
            {
                yield break;
            }

            foreach (var row in some)
            {
                yield return row;
            }

            after = some[^1].Key;
        }
    }

    public void Clear() => writer.Clear();

    public void Dispose()
    {
        readers.Dispose();
        writer.Dispose();
    }

    private byte[]? Chunk(long number)
    {
        using var lease = readers.Rent();
        return lease.Reader.Chunk(number);
    }
}
