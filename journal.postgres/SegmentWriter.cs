using System.Data;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// The connection that appends. A commit is one statement, so that it is in the server's hands as a whole or not at all. When its
/// answer does not come, the next connection takes a new number under the lease first: from then on the statement has committed
/// or never will, and a look at the journal says which.
/// </summary>
internal sealed class SegmentWriter(PostgresDatabase database, PostgresLease lease) : IDisposable
{
    private const string Fence = "WITH fence AS (SELECT 1 FROM ltcactors.lease WHERE token = $1 AND session = $2 FOR SHARE), ";

    private const string Batch = """
        b AS (INSERT INTO ltcactors.batch(first_seq, events, decisions, recorded_at, codec, size, body)
          SELECT $3, $4, $5, $6, $7, $8, $9 FROM fence RETURNING 1)
        """;

    private const string Decision = """
        , d AS (INSERT INTO ltcactors.decision(seq, kind, recorded_at, body)
          SELECT $3 + $4 + n - 1, kind, $6, body FROM fence, unnest($10, $11) WITH ORDINALITY AS x(kind, body, n))
        """;

    private const string Count = " SELECT count(*) FROM b";

    private NpgsqlConnection? connection;
    private NpgsqlCommand? events;
    private NpgsqlCommand? eventsAndDecisions;
    private long session;

    /// <summary>Durable when it returns; nothing of it is there, or will be, when it throws.</summary>
    public void Write(Commit row, ReadOnlyMemory<byte> body, ReadOnlySpan<NewDecision> decisions)
    {
        lease.ThrowIfLost();
        if (connection is null && !Connect())
        {
            throw lease.Lose();
        }

        var command = decisions.IsEmpty ? events! : eventsAndDecisions!;
        Set(command, row, body);
        if (!decisions.IsEmpty)
        {
            Set(command, decisions);
        }

        long written;
        try
        {
            written = (long)command.ExecuteScalar()!;
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e) && !PostgresDatabase.IsRefusal(e))
        {
            Disconnect();
            if (!IsStored(row, body))
            {
                throw;
            }

            return;
        }

        if (written == 0)
        {
            throw lease.Lose();
        }
    }

    public void Dispose() => Disconnect();

    private static void Set(NpgsqlCommand command, Commit row, ReadOnlyMemory<byte> body)
    {
        var p = command.Parameters;
        p[2].Value = row.FirstSeq;
        p[3].Value = row.Events;
        p[4].Value = row.Decisions;
        p[5].Value = row.Milliseconds;
        p[6].Value = (short)row.Codec;
        p[7].Value = row.Size;
        p[8].Value = body;
    }

    private static void Set(NpgsqlCommand command, ReadOnlySpan<NewDecision> decisions)
    {
        var (kinds, bodies) = (new short[decisions.Length], new ReadOnlyMemory<byte>[decisions.Length]);
        for (var i = 0; i < decisions.Length; i++)
        {
            (kinds[i], bodies[i]) = ((short)decisions[i].Kind, decisions[i].Json);
        }

        command.Parameters[9].Value = kinds;
        command.Parameters[10].Value = bodies;
    }

    /// <summary>Asks until it is known. Only the end of this process's work, or another's, ends the asking.</summary>
    private bool IsStored(Commit row, ReadOnlyMemory<byte> body)
    {
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = PostgresDatabase.Longer(pause))
        {
            try
            {
                // Also when the lease is lost: whoever took it waited for our statement to end.
                var held = Connect();
                var stored = database.Ask(c => IsStored(c, row, body));
                return stored || (held ? false : throw lease.Lose());
            }
            catch (Exception e) when (PostgresDatabase.IsFailure(e) && e is not LeaseLostException)
            {
                Disconnect();
                if (database.IsClosing)
                {
                    throw new JournalUnavailableException(
                        "The database did not say whether the last commit is written, and this process stops asking. Send it again.", e);
                }

                Thread.Sleep(pause);
            }
        }
    }

    private static bool IsStored(NpgsqlConnection connection, Commit row, ReadOnlyMemory<byte> body)
    {
        using var command = new NpgsqlCommand("""
            SELECT 1 FROM ltcactors.batch
            WHERE first_seq = $1 AND events = $2 AND decisions = $3 AND recorded_at = $4 AND codec = $5 AND size = $6 AND body = $7
            """, connection)
        {
            Parameters =
            {
                new() { Value = row.FirstSeq }, new() { Value = row.Events }, new() { Value = row.Decisions },
                new() { Value = row.Milliseconds }, new() { Value = (short)row.Codec }, new() { Value = row.Size }, new() { Value = body },
            },
        };
        return command.ExecuteScalar() is not null;
    }

    /// <returns>False when another process has the lease.</returns>
    private bool Connect()
    {
        var fresh = database.Source.OpenConnection();
        try
        {
            // An answered event survives a power cut, whatever the server's default is.
            Run(fresh, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
            using var begin = new NpgsqlCommand(
                "UPDATE ltcactors.lease SET session = session + 1 WHERE token = $1 RETURNING session", fresh)
            {
                Parameters = { new() { Value = lease.Token } },
            };
            if (begin.ExecuteScalar() is not long number)
            {
                fresh.Dispose();
                return false;
            }

            session = number;
            events = Prepare(fresh, Fence + Batch + Count, withDecisions: false);
            eventsAndDecisions = Prepare(fresh, Fence + Batch + Decision + Count, withDecisions: true);
            connection = fresh;
            return true;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    private NpgsqlCommand Prepare(NpgsqlConnection on, string sql, bool withDecisions)
    {
        var command = new NpgsqlCommand(sql, on);
        NpgsqlDbType[] types =
        [
            NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Integer, NpgsqlDbType.Bigint,
            NpgsqlDbType.Smallint, NpgsqlDbType.Integer, NpgsqlDbType.Bytea,
            .. withDecisions ? (NpgsqlDbType[])[NpgsqlDbType.Array | NpgsqlDbType.Smallint, NpgsqlDbType.Array | NpgsqlDbType.Bytea] : [],
        ];
        foreach (var type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        command.Parameters[0].Value = lease.Token;
        command.Parameters[1].Value = session;
        command.Prepare();
        return command;
    }

    private static void Run(NpgsqlConnection on, string sql)
    {
        using var command = new NpgsqlCommand(sql, on);
        command.ExecuteNonQuery();
    }

    private void Disconnect()
    {
        events?.Dispose();
        eventsAndDecisions?.Dispose();
        connection?.Dispose();
        connection = null;
    }
}
