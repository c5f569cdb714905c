using System.Data;
using LtcActors.Journal.Segments.Ids;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres.Ids;

/// <summary>
/// The runs in <c>ltcactors.run</c> and <c>ltcactors.block</c>. Nothing of them is in the transaction of a commit; every
/// transaction of their own counts only under the lease.
/// </summary>
internal sealed class RunTable : IRunStore
{
    private const int DeletedAtOnce = 512;

    private readonly PostgresDatabase database;
    private readonly PostgresLease lease;
    private readonly Queue<long> discarded = [];
    private NpgsqlConnection? transacting;
    private byte[] buffer = new byte[16 << 10];

    private RunTable(PostgresDatabase database, PostgresLease lease)
    {
        this.database = database;
        this.lease = lease;
        Runs = database.Ask(ReadRuns);
        DiscardStrays();
    }

    public IReadOnlyList<Run> Runs { get; }

    public static RunTable Open(PostgresDatabase database, PostgresLease lease) => new(database, lease);

    public static void Discard(PostgresDatabase database, PostgresLease lease) => database.Transact(lease, connection =>
    {
        using var command = new NpgsqlCommand("DELETE FROM ltcactors.run; DELETE FROM ltcactors.block", connection);
        command.ExecuteNonQuery();
    });

    public long NewId() => database.Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT nextval('ltcactors.run_id')", connection);
        return (long)command.ExecuteScalar()!;
    });

    public void Transact(Action work)
    {
        lease.ThrowIfLost();
        database.Transact(lease, connection =>
        {
            transacting = connection;
            try
            {
                work();
            }
            finally
            {
                transacting = null;
            }
        });
    }

    public void InsertBlocks(Run run, long first, long count, ReadOnlySpan<ulong> keys, ReadOnlySpan<long> seqs)
    {
        using var import = transacting!.BeginBinaryImport("COPY ltcactors.block(run, number, body) FROM STDIN (FORMAT BINARY)");
        for (var block = first; block < first + count; block++)
        {
            var n = 0;
            while (n < keys.Length && run.BlockOf(keys[n]) == block)
            {
                n++;
            }

            var length = RunBlock.Encode(run, block, keys[..n], seqs[..n], ref buffer);
            import.StartRow();
            import.Write(run.Id, NpgsqlDbType.Bigint);
            import.Write(block, NpgsqlDbType.Bigint);
            import.Write(new ReadOnlyMemory<byte>(buffer, 0, length), NpgsqlDbType.Bytea);
            keys = keys[n..];
            seqs = seqs[n..];
        }

        import.Complete();
    }

    public void ReadBlocks(Run run, long first, long count, List<ulong> keys, List<long> seqs)
    {
        if (transacting is { } connection)
        {
            ReadBlocks(connection, run, first, count, keys, seqs);
            return;
        }

        var (hadKeys, hadSeqs) = (keys.Count, seqs.Count);
        database.Ask(fresh =>
        {
            // Asked again, it begins again.
            keys.RemoveRange(hadKeys, keys.Count - hadKeys);
            seqs.RemoveRange(hadSeqs, seqs.Count - hadSeqs);
            ReadBlocks(fresh, run, first, count, keys, seqs);
            return 0;
        });
    }

    public void Publish(Run run, IEnumerable<Run> replaced)
    {
        using var command = new NpgsqlCommand("INSERT INTO ltcactors.run VALUES ($1, $2, $3, $4, $5, $6, $7)", transacting)
        {
            Parameters =
            {
                new() { Value = run.Id }, new() { Value = run.Level }, new() { Value = run.Bits }, new() { Value = run.Events },
                new() { Value = run.After }, new() { Value = run.Upto }, new() { Value = run.Mark },
            },
        };
        command.ExecuteNonQuery();
        using var delete = new NpgsqlCommand("DELETE FROM ltcactors.run WHERE id = ANY($1)", transacting)
        {
            Parameters = { new() { Value = replaced.Select(r => r.Id).ToArray() } },
        };
        delete.ExecuteNonQuery();
    }

    public void Discard(long runId) => discarded.Enqueue(runId);

    public bool DeleteSome()
    {
        if (!discarded.TryPeek(out var id))
        {
            return false;
        }

        var deleted = 0;
        Transact(() =>
        {
            using var command = new NpgsqlCommand("""
                DELETE FROM ltcactors.block WHERE run = $1
                  AND number IN (SELECT number FROM ltcactors.block WHERE run = $1 ORDER BY number LIMIT $2)
                """, transacting)
            {
                Parameters = { new() { Value = id }, new() { Value = DeletedAtOnce } },
            };
            deleted = command.ExecuteNonQuery();
        });
        if (deleted == 0)
        {
            discarded.Dequeue();
        }

        return true;
    }

    public IRunReader OpenReader() => new Reader(database);

    public void Dispose()
    {
    }

    private static void ReadBlocks(NpgsqlConnection connection, Run run, long first, long count, List<ulong> keys, List<long> seqs)
    {
        using var command = new NpgsqlCommand(
            "SELECT number, body FROM ltcactors.block WHERE run = $1 AND number >= $2 AND number < $3 ORDER BY number", connection)
        {
            Parameters = { new() { Value = run.Id }, new() { Value = first }, new() { Value = first + count } },
        };
        using var row = command.ExecuteReader(CommandBehavior.SequentialAccess);
        for (var block = first; block < first + count; block++)
        {
            var there = row.Read() && row.GetInt64(0) == block;
            RunBlock.Decode(run, block, there ? row.GetFieldValue<byte[]>(1) : [], keys, seqs);
        }
    }

    private static List<Run> ReadRuns(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT id, level, bits, events, after_seq, upto_seq, mark FROM ltcactors.run ORDER BY after_seq", connection);
        using var row = command.ExecuteReader();
        var runs = new List<Run>();
        while (row.Read())
        {
            runs.Add(new Run(
                row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetString(6)));
        }

        return runs;
    }

    /// <summary>A run that was not finished when its process ended, or not yet deleted.</summary>
    private void DiscardStrays()
    {
        long? stray = 0;
        while ((stray = NextRunWithBlocks(stray.Value)) is { } id)
        {
            if (Runs.All(r => r.Id != id))
            {
                Discard(id);
            }
        }
    }

    private long? NextRunWithBlocks(long after) => database.Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT min(run) FROM ltcactors.block WHERE run > $1", connection)
        {
            Parameters = { new() { Value = after } },
        };
        return command.ExecuteScalar() as long?;
    });

    private sealed class Reader(PostgresDatabase database) : IRunReader
    {
        public void Collect(Run run, ulong key, List<long> places)
        {
            var block = run.BlockOf(key);
            var body = database.Ask(connection =>
            {
                using var command = new NpgsqlCommand("SELECT body FROM ltcactors.block WHERE run = $1 AND number = $2", connection)
                {
                    Parameters = { new() { Value = run.Id }, new() { Value = block } },
                };
                return (byte[]?)command.ExecuteScalar();
            });
            if (body is not null)
            {
                RunBlock.Collect(run, block, body, key, places);
            }
        }

        public void Dispose()
        {
        }
    }
}
