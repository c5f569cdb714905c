using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Family care as the person cared for shows it: no records, and how the person fares (docs/rules.md, Family caregivers).</summary>
public static class FamilyPersonRules
{
    public static Rule Fam03 { get; } = new(
        "FAM-03", 1, "亲情照护打卡、护理记录缺失", "No record of family care", Severity.P3, [new("tianjin-2023-family", "5")],
        ["fam.recordEvery"]);

    public static Rule Fam07 { get; } = new(
        "FAM-07", 1, "虐待遗弃或生活质量持续恶化", "Abuse or neglect, or quality of life that keeps falling", Severity.P1,
        [new("jiaxing-2019-supervision", "11(3)"), new("jiaxing-2019-supervision", "12(8)")], ["fam.welfareVisit", "fam.qualityFalls"]);

    public static ImmutableArray<Rule> All { get; } = [Fam03, Fam07];

    /// <summary>Of each caregiver bound: times without any check, from the first check on, not counting time in hospital.</summary>
    internal static void NoRecords(PersonCase person, List<Finding> found)
    {
        foreach (var (caregiver, spans) in BoundSpans(person.File))
        {
            Visit? last = null;
            foreach (var visit in person.File.Visits.All)
            {
                if (visit.CaregiverId != caregiver || !spans.Exists(s => s.Contains(visit.Day)))
                {
                    continue;
                }

                if (last is not null && SpanOf(spans, last) == SpanOf(spans, visit))
                {
                    Gap(person, caregiver, last, visit.Begin, true, visit, found);
                }
                else if (last is not null)
                {
                    UntilEnd(person, caregiver, last, spans[SpanOf(spans, last)], found);
                }

                last = last is null || visit.End >= last.End || SpanOf(spans, last) != SpanOf(spans, visit) ? visit : last;
            }

            if (last is not null)
            {
                UntilEnd(person, caregiver, last, spans[SpanOf(spans, last)], found);
            }
        }
    }

    /// <summary>Whether the visit may leave too long a time without a check of a bound caregiver, or makes one due earlier.</summary>
    /// <param name="due">When the person is to be judged again anyway.</param>
    internal static bool MayLackRecords(PersonFile file, Visit visit, TimeSpan every, DateTimeOffset? due)
    {
        foreach (var binding in file.Bindings?.All ?? [])
        {
            DateTimeOffset? before = null, after = null;
            var all = file.Visits.All;
            for (var i = file.Visits.FirstFrom(visit.Begin - every - every); i < all.Length && after is null; i++)
            {
                if (all[i].CaregiverId != binding.CaregiverId || all[i] == visit)
                {
                    continue;
                }

                if (all[i].Begin <= visit.Begin)
                {
                    before = before > all[i].End ? before : all[i].End;
                }
                else
                {
                    after = all[i].Begin;
                }
            }

            var isOwn = visit.CaregiverId == binding.CaregiverId;
            var until = isOwn ? visit.Begin : after ?? visit.Begin;
            var last = isOwn && !(before > visit.End) ? visit.End : before;
            if (before is null || until - before > every || (isOwn && after - last > every)
                || (after is null && !(due <= last + every + TimeSpan.FromMilliseconds(1))))
            {
                return true;
            }
        }

        return false;
    }

    internal static void Welfare(PersonCase person, List<Finding> found)
    {
        if (person.File.Extras is not { } extras)
        {
            return;
        }

        var judged = new HashSet<string>(StringComparer.Ordinal);
        foreach (var report in extras.Reports)
        {
            if (report.Kind != WelfareKind.Other && judged.Add(report.ReportId))
            {
                Reported(person, extras, report, found);
            }
        }

        Falling(person, extras, found);
    }

    private static void Reported(PersonCase person, PersonExtras extras, WelfareReport report, List<Finding> found)
    {
        WelfareVisit? seen = null;
        foreach (var visit in extras.Seen)
        {
            if (visit.At >= report.Fact.Time && (visit.ReportId is null || visit.ReportId == report.ReportId) && !(seen?.At <= visit.At))
            {
                seen = visit;
            }
        }

        var limit = person.PolicyOn(Shanghai.DayOf(report.Fact.Time)).WelfareVisit;
        var due = report.Fact.Time + limit.Time;
        person.Wake(due.AddMilliseconds(1));
        List<Evidence> evidence = [new(report.Fact, "reported")];
        Figure visited = new("visitedAfter", null, due < person.Now ? "not in time" : "not yet", limit.Unit, limit.Value, limit.Basis);
        if (seen is { } came)
        {
            evidence.Add(new(came.Fact, "visited"));
            visited = Figure.Against("visitedAfter", (came.At - report.Fact.Time).TotalHours, limit);
        }

        found.Add(person.Findings.Of(
            Fam07, $"report:{report.ReportId}", report.Fact.Time, evidence.ToArray(),
            [Figure.Of("kind", NameOf(report.Kind)), visited]) with { CaregiverId = report.CaregiverId });
    }

    /// <summary>Scores of days on which a relative is bound, each lower than the one before.</summary>
    private static void Falling(PersonCase person, PersonExtras extras, List<Finding> found)
    {
        var scores = new SortedDictionary<DateOnly, QualityScore>();
        foreach (var score in extras.Scores)
        {
            if (BoundOn(person.File, score.On) is not null)
            {
                scores.TryAdd(score.On, score); // Of one day the earliest counts.
            }
        }

        var run = new List<QualityScore>();
        foreach (var score in scores.Values)
        {
            if (run.Count > 0 && score.Score >= run[^1].Score)
            {
                Close(person, run, found);
            }

            run.Add(score);
        }

        Close(person, run, found);
    }

    private static void Close(PersonCase person, List<QualityScore> run, List<Finding> found)
    {
        if (run.Count > 0 && person.PolicyOn(run[^1].On).QualityFalls is var limit && run.Count - 1 >= limit.Count)
        {
            found.Add(person.Findings.Of(
                Fam07, $"quality:{Days.Text(run[0].On)}", Shanghai.StartOf(run[limit.Count].On),
                run.Select(static s => new Evidence(s.Fact, "scored")).ToArray(),
                [
                    Figure.Against("falls", run.Count - 1, limit), Figure.Of("firstScore", run[0].Score),
                    Figure.Of("lastScore", run[^1].Score),
                ]) with { Severity = Severity.P2, CaregiverId = BoundOn(person.File, run[^1].On) });
        }

        run.Clear();
    }

    private static void UntilEnd(PersonCase person, string caregiver, Visit last, DaySpan days, List<Finding> found)
    {
        DateTimeOffset? end = days.To is { } to ? Shanghai.StartOf(to) : null;
        if (end <= person.Now)
        {
            Gap(person, caregiver, last, end.Value, true, null, found);
        }
        else
        {
            Gap(person, caregiver, last, person.Now, false, null, found);
        }
    }

    private static void Gap(
        PersonCase person, string caregiver, Visit last, DateTimeOffset until, bool isOver, Visit? next, List<Finding> found)
    {
        var limit = person.PolicyOn(Shanghai.DayOf(last.End)).RecordEvery;
        if (Reached(person.Standing.Stays, last.End, limit.Time) is not { } reached)
        {
            return;
        }

        if (until <= reached)
        {
            if (!isOver)
            {
                person.Wake(reached.AddMilliseconds(1));
            }

            return;
        }

        List<Evidence> evidence = [new(last.CheckedOut ? last.CheckOut : last.First, last.CheckedOut ? "check-out" : "check-in")];
        if (next is not null)
        {
            evidence.Add(new(next.First, next.CheckedIn ? "check-in" : "check-out"));
        }

        var without = isOver
            ? Figure.Against("withoutRecord", limit.Value + (until - reached).TotalDays, limit)
            : new Figure("withoutRecord", null, "still none", limit.Unit, limit.Value, limit.Basis);
        found.Add(person.Findings.Of(
            Fam03, $"{caregiver}:{last.Id}", reached, evidence.ToArray(), [Figure.Of("lastRecord", Days.Text(last.End)), without]) with
        {
            CaregiverId = caregiver, EndedAt = isOver ? until : null, VisitIds = next is null ? [last.Id] : [last.Id, next.Id],
        });
    }

    /// <summary>When so much time has passed, not counting time in hospital; none: it stands still in an open stay.</summary>
    private static DateTimeOffset? Reached(InpatientStay[] stays, DateTimeOffset from, TimeSpan time)
    {
        var reached = from + time;
        foreach (var stay in stays)
        {
            if (stay.Start >= reached || stay.End <= from)
            {
                continue;
            }

            if (stay.End is not { } end)
            {
                return null;
            }

            reached += end - (stay.Start > from ? stay.Start : from);
        }

        return reached;
    }

    /// <summary>Days bound, by caregiver; spans that touch are one.</summary>
    private static SortedDictionary<string, List<DaySpan>> BoundSpans(PersonFile file)
    {
        var all = new SortedDictionary<string, List<DaySpan>>(StringComparer.Ordinal);
        foreach (var binding in (file.Bindings?.All ?? []).OrderBy(static b => b.Span.Days.From))
        {
            var days = binding.Span.Days;
            if (days.IsEmpty)
            {
                continue;
            }

            var spans = all.TryGetValue(binding.CaregiverId, out var known) ? known : all[binding.CaregiverId] = [];
            if (spans.Count > 0 && !(spans[^1].To < days.From))
            {
                var to = spans[^1].To is null || days.To is null ? null : spans[^1].To > days.To ? spans[^1].To : days.To;
                spans[^1] = spans[^1] with { To = to };
            }
            else
            {
                spans.Add(days);
            }
        }

        return all;
    }

    private static int SpanOf(List<DaySpan> spans, Visit visit) => spans.FindIndex(s => s.Contains(visit.Day));

    private static string? BoundOn(PersonFile file, DateOnly day)
    {
        foreach (var binding in file.Bindings?.All ?? [])
        {
            if (binding.Span.Days.Contains(day))
            {
                return binding.CaregiverId;
            }
        }

        return null;
    }

    private static string NameOf(WelfareKind kind) => kind switch
    {
        WelfareKind.Abuse => "abuse",
        WelfareKind.Neglect => "neglect",
        WelfareKind.Abandonment => "abandonment",
        _ => "other",
    };
}
