using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Replaying;

/// <summary>A journal as it was at an instant.</summary>
internal sealed class StoredPart(IJournal journal, DateTimeOffset until) : BorrowedJournal(journal)
{
    public override long LastSeq { get; } = journal.LastSeq;

    public override IEnumerable<StoredBatch> ReadBatches(long after) =>
        base.ReadBatches(after).TakeWhile(b => b.RecordedAt <= until && b.FirstSeq <= LastSeq);
}
