using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Services without an agreement in force, and the institution's share of missing check-outs.</summary>
public static class InstitutionRules
{
    public static Rule Ins02 { get; } = new(
        "INS-02", 2, "无有效服务协议期间提供服务", "Service without an agreement in force", Severity.P1,
        [new("tianjin-2023-institutions", "8(4)"), new("tianjin-2023-institutions", "28"), new("jiaxing-2019-supervision", "13")], []);

    public static ImmutableArray<Rule> All { get; } = [Ins02];

    /// <summary>One finding a gap.</summary>
    internal static void InGaps(InstitutionCase house, List<Finding> found)
    {
        if (house.Agreement.Designated is null)
        {
            return; // Not known at all: STF-05.
        }

        var byGap = new List<(AgreementGap Gap, List<(string Person, ServiceRef Service)> Services)>();
        foreach (var each in HeardBriefs.Sorted(house.Heard.Unentitled.Select(static e => (e.Key, e.Value.Services))))
        {
            if (AgreementGaps.Find(house.Agreement.Gaps, Shanghai.DayOf(each.Service.At)) is not { } gap)
            {
                continue; // Told before the person knew of a change.
            }

            var known = byGap.FindIndex(g => g.Gap == gap);
            if (known < 0)
            {
                byGap.Add((gap, [each]));
            }
            else
            {
                byGap[known].Services.Add(each);
            }
        }

        foreach (var (gap, services) in byGap)
        {
            var evidence = new EvidenceList();
            evidence.Add(new Evidence(gap.Rests, NoteOf(gap.Kind)));
            AddResumption(house.File, gap, evidence);
            var anchor = gap.Days.From == DateOnly.MinValue ? gap.Kind : $"{gap.Kind}:{Days.Text(gap.Days.From)}";
            found.Add(Of(
                house, Ins02, anchor, gap.Rests.Time > services[0].Service.At, evidence, services,
                Figure.Of("gap", gap.Kind)));
        }
    }

    /// <summary>Days with check-ins, on which too many of the last 30 days' have no check-out: one finding a run of them.</summary>
    internal static void MissingShare(InstitutionCase house, List<Finding> found)
    {
        var missing = HeardBriefs.Sorted(house.Heard.Missing.Select(static e => (e.Key, e.Value.Visits)));
        if (missing.Count == 0)
        {
            return;
        }

        var days = house.File.CheckIns;
        var run = new List<(DateOnly Day, int Missing, int CheckIns)>();
        var (checkIns, firstDay, from, to) = (0, 0, 0, 0);
        for (var i = 0; i < days.Count; i++)
        {
            var day = days.Keys[i];
            var policy = house.PolicyOn(day);
            var window = Math.Max(1, policy.MissingWindow.Count);
            checkIns += days.Values[i].Count;
            for (; days.Keys[firstDay].DayNumber <= day.DayNumber - window; firstDay++)
            {
                checkIns -= days.Values[firstDay].Count;
            }

            for (; to < missing.Count && Shanghai.DayOf(missing[to].Service.At) <= day; to++)
            {
            }

            for (; from < to && Shanghai.DayOf(missing[from].Service.At).DayNumber <= day.DayNumber - window; from++)
            {
            }

            if (checkIns >= policy.MissingMinVisits.Value && (to - from) * 100.0 > policy.MissingShare.Value * checkIns)
            {
                run.Add((day, to - from, checkIns));
            }
            else
            {
                Close(house, run, missing, found);
            }
        }

        Close(house, run, missing, found);
    }

    /// <param name="services">Oldest first. Lines with the id of a visit are evidence only.</param>
    internal static Finding Of(
        InstitutionCase house, Rule rule, string anchor, bool late, EvidenceList evidence,
        List<(string Person, ServiceRef Service)> services, params ReadOnlySpan<Figure> figures)
    {
        var visits = new List<string>();
        var persons = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var (person, service) in services)
        {
            evidence.Add(new Evidence(service.Fact, service.Note));
            persons.Add(person);
            if (service.VisitId is null)
            {
                count++;
            }
            else if (service.Note != "claim-line")
            {
                count++;
                visits.Add(service.VisitId);
            }
        }

        Figure[] all = [.. figures, Figure.Of("services", count, "services"), Figure.Of("persons", persons.Count, "persons")];
        return house.Finding(rule, anchor, rule.Severity, services[0].Service.At, null, late, visits, evidence, all);
    }

    private static void Close(
        InstitutionCase house, List<(DateOnly Day, int Missing, int CheckIns)> run,
        List<(string Person, ServiceRef Service)> missing, List<Finding> found)
    {
        if (run.Count == 0)
        {
            return;
        }

        var worst = run[0];
        foreach (var day in run)
        {
            worst = (long)day.Missing * worst.CheckIns > (long)worst.Missing * day.CheckIns ? day : worst;
        }

        var (first, last) = (run[0].Day, run[^1].Day);
        var policy = house.PolicyOn(first);
        var evidence = new EvidenceList();
        var visits = new List<string>();
        var since = first.DayNumber - policy.MissingWindow.Count;
        foreach (var (_, service) in missing)
        {
            var day = Shanghai.DayOf(service.At);
            if (day.DayNumber > since && day <= last)
            {
                evidence.Add(new Evidence(service.Fact, service.Note));
                visits.Add(service.VisitId!);
            }
        }

        found.Add(house.Finding(
            VisitPersonRules.Vis01, Days.Text(first), Severity.P2, Shanghai.StartOf(first), null, false, visits, evidence,
            Figure.Against("missingShare", worst.Missing * 100.0 / worst.CheckIns, policy.MissingShare),
            Figure.Of("missing", worst.Missing, "visits"),
            Figure.Against("checkIns", worst.CheckIns, policy.MissingMinVisits),
            Figure.Of("services", visits.Count, "services")));
        run.Clear();
    }

    private static void AddResumption(InstitutionFile file, AgreementGap gap, EvidenceList evidence)
    {
        foreach (var change in file.Changes)
        {
            if (gap.Kind == AgreementGaps.Suspended && change.Step == Step.Resumed && change.On == gap.Days.To)
            {
                evidence.Add(new Evidence(change.Fact, "resumed"));
            }
        }
    }

    private static string NoteOf(string gap) =>
        gap is AgreementGaps.Terminated or AgreementGaps.Suspended ? gap : "designated";
}
