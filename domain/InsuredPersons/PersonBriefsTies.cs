using System.Collections.Immutable;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What caregivers hear of each other's visits, and accounts of the person.</summary>
internal readonly partial struct PersonBriefs
{
    /// <summary>To each caregiver from whom an order was moved: the visits that the other one made of it.</summary>
    public void TellMoved(Judgement to)
    {
        var orders = new SortedDictionary<string, List<MovedOrder>>(StringComparer.Ordinal);
        foreach (var caregiver in Known(CollusionCodec.Moved))
        {
            orders[caregiver] = [];
        }

        foreach (var moved in file.Ties?.Orders ?? [])
        {
            foreach (var visit in file.Visits.All)
            {
                if (visit.ItemId == moved.ItemId && visit.CaregiverId == moved.To && moved.From != moved.To && visit.HasDuration)
                {
                    (orders.TryGetValue(moved.From, out var known) ? known : orders[moved.From] = [])
                        .Add(new(visit.CaregiverId, visit.Id, moved.Fact, visit.CheckIn, visit.CheckOut));
                }
            }
        }

        foreach (var (caregiver, theirs) in orders)
        {
            told.Tell(to, person, ActorId.Caregiver(caregiver), new Brief.Moved(
                [.. theirs.OrderBy(static o => o.CheckIn).ThenBy(static o => o.Reassigned)]));
        }
    }

    /// <summary>To each caregiver that asked: who came in which month.</summary>
    public void TellMonths(Judgement to)
    {
        if (file.Ties is not { CaregiversAsking.Count: > 0 } ties)
        {
            return;
        }

        ImmutableArray<VisitorMonth> months =
        [
            .. file.Visits.All.ToArray().Select(static v => new VisitorMonth(v.CaregiverId, Calendars.Shanghai.FirstOfMonth(v.Day))).Distinct()
                .OrderBy(static m => m.CaregiverId, StringComparer.Ordinal).ThenBy(static m => m.Month),
        ];
        foreach (var caregiver in ties.CaregiversAsking)
        {
            told.Tell(to, person, ActorId.Caregiver(caregiver), new Brief.VisitorMonths(months));
        }
    }

    /// <summary>To each account that asked.</summary>
    public void TellHolder(Judgement to)
    {
        if (file.Ties is not { AccountsAsking.Count: > 0 } ties)
        {
            return;
        }

        var holder = new Brief.Holder(
            file.DistrictCode, [.. standing.Homes.Select(static h => h.Span)], standing.Death?.Day, [.. Relatives().Keys],
            [.. ties.Related.Select(static r => r.PersonId).Distinct().Order(StringComparer.Ordinal)]);
        foreach (var account in ties.AccountsAsking)
        {
            told.Tell(to, person, ActorId.Account(account), holder);
        }
    }
}
