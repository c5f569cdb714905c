namespace LtcActors.Engine.Ports;

/// <summary>An event to append: new (the caller has asked <see cref="IJournal.Find"/>), its bytes as the sender wrote them.</summary>
/// <param name="Key">Stable hash of source and id; see <see cref="Wire.EventKey"/>.</param>
/// <param name="Json">One structured CloudEvent, UTF-8. The journal copies it before Append returns.</param>
public readonly record struct NewEvent(ulong Key, string Source, string Id, ReadOnlyMemory<byte> Json);

/// <summary>Stored as a number: never renumber.</summary>
public enum DecisionKind : byte
{
    /// <summary>What the engine found: an alert raised, changed, resolved or withdrawn.</summary>
    Alert = 1,

    /// <summary>What an officer decided on an alert.</summary>
    Triage = 2,

    /// <summary>A silence that an officer began or ended, or that expired.</summary>
    Silence = 3,

    /// <summary>A step of a policy version: drafted, reviewed, published …</summary>
    Policy = 4,

    /// <summary>What people at the desk keep: accounts, tokens, saved views, notes … Nothing is judged by it.</summary>
    Desk = 5,

    /// <summary>Who saw or changed what, and when. Nothing is judged by it.</summary>
    Audit = 6,
}

/// <param name="Json">UTF-8. Its places in the journal are filled in by the reader, who knows the seq.</param>
public readonly record struct NewDecision(DecisionKind Kind, ReadOnlyMemory<byte> Json);

public readonly record struct StoredEvent(long Seq, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> Json);

public readonly record struct StoredDecision(long Seq, DecisionKind Kind, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> Json);

/// <summary>What one commit held: events with consecutive places, then decisions with the places after them.</summary>
public sealed record StoredBatch(
    long FirstSeq, DateTimeOffset RecordedAt, IReadOnlyList<ReadOnlyMemory<byte>> Events, IReadOnlyList<StoredDecision> Decisions);

/// <summary>
/// The only truth: an append-only sequence of events and decisions, numbered from 1 without a gap. One writer; readers on any thread.
/// </summary>
public interface IJournal : IDisposable
{
    /// <summary>Place of the last entry; 0 when empty.</summary>
    long LastSeq { get; }

    /// <summary>The latest <c>recordedAt</c>, so that a clock set back never makes time run backwards; null when empty.</summary>
    DateTimeOffset? LastRecordedAt { get; }

    /// <summary>Tells duplicates apart, for ever. Writer's thread only.</summary>
    /// <returns>Place of the event with exactly this source and id; 0 when there is none.</returns>
    long Find(ulong key, string source, string id);

    /// <summary>
    /// Which of some keys any event may have, so that most need not be asked for one by one. Many at a time, so that the processor waits
    /// for all of them at once. Writer's thread only.
    /// </summary>
    /// <param name="may">As many as keys; false: there is certainly no event of that key.</param>
    void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may);

    /// <summary>
    /// Appends all of it or nothing, and returns when it is durable. Places: <see cref="LastSeq"/> + 1 and on, events first.
    /// Writer's thread only.
    /// </summary>
    /// <param name="recordedAt">Not before <see cref="LastRecordedAt"/>; whole milliseconds.</param>
    /// <exception cref="JournalUnavailableException">Nothing was written. The same call may be tried again later.</exception>
    void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions);

    /// <returns>The event at a place; null when there is no event at it.</returns>
    StoredEvent? ReadEvent(long seq);

    /// <summary>All commits with an entry after the place, oldest first; the first may begin before it.</summary>
    IEnumerable<StoredBatch> ReadBatches(long after);

    /// <summary>Decisions after the place, oldest first.</summary>
    IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit);

    /// <summary>Records of one kind after the place, oldest first: quick, however much else the journal holds.</summary>
    /// <param name="kind"><see cref="DecisionKind.Desk"/> or <see cref="DecisionKind.Audit"/>.</param>
    IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit);

    /// <summary>Records of one kind before the place, the latest first.</summary>
    IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit);
}

/// <summary>The kinds that are written beside what is judged, and read by kind.</summary>
public static class RecordKinds
{
    public static bool IsRecord(this DecisionKind kind) => kind is DecisionKind.Desk or DecisionKind.Audit;

    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public static DecisionKind Check(DecisionKind kind) =>
        kind.IsRecord() ? kind : throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only Desk and Audit are records.");
}

/// <summary>The journal cannot be written: the disk is full or failing, or another process holds it.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
