using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>How a person in care fares: reports of abuse, and the quality of life (docs/rules.md, Family caregivers).</summary>
public static class WelfareRules
{
    public static Rule Fam07 { get; } = new(
        "FAM-07", 2, "虐待遗弃或生活质量持续恶化", "Abuse or neglect, or quality of life that keeps falling", Severity.P1,
        [new("jiaxing-2019-supervision", "11(3)"), new("jiaxing-2019-supervision", "12(8)")], ["fam.welfareVisit", "fam.qualityFalls"]);

    public static ImmutableArray<Rule> All { get; } = [Fam07];

    internal static void Fares(PersonCase person, List<Finding> found)
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
        // From its end on the time is over; who came at that very instant came in time, and shows it when it is told (decision 9).
        var due = report.Fact.Time + limit.Time;
        person.Wake(due);
        List<Evidence> evidence = [new(report.Fact, "reported")];
        Figure visited = new("visitedAfter", null, due <= person.Now ? "not in time" : "not yet", limit.Unit, limit.Value, limit.Basis);
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
