using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Visits;
using VisitBook = LtcActors.Domain.Caregivers.VisitBook;

namespace LtcActors.Domain.Rules;

/// <summary>Visits by somebody whose contract or certificate does not hold, or who was not there (docs/rules.md, Staffing).</summary>
public static class ContractRules
{
    public static Rule Stf06 { get; } = new(
        "STF-06", 2, Zh: "资质或合同失效期间提供服务", En: "Service without a valid contract or certificate", Severity.P1,
        [new("tianjin-2023-institutions", "9")], []);

    public static Rule Stf08 { get; } = new(
        "STF-08", 1, Zh: "不在岗人员打卡", En: "Check-in by a caregiver who is absent", Severity.P1, [], []);

    public static ImmutableArray<Rule> All { get; } = [Stf06, Stf08];

    internal static bool IsOutside(CaregiverCase of, CareVisit visit) =>
        visit.IsMade && (OutsideContract(of.File, visit.Day) is not null || OutsideCertificate(of.File, visit.Day) is not null);

    /// <summary>One finding a contract or certificate that ran out, or had not begun.</summary>
    internal static void Outside(CaregiverCase of, List<Finding> to)
    {
        var causes = new SortedDictionary<string, (Cause Cause, List<CareVisit> Visits)>(StringComparer.Ordinal);
        foreach (var visit in of.File.Visits.ByTime)
        {
            Note(OutsideContract(of.File, visit.Day), visit);
            Note(OutsideCertificate(of.File, visit.Day), visit);
        }

        foreach (var (anchor, (cause, visits)) in causes)
        {
            var evidence = new EvidenceList().Add(cause.Fact, cause.Note);
            visits.ForEach(v => evidence.Add(v));
            to.Add(of.Find(
                Stf06, anchor, Severity.P1, visits[0].At, evidence,
                [Figure.Of(cause.IsBefore ? "validFrom" : "validUntil", Days.Text(cause.Day)), Figure.Of("services", visits.Count, "services")],
                visits, late: cause.Fact.Time > visits[0].At));
        }

        void Note(Cause? cause, CareVisit visit)
        {
            if (cause is { } why)
            {
                var anchor = $"{why.What}:{Days.Text(why.Day)}";
                (causes.TryGetValue(anchor, out var known) ? known.Visits : (causes[anchor] = (why, [])).Visits).Add(visit);
            }
        }
    }

    /// <summary>By real name: visits on days of absence, or after leaving and not employed again. One finding an absence.</summary>
    internal static void NotThere(CaregiverCase of, List<Finding> to)
    {
        var judged = new HashSet<CareVisit>();
        foreach (var group in of.File.Absences.GroupBy(a => (a.From, a.Kind)).OrderBy(g => g.Key.From).ThenBy(g => g.Key.Kind))
        {
            var visits = new List<CareVisit>();
            foreach (var absence in group)
            {
                visits.AddRange(During(of.File, CertainDays(absence)).Where(v => !IsRelative(of.File, v) && judged.Add(v)));
            }

            visits.Sort();
            var kind = NameOf(group.Key.Kind);
            Found(of, $"{kind}:{Days.Text(group.Key.From)}", visits, group, a => a.Ref, "absent", kind, to);
        }

        foreach (var group in of.File.Leavings.GroupBy(l => (l.InstitutionId, l.On)).OrderBy(g => g.Key.On).ThenBy(g => g.Key.InstitutionId, StringComparer.Ordinal))
        {
            var visits = During(of.File, new DaySpan(group.Key.On, null)).Where(v => IsGone(of, v) && judged.Add(v)).ToList();
            Found(of, $"left:{group.Key.InstitutionId}:{Days.Text(group.Key.On)}", visits, group, l => l.Ref, "left", "left", to);
        }
    }

    /// <summary>
    /// Days on which somebody absent was certainly not there: of a stay in hospital or a journey the first and the last day are not,
    /// because the hour is not told.
    /// </summary>
    internal static DaySpan CertainDays(Absence absence)
    {
        var days = absence.Days;
        return absence.Kind is AbsenceKind.Inpatient or AbsenceKind.Travel
            ? new(Days.After(days.From), absence.To)
            : days;
    }

    /// <summary>Visits that count on one of these days, oldest first.</summary>
    internal static List<CareVisit> During(CaregiverFile file, DaySpan days)
    {
        if (days.IsEmpty)
        {
            return [];
        }

        var visits = file.Visits.ByTime;
        var from = VisitBook.CountUntil(visits, Shanghai.StartOf(days.From), including: false);
        var until = days.To is { } to ? VisitBook.CountUntil(visits, Shanghai.StartOf(to), including: false) : visits.Count;
        return visits.GetRange(from, until - from);
    }

    /// <summary>The visit is to a person to whom the caregiver is bound that day.</summary>
    internal static bool IsRelative(CaregiverFile file, CareVisit visit) =>
        file.Bindings.Of(visit.PersonId) is { } bound && bound.Spans.Any(s => s.Days.Contains(visit.Day));

    internal static string NameOf(AbsenceKind kind) => kind switch
    {
        AbsenceKind.Leave => "leave",
        AbsenceKind.Inpatient => "inpatient",
        AbsenceKind.Travel => "travel",
        _ => "other",
    };

    private static void Found<T>(
        CaregiverCase of, string anchor, List<CareVisit> visits, IEnumerable<T> causes, Func<T, FactRef> fact, string note, string kind,
        List<Finding> to)
    {
        if (visits.Count == 0)
        {
            return;
        }

        var evidence = new EvidenceList().AddAll(causes, fact, note);
        visits.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Stf08, anchor, Severity.P1, visits[0].At, evidence,
            [Figure.Of("absence", kind), Figure.Of("services", visits.Count, "services")], visits,
            late: causes.Min(c => fact(c).Time) > visits[0].At));
    }

    private static bool IsGone(CaregiverCase of, CareVisit visit) =>
        !of.Career.IsEmployedOn(visit.Day) && !IsRelative(of.File, visit) && !of.Career.Family.Any(e => e.Days.Contains(visit.Day))
        && of.Career.Professional.Any(e => e.Days.From < visit.Day && e.Days.To <= visit.Day
            && of.File.Leavings.Any(l => l.On == e.Days.To));

    /// <summary>Known as a professional by that day, and under none of the contracts.</summary>
    private static Cause? OutsideContract(CaregiverFile file, DateOnly day)
    {
        (Registration? Ended, Registration? Next) = (null, null);
        var isKnown = false;
        foreach (var r in file.Registrations)
        {
            if (!r.IsProfessional)
            {
                continue;
            }

            if (r.From <= day && !(r.ContractTo < day))
            {
                return null;
            }

            isKnown |= r.FirstDay <= day;
            Ended = r.ContractTo < day && !(Ended?.ContractTo >= r.ContractTo) ? r : Ended;
            Next = r.From > day && !(Next?.From <= r.From) ? r : Next;
        }

        return !isKnown ? null
            : Ended is not null ? new("contract", Ended.ContractTo!.Value, false, Ended.Ref, "registered")
            : new("contract-before", Next!.From, true, Next.Ref, "registered");
    }

    /// <summary>Of a professional whose certificates are known, none holds: certificates of their own, else what the registers say.</summary>
    private static Cause? OutsideCertificate(CaregiverFile file, DateOnly day)
    {
        if (!file.Registrations.Any(r => r.IsProfessional && r.FirstDay <= day))
        {
            return null;
        }

        var held = file.Extras is { Certificates.Count: > 0 } extras ? extras.Certificates.ToList()
            : [.. file.Registrations.Where(r => r is { IsProfessional: true, CertifiedOn: not null })
                .Select(r => new Certificate(r.Ref, r.CertifiedOn!.Value, null))];
        if (held.Count == 0 || held.Exists(c => c.Days.Contains(day)))
        {
            return null;
        }

        var ended = held.Where(c => c.ValidUntil < day).MaxBy(c => c.ValidUntil);
        var next = held.Where(c => c.IssuedOn > day).MinBy(c => c.IssuedOn);
        return ended is not null ? new("certificate", ended.ValidUntil!.Value, false, ended.Ref, "certified")
            : new("certificate-before", next!.IssuedOn, true, next.Ref, "certified");
    }

    /// <param name="Day">The last day, or the first.</param>
    private readonly record struct Cause(string What, DateOnly Day, bool IsBefore, FactRef Fact, string Note);
}
