using System.Data;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Segments.Batches;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <summary>The segments in <c>ltcactors.batch</c> and <c>ltcactors.decision</c>.</summary>
internal sealed class PostgresSegments(PostgresDatabase database, PostgresLease? lease) : ISegmentStore
{
    /// <summary>How much a scan decodes at a time.</summary>
    private const int ScanBytes = 4 << 20;

    private const int ScanRows = 256;

    private readonly SegmentWriter? writer = lease is null ? null : new(database, lease);

    public string Id { get; } = database.Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT value FROM ltcactors.meta WHERE key = 'journal'", connection);
        return (string?)command.ExecuteScalar() ?? throw new InvalidDataException("ltcactors.meta has no row 'journal'.");
    });

    public void Write(Commit row, ReadOnlyMemory<byte> body, ReadOnlySpan<NewDecision> decisions) =>
        (writer ?? throw new InvalidOperationException("Opened for reading.")).Write(row, body, decisions);

    public Commit? CommitHolding(long seq) => database.Ask(connection =>
    {
        using var command = Query(connection,
            $"SELECT {Commit.Columns} FROM ltcactors.batch WHERE first_seq <= $1 ORDER BY first_seq DESC LIMIT 1", seq);
        using var row = command.ExecuteReader();
        return row.Read() ? Of(row) : (Commit?)null;
    });

    public Commit? Expand(long seq, out byte[] rented)
    {
        var (commit, bytes) = database.Ask(connection =>
        {
            using var command = Query(connection,
                $"SELECT {Commit.Columns}, body FROM ltcactors.batch WHERE first_seq <= $1 ORDER BY first_seq DESC LIMIT 1", seq);
            using var row = command.ExecuteReader();
            if (!row.Read() || Of(row) is var holding && seq - holding.FirstSeq >= holding.Events)
            {
                return ((Commit?)null, Array.Empty<byte>());
            }

            return (holding, BatchCodec.Expand(holding, row.GetFieldValue<byte[]>(Commit.BodyColumn)));
        });
        rented = bytes;
        return commit;
    }

    public List<StoredBatch> Some(long firstSeq) => database.Ask(connection =>
    {
        var some = new List<(Commit Commit, byte[] Framed)>();
        Scan(connection, firstSeq, (commit, body) =>
        {
            var framed = new byte[commit.Size];
            BatchCodec.Expand(commit, body, framed);
            some.Add((commit, framed));
        });
        if (some.Count == 0)
        {
            return [];
        }

        var decisions = some.Any(s => s.Commit.Decisions > 0)
            ? Decisions(connection, "seq BETWEEN $1 AND $2 ORDER BY seq", some[0].Commit.FirstSeq, some[^1].Commit.LastSeq) : [];
        var taken = 0;
        return some.ConvertAll(s =>
        {
            var own = decisions.GetRange(taken, s.Commit.Decisions);
            taken += own.Count;
            return new StoredBatch(s.Commit.FirstSeq, s.Commit.RecordedAt, BatchCodec.Split(s.Framed, s.Commit.Events), own);
        });
    });

    public void Visit(long firstSeq, CommitVisitor visitor)
    {
        // A portion at a time, so that a server that goes away on the way is asked again from there.
        for (var next = firstSeq; ;)
        {
            var bodies = new List<(Commit Commit, byte[] Body)>();
            database.Ask(connection =>
            {
                bodies.Clear();
                return Scan(connection, next, (commit, body) => bodies.Add((commit, body)));
            });
            if (bodies.Count == 0)
            {
                return;
            }

            foreach (var (commit, body) in bodies)
            {
                var rented = BatchCodec.Expand(commit, body);
                visitor(commit, rented.AsSpan(0, commit.Size));
                System.Buffers.ArrayPool<byte>.Shared.Return(rented);
            }

            next = bodies[^1].Commit.LastSeq + 1;
        }
    }

    public List<StoredDecision> Decisions(long after, int limit) =>
        database.Ask(connection => Decisions(connection, "seq > $1 ORDER BY seq LIMIT $2", after, limit));

    public List<StoredDecision> Records(DecisionKind kind, long after, int limit) =>
        database.Ask(connection => Decisions(connection, "kind >= 5 AND kind = $1 AND seq > $2 ORDER BY seq LIMIT $3", (long)kind, after, limit));

    public List<StoredDecision> RecordsBack(DecisionKind kind, long before, int limit) =>
        database.Ask(connection => Decisions(connection, "kind >= 5 AND kind = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3", (long)kind, before, limit));

    public bool IsFailure(Exception e) => PostgresDatabase.IsFailure(e);

    public void Dispose() => writer?.Dispose();

    private static int Scan(NpgsqlConnection connection, long firstSeq, Action<Commit, byte[]> see)
    {
        using var command = Query(connection,
            $"SELECT {Commit.Columns}, body FROM ltcactors.batch WHERE first_seq >= $1 ORDER BY first_seq LIMIT $2", firstSeq, ScanRows);
        using var row = command.ExecuteReader(CommandBehavior.SequentialAccess);
        var bytes = 0L;
        while (bytes < ScanBytes && row.Read())
        {
            var commit = Of(row);
            see(commit, row.GetFieldValue<byte[]>(Commit.BodyColumn));
            bytes += commit.Size + 64;
        }

        return 0;
    }

    private static List<StoredDecision> Decisions(NpgsqlConnection connection, string which, params long[] values)
    {
        using var command = Query(connection, $"SELECT seq, kind, recorded_at, body FROM ltcactors.decision WHERE {which}", values);
        using var row = command.ExecuteReader();
        var decisions = new List<StoredDecision>();
        while (row.Read())
        {
            decisions.Add(new StoredDecision(
                row.GetInt64(0), (DecisionKind)row.GetInt16(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
                row.GetFieldValue<byte[]>(3)));
        }

        return decisions;
    }

    private static Commit Of(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3), (Codec)row.GetInt16(4), row.GetInt32(5));

    private static NpgsqlCommand Query(NpgsqlConnection connection, string sql, params long[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = value });
        }

        return command;
    }
}
