using LtcActors.Domain.Actors;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>The plan of a person, as filed and as changed.</summary>
internal sealed partial class PersonFile
{
    private string[]? byStart;

    /// <summary>The item as it stands; none: not known, or cancelled.</summary>
    public PlannedItem? Planned(string? itemId) =>
        itemId is not null && plan is not null && plan.TryGetValue(itemId, out var item) && item.Status != ItemStatus.Cancelled
            ? item : null;

    /// <summary>Whether a planned item is that near the instant, with so many caregivers at least.</summary>
    public bool IsPlanned(DateTimeOffset instant, TimeSpan margin, int staff = 1)
    {
        foreach (var item in plan?.Values ?? (IEnumerable<PlannedItem>)[])
        {
            if (item.Status != ItemStatus.Cancelled && item.Staff >= staff && item.IsNear(instant, margin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far the instant is from the nearest item; none: there are no items.</summary>
    public TimeSpan? NearestItem(DateTimeOffset instant)
    {
        TimeSpan? nearest = null;
        foreach (var item in plan?.Values ?? (IEnumerable<PlannedItem>)[])
        {
            var away = instant < item.Start ? item.Start - instant : instant > item.End ? instant - item.End : TimeSpan.Zero;
            nearest = item.Status == ItemStatus.Cancelled || nearest <= away ? nearest : away;
        }

        return nearest;
    }

    /// <summary>The visit names an item outside the home as it stands.</summary>
    public bool NamesOuting(Visit visit) => Planned(visit.ItemId) is { Place: PlanPlace.Community };

    /// <summary>Whether an item outside the home is planned at that time.</summary>
    public bool IsOuting(DateTimeOffset begin, DateTimeOffset end)
    {
        foreach (var item in plan?.Values ?? (IEnumerable<PlannedItem>)[])
        {
            if (IsOutside(item) && new Outing(item.Start, item.End).Overlaps(begin, end))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When care outside the home is in order: items planned there, and visits at other times that name one. In order of time.</summary>
    public IEnumerable<Outing> Outings()
    {
        var outings = (plan?.Values ?? (IEnumerable<PlannedItem>)[]).Where(IsOutside).Select(static i => new Outing(i.Start, i.End)).ToHashSet();
        if (outings.Count > 0)
        {
            foreach (var visit in Visits.All)
            {
                if (visit.HasDuration && NamesOuting(visit) && !IsOuting(visit.Begin, visit.End))
                {
                    outings.Add(new(visit.Begin, visit.End));
                }
            }
        }

        return outings.OrderBy(static o => o.Start).ThenBy(static o => o.End);
    }

    /// <summary>Ids of the items that stand, by their start, then id.</summary>
    public string[] ItemsByStart => byStart ??=
    [
        .. (plan ?? []).Where(static i => i.Value.Status != ItemStatus.Cancelled)
            .OrderBy(static i => i.Value.Start).ThenBy(static i => i.Key, StringComparer.Ordinal).Select(static i => i.Key),
    ];

    private void Fold(FactRef at, Fact.PlanFiled fact, DateTimeOffset recordedAt)
    {
        Extras ??= new();
        Extras.Plans = With(Extras.Plans, new(Days.Through(fact.From, fact.To), at));
        foreach (var item in fact.Items)
        {
            Put(item.ItemId, Item(item, ItemStatus.Filed, at, recordedAt, fact.InstitutionId));
        }
    }

    private void Fold(FactRef at, Fact.PlanChanged fact, DateTimeOffset recordedAt)
    {
        foreach (var id in fact.Cancelled)
        {
            Put(id, new(default, default, PlanPlace.Home, 0, ItemStatus.Cancelled, at, recordedAt, [], null));
        }

        foreach (var item in fact.Items)
        {
            Put(item.ItemId, Item(item, ItemStatus.Changed, at, recordedAt, null));
        }
    }

    private PlannedItem Item(PlanItem item, ItemStatus status, FactRef at, DateTimeOffset recordedAt, string? institution) => new(
        item.Start, item.End, item.Place, (byte)(item.Staff ?? 1), status, at, recordedAt.ToUniversalTime(),
        Visits.Shared(item.Services.IsDefaultOrEmpty ? [] : [.. item.Services]), Visits.Shared(institution));

    private static bool IsOutside(PlannedItem item) => item is { Place: PlanPlace.Community, Status: not ItemStatus.Cancelled };

    private void Put(string id, PlannedItem item)
    {
        plan ??= new(StringComparer.Ordinal);
        byStart = null;
        if (!plan.TryGetValue(id, out var known) || item.Replaces(known))
        {
            plan[id] = item;
        }
    }
}
