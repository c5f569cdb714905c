using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Running;

/// <summary>
/// What a stage of an epoch does to an actor, wherever it lives: deliver, build anew, judge. A rule that fails stops nothing: the
/// entry is in the journal, the actor's findings stay as they are, the operators are told. One thread at a time.
/// </summary>
internal sealed class Judging(IPolicies policiesAtFirst, Limits limits, Rebuilder rebuilder) : Judgement
{
    private IPolicies policies = policiesAtFirst;
    private DateTimeOffset now;

    /// <summary>What its actors told since this was last cleared.</summary>
    public List<Told> Telling { get; } = [];

    /// <summary>What became of findings since this was last drained or replaced.</summary>
    public Changes Changes { get; set; } = new();

    /// <summary>Failures of rules since the start; each leaves the actor's findings as they were.</summary>
    public int Faults { get; private set; }

    public Exception? LastFault { get; private set; }

    public override IPolicies Policies => policies;

    /// <summary>From the next judging on. Whoever was judged before is to be judged again.</summary>
    public void Adopt(IPolicies other) => policies = other;

    public override DateTimeOffset Now => now;

    public void At(DateTimeOffset instant) => now = instant;

    public override void Tell(ActorId from, ActorId to, Brief brief) => Telling.Add(new(to, from, brief));

    public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings)
    {
        var before = actor.Findings.Of(scope);
        if (before.IsEmpty && findings.IsEmpty)
        {
            return;
        }

        Changes.NoteScope(before, findings);
        actor.Findings.Set(scope, findings);
    }

    // No closures here: this runs for every delivery.
    public void Apply(Slot slot, Entry entry)
    {
        try
        {
            slot.Actor.Apply(entry);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Fault(slot, e);
        }
    }

    public void Hear(Slot slot, ActorId from, Brief brief)
    {
        try
        {
            slot.Actor.Hear(from, brief);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Fault(slot, e);
        }
    }

    /// <param name="places">Of all journal entries that concern it, oldest first.</param>
    /// <param name="asOf">Null: what counts as withdrawn is the rebuilder's; else what the entries themselves say.</param>
    /// <param name="pages">Where it keeps pages of its state.</param>
    public void BuildAnew(Slot slot, IEnumerable<long> places, DateTimeOffset? asOf, IStatePages pages)
    {
        slot.Rebuild = false;
        var earlier = slot.Actor;
        var anew = rebuilder.Build(slot.Id, places, asOf);
        anew.KeepPagesIn(pages);
        anew.TakeBriefsFrom(earlier);
        anew.TouchAll();
        foreach (var (_, findings) in earlier.Findings.Scopes)
        {
            Changes.NoteScope(findings, []);
        }

        slot.Actor = anew;
    }

    /// <summary>Judges an actor, and sets the deadline it now stands with.</summary>
    /// <returns>That deadline, where it is another than before; else null.</returns>
    public DateTimeOffset? Judge(Slot slot)
    {
        try
        {
            slot.Actor.Judge(this);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Fault(slot, e);
        }

        if (slot.Actor.NextDeadline is not { } next)
        {
            slot.Queued = null;
            return null;
        }

        var due = Grain(next);
        // Never at the instant of this judging again: that would be woken for ever.
        due = due <= now ? now + limits.DeadlineGrain : due;
        if (slot.Queued == due)
        {
            return null;
        }

        slot.Queued = due;
        return due;
    }

    private DateTimeOffset Grain(DateTimeOffset instant)
    {
        var over = instant.UtcTicks % limits.DeadlineGrain.Ticks;
        return over == 0 ? instant : instant.AddTicks(limits.DeadlineGrain.Ticks - over);
    }

    private void Fault(Slot slot, Exception e)
    {
        Faults++;
        LastFault = new InvalidOperationException($"{slot.Id} failed; its findings stay as they were.", e);
    }
}
