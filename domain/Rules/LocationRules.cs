using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>Positions made up or not to be believed, and positions withheld.</summary>
public static class LocationRules
{
    public static Rule Geo03 { get; } = new(
        "GEO-03", 2, Zh: "虚拟定位或设备越狱", En: "Made-up position, or a device that can make them up", Severity.P1, [], []);

    public static Rule Geo04 { get; } = new(
        "GEO-04", 2, Zh: "定位关闭", En: "Location off", Severity.P4, [],
        ["geo.offCount", "geo.offWindow", "geo.offShare", "geo.offShareWindow", "geo.offMinVisits"]);

    public static ImmutableArray<Rule> All { get; } = [Geo03, Geo04];

    /// <summary>Made up, or told by an app whose device or process is in somebody else's hands: any fact of the visit.</summary>
    internal static void MadeUp(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        var evidence = new EvidenceList();
        var (madeUp, rooted, debugged) = visit.Doubtful is { } tracks ? (tracks.MadeUp, tracks.Rooted, tracks.Debugged) : (0, 0, 0);
        foreach (var check in visit.Checks)
        {
            if (check.Mock || check.Device != DeviceFlags.None)
            {
                evidence.Add(check.Ref, check.Note);
                madeUp += check.Mock ? 1 : 0;
                rooted += check.Device.HasFlag(DeviceFlags.Rooted) ? 1 : 0;
                debugged += check.Device.HasFlag(DeviceFlags.Debugged) ? 1 : 0;
            }
        }

        if (madeUp + rooted + debugged > 0)
        {
            evidence.AddAll(visit.Doubtful?.Oldest ?? [], static f => f, "track");
            var at = visit.IsMade ? visit.At : evidence.Take()[0].Fact.Time;
            Figure[] figures = [Figure.Of("madeUpFacts", madeUp), Figure.Of("rootedFacts", rooted), Figure.Of("debuggedFacts", debugged)];
            to.Add(of.Find(Geo03, visit.Key, Severity.P1, at, evidence, [.. figures.Where(static f => f.Number > 0)], [visit]));
        }
    }

    /// <summary>Where the run begins that holds this visit without a position: each at most a window after the one before.</summary>
    internal static int StartOfRun(CaregiverCase of, int at)
    {
        var off = of.File.Visits.Off;
        while (at > 0 && at < off.Count && Follows(of, off[at - 1], off[at]))
        {
            at--;
        }

        return at;
    }

    /// <summary>
    /// What visits between two instants can touch: runs that begin no later than the window of the share after them, back to the
    /// beginning of the run in which they stand, by whole months of their beginning.
    /// </summary>
    /// <returns>Where the first of those runs begins, the first month, and the first month not touched.</returns>
    internal static (int At, DateOnly First, DateOnly End) Reach(CaregiverCase of, DateTimeOffset first, DateTimeOffset last)
    {
        var off = of.File.Visits.Off;
        var limits = of.On(Shanghai.DayOf(last));
        var at = StartOfRun(of, VisitBook.CountUntil(off, first - limits.OffWindow.Time, including: false));
        var from = at < off.Count && off[at].At < first ? off[at].At : first;
        var month = Shanghai.FirstOfMonth(Shanghai.DayOf(from));
        var end = Shanghai.FirstOfNextMonth(Shanghai.DayOf(last + limits.OffShareWindow.Time + limits.OffWindow.Time));
        return (StartOfRun(of, VisitBook.CountUntil(off, Shanghai.StartOf(month), including: false)), month, end);
    }

    /// <returns>The place after the run that begins here.</returns>
    internal static int EndOfRun(CaregiverCase of, int at)
    {
        var off = of.File.Visits.Off;
        for (at++; at < off.Count && Follows(of, off[at - 1], off[at]); at++)
        {
        }

        return at;
    }

    /// <summary>One run of visits without a position.</summary>
    internal static void Off(CaregiverCase of, int start, int end, List<Finding> to)
    {
        var run = of.File.Visits.Off.GetRange(start, end - start);
        var limits = of.On(run[0].Day, run[0].PersonId);
        var (most, share) = (0, (Percent: 0d, Of: 0));
        var isOften = false;
        for (var i = 0; i < run.Count; i++)
        {
            var inWindow = i + 1 - VisitBook.CountUntil(run, run[i].At - limits.OffWindow.Time, including: false);
            most = Math.Max(most, inWindow);
            // The share is the caregiver's, of all runs: once a week and more is often too.
            var (off, all) = (CountIn(of.File.Visits.Off, run[i], limits), CountIn(of.File.Visits.ByTime, run[i], limits));
            if (all >= limits.OffMinVisits.Count && off * 100 > limits.OffShare.Value * all)
            {
                isOften = true;
                share = off * 100d / all > share.Percent ? (off * 100d / all, all) : share;
            }
        }

        var evidence = new EvidenceList();
        run.ForEach(v => v.Checks.Where(c => c.Off).ToList().ForEach(c => evidence.Add(c.Ref, c.Note)));
        ImmutableArray<Figure> figures =
        [
            Figure.Of("services", run.Count), Figure.Against("mostInWindow", most, limits.OffCount),
            .. isOften
                ? [Figure.Against("share", share.Percent, limits.OffShare), Figure.Against("visits", share.Of, limits.OffMinVisits)]
                : (Figure[])[],
        ];
        var severity = most >= limits.OffCount.Count || isOften ? Severity.P2 : Severity.P4;
        to.Add(of.Find(Geo04, run[0].Key, severity, run[0].At, evidence, figures, run));
    }

    private static bool Follows(CaregiverCase of, CareVisit before, CareVisit next) =>
        next.At - before.At <= of.On(next.Day, next.PersonId).OffWindow.Time;

    /// <summary>How many of these fall in the window up to this one; those of its very instant are in.</summary>
    private static int CountIn(List<CareVisit> visits, CareVisit upTo, Thresholds limits) =>
        VisitBook.CountUntil(visits, upTo.At, including: true)
            - VisitBook.CountUntil(visits, upTo.At - limits.OffShareWindow.Time, including: true);
}
