namespace LtcActors.Simulator;

internal sealed partial class World
{
    private readonly record struct Item(string ItemId, string CaregiverId, DateTimeOffset Start, DateTimeOffset End, string? Place, int Staff,
        IReadOnlyList<string> Services);

    private readonly Dictionary<(Person Person, DateOnly Week, string InstitutionId), List<Item>> _items = [];

    private string PlanItem(VisitSpec v, string visitId)
    {
        var (start, end) = v.Plan ?? Beside(v.In, v.Out ?? v.In.AddHours(1));
        var itemId = visitId.Replace("-v-", "-t-", StringComparison.Ordinal);
        var item = new Item(itemId, (v.PlannedCaregiver ?? v.Caregiver).Id, start, end, v.Place, v.Staff, v.PlannedServices);
        var day = Time.Day(start);
        var week = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var institution = v.Caregiver.InstitutionId ?? v.Person.InstitutionId;
        if (!_items.TryGetValue((v.Person, week, institution), out var items))
        {
            _items[(v.Person, week, institution)] = items = [];
        }

        items.Add(item);
        if (v.PlannedCaregiver is { } planned && planned != v.Caregiver)
        {
            Log.Add("agency", "ltc.visit.reassigned", v.Person.Id, v.ReassignedAt ?? Time.At(day, 6, 30), new
            {
                item.ItemId,
                FromCaregiverId = planned.Id,
                ToCaregiverId = v.Caregiver.Id,
            });
        }

        return item.ItemId;
    }

    /// <summary>What was planned of a visit that says nothing of a plan: nobody comes and goes to the second, but within a tenth.</summary>
    private (DateTimeOffset Start, DateTimeOffset End) Beside(DateTimeOffset from, DateTimeOffset until)
    {
        var most = Math.Clamp((int)((until - from).TotalSeconds / 20), 0, 150);
        return (from + _plans.Seconds(-most, most), until + _plans.Seconds(-most, most));
    }

    /// <summary>An approved change: an hour from an instant on, or an item that falls away.</summary>
    public void ChangePlan(Person person, DateTimeOffset time, DateTimeOffset? start = null, string? cancelled = null) =>
        Log.Add("agency", "ltc.plan.changed", person.Id, time, new
        {
            PlanId = NewId("w"),
            Items = start is { } at ? new[] { new { ItemId = NewId("x"), Start = at, End = at.AddHours(1) } } : null,
            Cancelled = cancelled is null ? null : new[] { cancelled },
        });

    /// <summary>Files what was planned, a week and person at a time, on the Sunday before.</summary>
    public void FilePlans()
    {
        foreach (var ((person, week, institutionId), items) in _items)
        {
            Log.Add("agency", "ltc.plan.filed", person.Id, Time.At(week.AddDays(-1), 16), new
            {
                PlanId = NewId("w"),
                InstitutionId = institutionId,
                From = week,
                To = week.AddDays(6),
                Items = items.OrderBy(i => i.Start).Select(i => new
                {
                    i.ItemId,
                    i.CaregiverId,
                    i.Start,
                    i.End,
                    i.Services,
                    Place = i.Place ?? "home",
                    Staff = i.Staff == 1 ? (int?)null : i.Staff,
                }),
            });
        }

        _items.Clear();
    }
}
