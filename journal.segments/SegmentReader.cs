using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Segments;

/// <summary>A journal for a process that is not its writer: it shows what is committed at the instant it is asked. Any thread.</summary>
public abstract class SegmentReader : SegmentReads, IJournal
{
    private protected SegmentReader(ISegmentStore store)
        : base(store)
    {
    }

    public long LastSeq => Store.CommitHolding(long.MaxValue)?.LastSeq ?? 0;

    public DateTimeOffset? LastRecordedAt => Store.CommitHolding(long.MaxValue)?.RecordedAt;

    /// <exception cref="NotSupportedException">Always: only the writer tells duplicates apart.</exception>
    public long Find(ulong key, string source, string id) => throw new NotSupportedException("A reader looks nothing up by name.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => throw new NotSupportedException("A reader looks nothing up by name.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
        throw new NotSupportedException("A reader writes nothing.");

    public StoredEvent? ReadEvent(long seq)
    {
        if (Store.Expand(seq, out var rented) is not { } commit)
        {
            return null;
        }

        var framed = rented.AsSpan(0, commit.Size);
        var json = framed[BatchCodec.Locate(framed, (int)(seq - commit.FirstSeq))].ToArray();
        ArrayPool<byte>.Shared.Return(rented);
        return new(seq, commit.RecordedAt, json);
    }
}
