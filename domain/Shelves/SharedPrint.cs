using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Shelves;

/// <summary>
/// A print that lies under several checks. A union, and bounded: of each caregiver, person and calendar month the first and the last
/// check, so that nothing is lost for a window of a month or more; of more caregivers than could be in league the first check of each, the
/// earliest of these. Both are the same whatever came first.
/// </summary>
internal sealed class SharedPrint(ulong print)
{
    /// <summary>Caregivers up to which all of them are told apart: no limit on whose a print may be is larger.</summary>
    public const int Most = 20;

    private readonly SortedSet<string> caregivers = new(StringComparer.Ordinal);
    private PrintUse[] uses = [];

    public ulong Print => print;

    /// <summary>All who ever bore it, by the ids of the checks.</summary>
    public IReadOnlyCollection<string> Caregivers => caregivers;

    /// <summary>In the world's order.</summary>
    public ReadOnlySpan<PrintUse> Uses => uses;

    /// <returns>Whether anything is told otherwise by it.</returns>
    public bool Add(in PrintUse use)
    {
        var isNew = caregivers.Add(use.CaregiverId);
        var at = ~Array.BinarySearch(uses, use);
        PrintUse[] all = [.. uses[..at], use, .. uses[at..]];
        uses = caregivers.Count > Most ? [.. FirstOfEach(all).Take(Most + 1)] : [.. FirstAndLast(all).Distinct().Order()];
        return isNew || uses.Contains(use);
    }

    /// <summary>The first check of each caregiver, earliest first; of more than <see cref="Most"/>, one more than that.</summary>
    public IEnumerable<PrintUse> FirstOfEach() => FirstOfEach(uses);

    /// <summary>What the caregiver is told: checks of those with a larger id, the nearest to its own of more than are told.</summary>
    public ImmutableArray<PrintUse> Of(string caregiver, int most)
    {
        var theirs = Array.FindAll(uses, u => string.CompareOrdinal(u.CaregiverId, caregiver) > 0);
        if (theirs.Length > most)
        {
            var own = Array.FindAll(uses, u => u.CaregiverId == caregiver);
            theirs = [.. theirs.OrderBy(t => own.Min(o => (o.Fact.Time - t.Fact.Time).Duration())).ThenBy(static t => t.Fact).Take(most).Order()];
        }

        return [.. theirs];
    }

    public static void Write(StateWriter to, SharedPrint shared)
    {
        to.ULong(shared.Print);
        to.List(shared.caregivers, static (w, c) => w.Text(c));
        to.List(shared.uses, PrintUse.Write);
    }

    public static SharedPrint Read(StateReader from)
    {
        var shared = new SharedPrint(from.ULong());
        shared.caregivers.UnionWith(from.List(static r => r.Text()));
        shared.uses = [.. from.List(PrintUse.Read)];
        return shared;
    }

    private static IEnumerable<PrintUse> FirstOfEach(IEnumerable<PrintUse> inOrder) => inOrder.DistinctBy(static u => u.CaregiverId);

    private static IEnumerable<PrintUse> FirstAndLast(IEnumerable<PrintUse> inOrder) => inOrder
        .GroupBy(static u => (u.CaregiverId, u.PersonId, Shanghai.FirstOfMonth(Shanghai.DayOf(u.Fact.Time))))
        .SelectMany(static g => new[] { g.First(), g.Last() });
}
