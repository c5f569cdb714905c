using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Turns some of the actors into the bytes of a checkpoint. Judging stands still meanwhile, so there are several, each with a thread
/// and memory of its own.
/// </summary>
internal sealed class Capturer
{
    private readonly LookAhead ahead = new();
    private readonly StateWriter writer = new();
    private readonly Slabs slabs = new();
    private Memory<Slot> slots;
    private Memory<ActorRow> rows;
    private volatile bool waiting;

    public List<HistoryPage> Pages { get; } = [];

    public List<ActorPage> StatePages { get; } = [];

    /// <summary>Gives it work; <see cref="Step"/> does it.</summary>
    /// <param name="into">As many rows as slots; what they point to stands until <see cref="Release"/>.</param>
    public void Give(Memory<Slot> some, Memory<ActorRow> into)
    {
        (slots, rows) = (some, into);
        waiting = true;
    }

    /// <returns>Whether there was any.</returns>
    public bool Step()
    {
        if (!waiting)
        {
            return false;
        }

        waiting = false;
        var from = slots.Span;
        var to = rows.Span;
        for (var i = 0; i < from.Length; i++)
        {
            ahead.At(from, i);
            to[i] = Capture(from[i]);
        }

        (slots, rows) = (default, default);
        return true;
    }

    /// <summary>The checkpoint is written, or given up.</summary>
    public void Release()
    {
        Pages.Clear();
        StatePages.Clear();
        slabs.Reset();
    }

    private ActorRow Capture(Slot slot)
    {
        writer.Clear();
        ActorState.Write(slot.Actor, writer);
        var state = slabs.Keep(writer.Written);
        writer.Clear();
        slot.WriteTail(writer);
        if (slot.Pages is { } full)
        {
            Pages.AddRange(full);
        }

        foreach (var page in slot.Actor.UnkeptPages)
        {
            StatePages.Add(new(slot.Id, page));
        }

        return new(slot.Id, state, slabs.Keep(writer.Written), slot.Queued);
    }
}
