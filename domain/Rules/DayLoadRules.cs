using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Rules;

/// <summary>Days that are too full: no time to get from one home to the next, too many visits (docs/rules.md, Visits).</summary>
public static class DayLoadRules
{
    public static Rule Vis09 { get; } = new(
        "VIS-09", 2, Zh: "转场时间不足", En: "No time to get to the next visit", Severity.P3, [],
        ["vis.transferShare", "vis.transferSpeed", "vis.sameAddress"]);

    public static Rule Vis10 { get; } = new(
        "VIS-10", 1, Zh: "护理员日负荷过高", En: "More visits than a caregiver can do in a day", Severity.P3, [],
        ["vis.loadVisits", "vis.loadHours"]);

    public static ImmutableArray<Rule> All { get; } = [Vis09, Vis10];

    /// <summary>Visits that follow each other on one day, at different addresses, closer than half the way takes.</summary>
    internal static void Transfers(CaregiverCase of, CareDay day, List<Finding> to)
    {
        var visits = day.Visits;
        var start = Shanghai.StartOf(day.Day);
        for (var i = 1; i < visits?.Count; i++)
        {
            var (before, next) = (visits[i - 1], visits[i]);
            if (before.Begin >= start && next.Begin >= before.End && before.PersonId != next.PersonId)
            {
                Transfer(of, before, next, to);
            }
        }
    }

    /// <summary>By real name: visits that begin on the day, and hours of the day; not those in a house, nor to one's own relative.</summary>
    internal static void Load(CaregiverCase of, CareDay day, List<Finding> to)
    {
        if (day.Visits is not { Count: > 0 } all)
        {
            return;
        }

        var limits = of.On(day.Day, all[0].PersonId);
        var (start, end) = (Shanghai.StartOf(day.Day), Shanghai.StartOf(day.Day.AddDays(1)));
        var (visits, begun, sum) = (new List<CareVisit>(all.Count), 0, TimeSpan.Zero);
        foreach (var visit in all)
        {
            if (!ContractRules.IsRelative(of.File, visit))
            {
                visits.Add(visit);
                begun += visit.Begin >= start ? 1 : 0;
                sum += (visit.End < end ? visit.End!.Value : end) - (visit.Begin > start ? visit.Begin!.Value : start);
            }
        }

        var isMany = begun > limits.LoadVisits.Value;
        if ((!isMany && sum <= limits.LoadHours.Time) || of.Career.DutyOn(day.Day) is { Duty: Duty.Institution })
        {
            return;
        }

        var evidence = new EvidenceList();
        visits.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Vis10, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Severity.P3, visits[0].At, evidence,
            [Figure.Against("dayVisits", begun, limits.LoadVisits), Figure.Against("dayHours", sum.TotalHours, limits.LoadHours)], visits));
    }

    private static void Transfer(CaregiverCase of, CareVisit before, CareVisit next, List<Finding> to)
    {
        var limits = of.On(next.Day, next.PersonId);
        var gap = next.Begin!.Value - before.End!.Value;
        var measured = before.CheckOutPosition is { } left && next.CheckInPosition is { } came ? left.MetresTo(came) : (double?)null;
        if (measured is { } m && !IsTooShort(m))
        {
            return;
        }

        var homes = VisitCaregiverRules.Apart(of, before, next);
        if ((homes < measured ? homes : measured ?? homes) is not { } metres || !IsTooShort(metres))
        {
            return;
        }

        to.Add(of.Find(
            Vis09, string.CompareOrdinal(before.Key, next.Key) < 0 ? $"{before.Key}|{next.Key}" : $"{next.Key}|{before.Key}", Severity.P3,
            before.End.Value, new EvidenceList().Add(before).Add(next),
            [
                Figure.Against("gapShare", gap / Way(metres) * 100, limits.TransferShare), Figure.Of("gap", gap.TotalMinutes, "min"),
                Figure.Of("way", Way(metres).TotalMinutes, "min"), Figure.Of("distance", metres, "m"),
            ],
            [before, next]));

        bool IsTooShort(double metres) =>
            metres > limits.SameAddress.Value && gap < Way(metres) * (limits.TransferShare.Value / 100);

        TimeSpan Way(double metres) => TimeSpan.FromHours(metres / 1000 / limits.TransferSpeed.Value);
    }
}
