using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Rules;

/// <summary>What a video audit of a visit found (docs/rules.md, Position, identity, device).</summary>
public static class AuditRules
{
    public static Rule Idn05 { get; } = new(
        "IDN-05", 2, "视频稽核异常", "Video audit failed", Severity.P2,
        [new("tianjin-2023-catalogue", "4"), new("tianjin-2023-family", "5")], ["idn.noAnswers", "idn.noAnswerWindow"]);

    public static ImmutableArray<Rule> All { get; } = [Idn05];

    /// <summary>A visit in which somebody else was seen or the work was not done; and calls that nobody answers, one after another.</summary>
    internal static void Failed(PersonCase person, List<Finding> found)
    {
        if (person.File.Extras is not { Audits.Length: > 0 } extras)
        {
            return;
        }

        foreach (var visit in extras.Audits.Where(static a => a.Result is AuditResult.Fail or AuditResult.Impostor).GroupBy(static a => a.VisitId))
        {
            var audits = visit.ToList();
            var result = audits.Exists(static a => a.Result == AuditResult.Impostor) ? "impostor" : "fail";
            Add(person, visit.Key, audits, [Figure.Of("result", result)], found);
        }

        var run = new List<Audit>();
        foreach (var audit in extras.Audits)
        {
            if (audit.Result != AuditResult.NoAnswer)
            {
                continue;
            }

            if (run.Count > 0 && audit.Fact.Time - run[^1].Fact.Time > person.PolicyOn(Shanghai.DayOf(audit.Fact.Time)).NoAnswerWindow.Time)
            {
                Close(person, run, found);
            }

            run.Add(audit);
        }

        Close(person, run, found);
    }

    private static void Close(PersonCase person, List<Audit> run, List<Finding> found)
    {
        if (run.Count > 0 && person.PolicyOn(Shanghai.DayOf(run[0].Fact.Time)).NoAnswers is var limit && run.Count >= limit.Count)
        {
            Add(person, $"no-answer:{run[0].VisitId}", run, [Figure.Against("noAnswers", run.Count, limit)], found);
        }

        run.Clear();
    }

    private static void Add(PersonCase person, string anchor, List<Audit> audits, ReadOnlySpan<Figure> figures, List<Finding> found)
    {
        var visits = audits.Select(a => person.File.Visits.Find(a.VisitId)).OfType<Visits.Visit>().Distinct().ToList();
        // A call is made while the visit lasts: late is what is entered when it is over.
        var isLate = audits.Exists(a => visits.Exists(v => v.Id == a.VisitId && v.HasDuration && a.Fact.Time > v.End));
        var caregivers = visits.Select(static v => v.CaregiverId).Distinct().ToList();
        var institutions = visits.Select(person.Standing.InstitutionOf).Distinct().ToList();
        found.Add(person.Findings.Of(
            Idn05, anchor, audits[0].Fact.Time,
            [.. audits.Select(static a => new Evidence(a.Fact, "audited")), .. visits.Select(static v => new Evidence(v.First, "check-in"))],
            figures) with
        {
            DecidedLate = isLate, CaregiverId = caregivers is [var caregiver] ? caregiver : null,
            InstitutionId = institutions is [var institution] ? institution : null,
            VisitIds = [.. audits.Select(static a => a.VisitId).Distinct().Take(Finding.MaxEvidence)],
        });
    }
}
