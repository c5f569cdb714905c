using LtcActors.Engine.Ports;
using LtcActors.Grains.Ports;
using LtcActors.Journal.Postgres;

namespace LtcActors.Silo.Cluster;

/// <summary>The journal in PostgreSQL, read by every silo, and written by the one that has the lease.</summary>
internal sealed class PostgresSharedJournal : ISharedJournal
{
    /// <summary>What stands before the holder's name in what people read of the lease.</summary>
    private const string Named = " silo ";

    private readonly string connection;
    private readonly PostgresDatabase database;

    /// <exception cref="JournalUnavailableException">The database is not migrated to this program's version, or cannot be read.</exception>
    public PostgresSharedJournal(string connection)
    {
        this.connection = connection;
        database = new(connection);
        try
        {
            Reader = PostgresJournalReader.Open(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public IJournal Reader { get; }

    public Task<JournalWriter> TakeAsync(string holder, Func<string, bool> isGone, CancellationToken stop) => Task.Run(() => Take(holder, isGone), stop);

    // Looking every few milliseconds costs one statement on an index, and no connection that must be kept to be told.
    public Task WaitAsync(long after, TimeSpan atMost, CancellationToken stop) => Task.Delay(atMost, stop);

    public void Dispose()
    {
        Reader.Dispose();
        database.Dispose();
    }

    private JournalWriter Take(string holder, Func<string, bool> isGone)
    {
        // A name of its own in the database for every term: a successor ends all connections of that name.
        var own = new PostgresDatabase(connection);
        PostgresLease? lease = null;
        try
        {
            lease = PostgresLease.TryTake(
                own, $"{Environment.MachineName} process {Environment.ProcessId}{Named}{holder}", called => NameIn(called) is { } name && isGone(name))
                ?? throw new JournalUnavailableException($"{PostgresLease.Holder(own).Holder} writes the journal.");
            var held = lease;
            return new(PostgresJournal.Open(own, lease), lease.Token, lease.Lost, () =>
            {
                held.Dispose();
                own.Dispose();
            });
        }
        catch
        {
            lease?.Dispose();
            own.Dispose();
            throw;
        }
    }

    /// <returns>Null: who holds it is no silo of a cluster.</returns>
    private static string? NameIn(string called) => called.LastIndexOf(Named, StringComparison.Ordinal) is >= 0 and var at ? called[(at + Named.Length)..] : null;
}
