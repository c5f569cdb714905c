using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// The right to write, held by one process at a time. It has a number that grows with every holder; everything written names that
/// number in the same transaction, so that whoever held it before can write nothing more, however long it was paused.
/// </summary>
public sealed class PostgresLease : IDisposable
{
    /// <summary>A holder that is not heard of for so long has lost it. By the database's clock.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(1);

    /// <summary>One that has run out; or that of a holder who is gone, and nobody else's.</summary>
    private const string Take = """
        UPDATE ltcactors.lease SET token = token + 1, session = 0, instance = $1, holder = $2,
          renewed_at = clock_timestamp(), expires_at = clock_timestamp() + $3
        WHERE expires_at <= clock_timestamp() OR token = $4 RETURNING token
        """;

    private const long Nobodys = -1;

    private readonly PostgresDatabase database;
    private readonly ManualResetEventSlim ended = new(false);
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread keeper;
    private long renewedAt;
    private volatile string? trouble;

    private PostgresLease(PostgresDatabase database, long token, long takenAt)
    {
        this.database = database;
        Token = token;
        renewedAt = takenAt;
        keeper = new Thread(Keep) { IsBackground = true, Name = "lease" };
        keeper.Start();
    }

    /// <summary>Grows by one with every holder.</summary>
    public long Token { get; }

    /// <summary>Completes when another process has it.</summary>
    public Task Lost => lost.Task;

    /// <summary>Renewed within its lifetime: nobody else can have it yet.</summary>
    public bool IsCertain => !lost.Task.IsCompleted && Stopwatch.GetElapsedTime(Volatile.Read(ref renewedAt)) < Lifetime;

    /// <summary>Why it could not be renewed last time; null when it was.</summary>
    public string? Trouble => trouble;

    /// <param name="holder">For people: the machine and the process.</param>
    /// <param name="isGone">
    /// Whether a holder, by what it called itself, is known to have ended: its lease need not run out. Should it live after all, it can
    /// write nothing more.
    /// </param>
    /// <returns>Null while another process holds it.</returns>
    /// <exception cref="NpgsqlException">The database cannot be asked.</exception>
    public static PostgresLease? TryTake(PostgresDatabase database, string holder, Func<string, bool>? isGone = null)
    {
        using var connection = database.Source.OpenConnection();
        var (before, heldBy, number) = HeldOn(connection);
        var gone = isGone?.Invoke(heldBy) == true ? number : Nobodys;
        var at = Stopwatch.GetTimestamp();
        long? token;
        try
        {
            token = TakeOn(connection, database.Instance, holder, gone);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Its lease has run out, or it is gone, and something it has half sent still holds the row.
            End(connection, before);
            at = Stopwatch.GetTimestamp();
            token = TakeOn(connection, database.Instance, holder, gone);
        }

        if (token is null)
        {
            return null;
        }

        // What it may have open could still hold rows of the state. It can commit nothing of it.
        End(connection, before);
        return new PostgresLease(database, token.Value, at);
    }

    /// <summary>Who holds it and for how long yet; for people.</summary>
    public static (string Holder, TimeSpan Left) Holder(PostgresDatabase database) => database.Ask(connection =>
    {
        using var command = new NpgsqlCommand(
            "SELECT holder, greatest(extract(epoch FROM expires_at - clock_timestamp()), 0)::float8 FROM ltcactors.lease", connection);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetString(0), TimeSpan.FromSeconds(Math.Min(reader.GetDouble(1), 1e6))) : ("", TimeSpan.Zero);
    });

    /// <summary>Gives it up, so that another need not wait for it to run out.</summary>
    public void Dispose()
    {
        if (ended.IsSet)
        {
            return;
        }

        ended.Set();
        keeper.Join();
        try
        {
            using var connection = database.Source.OpenConnection();
            using var command = new NpgsqlCommand(
                "UPDATE ltcactors.lease SET token = token + 1, expires_at = '-infinity' WHERE token = $1", connection)
            {
                Parameters = { new() { Value = Token } },
            };
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e))
        {
            // It runs out by itself.
        }
        finally
        {
            lost.TrySetResult();
        }
    }

    /// <exception cref="LeaseLostException">Another process has it.</exception>
    internal void ThrowIfLost()
    {
        if (lost.Task.IsCompleted)
        {
            throw new LeaseLostException(Message());
        }
    }

    /// <summary>Looks at it within a transaction that writes, and keeps it from being taken until that has ended.</summary>
    /// <exception cref="LeaseLostException">Another process has it; the transaction must be rolled back.</exception>
    internal void Confirm(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT 1 FROM ltcactors.lease WHERE token = $1 FOR SHARE", connection)
        {
            Parameters = { new() { Value = Token } },
        };
        if (command.ExecuteScalar() is null)
        {
            throw Lose();
        }
    }

    internal LeaseLostException Lose()
    {
        lost.TrySetResult();
        return new LeaseLostException(Message());
    }

    private string Message() =>
        string.Create(CultureInfo.InvariantCulture, $"The lease with number {Token} is lost: another process writes the journal now.");

    private void Keep()
    {
        NpgsqlConnection? connection = null;
        while (!ended.Wait(RenewEvery) && !lost.Task.IsCompleted)
        {
            try
            {
                connection ??= database.Source.OpenConnection();
                var at = Stopwatch.GetTimestamp();
                if (!Renew(connection))
                {
                    Lose();
                    break;
                }

                Volatile.Write(ref renewedAt, at);
                trouble = null;
            }
            catch (Exception e) when (PostgresDatabase.IsFailure(e) || e is InvalidOperationException)
            {
                trouble = e.Message;
                connection?.Dispose();
                connection = null;
            }
        }

        connection?.Dispose();
    }

    private bool Renew(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "UPDATE ltcactors.lease SET renewed_at = clock_timestamp(), expires_at = clock_timestamp() + $2 WHERE token = $1", connection)
        {
            CommandTimeout = (int)Lifetime.TotalSeconds,
            Parameters = { new() { Value = Token }, new() { Value = Lifetime } },
        };
        return command.ExecuteNonQuery() == 1;
    }

    private static long? TakeOn(NpgsqlConnection connection, string instance, string holder, long gone)
    {
        using var transaction = connection.BeginTransaction();
        using var wait = new NpgsqlCommand("SET LOCAL lock_timeout = '1s'", connection);
        wait.ExecuteNonQuery();
        using var command = new NpgsqlCommand(Take, connection)
        {
            Parameters = { new() { Value = instance }, new() { Value = holder }, new() { Value = Lifetime }, new() { Value = gone } },
        };
        var token = (long?)command.ExecuteScalar();
        transaction.Commit();
        return token;
    }

    private static (string Instance, string Holder, long Token) HeldOn(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT instance, holder, token FROM ltcactors.lease", connection);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetString(0), reader.GetString(1), reader.GetInt64(2)) : ("", "", Nobodys);
    }

    private static void End(NpgsqlConnection connection, string instance)
    {
        if (instance.Length == 0)
        {
            return;
        }

        using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()", connection)
        {
            Parameters = { new() { Value = PostgresDatabase.NameOf(instance) } },
        };
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Two logins that may not end each other's connections: then they end by themselves, later.
        }
    }
}
