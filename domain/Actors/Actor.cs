using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Actors;

/// <summary>
/// One insured person, binding, caregiver, institution, device, real name, account, group of peers or shelf of prints: a fold of its facts, and the
/// judge of its rules.
/// <para>The fold is a union: <see cref="Apply"/> in any order ends in the same state. It never takes a fact back; when one is
/// withdrawn the engine builds the actor anew from the rest.</para>
/// <para>Single-threaded, no clock, no I/O: the engine calls Apply and Hear any number of times, then Judge once.</para>
/// </summary>
public abstract class Actor(ActorId id)
{
    public ActorId Id { get; } = id;

    /// <summary>Findings that stand, by scope. A scope is what is judged together: a visit, a day, a rule.</summary>
    public ScopedFindings Findings { get; } = new();

    /// <summary>When it wants to be judged again though nothing was told. None: never.</summary>
    public abstract DateTimeOffset? NextDeadline { get; }

    /// <summary>
    /// Reads, and does nothing with, what the next fact is likely to touch. Called for some actors in a row before any of them is spoken
    /// to: the processor then waits for the memory of all of them at once.
    /// </summary>
    /// <returns>Something that depends on all that was read.</returns>
    public virtual int Warm() => 0;

    /// <summary>Folds one fact of its own in. The engine delivers each fact once.</summary>
    public abstract void Apply(Entry entry);

    /// <summary>What another actor says now, in place of what it said before on that topic.</summary>
    public abstract void Hear(ActorId from, Brief brief);

    /// <summary>Judges what the facts, briefs and deadlines since the last call can touch; all of it after <see cref="TouchAll"/>.</summary>
    public abstract void Judge(Judgement to);

    /// <summary>Everything is to be judged at the next call, as after a rebuild or a change of policy.</summary>
    public abstract void TouchAll();

    /// <summary>Takes over what others had told an earlier self of this actor, when it is built anew from its facts.</summary>
    public abstract void TakeBriefsFrom(Actor earlier);

    /// <summary>The state as bytes: own facts, briefs heard, briefs last told, deadlines. Findings are written by the engine.</summary>
    public abstract void Write(StateWriter to);

    public abstract void Read(StateReader from);

    /// <summary>Pages that are new, or changed, and must be kept with the next <see cref="Write"/>.</summary>
    public virtual IEnumerable<StatePage> UnkeptPages => [];

    /// <summary>
    /// Which pages, kept and no longer in memory, folding this entry in and judging after it will read, as far as can be told before: so that
    /// whoever has them far away fetches them together. What is missing then is read when it is wanted.
    /// </summary>
    /// <param name="pages">Gets their numbers.</param>
    public virtual void Foresee(Entry entry, ISet<int> pages)
    {
    }

    /// <summary>Where its pages are kept. To be called before the first that is kept.</summary>
    public virtual void KeepPagesIn(IStatePages pages)
    {
    }

    /// <summary>These very bytes are kept, and can be let go of.</summary>
    public virtual void Kept(StatePage page)
    {
    }

    /// <summary>What a reader of <c>GET /v1/…/{id}</c> sees: plain records for JSON, camelCase by the serializer.</summary>
    public abstract object View(DateTimeOffset now);

    /// <exception cref="ArgumentOutOfRangeException">A kind without an actor.</exception>
    public static Actor Create(ActorId id) => id.Kind switch
    {
        ActorKind.Person => new InsuredPersons.InsuredPerson(id),
        ActorKind.Binding => new FamilyBindings.FamilyBinding(id),
        ActorKind.Caregiver => new Caregivers.Caregiver(id),
        ActorKind.Institution => new Institutions.Institution(id),
        ActorKind.Device => new Devices.Device(id),
        ActorKind.RealName => new Caregivers.RealName(id),
        ActorKind.Account => new Accounts.Account(id),
        ActorKind.Peers => new Peers.PeerGroup(id),
        ActorKind.Shelf => new Shelves.Shelf(id),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id.Kind, "A kind without an actor."),
    };
}

/// <summary>What a judging actor is given, and where it puts what it found. One a partition, used again for every actor.</summary>
public abstract class Judgement
{
    public abstract IPolicies Policies { get; }

    /// <summary>The instant of judging: of the journal's batch, or of the deadline that woke the actor.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Tells another actor; it hears within the same epoch. Call only when the brief differs from what was last told.</summary>
    public abstract void Tell(ActorId from, ActorId to, Brief brief);

    /// <summary>The findings of a scope, in place of those before.</summary>
    /// <param name="findings">Each with an id of its own; empty: none.</param>
    public abstract void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings);
}
