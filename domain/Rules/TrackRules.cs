using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>What points tracked during a visit show, and where a device spends its nights (docs/rules.md, Position).</summary>
public static class TrackRules
{
    public static Rule Geo02 { get; } = new(
        "GEO-02", 2, Zh: "服务中途离开", En: "Left during the visit", Severity.P3, [new("tianjin-2023-family", "5")],
        ["geo.awayFixes", "geo.awayTime", "geo.fence", "geo.accuracyMax"]);

    public static Rule Dev04 { get; } = new(
        "DEV-04", 2, Zh: "手机长期滞留参保人家", En: "Caregiver's device stays at an insured person's home", Severity.P2, [],
        ["dev.nights", "dev.nightWindow", "vis.sameAddress"]);

    public static ImmutableArray<Rule> All { get; } = [Geo02, Dev04];

    /// <summary>Points in a row outside the fence, for longer than an errand takes.</summary>
    internal static void Left(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        if (visit.Track is not { } track || !visit.HasLength || of.File.Clients.Of(visit.PersonId) is not { Homes.IsEmpty: false } client)
        {
            return;
        }

        var limits = of.On(visit.Day, visit.PersonId);
        var fence = client.More?.Fence is { } own ? limits.Fence with { Value = own } : limits.Fence;
        var homes = client.Homes.Where(h => h.Days.Contains(visit.Day)).Select(static h => h.Home).ToList();
        if (homes.Count == 0 || homes.Exists(h => track.IsWithin(h, fence.Value)) || IsElsewhere(client.More, visit))
        {
            return;
        }

        var away = new Away(homes, fence.Value, limits);
        foreach (var (fix, source) in PointsOf(of.File.Days, visit))
        {
            away.Add(fix, source);
        }

        if (away.Longest is { } longest)
        {
            to.Add(of.Find(
                Geo02, visit.Key, Severity.P3, longest.From, new EvidenceList().AddAll(longest.Sources, static s => s.Ref, "track"),
                [
                    Figure.Against("away", (longest.To - longest.From).TotalMinutes, limits.AwayTime),
                    Figure.Against("fixesOutside", longest.Count, limits.AwayFixes), Figure.Against("certainDistance", longest.Metres, fence),
                ],
                [visit]));
        }
    }

    /// <summary>
    /// All fixes of a visit of half an hour, its ends among them, at one place to the last bit. One that lies elsewhere shows a receiver
    /// at work; and a few that agree are what a telephone repeats when it has nothing new, so it takes many.
    /// </summary>
    internal static void Still(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        if (visit.Track is not { IsStill: true } track || !visit.HasLength)
        {
            return;
        }

        var limits = of.On(visit.Day, visit.PersonId);
        var ends = Array.FindAll(visit.Checks, static c => c is { Position: not null, Mock: false, IsManual: false });
        var count = track.Count + ends.Length;
        if (visit.Length >= limits.FrozenTime.Time && count >= limits.FrozenPoints.Count && Array.TrueForAll(ends, c => c.Position == track.Low))
        {
            to.Add(of.Find(
                ReuseRules.Geo05, $"track:{visit.Key}", Severity.P2, visit.At, new EvidenceList().Add(visit),
                [Figure.Against("sameFixes", count, limits.FrozenPoints), Figure.Against("sameFor", visit.Length.TotalMinutes, limits.FrozenTime)],
                [visit]));
        }
    }

    /// <summary>Nights at a client's home without a visit that explains them: five of seven.</summary>
    internal static void Nights(CaregiverCase of, List<Finding> to)
    {
        if (of.File.Extras?.Nights?.Nights.ToList() is not { Count: > 0 } nights)
        {
            return;
        }

        foreach (var (person, client) in of.File.Clients.Items)
        {
            if (client.More is not { IsRelative: true })
            {
                var there = nights.FindAll(n => StaysAt(of, client, n.Day, n.Fixes) && !IsExplained(of.File, person, n.Day));
                Runs(of, person, there, to);
            }
        }
    }

    /// <summary>In the care of a house that day, or on a planned outing.</summary>
    internal static bool IsElsewhere(ClientMore? more, CareVisit visit) => more is not null
        && (more.InHouse.Any(d => d.Contains(visit.Day)) || (visit.HasLength && more.Outings.Any(o => o.Overlaps(visit.Begin!.Value, visit.End!.Value))));

    private static IEnumerable<(Fix Fix, FixSource Source)> PointsOf(CareDays days, CareVisit visit)
    {
        foreach (var number in VisitBook.DaysOf(visit))
        {
            if (days.IndexOf(number) is not (>= 0 and var at))
            {
                continue;
            }

            var day = days.Open(at);
            for (var i = 0; i < day.Count; i++)
            {
                if (day[i].Kind is FixKind.Track or FixKind.Walk && day[i].Ticks >= visit.Begin!.Value.UtcTicks && day[i].Ticks <= visit.End!.Value.UtcTicks)
                {
                    yield return (day[i], day.SourceOf(day[i]));
                }
            }
        }
    }

    private static bool StaysAt(CaregiverCase of, Brief.Client client, DateOnly day, List<NightFix> fixes)
    {
        var limits = of.On(day);
        return client.Homes.Any(h => h.Days.Contains(day) && fixes.TrueForAll(f =>
            f.Point.MetresTo(h.Home) - Math.Min(f.Accuracy, limits.AccuracyMax.Value) <= limits.SameAddress.Value));
    }

    /// <summary>A relative, somebody registered as living in, or a visit to the person in those hours.</summary>
    private static bool IsExplained(CaregiverFile file, string person, DateOnly day)
    {
        if (file.Bindings.Of(person)?.Spans.Any(s => s.Days.Contains(day)) == true || RecordRules.IsExempt(file, ExemptionKind.LiveIn, day))
        {
            return true;
        }

        var (from, to) = (Shanghai.StartOf(day).AddHours(1), Shanghai.StartOf(day).AddHours(5));
        var at = file.Days.IndexOf(day.DayNumber);
        return at >= 0 && file.Days[at].Visits?.Exists(v => v.PersonId == person && v.Begin < to && v.End > from) == true;
    }

    private static void Runs(CaregiverCase of, string person, List<(DateOnly Day, List<NightFix> Fixes)> nights, List<Finding> to)
    {
        for (int start = 0, end; start < nights.Count; start = end)
        {
            var limits = of.On(nights[start].Day, person);
            var (days, least) = (limits.ResidentWindow.Count, limits.ResidentNights.Count);
            for (end = start + 1; end < nights.Count && nights[end].Day.DayNumber - nights[end - 1].Day.DayNumber < days; end++)
            {
            }

            var run = nights[start..end];
            var most = run.Select((n, i) => i + 1 - run.FindIndex(m => n.Day.DayNumber - m.Day.DayNumber < days)).Max();
            if (most >= least)
            {
                var evidence = new EvidenceList();
                run.ForEach(n => evidence.AddAll(n.Fixes, static f => f.Fact, "track"));
                to.Add(of.Find(
                    Dev04, $"{person}:{Visits.Days.Text(run[0].Day)}", Severity.P2, Shanghai.StartOf(run[least - 1].Day).AddHours(5), evidence,
                    [Figure.Against("nights", most, limits.ResidentNights), Figure.Of("nightsInAll", run.Count, "nights")]) with
                {
                    PersonId = person, DistrictCode = of.File.DistrictOf(person),
                });
            }
        }
    }

    /// <summary>Points outside in a row, as they come in order of time.</summary>
    private sealed class Away(List<GeoPoint> homes, double fence, Thresholds limits)
    {
        private readonly List<FixSource> sources = [];
        private long first, last;
        private int count;
        private double farthest;

        public (DateTimeOffset From, DateTimeOffset To, int Count, double Metres, FixSource[] Sources)? Longest { get; private set; }

        public void Add(in Fix fix, in FixSource source)
        {
            if (fix.AccuracyMetres > limits.AccuracyMax.Value)
            {
                return; // Says nothing, and interrupts nothing.
            }

            var nearest = double.MaxValue;
            foreach (var home in homes)
            {
                nearest = Math.Min(nearest, home.MetresTo(fix.Point));
            }

            var certain = nearest - fix.AccuracyMetres;
            if (certain <= fence)
            {
                count = 0;
                return;
            }

            if (count++ == 0)
            {
                (first, farthest) = (fix.Ticks, 0);
                sources.Clear();
            }

            (last, farthest) = (fix.Ticks, Math.Max(farthest, certain));
            if (sources.Count == 0 || sources[^1] != source)
            {
                sources.Add(source);
            }

            if (count >= limits.AwayFixes.Count && last - first > limits.AwayTime.Time.Ticks
                && !(Longest is { } known && known.To - known.From >= TimeSpan.FromTicks(last - first)))
            {
                Longest = (new(first, TimeSpan.Zero), new(last, TimeSpan.Zero), count, farthest, [.. sources]);
            }
        }
    }
}
