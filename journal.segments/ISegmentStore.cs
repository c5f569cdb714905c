using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Segments;

/// <summary>Sees the events of one commit in place.</summary>
/// <param name="framed">As <see cref="BatchCodec.Frame"/> made it; gone when the call returns.</param>
internal delegate void CommitVisitor(Commit commit, ReadOnlySpan<byte> framed);

/// <summary>Where a journal's segments lie: one row a commit, decisions beside it. Written by one thread, read by any.</summary>
internal interface ISegmentStore : IDisposable
{
    /// <summary>Made when the journal was: tells it from all others.</summary>
    string Id { get; }

    /// <summary>Durable when it returns; nothing of it is there when it throws.</summary>
    void Write(Commit row, ReadOnlyMemory<byte> body, ReadOnlySpan<NewDecision> decisions);

    /// <summary>The commit that holds a place, or the last before it; null when there is none.</summary>
    Commit? CommitHolding(long seq);

    /// <summary>The commit that holds the event at a place, with its events expanded; null when no event stands there.</summary>
    /// <param name="rented">As <see cref="BatchCodec.Frame"/> made it, in an array of the shared pool that is the caller's from now on.</param>
    Commit? Expand(long seq, out byte[] rented);

    /// <summary>Some commits from the one at a place on, each in memory of its own; empty at the end.</summary>
    /// <param name="firstSeq">First place of a commit.</param>
    List<StoredBatch> Some(long firstSeq);

    /// <summary>Shows every commit from the one at a place on, in memory that is used again for the next.</summary>
    void Visit(long firstSeq, CommitVisitor visitor);

    List<StoredDecision> Decisions(long after, int limit);

    /// <summary>Decisions of one kind that is a record.</summary>
    List<StoredDecision> Records(DecisionKind kind, long after, int limit);

    /// <summary>The same before a place, the latest first.</summary>
    List<StoredDecision> RecordsBack(DecisionKind kind, long before, int limit);

    /// <summary>Whether an exception says that the store cannot be reached or read, and is no fault of the program.</summary>
    bool IsFailure(Exception e);
}
