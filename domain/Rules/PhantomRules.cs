using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;
using VisitBook = LtcActors.Domain.Caregivers.VisitBook;

namespace LtcActors.Domain.Rules;

/// <summary>Staff on the roll that nobody ever sees (docs/rules.md, Staffing).</summary>
public static class PhantomRules
{
    /// <summary>Days by which an absence may put off the day on which it is looked again; what ends a longer one is a fact.</summary>
    private const int Ahead = 60;

    public static Rule Stf07 { get; } = new(
        "STF-07", 4, "虚列人员", "On the roll and not at work", Severity.P2, [new("jiaxing-2019-supervision", "2(3)")],
        ["stf.phantomDays", "stf.attendanceShare", "vis.monthGrace"]);

    public static ImmutableArray<Rule> All { get; } = [Stf07];

    /// <summary>
    /// By real name: so many days employed, present, and in months in which check-ins that name the institution are known, and no
    /// visit to anybody until they were over. One finding an employment; it ends with the first visit.
    /// </summary>
    /// <returns>When the next employment will have lasted so long; none: never by itself.</returns>
    internal static DateTimeOffset? NeverSeen(CaregiverCase of, DateTimeOffset now, List<Finding> to)
    {
        DateTimeOffset? next = null;
        foreach (var (institution, days, registrations) in Employments(of))
        {
            if (of.File.Months?.Feeds.Of(institution) is not { First: not null } feed)
            {
                continue;
            }

            var visits = of.File.Visits.ByTime;
            var at = VisitBook.CountUntil(visits, Shanghai.StartOf(days.From), including: false);
            DateOnly? first = at < visits.Count && days.Contains(visits[at].Day) ? visits[at].Day : null;
            if (DayAfter(of, feed, days.From, First(first, days.To)) is not { } over)
            {
                continue;
            }

            if (Shanghai.StartOf(over) > now)
            {
                next = next <= Shanghai.StartOf(over) ? next : Shanghai.StartOf(over);
            }
            else
            {
                to.Add(Phantom(of, institution, feed.DistrictCode, days.From, registrations, over, first));
            }
        }

        return next;
    }

    /// <summary>By real name: seen on fewer than half of the days that institutions say were worked in a month.</summary>
    /// <returns>When the next month that was declared will be over.</returns>
    internal static DateTimeOffset? LessThanDeclared(CaregiverCase of, DateTimeOffset now, List<Finding> to)
    {
        DateTimeOffset? next = null;
        foreach (var month in (of.File.Months?.Declared ?? []).Select(static d => d.Month).Distinct().Order())
        {
            var attendance = Attendance.Of(of, month);
            if (RhythmRules.ClosedAt(month, attendance.Limits) is var closed && closed > now)
            {
                next = next <= closed ? next : closed;
                continue;
            }

            if (attendance.IsTooLittle)
            {
                to.Add(TooLittle(of, month, attendance));
            }
        }

        return next;
    }

    /// <summary>Days on the roll of an institution without a break, and the registrations that say so.</summary>
    private static IEnumerable<(string Institution, DaySpan Days, List<FactRef> Registrations)> Employments(CaregiverCase of)
    {
        foreach (var house in of.Career.Professional.Where(static e => e.Registration.InstitutionId is not null)
            .GroupBy(static e => e.Registration.InstitutionId!).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            (DaySpan Days, List<FactRef> Registrations)? open = null;
            foreach (var (registration, days) in house.OrderBy(static e => e.Days.From).ThenBy(static e => e.Registration.Ref))
            {
                if (open is { } so && !(so.Days.To < days.From))
                {
                    so.Registrations.Add(registration.Ref);
                    open = so with { Days = so.Days with { To = so.Days.To is { } a && days.To is { } b ? a > b ? a : b : null } };
                    continue;
                }

                if (open is { } done)
                {
                    yield return (house.Key, done.Days, done.Registrations);
                }

                open = (days, [registration.Ref]);
            }

            yield return (house.Key, open!.Value.Days, open.Value.Registrations);
        }
    }

    private static Finding TooLittle(CaregiverCase of, DateOnly month, in Attendance attendance)
    {
        var (visits, declared) = (attendance.Visits, attendance.Declared);
        var evidence = new EvidenceList().AddAll(declared, static d => d.Ref, "declared");
        visits.Take((Finding.MaxEvidence / 2) - declared.Count).ToList().ForEach(v => evidence.Add(v)); // What was declared must be among it.
        return of.Find(
            Stf07, $"declared:{RhythmRules.Name(month)}", Severity.P2, Shanghai.StartOf(month), evidence,
            [
                Figure.Against("attendance", attendance.Seen * 100.0 / attendance.Days, attendance.Limits.AttendanceShare),
                .. PeerRules.Beside(of, month, PeerMeasure.AttendanceShare),
                Figure.Of("attendedDays", attendance.Seen, "d"), Figure.Of("declaredDays", attendance.Days, "d"),
                Figure.Of("services", visits.Count, "services"),
            ],
            visits) with
        {
            InstitutionId = declared is [var only] ? only.InstitutionId : null, DistrictCode = attendance.District ?? of.District,
        };
    }

    private static Finding Phantom(
        CaregiverCase of, string institution, string? district, DateOnly from, List<FactRef> registrations, DateOnly over, DateOnly? first)
    {
        var limit = of.In(district, from).PhantomDays;
        ImmutableArray<Figure> figures =
        [
            Figure.Against("daysOnRoll", limit.Value, limit), Figure.Of("services", 0, "services"),
            Figure.Of("registeredFrom", Days.Text(from)),
            .. first is { } seen ? [Figure.Of("firstService", Days.Text(seen))] : (Figure[])[],
        ];
        return of.Find(
            Stf07, $"never:{institution}:{Days.Text(from)}", Severity.P2, Shanghai.StartOf(over),
            new EvidenceList().AddAll(registrations, static r => r, "registered"), figures) with
        {
            InstitutionId = institution, DistrictCode = district ?? of.District, EndedAt = first is { } day ? Shanghai.StartOf(day) : null,
        };
    }

    /// <summary>The day after so many that count, before the end; days to come count if all stays as it is. None: there are not so many.</summary>
    private static DateOnly? DayAfter(CaregiverCase of, Brief.Feed feed, DateOnly from, DateOnly? end)
    {
        var left = of.In(feed.DistrictCode, from).PhantomDays.Count;
        var start = from > feed.First ? from : feed.First!.Value;
        var last = (start > of.Today ? start : of.Today).AddDays(left + Ahead); // What begins later is looked at then.
        for (var day = start; day <= last && !(end <= day); day = day.AddDays(1))
        {
            if ((day > of.Today || feed.Months.Contains(Shanghai.FirstOfMonth(day))) && !of.Career.IsAbsentOn(day)
                && of.Career.DutyOn(day) is null or { Duty: not Duty.None } && --left == 0)
            {
                return day.AddDays(1);
            }
        }

        return null;
    }

    private static DateOnly? First(DateOnly? a, DateOnly? b) => a is null || b < a ? b ?? a : a;
}

/// <summary>A caregiver's days of a month beside those that institutions say it worked.</summary>
/// <param name="Declared">Of several facts of one institution the earliest; of institutions of which check-ins of the month are known.</param>
/// <param name="Visits">Of the month, to anybody, by real name.</param>
/// <param name="Seen">Days on which these begin.</param>
/// <param name="District">Of the first that declared, whose word it is; none: not known.</param>
internal readonly record struct Attendance(List<Declaration> Declared, List<CareVisit> Visits, int Seen, string? District, Thresholds Limits)
{
    public int Days => Declared.Sum(static d => d.Days);

    public bool IsTooLittle => Days > 0 && Seen * 100.0 < Limits.AttendanceShare.Value * Days;

    public static Attendance Of(CaregiverCase of, DateOnly month)
    {
        var told = (of.File.Months?.Declared ?? []).Where(d => d.Month == month).ToList();
        var district = told.Select(d => of.File.DistrictOfHouse(d.InstitutionId)).FirstOrDefault(static d => d is not null);
        var declared = told.DistinctBy(static d => d.InstitutionId)
            .Where(d => of.File.Months!.Feeds.Of(d.InstitutionId)?.Months.Contains(month) == true).ToList();
        var visits = declared.Count > 0 ? ContractRules.During(of.File, new DaySpan(month, Shanghai.FirstOfNextMonth(month))) : [];
        return new(declared, visits, visits.Select(static v => v.Day).Distinct().Count(), district, of.In(district, month));
    }
}
