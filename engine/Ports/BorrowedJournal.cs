namespace LtcActors.Engine.Ports;

/// <summary>Another engine's journal, for reading as it grows. Nothing can be written through it, and closing it closes nothing.</summary>
internal class BorrowedJournal(IJournal journal) : IJournal
{
    public virtual long LastSeq => journal.LastSeq;

    public DateTimeOffset? LastRecordedAt => journal.LastRecordedAt;

    public virtual IEnumerable<StoredBatch> ReadBatches(long after) => journal.ReadBatches(after);

    public StoredEvent? ReadEvent(long seq) => journal.ReadEvent(seq);

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => journal.ReadDecisions(after, limit);

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) => journal.ReadRecords(kind, after, limit);

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) => journal.ReadRecordsBack(kind, before, limit);

    /// <exception cref="NotSupportedException">Always: its owner's writer may be in it.</exception>
    public long Find(ulong key, string source, string id) => throw new NotSupportedException("Who borrows a journal finds events by itself.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => throw new NotSupportedException("Who borrows a journal finds events by itself.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
        throw new NotSupportedException("Who borrows a journal writes nothing.");

    public void Dispose()
    {
        // It is its owner's.
    }
}
