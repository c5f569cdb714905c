using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Some of the actors, as the conductor sees them: it fills the inboxes, has a stage run, and takes what came of it. The actors may
/// be in this process (<see cref="Partition"/>) or elsewhere.
/// </summary>
internal abstract class ConductedPartition
{
    public List<(ActorId To, Entry Entry)> Deliveries { get; } = [];

    public List<Told> Heard { get; } = [];

    /// <summary>Actors to be built anew in this stage.</summary>
    public List<ActorId> Rebuilds { get; } = [];

    /// <summary>
    /// Actors to be noted as concerned by an entry that they do not fold: a withdrawn one, its withdrawal, a person's track. It
    /// stands in their history and changes nothing else, so they are not judged for it.
    /// </summary>
    public List<(ActorId To, long Seq)> Notes { get; } = [];

    /// <summary>What its actors told in the stage that ran last.</summary>
    public abstract List<Told> Telling { get; }

    public abstract bool HasChanges { get; }

    /// <summary>Failures of rules since the start; each leaves the actor's findings as they were.</summary>
    public abstract int Faults { get; }

    public abstract Exception? LastFault { get; }

    public abstract int Active { get; }

    public abstract DateTimeOffset? NextDeadline { get; }

    public abstract void Queue(ActorId id, DateTimeOffset deadline);

    /// <summary>Puts those whose deadline has come among the touched ones of the next stage.</summary>
    public abstract void WakeDue(DateTimeOffset at);

    /// <summary>Judges by other policies from the next stage on.</summary>
    /// <param name="steps">Those that have led to them, for actors that live elsewhere.</param>
    public abstract void Adopt(IPolicies other, IReadOnlyList<StoredPolicyStep> steps, Adoption how);

    /// <summary>Moves the net changes of the epoch over, in no particular order, and forgets them.</summary>
    public abstract void Drain(List<(string Id, Finding? After)> into);
}

/// <summary>What other policies do to the actors that there are.</summary>
internal enum Adoption
{
    /// <summary>Nothing: as at a start, where they have been judged by these.</summary>
    Known,

    /// <summary>All are judged in the next stage; what differs is told.</summary>
    Anew,

    /// <summary>All are judged in the next stage as if nothing had been found before; all that stands is told.</summary>
    FromNothing,
}

/// <summary>Actors that live elsewhere. Every call returns at once; what it began ends with a call of <c>done</c>, on any thread.</summary>
internal abstract class RemotePartition : ConductedPartition
{
    /// <summary>Runs one stage with what the inboxes hold, and empties them.</summary>
    /// <param name="judgeAt">The instant of judging.</param>
    /// <param name="recorded">recordedAt of the batch; the same, for a deadline.</param>
    /// <param name="isFirst">Whether an epoch begins with it; the others are rounds of briefs.</param>
    public abstract void Start(DateTimeOffset judgeAt, DateTimeOffset recorded, bool isFirst, Action done);

    /// <summary>Holds all that changed since the last checkpoint as it is now; the store writes it while judging goes on.</summary>
    public abstract void Capture(Action done);
}
