using LtcActors.Domain.Calendars;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>The plan beside visits, for whole months.</summary>
internal sealed partial class PersonFile
{
    /// <summary>The item that the visit names, as it stands; else the one whose start is nearest, if it is that near.</summary>
    public PlannedItem? ItemOf(Visit visit, TimeSpan within)
    {
        if (Planned(visit.ItemId) is { } named)
        {
            return named;
        }

        var items = ItemsByStart;
        var at = FirstItemFrom(visit.Begin);
        PlannedItem? before = at > 0 ? Planned(items[at - 1]) : null;
        PlannedItem? after = at < items.Length ? Planned(items[at]) : null;
        var nearest = before is { } b && (after is not { } a || visit.Begin - b.Start <= a.Start - visit.Begin) ? before : after;
        return nearest is { } near && (near.Start - visit.Begin).Duration() <= within ? nearest : null;
    }

    /// <summary>All time planned in a month, by items that stand.</summary>
    public TimeSpan PlannedIn(DateOnly month)
    {
        var (items, sum, end) = (ItemsByStart, TimeSpan.Zero, Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)));
        for (var i = FirstItemFrom(Shanghai.StartOf(month)); i < items.Length && Planned(items[i])!.Value is var item && item.Start < end; i++)
        {
            sum += item.End - item.Start;
        }

        return sum;
    }

    private int FirstItemFrom(DateTimeOffset instant)
    {
        var items = ItemsByStart;
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Planned(items[middle])!.Value.Start < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
