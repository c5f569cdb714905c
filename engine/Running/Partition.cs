using System.Runtime.InteropServices;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>A brief under way.</summary>
internal readonly record struct Told(ActorId To, ActorId From, Brief Brief);

/// <summary>
/// Some of the actors, by key. One thread at a time runs it: a stage of an epoch delivers what the conductor put into its inboxes,
/// then judges whom that touched.
/// </summary>
internal sealed class Partition(IStateStore store, IPolicies policies, Limits limits, Rebuilder rebuilder) : ConductedPartition
{
    private const int Together = LookAhead.Together;

    private readonly Dictionary<ActorId, Slot> slots = [];
    private readonly PriorityQueue<ActorId, DateTimeOffset> deadlines = new();
    private readonly List<Slot> touched = [];
    private readonly List<Slot> dirty = [];
    private readonly Slot?[] together = new Slot?[Together];
    private readonly Chains delivered = new();
    private readonly Chains heard = new();
    private readonly StateWriter packing = new();
    private readonly Judging judging = new(policies, limits, rebuilder);
    private readonly LookAhead ahead = new();
    private DateTimeOffset recordedAt;

    /// <summary>Actors take facts in, and are judged later, all at once: what is found does not depend on when they are.</summary>
    public bool FoldsOnly { get; set; }

    public override List<Told> Telling => judging.Telling;

    public override bool HasChanges => judging.Changes.Any;

    public override int Faults => judging.Faults;

    public override Exception? LastFault => judging.LastFault;

    public override int Active => slots.Count;

    public override DateTimeOffset? NextDeadline => deadlines.TryPeek(out _, out var at) ? at : null;

    public override void Queue(ActorId id, DateTimeOffset deadline) => deadlines.Enqueue(id, deadline);

    public override void WakeDue(DateTimeOffset at)
    {
        while (deadlines.TryPeek(out var id, out var due) && due <= at)
        {
            deadlines.Dequeue();
            var slot = Get(id);
            // One that was put off, or moved forward and woken before, is asked again when its own time comes.
            if (slot.Queued == due || slot.Queued is null)
            {
                slot.Queued = null;
                Touch(slot);
            }
        }
    }

    /// <summary>
    /// Runs one stage. An actor is delivered to, built anew and judged in one go: between two actors of a large city the processor's
    /// caches are full of others.
    /// </summary>
    /// <param name="judgeAt">The instant of judging.</param>
    /// <param name="recorded">recordedAt of the batch; the same, for a deadline.</param>
    public void Run(DateTimeOffset judgeAt, DateTimeOffset recorded)
    {
        judging.At(judgeAt);
        recordedAt = recorded;
        foreach (var id in Rebuilds)
        {
            Get(id).Rebuild = true;
        }

        Telling.Clear();
        Note();
        Gather();
        for (var i = 0; i < touched.Count; i++)
        {
            ahead.At(CollectionsMarshal.AsSpan(touched), i);
            Deliver(touched[i]);
            if (FoldsOnly)
            {
                touched[i].Touched = false;
            }
            else
            {
                Judge(touched[i]);
            }
        }

        touched.Clear();
        Deliveries.Clear();
        Heard.Clear();
        Rebuilds.Clear();
        Notes.Clear();
    }

    // Actors lie all over memory: those of some entries are looked up together, so that the processor waits for them at once and
    // not for one after the other.
    private void Note()
    {
        for (var from = 0; from < Notes.Count; from += Together)
        {
            var some = CollectionsMarshal.AsSpan(Notes)[from..Math.Min(Notes.Count, from + Together)];
            for (var i = 0; i < some.Length; i++)
            {
                together[i] = Get(some[i].To);
            }

            for (var i = 0; i < some.Length; i++)
            {
                var slot = together[i]!;
                slot.Note(some[i].Seq, limits.HistoryPageBytes);
                slot.LastActive = recordedAt;
                MarkDirty(slot);
            }
        }
    }

    /// <summary>Finds out what there is for every actor, and which there are.</summary>
    private void Gather()
    {
        delivered.Clear(Deliveries.Count);
        for (var from = 0; from < Deliveries.Count; from += Together)
        {
            var some = CollectionsMarshal.AsSpan(Deliveries)[from..Math.Min(Deliveries.Count, from + Together)];
            for (var i = 0; i < some.Length; i++)
            {
                together[i] = Get(some[i].To);
            }

            for (var i = 0; i < some.Length; i++)
            {
                var slot = together[i]!;
                Touch(slot);
                delivered.Append(ref slot.Delivered, from + i);
            }
        }

        foreach (var id in Rebuilds)
        {
            Touch(Get(id));
        }

        heard.Clear(Heard.Count);
        for (var i = 0; i < Heard.Count; i++)
        {
            var slot = Get(Heard[i].To);
            Touch(slot);
            heard.Append(ref slot.Heard, i);
        }
    }

    private void Deliver(Slot slot)
    {
        var deliveries = CollectionsMarshal.AsSpan(Deliveries);
        for (var i = slot.Delivered.First; i >= 0; i = delivered.After(i))
        {
            ref readonly var entry = ref deliveries[i].Entry;
            slot.Note(entry.Seq, limits.HistoryPageBytes);
            if (!slot.Rebuild)
            {
                judging.Apply(slot, entry);
            }
        }

        if (slot.Rebuild)
        {
            judging.BuildAnew(slot, rebuilder.Places(store, slot), null, store);
        }

        for (var i = slot.Heard.First; i >= 0; i = heard.After(i))
        {
            judging.Hear(slot, Heard[i].From, Heard[i].Brief);
        }

        slot.Delivered = slot.Heard = Chain.Empty;
    }

    public override void Adopt(IPolicies other, IReadOnlyList<StoredPolicyStep> steps, Adoption how)
    {
        judging.Adopt(other);
        foreach (var slot in how == Adoption.Known ? Enumerable.Empty<Slot>() : slots.Values)
        {
            if (how == Adoption.FromNothing)
            {
                slot.Actor.Findings.Clear();
            }

            slot.Actor.TouchAll();
            Touch(slot);
        }
    }

    public override void Drain(List<(string Id, Finding? After)> into) => judging.Changes.Drain(into);

    public Slot Get(ActorId id)
    {
        if (!slots.TryGetValue(id, out var slot))
        {
            slots[id] = slot = Activate(id);
        }

        return slot;
    }

    /// <summary>As <see cref="Get"/>, but null for an actor that was never told anything.</summary>
    public Slot? Peek(ActorId id) => slots.TryGetValue(id, out var slot) ? slot : store.ReadActor(id) is null ? null : Get(id);

    public IReadOnlyList<Slot> TakeDirty()
    {
        var taken = dirty.ToArray();
        dirty.Clear();
        foreach (var slot in taken)
        {
            slot.Dirty = false;
        }

        return taken;
    }

    /// <summary>A checkpoint failed: what it held must be in the next one.</summary>
    public void MarkDirty(ActorId id) => MarkDirty(Get(id));

    /// <summary>
    /// Packs clean actors that nobody spoke to since one instant, and lets go of those nobody spoke to since another; of more, the
    /// longest idle first, down to a number.
    /// </summary>
    public void Passivate(DateTimeOffset restingSince, DateTimeOffset idleSince, int most)
    {
        foreach (var (id, slot) in slots)
        {
            if (slot.Dirty || slot.Pages is not null)
            {
                continue;
            }

            if (slot.LastActive < idleSince)
            {
                slots.Remove(id);
            }
            else if (slot.LastActive < restingSince && !slot.IsPacked)
            {
                slot.Pack(packing);
            }
        }

        if (slots.Count > most)
        {
            var longest = slots.Where(s => s.Value is { Dirty: false, Pages: null }).OrderBy(s => s.Value.LastActive)
                .Take(slots.Count - most).Select(s => s.Key).ToList();
            longest.ForEach(id => slots.Remove(id));
        }
    }

    private void MarkDirty(Slot slot)
    {
        if (!slot.Dirty)
        {
            slot.Dirty = true;
            dirty.Add(slot);
        }
    }

    private Slot Activate(ActorId id)
    {
        // Before the first checkpoint there is nothing to look for.
        return store.Position > 0 && store.ReadActor(id) is { } row ? new(row, store) : new Slot(id, store);
    }

    /// <summary>Takes an actor of the checkpoint into memory before it is asked for.</summary>
    public void Preload(in ActorRow row) => slots.TryAdd(row.Id, new(row, store));

    private void Touch(Slot slot)
    {
        slot.LastActive = recordedAt;
        if (!slot.Touched)
        {
            slot.Touched = true;
            touched.Add(slot);
        }
    }

    private void Judge(Slot slot)
    {
        slot.Touched = false;
        if (judging.Judge(slot) is { } due)
        {
            deadlines.Enqueue(slot.Id, due);
        }

        MarkDirty(slot);
    }
}
