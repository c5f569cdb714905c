using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Services that a person's status does not entitle to (docs/rules.md, Eligibility).</summary>
public static class EligibilityRules
{
    public static Rule Elg01 { get; } = new(
        "ELG-01", 1, "死亡后仍有护理服务", "Care after death", Severity.P1,
        [new("jiaxing-2019-supervision", "10(1)"), new("jiaxing-2019-supervision", "12(1)"), new("tianjin-2023-family", "4")], []);

    public static Rule Elg02 { get; } = new(
        "ELG-02", 1, "住院期间享受长护险待遇", "Benefit during a stay in hospital", Severity.P1,
        [new("tianjin-2023-institutions", "25"), new("tianjin-2023-family", "4")], []);

    public static Rule Elg03 { get; } = new(
        "ELG-03", 1, "停发信息迟报", "Late notice of a stop", Severity.P2,
        [new("tianjin-2023-institutions", "25")], ["elg.lateNotice"]);

    public static Rule Elg04 { get; } = new(
        "ELG-04", 1, "失能评估过期仍享受待遇", "Benefit on an expired assessment", Severity.P1,
        [new("tianjin-2024-assessment", "11")], ["elg.assessmentYears"]);

    public static Rule Elg06 { get; } = new(
        "ELG-06", 1, "失能等级不符合享受条件", "Disability level too low for the benefit", Severity.P1,
        [new("tianjin-2024-assessment", "15"), new("tianjin-2024-assessment", "11")], ["elg.levelMin"]);

    public static Rule Elg07 { get; } = new(
        "ELG-07", 1, "状态复核不符合后仍享受待遇", "Benefit after a failed review", Severity.P1,
        [new("tianjin-2024-assessment", "11")], ["elg.levelMin"]);

    public static ImmutableArray<Rule> All { get; } = [Elg01, Elg02, Elg03, Elg04, Elg06, Elg07];

    /// <summary>Visits that begin at or after the death; lines dated after its day; months after its month.</summary>
    internal static void AfterDeath(PersonCase person, List<Finding> found)
    {
        if (person.Standing.Death is not { } death)
        {
            return;
        }

        var services = person.Services.FindAll(s => IsAfter(death, s));
        if (services.Count > 0)
        {
            var after = (services[^1].At - death.Effective).TotalHours;
            found.Add(person.Findings.Of(
                Elg01, "death", [new(death.Notice, "died")], services,
                [Figure.Of("death", Days.Text(death.Effective)), Figure.Of("lastServiceAfterDeath", Math.Max(0, after), "h")]));
        }
    }

    internal static bool IsAfter(Death death, Service service) => service switch
    {
        { Visit: { } visit } => visit.Begin >= death.Effective,
        { IsMonth: true } => service.Day > Shanghai.FirstOfMonth(death.Day),
        _ => service.Day > death.Day,
    };

    internal static void InHospital(PersonCase person, List<Finding> found)
    {
        foreach (var stay in person.Standing.Stays)
        {
            var services = person.Services.FindAll(s => IsIn(stay, s, person.Services));
            if (services.Count == 0)
            {
                continue;
            }

            var evidence = new EvidenceList();
            var late = false;
            foreach (var part in stay.Parts)
            {
                evidence.Add(new Evidence(part.Admitted, "admitted"));
                if (part.Discharged is { } discharged)
                {
                    evidence.Add(new Evidence(discharged, "discharged"));
                }
            }

            foreach (var service in services)
            {
                late |= ToldAfter(stay, service);
            }

            var overlap = services.Sum(s => OverlapMinutes(stay, s));
            found.Add(person.Findings.Of(
                Elg02, Days.Text(stay.Start), evidence.ToImmutable().AsSpan(), services, [Figure.Of("overlap", overlap, "min")], late));
        }
    }

    internal static void OnExpiredAssessment(PersonCase person, List<Finding> found)
    {
        foreach (var (ranOut, services) in person.ByAssessment((assessments, day) => LastRunOut(assessments, day)))
        {
            found.Add(person.Findings.Of(
                Elg04, Days.Text(ranOut.From), [new(ranOut.Assessed, "assessed")], services,
                [
                    Figure.Of("validUntil", Days.Text(ranOut.Last)),
                    Figure.Of("daysAfterExpiry", services[^1].Day.DayNumber - ranOut.Last.DayNumber, "d"),
                ]));
        }
    }

    internal static void BelowLevel(PersonCase person, List<Finding> found)
    {
        foreach (var (low, services) in person.ByAssessment((assessments, day) =>
            LatestBelow(assessments, day, person.PolicyOn(day).LevelMin.Value)))
        {
            found.Add(person.Findings.Of(
                Elg06, Days.Text(low.From), [new(low.Assessed, "assessed")], services,
                [Figure.Against("level", low.Level, person.PolicyOn(services[0].Day).LevelMin)]));
        }
    }

    internal static void AfterFailedReview(PersonCase person, List<Finding> found)
    {
        foreach (var failed in person.Standing.Failed)
        {
            var services = person.Services.FindAll(s => !s.IsMonth && failed.Days.Contains(s.Day));
            if (services.Count > 0)
            {
                found.Add(person.Findings.Of(
                    Elg07, Days.Text(failed.ConcludedOn), [new(failed.Reviewed, "reviewed")], services,
                    [Figure.Of("daysAfterReview", services[^1].Day.DayNumber - failed.ConcludedOn.DayNumber, "d")]));
            }
        }
    }

    internal static bool IsIn(InpatientStay stay, Service service, List<Service> all)
    {
        if (service.IsMonth)
        {
            return false;
        }

        if (service.Visit is { } visit)
        {
            return Overlaps(stay, visit);
        }

        var admitted = Shanghai.DayOf(stay.Start);
        return service.Day >= admitted && (stay.End is not { } end || service.Day < Shanghai.DayOf(end))
            && (service.Day > admitted || !EarnedBefore(stay.Start, admitted, all));
    }

    /// <summary>A visit still open will last: it overlaps the stay it begins in. One with only an end began before it.</summary>
    private static bool Overlaps(InpatientStay stay, Visit visit)
    {
        if (visit.HasDuration)
        {
            return visit.CheckIn.Time < visit.CheckOut.Time && stay.Start < visit.CheckOut.Time && !(stay.End <= visit.CheckIn.Time);
        }

        return visit.CheckedIn
            ? !visit.CheckedOut && stay.Contains(visit.Begin)
            : stay.Contains(visit.Begin) && visit.Begin > stay.Start;
    }

    private static bool EarnedBefore(DateTimeOffset admission, DateOnly day, List<Service> all) =>
        all.Exists(s => s.Visit is { } visit && visit.Day == day && visit.End <= admission);

    /// <summary>Whether the first notice of hospital at the time of this service came only after it began.</summary>
    private static bool ToldAfter(InpatientStay stay, Service service)
    {
        var from = service.At;
        var to = service.Visit?.End ?? Shanghai.StartOf(Days.After(service.Day));
        DateTimeOffset? told = null;
        foreach (var part in stay.Parts)
        {
            if (part.Overlaps(from, to > from ? to : from.AddTicks(1)) && !(told <= part.Admitted.Time))
            {
                told = part.Admitted.Time;
            }
        }

        return told > from;
    }

    private static double OverlapMinutes(InpatientStay stay, Service service)
    {
        if (service.Visit is not { HasDuration: true } visit)
        {
            return 0;
        }

        var from = visit.Begin > stay.Start ? visit.Begin : stay.Start;
        var to = stay.End < visit.End ? stay.End.Value : visit.End;
        return Math.Max(0, (to - from).TotalMinutes);
    }

    private static Validity? LastRunOut(Validity[] assessments, DateOnly day)
    {
        Validity? last = null;
        foreach (var a in assessments)
        {
            if (a.From > day)
            {
                continue;
            }

            if (day <= a.Last)
            {
                return null;
            }

            last = last is { } l && l.Last > a.Last ? last : a;
        }

        return last;
    }

    private static Validity? LatestBelow(Validity[] assessments, DateOnly day, double levelMin)
    {
        Validity? latest = null;
        foreach (var a in assessments)
        {
            if (a.From > day || day > a.Last)
            {
                continue;
            }

            if (a.Level >= levelMin)
            {
                return null;
            }

            latest = latest is { } l && l.From == a.From ? l : a;
        }

        return latest;
    }
}
