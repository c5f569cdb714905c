namespace LtcActors.Simulator;

/// <summary>What a rule on statistics looks at: a caregiver's month, and how much of it is suspicious.</summary>
/// <param name="Score">
/// Spread in seconds (VIS-14), share in per cent (VIS-15; STF-07, of the days declared), or spreads by which a second figure is off (COL-04).
/// </param>
/// <param name="Planted">The city planted it.</param>
public sealed record Scored(string Rule, string CaregiverId, DateOnly Month, double Score, bool Planted);

/// <summary>
/// The rules on statistics, told again in the plainest way, for every caregiver and month: with the scores at hand, what another
/// threshold would have found is a matter of counting.
/// </summary>
internal sealed class StatisticsCheck
{
    private const int RegularVisits = 10, OddVisits = 8, Peers = 10, PeerVisits = 10, PeerClients = 3;

    private readonly Facts f;
    private readonly ILookup<(string PersonId, DateOnly Month), SeenVisit> served;
    private readonly ILookup<string, string> assigned;

    private StatisticsCheck(Facts facts)
    {
        f = facts;
        served = f.Visits.Values.ToLookup(v => (v.PersonId, Time.FirstOfMonth(Time.Day(v.Begin))));
        assigned = f.Arrangements.SelectMany(a => a.Value.Where(x => x.CaregiverId is not null).Select(x => (x.CaregiverId, Person: a.Key)))
            .ToLookup(a => a.CaregiverId!, a => a.Person);
    }

    public static List<Scored> Scores(Facts facts, GroundTruth truth) => new StatisticsCheck(facts).Scores(truth);

    private List<Scored> Scores(GroundTruth truth)
    {
        var names = f.Staff.GroupBy(s => s.Value.IdNumber)
            .SelectMany(g => g.Select(s => (s.Key, Name: g.Select(x => x.Key).Min(StringComparer.Ordinal)!))).ToDictionary(s => s.Key, s => s.Name);
        var months = f.Visits.Values.GroupBy(v => (Carer: names.GetValueOrDefault(v.CaregiverId, v.CaregiverId), Month: Time.FirstOfMonth(Time.Day(v.Begin))))
            .OrderBy(g => g.Key.Carer, StringComparer.Ordinal).ThenBy(g => g.Key.Month)
            .Select(g => new CarerMonth(g.Key.Carer, g.Key.Month, [.. g.OrderBy(v => v.Begin)])).ToList();
        var planted = truth.Expected.Where(e => GroundTruth.Statistical.ContainsKey(e.Rule))
            .SelectMany(e => (e.VisitIds ?? []).Select(v => (e.Rule, v))).ToHashSet(); // Who was never seen has no month to weigh.
        var scores = new List<Scored>();
        foreach (var month in months)
        {
            Add("VIS-14", month, Regular(month));
            Add("VIS-15", month, Odd(month));
            Add("STF-07", month, Seen(month));
        }

        foreach (var group in months.GroupBy(m => (Group(m), m.Month)).Where(g => g.Key.Item1 is not null))
        {
            foreach (var (month, score) in Apart([.. group]))
            {
                Add("COL-04", month, score);
            }
        }

        return scores;

        void Add(string rule, CarerMonth month, double? score)
        {
            if (score is { } known)
            {
                scores.Add(new(rule, month.Carer, month.Month, Math.Round(known, 2), month.Visits.Exists(v => planted.Contains((rule, v.Id)))));
            }
        }
    }

    private sealed record CarerMonth(string Carer, DateOnly Month, List<SeenVisit> Visits);

    private (DateTimeOffset Start, DateTimeOffset End)? Item(SeenVisit v)
    {
        var items = f.ItemsOf.GetValueOrDefault(v.PersonId, []);
        if (v.ItemId is not null && items.Contains(v.ItemId))
        {
            return (f.Items[v.ItemId].Start, f.Items[v.ItemId].End);
        }

        var near = items.Select(i => f.Items[i]).Where(i => (i.Start - v.Begin).Duration() <= TimeSpan.FromHours(1)).ToList();
        return near.Count == 0 ? null : near.MinBy(i => (i.Start - v.Begin).Duration()) is var item ? (item.Start, item.End) : null;
    }

    private double? Regular(CarerMonth month)
    {
        var off = month.Visits.Where(v => v is { In: not null, Out: not null, IsByHand: false } && v.Out >= v.In)
            .Select(v => (Visit: v, Item: Item(v))).Where(p => p.Item is not null)
            .Select(p => (Start: (p.Visit.In!.Value - p.Item!.Value.Start).TotalSeconds,
                Length: (p.Visit.Out!.Value - p.Visit.In.Value - (p.Item.Value.End - p.Item.Value.Start)).TotalSeconds)).ToList();
        return off.Count < RegularVisits ? null : Math.Max(Deviation([.. off.Select(o => o.Start)]), Deviation([.. off.Select(o => o.Length)]));
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    /// <summary>Of the days declared; none: none were.</summary>
    private double? Seen(CarerMonth month) => f.Declared.TryGetValue((month.Carer, month.Month), out var days) && days > 0
        ? month.Visits.Select(v => Time.Day(v.Begin)).Distinct().Count() * 100.0 / days : null;

    private double? Odd(CarerMonth month)
    {
        if (f.Staff.TryGetValue(month.Carer, out var staff) && staff.Kind == "family")
        {
            return null;
        }

        var planned = month.Visits.Where(v => v.In is not null && AtHome(v)
            && f.Plans.GetValueOrDefault(v.PersonId, []).Exists(p => p.From <= Time.Day(v.Begin) && Time.Day(v.Begin) <= p.To)).ToList();
        return planned.Count < OddVisits ? null : planned.Count(v => IsOdd(v.Begin) && !IsNearPlan(v)) * 100.0 / planned.Count;
    }

    private bool AtHome(SeenVisit v) =>
        f.Arrangements.GetValueOrDefault(v.PersonId, []).Where(a => a.From <= Time.Day(v.Begin)).ToList() is { Count: > 0 } known && known.MaxBy(a => a.From).AtHome;

    private static bool IsOdd(DateTimeOffset at) =>
        at.ToOffset(Time.Offset).Hour is >= 22 or < 6 || Time.Day(at).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private bool IsNearPlan(SeenVisit v) => f.ItemsOf.GetValueOrDefault(v.PersonId, []).Select(i => f.Items[i])
        .Any(i => i.Start.AddHours(-1) <= v.Begin && v.Begin <= i.End.AddHours(1));

    private (string District, string Kind)? Group(CarerMonth month)
    {
        var clients = month.Visits.Select(v => v.PersonId).Concat(assigned[month.Carer]);
        return f.Staff.TryGetValue(month.Carer, out var staff) && f.Districts.TryGetValue(clients.Min(StringComparer.Ordinal)!, out var district)
            ? (district, staff.Kind == "family" ? "family" : staff.Duty ?? "home") : null;
    }

    /// <summary>The second largest of the distances: that at which two figures are off.</summary>
    private IEnumerable<(CarerMonth Month, double Score)> Apart(List<CarerMonth> group)
    {
        var known = group.Select(m => (Month: m, Visits: m.Visits.FindAll(v => v.End > v.Begin))).Where(m => m.Visits.Count >= PeerVisits)
            .Select(m => (m.Month, Figures: Figures(m.Month.Month, m.Visits))).ToList();
        var distances = Enumerable.Range(0, 4).Select(i =>
        {
            var values = known.Select(k => k.Figures[i]).OfType<double>().Order().ToList();
            if (values.Count < Peers)
            {
                return (Func<double?, double>)(_ => 0);
            }

            var median = Median(values);
            var spread = Math.Max(1.4826 * Median([.. values.Select(v => Math.Abs(v - median)).Order()]), i == 0 ? 3 : 5);
            return own => own is not { } x ? 0 : i == 0 ? Math.Abs(x - median) / spread : Math.Max(0, (x - median) / spread);
        }).ToList();
        return known.Count < Peers ? [] : known.Select(k => (k.Month, distances.Select((d, i) => d(k.Figures[i])).Order().ElementAt(2)));
    }

    private double?[] Figures(DateOnly month, List<SeenVisit> visits)
    {
        var clients = visits.Select(v => v.PersonId).Distinct().Select(p => (Planned: Minutes(f.ItemsOf.GetValueOrDefault(p, []).Select(i => f.Items[i])
            .Where(i => Time.FirstOfMonth(Time.Day(i.Start)) == month).Select(i => i.End - i.Start)), Served: Minutes(served[(p, month)].Select(v => v.End - v.Begin)))).Where(c => c.Planned > 0).ToList();
        return
        [
            Minutes(visits.Select(v => v.End - v.Begin)) / visits.Count,
            visits.Count(v => v.IsByHand) * 100.0 / visits.Count,
            visits.Exists(v => v.HasFace) ? visits.Count(v => !v.HasFace && !v.IsByHand) * 100.0 / visits.Count : null,
            clients.Count < PeerClients ? null : clients.Count(c => c.Served >= 0.98 * c.Planned) * 100.0 / clients.Count,
        ];
    }

    private static double Minutes(IEnumerable<TimeSpan> times) => times.Sum(t => t.TotalMinutes);

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
