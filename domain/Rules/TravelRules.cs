using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>Two places between which no vehicle goes so fast.</summary>
public static class TravelRules
{
    public static Rule Vis08 { get; } = new(
        "VIS-08", 1, Zh: "不可能行程", En: "Impossible travel", Severity.P1, [],
        ["vis.travelSpeed", "vis.travelMin", "vis.confirm", "geo.accuracyMax"]);

    public static ImmutableArray<Rule> All { get; } = [Vis08];

    /// <summary>
    /// Whether fixes that came to a day since the last judgement can have changed anything.
    /// <para>Exact, and cheap: a fix that comes changes who counts among itself and its two neighbours only. So pairs that are new
    /// lie between the last fix that counts before the one neighbour and the first that counts after the other. While no day of
    /// these has a finding, and none of these pairs breaks the rule, nothing has changed.</para>
    /// </summary>
    /// <param name="from">The first day that may have changed.</param>
    /// <param name="to">The last day that may have changed.</param>
    internal static bool MayChange(TravelWalk walk, int day, out int from, out int to)
    {
        var fresh = walk.Days[day];
        walk.Days.Open(day, fresh.FreshLow);
        var at = walk.Before(new(day, fresh.FreshLow));
        from = at.Day;
        to = day;
        var broken = false;
        FixAt? last = null;
        for (var (goes, past) = (true, 0); goes && past < 2; goes = walk.Next(ref at))
        {
            to = at.Day;
            if (walk.IsEligible(at) && walk.Counts(at))
            {
                broken |= last is { } l && walk.IsImpossible(l, at);
                last = at;
                past = IsPast(at, day, fresh.FreshHigh) && past > 0 ? 2 : past;
            }

            // The neighbour behind the last that came, whether it counts or not; then on to one that does.
            past = IsPast(at, day, fresh.FreshHigh) && past == 0 ? 1 : past;
        }

        to = Math.Max(to, day);
        for (var i = from; i <= to; i++)
        {
            broken |= walk.Days[i].HasTravel;
        }

        return broken;
    }

    /// <summary>All pairs whose later fix is of this day.</summary>
    internal static void Day(CaregiverCase of, TravelWalk walk, int day, List<Finding> to)
    {
        var opened = walk.Days.Open(day);
        if (opened.Count == 0)
        {
            return;
        }

        var evidence = new EvidenceList();
        var (jumps, worst, first) = (0, default(Jump), default(Jump));
        FixAt? last = walk.LastCounting(new(day, 0));
        var at = new FixAt(day, 0);
        for (var goes = true; goes && at.Day == day; goes = walk.Days.Next(ref at))
        {
            if (!walk.IsEligible(at) || !walk.Counts(at))
            {
                continue;
            }

            if (last is { } l && walk.IsImpossible(l, at))
            {
                var jump = walk.Measure(l, at);
                first = jumps++ == 0 ? jump : first;
                worst = jump.Speed > worst.Speed ? jump : worst;
                walk.Evidence(l, evidence);
                walk.Evidence(at, evidence);
            }

            last = at;
        }

        if (jumps > 0)
        {
            to.Add(Found(of, opened, first, worst, jumps, evidence, walk.On(day)));
        }
    }

    private static Finding Found(
        CaregiverCase of, CareDay day, Jump first, Jump worst, int jumps, EvidenceList evidence, Thresholds limits)
    {
        // The visits of the day in whose time the first jump falls: whose care it was that cannot have been.
        var visits = day.Visits?.Where(v => v.Begin <= first.Arrived && v.End >= first.Left).ToList() ?? [];
        var found = of.Find(
            Vis08, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Severity.P1, first.Arrived, evidence,
            [
                Figure.Against("speed", worst.Speed, limits.TravelSpeed), Figure.Against("distance", worst.Metres, limits.TravelMin),
                Figure.Of("seconds", worst.Seconds, "s"), Figure.Of("jumps", jumps),
            ],
            visits);
        return found with { DistrictCode = found.DistrictCode ?? of.District };
    }

    private static bool IsPast(FixAt at, int day, int index) => at.Day > day || (at.Day == day && at.Index > index);
}

/// <summary>From one fix that counts to the next.</summary>
internal readonly record struct Jump(DateTimeOffset Left, DateTimeOffset Arrived, double Metres, double Seconds, double Speed);
