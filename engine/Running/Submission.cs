using LtcActors.Domain;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>One request's events on their way into the journal.</summary>
internal sealed class Submission(IReadOnlyList<ParsedEvent> events)
{
    public IReadOnlyList<ParsedEvent> Events { get; } = events;

    public EventResult[] Results { get; } = new EventResult[events.Count];

    // Continuations run on the pool: the writer must never run a request's code.
    public TaskCompletionSource<EventResult[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Records of one call on their way into the journal.</summary>
internal sealed class Recording(IReadOnlyList<NewDecision> entries)
{
    public IReadOnlyList<NewDecision> Entries { get; } = entries;

    /// <summary>Place of the first.</summary>
    public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An event in the journal, on its way to its actors.</summary>
/// <param name="Target">Of a withdrawal: the place of the event withdrawn, 0 when it is not known (yet).</param>
internal readonly record struct CommittedEvent(Entry Entry, string Source, string Id, long Target);

/// <summary>What one commit wrote; or, without events, just the time, for deadlines.</summary>
internal sealed record CommittedBatch(DateTimeOffset RecordedAt, long LastSeq, CommittedEvent[] Events)
{
    /// <summary>At a start: what the journal holds of decisions in this commit. Live, the feed has been told already.</summary>
    public IReadOnlyList<StoredDecision> Decisions { get; init; } = [];

    /// <summary>Steps of policy versions in this commit: they count from the end of it on.</summary>
    public IReadOnlyList<StoredPolicyStep> Policies { get; init; } = [];

    /// <summary>Markers of those who wait for everything before them to be judged.</summary>
    public IReadOnlyList<TaskCompletionSource> Markers { get; init; } = [];
}
