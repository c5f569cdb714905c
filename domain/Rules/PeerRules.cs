using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Peers;

namespace LtcActors.Domain.Rules;

/// <summary>A caregiver beside those of its district and kind in the same month (docs/rules.md, Collusion; docs/decisions/0016).</summary>
public static class PeerRules
{
    public static Rule Col04 { get; } = new(
        "COL-04", 1, "同类离群", "Stands apart from its peers", Severity.P3, [],
        [
            "col.outlier", "col.outlierFigures", "col.minPeers", "col.minVisits", "col.minClients", "col.fullQuota", "col.minuteSpread",
            "col.shareSpread", "vis.monthGrace",
        ]);

    public static ImmutableArray<Rule> All { get; } = [Col04];

    /// <summary>First days of the months with visits or with something told or declared of them, ascending.</summary>
    internal static SortedSet<DateOnly> MonthsFrom(CaregiverCase of, DateOnly first)
    {
        var months = new SortedSet<DateOnly>(
            (of.File.Months?.Heard ?? []).Select(static h => h.Month).Concat((of.File.Months?.Declared ?? []).Select(static d => d.Month))
                .Where(m => m >= first));
        var visits = of.File.Visits.ByTime;
        for (var at = first == DateOnly.MinValue ? 0 : VisitBook.CountUntil(visits, Shanghai.StartOf(first), including: false); at < visits.Count;)
        {
            var month = Shanghai.FirstOfMonth(visits[at].Day);
            months.Add(month);
            at = VisitBook.CountUntil(visits, Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)), including: false);
        }

        return months;
    }

    internal static MonthFigures FiguresOf(CaregiverCase of, DateOnly month, IReadOnlyList<HeardMonth> heard, in MonthRhythm rhythm)
    {
        var visits = ContractRules.During(of.File, new DaySpan(month, Shanghai.FirstOfNextMonth(month)));
        var (count, time, byHand, faceless, isAnyFace) = (0, TimeSpan.Zero, 0, 0, false);
        foreach (var visit in visits)
        {
            if (visit.HasLength)
            {
                count++;
                time += visit.Length;
                byHand += visit.IsManual && !RecordRules.IsExempt(of.File, ExemptionKind.Manual, visit.Day) ? 1 : 0;
                isAnyFace |= !visit.IsFaceless;

                // What is entered by hand has no face: it must not count as two figures.
                faceless += visit is { IsFaceless: true, IsManual: false } && !RecordRules.IsExempt(of.File, ExemptionKind.Identity, visit.Day) ? 1 : 0;
            }
        }

        var clients = heard.Where(static h => h.Figures.IsFull is not null).ToList();
        var attendance = Attendance.Of(of, month);
        var figures = new PeerFigures(
            count, (long)Math.Round(time.TotalSeconds), byHand, isAnyFace ? faceless : -1,
            clients.Select(static c => c.Person).Distinct().Count(),
            clients.Where(static c => c.Figures.IsFull == true).Select(static c => c.Person).Distinct().Count(),
            rhythm.Habits(attendance.Seen, attendance.Days), AsksOf(of.On(month), rhythm, attendance));

        // Who was seen by nobody has the peers of its duty, where the institution is that declares it.
        var day = visits.Count > 0 ? visits[^1].Day : Shanghai.FirstOfNextMonth(month).AddDays(-1);
        var isPeer = count > 0 || figures.Asks != PeerAsks.None;
        return new(isPeer && (of.District ?? attendance.District) is { } district && KindOn(of, day) is { } kind ? new(district, kind, month) : null, month, figures);
    }

    /// <summary>What is usual among the peers of the month, to stand behind the own figure; where they are too few, only how many there are.</summary>
    /// <returns>Nothing, where the caregiver has no peers or they have yet to answer.</returns>
    internal static ImmutableArray<Figure> Beside(CaregiverCase of, DateOnly month, PeerMeasure measure) =>
        of.File.Months?.UsualIn(month, measure) is not { } usual ? []
        : usual.Middle is { } middle ? [.. Middle(measure, middle), Number(usual)] : [Number(usual)];

    /// <summary>By real name: two figures or more lie far from those of the peers. All are shown, those that are in order too.</summary>
    internal static void Apart(CaregiverCase of, in MonthFigures own, List<Finding> to)
    {
        if (own.Group is not { } group || of.File.Months?.Places.Of(group.Id.Id) is not { Compared.Length: > 0 } place)
        {
            return;
        }

        var limits = of.On(own.Month);
        var figures = ImmutableArray.CreateBuilder<Figure>();
        var apart = 0;
        foreach (var compared in place.Compared)
        {
            apart += PeerStatistics.IsApart(compared, limits) ? 1 : 0;
            figures.AddRange(Shown(compared, limits));
        }

        var visits = ContractRules.During(of.File, new DaySpan(own.Month, Shanghai.FirstOfNextMonth(own.Month))).FindAll(static v => v.HasLength);
        var evidence = new EvidenceList();
        visits.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Col04, RhythmRules.Name(own.Month), Severity.P3, visits[0].At, evidence,
            [
                Figure.Against("figuresApart", apart, limits.OutlierFigures), Figure.Against("peers", place.Compared.Max(static c => c.Peers), limits.MinPeers),
                Figure.Against("visits", own.Figures.Visits, limits.PeerMinVisits), .. figures,
            ],
            visits) with { DistrictCode = group.District });
    }

    // Written out, so that each name stands in the code as it is stored.
    private static Figure[] Shown(in PeerComparison c, Policies.Thresholds limits) => c.Measure switch
    {
        PeerMeasure.MinutesPerVisit =>
        [
            Figure.Of("minutesPerVisit", c.Own, "min"), Figure.Of("minutesMedian", c.Median, "min"), Figure.Of("minutesSpread", c.Spread, "min"),
            Figure.Against("minutesAway", c.Away, limits.Outlier), Figure.Of("minutesPeers", c.Peers, "caregivers"),
        ],
        PeerMeasure.ManualShare =>
        [
            Figure.Of("manualShareOwn", c.Own, "%"), Figure.Of("manualMedian", c.Median, "%"), Figure.Of("manualSpread", c.Spread, "%"),
            Figure.Against("manualAway", c.Away, limits.Outlier), Figure.Of("manualPeers", c.Peers, "caregivers"),
        ],
        PeerMeasure.AlternativeShare =>
        [
            Figure.Of("alternativeShareOwn", c.Own, "%"), Figure.Of("alternativeMedian", c.Median, "%"),
            Figure.Of("alternativeSpread", c.Spread, "%"), Figure.Against("alternativeAway", c.Away, limits.Outlier),
            Figure.Of("alternativePeers", c.Peers, "caregivers"),
        ],
        PeerMeasure.FullQuotaShare =>
        [
            Figure.Of("fullQuotaShare", c.Own, "%"), Figure.Of("fullQuotaMedian", c.Median, "%"), Figure.Of("fullQuotaSpread", c.Spread, "%"),
            Figure.Against("fullQuotaAway", c.Away, limits.Outlier), Figure.Of("fullQuotaPeers", c.Peers, "caregivers"),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(c), c.Measure, "A figure without a name."),
    };

    private static Figure[] Middle(PeerMeasure measure, PeerMiddle of) => measure switch
    {
        PeerMeasure.StartSpread => [Figure.Of("startMedian", of.Median, "s"), Figure.Of("startPeerSpread", of.Spread, "s")],
        PeerMeasure.LengthSpread => [Figure.Of("lengthMedian", of.Median, "s"), Figure.Of("lengthPeerSpread", of.Spread, "s")],
        PeerMeasure.OddShare => [Figure.Of("oddMedian", of.Median, "%"), Figure.Of("oddPeerSpread", of.Spread, "%")],
        PeerMeasure.AttendanceShare => [Figure.Of("attendanceMedian", of.Median, "%"), Figure.Of("attendancePeerSpread", of.Spread, "%")],
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Nobody asks about this."),
    };

    private static Figure Number(in PeerUsual usual) => usual.Measure switch
    {
        PeerMeasure.StartSpread => Figure.Of("startPeers", usual.Peers, "caregivers"),
        PeerMeasure.LengthSpread => Figure.Of("lengthPeers", usual.Peers, "caregivers"),
        PeerMeasure.OddShare => Figure.Of("oddPeers", usual.Peers, "caregivers"),
        PeerMeasure.AttendanceShare => Figure.Of("attendancePeers", usual.Peers, "caregivers"),
        _ => throw new ArgumentOutOfRangeException(nameof(usual), usual.Measure, "Nobody asks about this."),
    };

    private static PeerAsks AsksOf(Policies.Thresholds limits, in MonthRhythm rhythm, in Attendance attendance) =>
        (rhythm.IsRegular(limits) ? PeerAsks.Regular : PeerAsks.None)
        | (rhythm.IsOdd(limits) ? PeerAsks.Odd : PeerAsks.None)
        | (attendance.IsTooLittle ? PeerAsks.Attendance : PeerAsks.None);

    /// <summary>By the duty of the day, else by a family binding or registration; whom no register knows has no peers.</summary>
    private static PeerKind? KindOn(CaregiverCase of, DateOnly day)
    {
        if (of.Career.IsEmployedOn(day))
        {
            return of.Career.DutyOn(day)?.Duty switch
            {
                Duty.Institution => PeerKind.Institution,
                Duty.None => null,
                _ => PeerKind.Home,
            };
        }

        return of.Career.Family.Any(e => e.Days.Contains(day)) || of.File.Bindings.Items.Any(b => b.Value.Spans.Any(s => s.Days.Contains(day)))
            ? PeerKind.Family : null;
    }
}
