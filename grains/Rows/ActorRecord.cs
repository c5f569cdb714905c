using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Grains.Rows;

/// <summary>An actor at the instant of a checkpoint, as its row has it.</summary>
/// <param name="Generation">In which it was taken.</param>
/// <param name="Calls">How many calls of that generation are in it.</param>
/// <param name="Deadline">When it wants to be woken.</param>
/// <param name="History">The full pages of its history, oldest first, by their first places.</param>
/// <param name="Pages">The closed pages of its state, by their numbers.</param>
/// <param name="HistoryTail">The last places of its journal entries, not yet a page.</param>
/// <param name="State">As the engine writes an actor with its findings.</param>
internal sealed record ActorRecord(
    long Generation, int Calls, DateTimeOffset? Deadline, IReadOnlyList<PagePlace> History, IReadOnlyList<PagePlace> Pages,
    ReadOnlyMemory<byte> HistoryTail, ReadOnlyMemory<byte> State)
{
    public static void Write(
        StateWriter to, long generation, int calls, Slot of, IReadOnlyCollection<PagePlace> history, IReadOnlyCollection<PagePlace> pages)
    {
        to.Long(generation);
        to.Int(calls);
        to.Optional(of.Queued);
        to.List(history, Write);
        to.List(pages, Write);
        of.WriteTail(to);
        ActorState.Write(of.Actor, to);
    }

    /// <param name="row">By <see cref="Write(StateWriter, long, int, Slot, IReadOnlyCollection{PagePlace}, IReadOnlyCollection{PagePlace})"/>; it stays as it is.</param>
    public static ActorRecord Read(ReadOnlyMemory<byte> row)
    {
        var from = new StateReader(row);
        var (generation, calls, deadline) = (from.Long(), from.Int(), from.OptionalInstant());
        var (history, pages) = (from.List(ReadPlace), from.List(ReadPlace));
        var tail = from.Remaining;
        Slot.SkipTail(from);
        return new(generation, calls, deadline, history, pages, tail[..^from.Remaining.Length], from.Remaining);
    }

    private static void Write(StateWriter to, PagePlace page)
    {
        to.Long(page.Id);
        to.Long(page.Checkpoint);
        to.Int(page.Pack);
        to.Int(page.Offset);
        to.Int(page.Length);
    }

    private static PagePlace ReadPlace(StateReader from) => new(from.Long(), from.Long(), from.Int(), from.Int(), from.Int());
}
