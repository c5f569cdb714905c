using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Grains.Rows;

/// <summary>An actor at the instant of a checkpoint, as its row has it.</summary>
/// <param name="Generation">In which it was taken.</param>
/// <param name="Calls">How many calls of that generation are in it.</param>
/// <param name="Deadline">When it wants to be woken.</param>
/// <param name="Pages">First place of each full page of its history, oldest first.</param>
/// <param name="StatePages">The closed pages of its state, each with the checkpoint that wrote it.</param>
/// <param name="HistoryTail">The last places of its journal entries, not yet a page.</param>
/// <param name="State">As the engine writes an actor with its findings.</param>
internal sealed record ActorRecord(
    long Generation, int Calls, DateTimeOffset? Deadline, IReadOnlyList<long> Pages, IReadOnlyList<PageRef> StatePages,
    ReadOnlyMemory<byte> HistoryTail, ReadOnlyMemory<byte> State)
{
    /// <param name="pages">First places of full pages.</param>
    public static void Write(
        StateWriter to, long generation, int calls, Slot of, IReadOnlyCollection<long> pages, IReadOnlyCollection<PageRef> statePages)
    {
        to.Long(generation);
        to.Int(calls);
        to.Optional(of.Queued);
        to.List(pages, static (w, first) => w.Long(first));
        to.List(statePages, static (w, page) =>
        {
            w.Int(page.Number);
            w.Long(page.Checkpoint);
        });
        of.WriteTail(to);
        ActorState.Write(of.Actor, to);
    }

    /// <param name="row">By <see cref="Write"/>; it stays as it is.</param>
    public static ActorRecord Read(ReadOnlyMemory<byte> row)
    {
        var from = new StateReader(row);
        var (generation, calls, deadline) = (from.Long(), from.Int(), from.OptionalInstant());
        var (pages, statePages) = (from.List(static r => r.Long()), from.List(static r => new PageRef(r.Int(), r.Long())));
        var tail = from.Remaining;
        Slot.SkipTail(from);
        return new(generation, calls, deadline, pages, statePages, tail[..^from.Remaining.Length], from.Remaining);
    }
}

/// <summary>A closed page of an actor's state.</summary>
/// <param name="Checkpoint">That wrote it.</param>
internal readonly record struct PageRef(int Number, long Checkpoint);
