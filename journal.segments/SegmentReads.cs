using LtcActors.Engine.Ports;

namespace LtcActors.Journal.Segments;

/// <summary>What the writer of a journal with one row a commit reads as any other process does, straight from the store. Any thread.</summary>
public abstract class SegmentReads : IDisposable
{
    private protected SegmentReads(ISegmentStore store) => Store = store;

    private protected ISegmentStore Store { get; }

    public IEnumerable<StoredBatch> ReadBatches(long after)
    {
        var next = after + 1;
        if (Store.CommitHolding(next) is { } holding && holding.LastSeq >= next)
        {
            next = holding.FirstSeq;
        }

        while (Store.Some(next) is { Count: > 0 } some)
        {
            foreach (var batch in some)
            {
                yield return batch;
            }

            var last = some[^1];
            next = last.FirstSeq + last.Events.Count + last.Decisions.Count;
        }
    }

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => Store.Decisions(after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) =>
        Store.Records(RecordKinds.Check(kind), after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) =>
        Store.RecordsBack(RecordKinds.Check(kind), before, Math.Max(0, limit));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Store.Dispose();
        }
    }
}
