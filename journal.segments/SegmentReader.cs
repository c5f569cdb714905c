using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Segments;

/// <summary>A journal for a process that is not its writer: it shows what is committed at the instant it is asked. Any thread.</summary>
public abstract class SegmentReader : IJournal
{
    private readonly ISegmentStore segments;

    private protected SegmentReader(ISegmentStore segments) => this.segments = segments;

    public long LastSeq => segments.CommitHolding(long.MaxValue)?.LastSeq ?? 0;

    public DateTimeOffset? LastRecordedAt => segments.CommitHolding(long.MaxValue)?.RecordedAt;

    /// <exception cref="NotSupportedException">Always: only the writer tells duplicates apart.</exception>
    public long Find(ulong key, string source, string id) => throw new NotSupportedException("A reader looks nothing up by name.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
        throw new NotSupportedException("A reader writes nothing.");

    public StoredEvent? ReadEvent(long seq)
    {
        if (segments.Expand(seq, out var rented) is not { } commit)
        {
            return null;
        }

        var framed = rented.AsSpan(0, commit.Size);
        var json = framed[BatchCodec.Locate(framed, (int)(seq - commit.FirstSeq))].ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return new(seq, commit.RecordedAt, json);
    }

    public IEnumerable<StoredBatch> ReadBatches(long after) => SegmentJournal.ReadBatches(segments, after);

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => segments.Decisions(after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) =>
        segments.Records(RecordKinds.Check(kind), after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) =>
        segments.RecordsBack(RecordKinds.Check(kind), before, Math.Max(0, limit));

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            segments.Dispose();
        }
    }
}
