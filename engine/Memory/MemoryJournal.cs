using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Memory;

/// <summary>A journal for tests and simulations: the same behaviour, nothing durable. Disposing it leaves it as it is.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly Lock gate = new();
    private readonly List<StoredBatch> batches = [];
    private readonly List<StoredDecision> decided = [];
    private readonly Dictionary<(string Source, string Id), long> places = [];
    private long lastSeq;
    private DateTimeOffset? lastRecordedAt;

    /// <summary>Asked before each append that has something in it; true makes it fail as a full disk would.</summary>
    public Func<bool>? FailNextAppend { get; set; }

    public long LastSeq
    {
        get
        {
            lock (gate)
            {
                return lastSeq;
            }
        }
    }

    public DateTimeOffset? LastRecordedAt
    {
        get
        {
            lock (gate)
            {
                return lastRecordedAt;
            }
        }
    }

    public long Find(ulong key, string source, string id)
    {
        lock (gate)
        {
            return places.GetValueOrDefault((source, id));
        }
    }

    // Nothing is quicker here than to ask for one.
    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => may.Fill(true);

    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(recordedAt.UtcTicks % TimeSpan.TicksPerMillisecond, 0, nameof(recordedAt));
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(recordedAt, lastRecordedAt ?? recordedAt, nameof(recordedAt));
            if (events.IsEmpty && decisions.IsEmpty)
            {
                return;
            }

            if (FailNextAppend?.Invoke() == true)
            {
                throw new JournalUnavailableException("This append was made to fail.");
            }

            Keep(recordedAt.ToUniversalTime(), events, decisions);
        }
    }

    public StoredEvent? ReadEvent(long seq)
    {
        lock (gate)
        {
            var at = IndexHolding(seq);
            if (at == batches.Count || batches[at] is var batch && (seq < batch.FirstSeq || seq - batch.FirstSeq >= batch.Events.Count))
            {
                return null;
            }

            return new StoredEvent(seq, batch.RecordedAt, batch.Events[(int)(seq - batch.FirstSeq)]);
        }
    }

    public IEnumerable<StoredBatch> ReadBatches(long after)
    {
        for (var at = -1; ; at++)
        {
            StoredBatch batch;
            lock (gate)
            {
                at = at < 0 ? IndexHolding(after + 1) : at;
                if (at == batches.Count)
                {
                    yield break;
                }

                batch = batches[at];
            }

            yield return batch;
        }
    }

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit)
    {
        lock (gate)
        {
            return decided.SkipWhile(d => d.Seq <= after).Take(limit).ToList();
        }
    }

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit)
    {
        RecordKinds.Check(kind);
        lock (gate)
        {
            return decided.Where(d => d.Kind == kind && d.Seq > after).Take(limit).ToList();
        }
    }

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit)
    {
        RecordKinds.Check(kind);
        lock (gate)
        {
            return decided.AsEnumerable().Reverse().Where(d => d.Kind == kind && d.Seq < before).Take(limit).ToList();
        }
    }

    public void Dispose()
    {
    }

    private void Keep(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
    {
        var firstSeq = lastSeq + 1;
        var keptEvents = new ReadOnlyMemory<byte>[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            keptEvents[i] = events[i].Json.ToArray();
            places[(events[i].Source, events[i].Id)] = ++lastSeq;
        }

        var keptDecisions = new StoredDecision[decisions.Length];
        for (var i = 0; i < decisions.Length; i++)
        {
            keptDecisions[i] = new StoredDecision(++lastSeq, decisions[i].Kind, recordedAt, decisions[i].Json.ToArray());
        }

        batches.Add(new StoredBatch(firstSeq, recordedAt, keptEvents, keptDecisions));
        decided.AddRange(keptDecisions);
        lastRecordedAt = recordedAt;
    }

    /// <summary>Index of the commit that holds a place, or of the first after it.</summary>
    private int IndexHolding(long seq)
    {
        var (low, high) = (0, batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var batch = batches[middle];
            if (batch.FirstSeq + batch.Events.Count + batch.Decisions.Count <= seq)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
