using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Segments.Batches;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.Batches;

/// <summary>A read-only connection to the journal and its questions.</summary>
internal sealed class BatchReader : IDisposable
{
    /// <summary>How much a scan decodes before it lets go of the file, lest a slow consumer keep the log from being cut.</summary>
    private const int ScanBytes = 4 << 20;

    private const string DecisionColumns = "seq, kind, recorded_at, body";

    /// <summary>By the index of records: an error where it cannot serve.</summary>
    private const string OfRecordKind = "INDEXED BY decision_record WHERE kind >= 5 AND kind = ?1";

    private readonly Db db;
    private readonly Statement holding;
    private readonly Statement from;
    private readonly Statement decisionsAfter;
    private readonly Statement recordsAfter;
    private readonly Statement recordsBefore;

    public BatchReader(string path)
    {
        db = Db.OpenReader(path);
        holding = db.Prepare($"SELECT {Commit.Columns}, body FROM batch WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1");
        from = db.Prepare($"SELECT {Commit.Columns}, body FROM batch WHERE first_seq >= ?1 ORDER BY first_seq");
        decisionsAfter = db.Prepare($"SELECT {DecisionColumns} FROM decision WHERE seq > ?1 ORDER BY seq LIMIT ?2");
        recordsAfter = db.Prepare($"SELECT {DecisionColumns} FROM decision {OfRecordKind} AND seq > ?2 ORDER BY seq LIMIT ?3");
        recordsBefore = db.Prepare($"SELECT {DecisionColumns} FROM decision {OfRecordKind} AND seq < ?2 ORDER BY seq DESC LIMIT ?3");
    }

    /// <summary>The commit that holds a place, or the last before it; null when there is none.</summary>
    public Commit? CommitHolding(long seq)
    {
        try
        {
            return holding.Bind(1, seq).Step() ? Of(holding) : null;
        }
        finally
        {
            holding.Reset();
        }
    }

    /// <summary>The commit that holds the event at a place, with its events expanded; null when no event stands there.</summary>
    public Commit? Expand(long seq, out byte[] rented)
    {
        rented = [];
        try
        {
            if (!holding.Bind(1, seq).Step())
            {
                return null;
            }

            var commit = Of(holding);
            if (seq - commit.FirstSeq >= commit.Events)
            {
                return null;
            }

            rented = Expand(commit, holding);
            return commit;
        }
        finally
        {
            holding.Reset();
        }
    }

    /// <summary>Some commits from the one at a place on, each in memory of its own; empty at the end.</summary>
    /// <param name="firstSeq">First place of a commit.</param>
    public List<StoredBatch> Some(long firstSeq)
    {
        var batches = new List<StoredBatch>();
        try
        {
            from.Bind(1, firstSeq);
            for (long bytes = 0; bytes < ScanBytes && from.Step();)
            {
                var commit = Of(from);
                var framed = new byte[commit.Size];
                BatchCodec.Expand(commit, from.Blob(Commit.BodyColumn), framed);
                var events = BatchCodec.Split(framed, commit.Events);
                var decisions = commit.Decisions == 0 ? [] : Decisions(commit.FirstSeq + commit.Events - 1, commit.Decisions);
                batches.Add(new StoredBatch(commit.FirstSeq, commit.RecordedAt, events, decisions));
                bytes += framed.Length + decisions.Sum(d => (long)d.Json.Length) + 64;
            }
        }
        finally
        {
            from.Reset();
        }

        return batches;
    }

    /// <summary>Shows every commit from the one at a place on, in memory that is used again for the next.</summary>
    public void Visit(long firstSeq, CommitVisitor visitor)
    {
        try
        {
            from.Bind(1, firstSeq);
            while (from.Step())
            {
                var commit = Of(from);
                var rented = Expand(commit, from);
                visitor(commit, rented.AsSpan(0, commit.Size));
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
        finally
        {
            from.Reset();
        }
    }

    public List<StoredDecision> Decisions(long after, int limit) => Decisions(decisionsAfter.Bind(1, after).Bind(2, limit));

    public List<StoredDecision> Records(DecisionKind kind, long after, int limit) =>
        Decisions(recordsAfter.Bind(1, (long)kind).Bind(2, after).Bind(3, limit));

    public List<StoredDecision> RecordsBack(DecisionKind kind, long before, int limit) =>
        Decisions(recordsBefore.Bind(1, (long)kind).Bind(2, before).Bind(3, limit));

    public void Dispose() => db.Dispose();

    private static List<StoredDecision> Decisions(Statement rows)
    {
        var decisions = new List<StoredDecision>();
        try
        {
            while (rows.Step())
            {
                decisions.Add(new StoredDecision(
                    rows.Long(0), (DecisionKind)rows.Int(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(2)), rows.Blob(3).ToArray()));
            }
        }
        finally
        {
            rows.Reset();
        }

        return decisions;
    }

    private static Commit Of(Statement row) =>
        new(row.Long(0), row.Int(1), row.Int(2), row.Long(3), (Codec)row.Int(4), row.Int(5));

    private static byte[] Expand(Commit commit, Statement row) => BatchCodec.Expand(commit, row.Blob(Commit.BodyColumn));
}
