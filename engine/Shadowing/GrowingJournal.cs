using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Shadowing;

/// <summary>The live engine's journal, for reading as it grows. Nothing can be written through it, and closing it closes nothing.</summary>
internal sealed class GrowingJournal(IJournal journal) : IJournal
{
    public long LastSeq => journal.LastSeq;

    public DateTimeOffset? LastRecordedAt => journal.LastRecordedAt;

    public IEnumerable<StoredBatch> ReadBatches(long after) => journal.ReadBatches(after);

    public StoredEvent? ReadEvent(long seq) => journal.ReadEvent(seq);

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => journal.ReadDecisions(after, limit);

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) => journal.ReadRecords(kind, after, limit);

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) => journal.ReadRecordsBack(kind, before, limit);

    /// <exception cref="NotSupportedException">Always.</exception>
    public long Find(ulong key, string source, string id) => throw new NotSupportedException("A shadow finds events by itself.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => throw new NotSupportedException("A shadow finds events by itself.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
        throw new NotSupportedException("A shadow writes nothing.");

    public void Dispose()
    {
        // It is the live engine's.
    }
}
