using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Ports;

public enum EventStatus { Accepted, Duplicate, Rejected }

/// <param name="Seq">Place in the journal: of this event, or of the one it repeats; 0 when rejected.</param>
public readonly record struct EventResult(string? Id, EventStatus Status, long Seq, IReadOnlyList<Problem> Problems);

/// <summary>The engine's queue is full: try again after a while.</summary>
public sealed class OverloadedException(TimeSpan retryAfter) : Exception("Too much is waiting to be written.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

public enum TriageAction
{
    Acknowledge,
    Assign,
    Resolve,
    Dismiss,
    Reopen,

    /// <summary>Looks into it, from now on.</summary>
    Investigate,

    /// <summary>Gives it back: it waits for anybody again.</summary>
    Release,

    /// <summary>Takes one's own latest change back, shortly after it.</summary>
    Undo,
}

/// <param name="IfSeq">The alert's place as the officer saw it; another by now is a conflict. Null: whatever it is.</param>
public sealed record TriageCommand(
    string AlertId, TriageAction Action, string By, string? Note, string? Assignee, string? Outcome, long? IfSeq = null);

public enum TriageStatus { Done, NotFound, Conflict }

/// <param name="Alert">After the change; on a conflict, as it stands.</param>
public sealed record TriageResult(TriageStatus Status, AlertRecord? Alert, string? Reason);

/// <param name="Alerts">Ids of the alerts that rest on this entry, or did.</param>
public sealed record HistoryItem(long Seq, DateTimeOffset RecordedAt, JsonElement Event, IReadOnlyList<string> Alerts);

/// <summary>What an engine offers to whoever serves it to the outside. Embedded and cluster engine are the same from here.</summary>
public interface ISupervision
{
    /// <summary>
    /// Writes the valid events among them, and completes when they are durable; results in the order given. The buffers behind
    /// the events must stay as they are until then.
    /// </summary>
    /// <exception cref="OverloadedException">Nothing was taken.</exception>
    /// <exception cref="JournalUnavailableException">Nothing was written.</exception>
    Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events);

    /// <summary>Completes when all events accepted before the call are judged and their alerts are readable.</summary>
    Task SettledAsync();

    /// <summary>Alerts by their latest change, oldest first.</summary>
    IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit);

    /// <summary>Alerts by their latest change, newest first.</summary>
    /// <param name="before">Place in the journal, not included; 0: from the newest on.</param>
    IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit);

    /// <summary>Place up to which readers see every change of an alert: what is read after it was asked for lacks none before it.</summary>
    long AlertsSeq { get; }

    AlertRecord? Alert(string id);

    /// <summary>Every change of one alert, oldest first.</summary>
    IReadOnlyList<AlertRecord> AlertHistory(string id);

    Task<TriageResult> TriageAsync(TriageCommand command);

    /// <summary>Begins or ends a silence; completes when it is durable, with all that becomes of alerts by it.</summary>
    Task<SilenceResult> SilenceAsync(SilenceCommand command);

    /// <summary>A step of a policy version: drafted, reviewed, published …; completes when it is durable.</summary>
    Task<PolicyResult> PolicyAsync(PolicyCommand command);

    /// <summary>All policy versions, in the order in which they were drafted.</summary>
    IReadOnlyList<PolicyVersion> PolicyVersions();

    /// <summary>All steps of all policy versions, oldest first.</summary>
    IReadOnlyList<StoredPolicyStep> PolicySteps();

    /// <summary>What is tried beside what counts, held against the alerts there are.</summary>
    Task<ShadowAnswer> ShadowAsync(ShadowQuestion question);

    /// <summary>Begins to try a policy version on the stored journal; nothing live is touched. One runs at a time.</summary>
    /// <param name="policy">Its id.</param>
    Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request);

    /// <summary>The replays of late, the last one first, without what came of them.</summary>
    Task<IReadOnlyList<ReplayState>> ReplaysAsync();

    /// <returns>Null: there is none with this id, or it is too long ago.</returns>
    Task<ReplayState?> ReplayAsync(string id);

    /// <returns>As it ended; null: there is none with this id, or it is too long ago.</returns>
    Task<ReplayState?> CancelReplayAsync(string id);

    /// <summary>All silences there ever were, in the order in which they began.</summary>
    IReadOnlyList<Silence> Silences();

    /// <summary>Every change after the place, then live ones, each once, until cancelled.</summary>
    IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, CancellationToken stop);

    /// <summary>Alerts that have left a scope after the place, then each that leaves it, until cancelled. Nothing ever leaves one that sees all.</summary>
    IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, CancellationToken stop);

    /// <returns>The entity's view as known at the instant (null: now); null when nothing was known of it.</returns>
    Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf);

    /// <param name="from">By <c>time</c> of the event, inclusive.</param>
    /// <param name="to">Exclusive.</param>
    Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit);

    /// <summary>The latest of an entity's entries that were recorded by an instant, the newest first. What came after costs a look at a few of it.</summary>
    Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit);

    StoredEvent? ReadEvent(long seq);

    /// <summary>
    /// All commits with an entry after the place, oldest first; the first may begin before it. For indexes that are built beside the
    /// engine and can be thrown away.
    /// </summary>
    IEnumerable<StoredBatch> ReadBatches(long after);

    /// <summary>
    /// Writes records into the journal, all in one commit, and completes when they are durable. No actor hears of them, and nothing is
    /// judged by them. An audit entry gets its number and its hashes from the writer (<see cref="Records.AuditChain"/>).
    /// </summary>
    /// <param name="entries">One or more, of kind <see cref="DecisionKind.Desk"/> or <see cref="DecisionKind.Audit"/>.</param>
    /// <returns>Place of the first; the others have the places after it.</returns>
    /// <exception cref="JournalUnavailableException">They were not written; in a cluster that lost its conductor just then, they may have been.</exception>
    Task<long> RecordAsync(IReadOnlyList<NewDecision> entries);

    /// <summary>Durable records of one kind after the place, oldest first, as they are read on.</summary>
    IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after);

    /// <summary>Durable records of one kind before the place, the latest first, as they are read on.</summary>
    IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before);

    EngineHealth Health { get; }
}

/// <param name="Ready">Takes events and judges them.</param>
/// <param name="Position">Place up to which everything is judged.</param>
public sealed record EngineHealth(bool Ready, string? Reason, long LastSeq, long Position, int Waiting, long ActiveActors, long OpenAlerts)
{
    /// <summary>Failures of rules since the start; each left the findings of its actor as they were.</summary>
    public int Faults { get; init; }

    /// <summary>What stopped the judging, or else by what a rule failed last; for the operators.</summary>
    public string? LastFault { get; init; }

    /// <summary>Why the last checkpoint was not written, where it was not: a restart takes longer, and nothing is lost.</summary>
    public string? CheckpointFailure { get; init; }
}
