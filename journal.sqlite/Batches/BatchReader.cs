using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.Batches;

/// <summary>Sees the events of one commit in place.</summary>
/// <param name="framed">As <see cref="BatchCodec.Frame"/> made it; gone when the call returns.</param>
internal delegate void CommitVisitor(Commit commit, ReadOnlySpan<byte> framed);

/// <summary>A read-only connection to the journal and its questions.</summary>
internal sealed class BatchReader : IDisposable
{
    /// <summary>How much a scan decodes before it lets go of the file, lest a slow consumer keep the log from being cut.</summary>
    private const int ScanBytes = 4 << 20;

    private readonly Db db;
    private readonly Statement holding;
    private readonly Statement from;
    private readonly Statement decisionsAfter;

    public BatchReader(string path)
    {
        db = Db.OpenReader(path);
        holding = db.Prepare($"SELECT {Commit.Columns}, body FROM batch WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1");
        from = db.Prepare($"SELECT {Commit.Columns}, body FROM batch WHERE first_seq >= ?1 ORDER BY first_seq");
        decisionsAfter = db.Prepare("SELECT seq, kind, recorded_at, body FROM decision WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    }

    /// <summary>The commit that holds a place, or the last before it; null when there is none.</summary>
    public Commit? CommitHolding(long seq)
    {
        try
        {
            return holding.Bind(1, seq).Step() ? Commit.Of(holding) : null;
        }
        finally
        {
            holding.Reset();
        }
    }

    /// <summary>Reads the event at a place in place, through the cache.</summary>
    /// <returns>The commit it came with; null when there is no event there.</returns>
    public Commit? Read<TArgument, TResult>(
        long seq, BatchCache cache, TArgument argument, Func<TArgument, ReadOnlySpan<byte>, TResult> read, out TResult? result)
    {
        result = default;
        try
        {
            if (!holding.Bind(1, seq).Step())
            {
                return null;
            }

            var commit = Commit.Of(holding);
            var index = seq - commit.FirstSeq;
            if (index >= commit.Events)
            {
                return null;
            }

            // The row's columns before the body cost no overflow page: a batch in the cache is found without being read.
            if (!cache.TryRead(commit.FirstSeq, (int)index, argument, read, out result))
            {
                var rented = Expand(commit, holding);
                var framed = rented.AsSpan(0, commit.Size);
                result = read(argument, framed[BatchCodec.Locate(framed, (int)index)]);
                cache.Put(commit.FirstSeq, rented, commit.Size, commit.Events);
            }

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
                var commit = Commit.Of(from);
                var framed = new byte[commit.Size];
                Decode(commit, from.Blob(Commit.BodyColumn), framed);
                var events = new ReadOnlyMemory<byte>[commit.Events];
                var position = 0;
                for (var i = 0; i < events.Length; i++)
                {
                    events[i] = framed.AsMemory(BatchCodec.Next(framed, ref position));
                }

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
                var commit = Commit.Of(from);
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

    public List<StoredDecision> Decisions(long after, int limit)
    {
        var decisions = new List<StoredDecision>();
        try
        {
            decisionsAfter.Bind(1, after).Bind(2, limit);
            while (decisionsAfter.Step())
            {
                decisions.Add(new StoredDecision(
                    decisionsAfter.Long(0),
                    (DecisionKind)decisionsAfter.Int(1),
                    DateTimeOffset.FromUnixTimeMilliseconds(decisionsAfter.Long(2)),
                    decisionsAfter.Blob(3).ToArray()));
            }
        }
        finally
        {
            decisionsAfter.Reset();
        }

        return decisions;
    }

    public void Dispose() => db.Dispose();

    private static byte[] Expand(Commit commit, Statement row)
    {
        var rented = ArrayPool<byte>.Shared.Rent(commit.Size);
        try
        {
            Decode(commit, row.Blob(Commit.BodyColumn), rented.AsSpan(0, commit.Size));
            return rented;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    private static void Decode(Commit commit, ReadOnlySpan<byte> body, Span<byte> framed)
    {
        try
        {
            BatchCodec.Expand(commit.Codec, body, framed);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The journal is damaged in the commit at place {commit.FirstSeq}: {e.Message}", e);
        }
    }
}
