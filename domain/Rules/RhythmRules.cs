using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>
/// Habits of a calendar month that no honest round has: as punctual as a clock, or at hours when nobody looks (docs/rules.md,
/// Visits). A person tells what its visits come to beside its plan; the caregiver adds up.
/// </summary>
public static class RhythmRules
{
    public static Rule Vis14 { get; } = new(
        "VIS-14", 2, "机械化规律", "As regular as a machine", Severity.P3, [], ["vis.regularMinVisits", "vis.regularSpread", "vis.monthGrace"]);

    public static Rule Vis15 { get; } = new(
        "VIS-15", 2, "深夜或周末异常集中", "At night or at weekends, against the plan", Severity.P3, [],
        ["vis.oddMinVisits", "vis.oddShare", "vis.nightFrom", "vis.nightTo", "vis.unplanned", "vis.monthGrace"]);

    public static ImmutableArray<Rule> All { get; } = [Vis14, Vis15];

    /// <summary>From when on a month is looked at.</summary>
    internal static DateTimeOffset ClosedAt(DateOnly month, Thresholds limits) =>
        Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)) + limits.MonthGrace.Time;

    /// <summary>The next full second: facts that come by the hundred are looked at once a second.</summary>
    internal static DateTimeOffset Soon(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond, TimeSpan.Zero);

    internal static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Without a plan there is nothing to tell.</summary>
    internal static bool MayTell(PersonFile file) => file.ItemsByStart.Length > 0 || file.Extras is { Plans.Length: > 0 };

    /// <summary>What the visits of the month come to, by caregiver, in ordinal order.</summary>
    internal static List<(string Caregiver, RhythmMonth Figures)> Months(
        PersonFile file, Standing standing, DateOnly month, Thresholds limits)
    {
        var sums = new SortedDictionary<string, RhythmSum>(StringComparer.Ordinal);
        var all = file.Visits.All;
        var served = TimeSpan.Zero;
        var end = Shanghai.StartOf(Shanghai.FirstOfNextMonth(month));
        for (var i = file.Visits.FirstFrom(Shanghai.StartOf(month)); i < all.Length && all[i].Begin < end; i++)
        {
            if (!sums.TryGetValue(all[i].CaregiverId, out var sum))
            {
                sums[all[i].CaregiverId] = sum = new();
            }

            sum.Add(file, standing, all[i], limits);
            served += all[i].End - all[i].Begin;
        }

        var planned = file.PlannedIn(month);
        bool? isFull = planned == TimeSpan.Zero ? null : served * 100 >= planned * limits.FullQuota.Value;
        return [.. sums.Select(s => (s.Key, s.Value.Of(month, isFull)))];
    }

    /// <summary>By real name: starts and lengths differ from the plan by the same few seconds, visit after visit.</summary>
    internal static void Regular(CaregiverCase of, DateOnly month, IReadOnlyList<HeardMonth> heard, in MonthRhythm rhythm, List<Finding> to)
    {
        var limits = of.On(month);
        if (!rhythm.IsRegular(limits))
        {
            return;
        }

        var visits = VisitsTo(of, month, [.. heard.Where(static h => h.Figures.Timed > 0).Select(static h => h.Person)])
            .FindAll(static v => v is { HasLength: true, IsManual: false });
        var evidence = new Caregivers.EvidenceList();
        visits.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Vis14, Name(month), Severity.P3, visits.Count > 0 ? visits[0].At : Shanghai.StartOf(month), evidence,
            [
                Figure.Against("startSpread", rhythm.StartSpread, limits.RegularSpread), .. PeerRules.Beside(of, month, PeerMeasure.StartSpread),
                Figure.Against("lengthSpread", rhythm.LengthSpread, limits.RegularSpread), .. PeerRules.Beside(of, month, PeerMeasure.LengthSpread),
                Figure.Against("timedVisits", rhythm.Timed, limits.RegularMinVisits),
                Figure.Of("startOffset", heard.Sum(static h => h.Figures.Starts) / (double)rhythm.Timed, "s"),
                Figure.Of("persons", heard.Count(static h => h.Figures.Timed > 0), "persons"),
            ],
            visits));
    }

    /// <summary>By real name: most visits are at hours at which none is planned.</summary>
    internal static void Odd(CaregiverCase of, DateOnly month, IReadOnlyList<HeardMonth> heard, in MonthRhythm rhythm, List<Finding> to)
    {
        var limits = of.On(month);
        if (!rhythm.IsOdd(limits))
        {
            return;
        }

        var odd = rhythm.Odd;
        var visits = VisitsTo(of, month, [.. heard.Select(static h => h.Person)]).FindAll(v => Array.Exists(v.Checks, c => odd.Contains(c.Ref)));
        var evidence = new Caregivers.EvidenceList().AddAll(odd, static r => r, "check-in");
        to.Add(of.Find(
            Vis15, Name(month), Severity.P3, odd.Min().Time, evidence,
            [
                Figure.Against("oddShare", odd.Count * 100.0 / rhythm.OnPlannedDays, limits.OddShare), .. PeerRules.Beside(of, month, PeerMeasure.OddShare),
                Figure.Against("visits", rhythm.OnPlannedDays, limits.OddMinVisits),
                Figure.Of("odd", odd.Count, "visits"), Figure.Of("atNight", odd.Count(r => IsNight(r.Time, limits)), "visits"),
                Figure.Of("atWeekends", odd.Count(static r => IsWeekend(r.Time)), "visits"),
            ],
            visits));
    }

    internal static bool IsNight(DateTimeOffset at, Thresholds limits) =>
        at.ToOffset(Shanghai.Offset).TimeOfDay is var time
        && (time >= TimeSpan.FromHours(limits.NightFrom.Value) || time < TimeSpan.FromHours(limits.NightTo.Value));

    internal static bool IsWeekend(DateTimeOffset at) => Shanghai.DayOf(at).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static List<CareVisit> VisitsTo(CaregiverCase of, DateOnly month, HashSet<string> persons) =>
        ContractRules.During(of.File, new DaySpan(month, Shanghai.FirstOfNextMonth(month))).FindAll(v => persons.Contains(v.PersonId));
}

/// <summary>What a caregiver's visits to one person in a month come to, as they are added.</summary>
internal sealed class RhythmSum
{
    private readonly List<FactRef> odd = new(0);
    private int timed, onPlannedDays;
    private long starts, startSquares, lengths, lengthSquares;

    public void Add(PersonFile file, Standing standing, Visit visit, Thresholds limits)
    {
        if (visit is { HasDuration: true, IsByHand: false } && file.ItemOf(visit, limits.Unplanned.Time) is { } item)
        {
            var (start, length) = (Seconds(visit.Begin - item.Start), Seconds(visit.End - visit.Begin - (item.End - item.Start)));
            timed++;
            (starts, startSquares) = (starts + start, startSquares + (start * start));
            (lengths, lengthSquares) = (lengths + length, lengthSquares + (length * length));
        }

        var day = visit.Day;
        if (!visit.CheckedIn || file.Extras is not { Plans.Length: > 0 } extras || !Array.Exists(extras.Plans, p => p.Days.Contains(day))
            || standing.InForce(day) is not { Mode: CareMode.Home } || file.IsBound(visit.CaregiverId, day))
        {
            return;
        }

        onPlannedDays++;
        if ((RhythmRules.IsNight(visit.Begin, limits) || RhythmRules.IsWeekend(visit.Begin)) && !file.IsPlanned(visit.Begin, limits.Unplanned.Time))
        {
            odd.Add(visit.CheckIn);
        }
    }

    public RhythmMonth Of(DateOnly month, bool? isFull) =>
        new(month, timed, starts, startSquares, lengths, lengthSquares, onPlannedDays, [.. odd.Order()], isFull);

    // Nothing is a day off its plan; squares of a month then stay small.
    private static long Seconds(TimeSpan time) => Math.Clamp((long)Math.Round(time.TotalSeconds), -86_400, 86_400);
}
