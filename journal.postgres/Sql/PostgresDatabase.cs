using System.Data;
using System.Diagnostics;
using System.Net.Sockets;
using LtcActors.Engine.Ports;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <summary>A database and this process's name in it.</summary>
public sealed class PostgresDatabase : IDisposable
{
    /// <summary>How long a question is asked again while the server is away: longer than it takes to recover from a crash.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private volatile bool closing;

    /// <param name="connection">As Npgsql reads it: <c>Host=…;Database=…;Username=…</c>.</param>
    /// <exception cref="ArgumentException">It cannot be read, or names no host.</exception>
    public PostgresDatabase(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new ArgumentException("The connection to PostgreSQL names no Host.");
        }

        // A successor ends whatever goes by this name, so that nothing half sent by a process that hangs stands in its way.
        settings.ApplicationName = NameOf(Instance);
        settings.Timeout = Math.Min(settings.Timeout, 5);
        if (!settings.Host.StartsWith('/'))
        {
            // A server whose machine is gone is noticed in half a minute; a socket in a folder knows no such thing.
            settings.TcpKeepAlive = true;
            settings.TcpKeepAliveTime = 10;
            settings.TcpKeepAliveInterval = 5;
        }

        // Statements are parsed once a connection, as they are few.
        settings.MaxAutoPrepare = 32;
        settings.AutoPrepareMinUsages = 2;
        Where = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
        Source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>Host, port and database; no password.</summary>
    public string Where { get; }

    internal string Instance { get; } = Guid.NewGuid().ToString("N")[..16];

    internal NpgsqlDataSource Source { get; }

    public void Dispose()
    {
        closing = true;
        Source.Dispose();
    }

    internal static string NameOf(string instance) => "ltcactors-" + instance;

    internal bool IsClosing => closing;

    /// <summary>Stops waiting for a server that is away.</summary>
    public void StopWaiting() => closing = true;

    /// <summary>
    /// Whether the database, or the way to it, failed. A statement it refused with an error is one too: nothing of it stays.
    /// </summary>
    public static bool IsFailure(Exception e) =>
        e is NpgsqlException or TimeoutException or IOException or SocketException or LeaseLostException;

    /// <summary>The server is there and said no, to the statement or to who asks: nothing of it stays, and asking again is of no use.</summary>
    internal static bool IsRefusal(Exception e) => e is LeaseLostException
        || (e is PostgresException p && (p.InvariantSeverity == "ERROR"
            || p.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName));

    /// <summary>Asks again, with growing pauses, while the server is away.</summary>
    internal T Ask<T>(Func<NpgsqlConnection, T> question)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = Longer(pause))
        {
            try
            {
                using var connection = Source.OpenConnection();
                return question(connection);
            }
            catch (Exception e) when (IsFailure(e) && !IsRefusal(e) && !closing && Stopwatch.GetElapsedTime(since) < Patience)
            {
                Thread.Sleep(pause);
            }
        }
    }

    /// <summary>Runs a statement while no other process runs one with this lock: over many rows at once, two could wait for each other's.</summary>
    /// <param name="advisoryLock">Any number that nobody else locks.</param>
    internal static int RunAlone(NpgsqlConnection connection, long advisoryLock, NpgsqlBatchCommand statement)
    {
        // Both are one transaction, at whose end the lock is let go.
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = advisoryLock } } }, statement },
        };
        return batch.ExecuteNonQuery();
    }

    /// <summary>As <see cref="Ask{T}(Func{NpgsqlConnection, T})"/>, for those who know of no database.</summary>
    /// <param name="what">That is asked for.</param>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    internal T Ask<T>(string what, Func<NpgsqlConnection, T> question)
    {
        try
        {
            return Ask(question);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new JournalUnavailableException($"{what} in {Where} cannot be read or written: {e.Message}", e);
        }
    }

    /// <summary>A transaction that counts only while the lease is held, which is looked at last, so that it is locked for an instant.</summary>
    internal void Transact(PostgresLease lease, Action<NpgsqlConnection> work)
    {
        using var connection = Source.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        // All of it can be built again from the journal, and is never newer than what stands in the same log before it.
        using (var relax = new NpgsqlCommand("SET LOCAL synchronous_commit = off", connection))
        {
            relax.ExecuteNonQuery();
        }

        work(connection);
        lease.Confirm(connection);
        transaction.Commit();
    }

    internal static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
