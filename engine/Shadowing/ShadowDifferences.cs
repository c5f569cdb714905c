using System.Collections;
using LtcActors.Engine.Replaying;

namespace LtcActors.Engine.Shadowing;

/// <summary>What would become of an alert.</summary>
public enum ShadowChange
{
    /// <summary>It would be raised, and is not.</summary>
    Appear,

    /// <summary>It is raised, and would not be.</summary>
    Vanish,

    /// <summary>It would say something else.</summary>
    Change,
}

/// <summary>Which of them are wanted.</summary>
/// <param name="Rules">Empty: of all rules.</param>
/// <param name="Change">Null: whatever would become of them.</param>
/// <param name="Id">The one alone with this id; null: all.</param>
public readonly record struct ShadowFilter(IReadOnlyCollection<string> Rules, ShadowChange? Change, string? Id = null)
{
    public static ShadowFilter All { get; } = new([], null);

    public bool Wants(ReplayedAlert alert) =>
        (Id is null || Id == alert.Id) && (Rules.Count == 0 || Rules.Contains(alert.Rule)) && (Change is null || Change == ShadowDifferences.ChangeOf(alert));
}

/// <param name="Total">How many the filter has, on all pages.</param>
/// <param name="Next">Id after which the next page begins; null: there is none.</param>
public sealed record ShadowPage(IReadOnlyList<ReplayedAlert> Items, int Total, string? Next);

/// <summary>
/// All alerts that would be others, by id. Most of them are only counted: the events that one rests on are looked up in the journal when
/// it is shown. Any thread.
/// </summary>
public sealed class ShadowDifferences : IReadOnlyCollection<ReplayedAlert>
{
    private readonly ReplayedAlert[] all;
    private readonly Func<ReplayedAlert, ReplayedAlert> show;

    /// <param name="all">In any order, each once.</param>
    /// <param name="show">Names the events one rests on; null: they have their names.</param>
    public ShadowDifferences(IEnumerable<ReplayedAlert> all, Func<ReplayedAlert, ReplayedAlert>? show = null)
    {
        this.all = [.. all.OrderBy(static a => a.Id, StringComparer.Ordinal)];
        this.show = show ?? (static a => a);
    }

    public static ShadowDifferences None { get; } = new([]);

    public int Count => all.Length;

    public static ShadowChange ChangeOf(ReplayedAlert alert) =>
        alert.Before is null ? ShadowChange.Appear : alert.After is null ? ShadowChange.Vanish : ShadowChange.Change;

    /// <param name="after">Id of the last one seen, whether or not it still differs; empty: from the first on.</param>
    /// <param name="limit">0: they are only counted.</param>
    /// <param name="names">Whether the events that they rest on are named.</param>
    public ShadowPage Page(ShadowFilter filter, string after, int limit, bool names = true)
    {
        var items = new List<ReplayedAlert>(Math.Min(limit, all.Length));
        string? next = null;
        for (var i = FirstAfter(after); limit > 0 && i < all.Length; i++)
        {
            if (!filter.Wants(all[i]))
            {
                continue;
            }

            if (items.Count == limit)
            {
                next = items[^1].Id;
                break;
            }

            items.Add(names ? show(all[i]) : all[i]);
        }

        return new(items, all.Count(filter.Wants), next);
    }

    public IEnumerator<ReplayedAlert> GetEnumerator() => all.Select(show).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int FirstAfter(string id)
    {
        var (from, to) = (0, all.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = string.CompareOrdinal(all[middle].Id, id) <= 0 ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
