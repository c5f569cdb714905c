using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>How many persons a caregiver may have at home, and who may be a caregiver at all.</summary>
public static class StaffingRules
{
    private static readonly Citation Staffing = new("tianjin-2023-institutions", "11");

    public static Rule Stf01 { get; } = new(
        "STF-01", 1, Zh: "居家照护人数超上限", En: "More persons at home than a caregiver may have", Severity.P2, [Staffing],
        ["stf.homeMax"]);

    public static Rule Stf02 { get; } = new(
        "STF-02", 1, Zh: "居家照护人数低于下限", En: "Fewer persons at home than a caregiver should have", Severity.P4,
        [Staffing], ["stf.homeMin", "stf.graceDays"]);

    public static Rule Stf04 { get; } = new(
        "STF-04", 3, Zh: "专业照护人员兼任亲情照护人员", En: "A professional who is also a family caregiver", Severity.P1, [Staffing], []);

    public static Rule Stf05 { get; } = new(
        "STF-05", 2, Zh: "未实名登记的人员或机构提供服务", En: "Service by somebody who is not registered", Severity.P1,
        [new("tianjin-2023-institutions", "12")], []);

    public static ImmutableArray<Rule> All { get; } = [Stf01, Stf02, Stf04, Stf05];

    internal static void TooMany(CaregiverCase of, HomeLoad load, List<Finding> to)
    {
        foreach (var run in DayRuns.Of(load.Boundaries, of.Today, of.On, (day, limits) => load.CountOn(day) > limits.HomeMax.Value))
        {
            var most = run.Within(load.Boundaries).Max(load.CountOn);
            var clients = load.During(run).ToList();
            var evidence = new EvidenceList();
            clients.ForEach(c => evidence.Add(c.Span.Rests, "arranged"));
            to.Add(OverDays(of, Stf01, run, evidence, load.FirstOf(clients), Figure.Against("mostPersons", most, of.On(run.From).HomeMax)));
        }
    }

    internal static void TooFew(CaregiverCase of, HomeLoad load, List<Finding> to)
    {
        if (load.IsEmpty || !of.Career.Professional.Any())
        {
            return;
        }

        foreach (var run in DayRuns.Of(load.Boundaries, of.Today, of.On, (day, limits) => IsTooFew(of, load, day, limits)))
        {
            var clients = load.During(run).ToList();
            var evidence = new EvidenceList();
            clients.ForEach(c => evidence.Add(c.Span.Rests, "arranged"));
            evidence.AddAll(of.Career.Professional.Where(e => e.Days.Contains(run.From)), e => e.Registration.Ref, "registered");
            var limits = of.On(run.From);
            var fewest = run.Within(load.Boundaries).Min(load.CountOn);
            to.Add(OverDays(
                of, Stf02, run, evidence, load.FirstOf(clients) ?? of.District, Figure.Against("fewestPersons", fewest, limits.HomeMin),
                Figure.Against("daysSinceChange", run.From.DayNumber - load.LastChange(run.From)!.Value.DayNumber, limits.GraceDays)));
        }
    }

    private static bool IsTooFew(CaregiverCase of, HomeLoad load, DateOnly day, Thresholds limits) =>
        load.CountOn(day) < limits.HomeMin.Value
        && of.Career.IsEmployedOn(day) && !of.Career.IsAbsentOn(day) && of.Career.DutyOn(day) is null or { Duty: Duty.Home }
        && load.HadAnyBy(day) && day.DayNumber - load.LastChange(day)!.Value.DayNumber > limits.GraceDays.Count;

    private static Finding OverDays(
        CaregiverCase of, Rule rule, DayRun run, EvidenceList evidence, string? district, params ReadOnlySpan<Figure> figures)
    {
        // The length is told when it is over: a breach that stands would otherwise change every day.
        ImmutableArray<Figure> all = run.To is { } to
            ? [.. figures, Figure.Of("days", to.DayNumber - run.From.DayNumber, "d")]
            : [.. figures];
        return of.Find(rule, Name(run.From), rule.Severity, Shanghai.StartOf(run.From), evidence, all) with
        {
            EndedAt = run.To is { } end ? Shanghai.StartOf(end) : null, DistrictCode = district,
        };
    }

    /// <summary>By real name: employed as a professional on a day on which a family binding or registration is in force.</summary>
    internal static void BothKinds(CaregiverCase of, List<Finding> to)
    {
        var evidence = new EvidenceList();
        var (persons, houses) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        DateOnly? first = null;
        foreach (var work in of.Career.Professional)
        {
            foreach (var (person, bound) in of.File.Bindings.Items)
            {
                foreach (var span in bound.Spans.Where(s => Clash(s.Days, work)))
                {
                    evidence.Add(work.Registration.Ref, "registered").Add(span.Approval, "bound");
                    persons.Add(person);
                }
            }

            foreach (var family in of.Career.Family.Where(f => Clash(f.Days, work)))
            {
                evidence.Add(work.Registration.Ref, "registered").Add(family.Registration.Ref, "registered");
            }
        }

        if (first is { } day)
        {
            to.Add(of.Find(Stf04, of.Subject.Id, Severity.P1, Shanghai.StartOf(day), evidence, [Figure.Of("since", Name(day))]) with
            {
                PersonId = persons.Count == 1 ? persons.Min : null,
                DistrictCode = persons.Select(of.File.DistrictOf).Concat(houses.Select(of.File.DistrictOfHouse)).FirstOrDefault(d => d is not null),
            });
        }

        bool Clash(DaySpan days, Employment work)
        {
            var both = days.Intersect(work.Days);
            if (both.IsEmpty || both.From > of.Today)
            {
                return false;
            }

            first = first is { } f && f < both.From ? f : both.From;
            if (work.Registration.InstitutionId is { } house)
            {
                houses.Add(house);
            }

            return true;
        }
    }

    /// <summary>Visits on days before the register knew the caregiver.</summary>
    internal static void NotRegistered(CaregiverCase of, List<Finding> to)
    {
        var visits = of.File.Visits.ByTime;
        DateOnly? known = of.File.Registrations.Count > 0 ? of.File.Registrations.Min(r => r.FirstDay) : null;
        var count = known is { } day ? VisitBook.CountUntil(visits, Shanghai.StartOf(day), including: false) : visits.Count;
        if (count == 0)
        {
            return;
        }

        var evidence = new EvidenceList();
        var broken = visits.GetRange(0, count);
        broken.Take(Finding.MaxEvidence).ToList().ForEach(v => evidence.Add(v));
        ImmutableArray<Figure> figures = known is { } from
            ? [Figure.Of("services", count, "services"), Figure.Of("registeredFrom", Name(from))]
            : [Figure.Of("services", count, "services")];
        to.Add(of.Find(Stf05, "unregistered", Severity.P1, visits[0].At, evidence, figures, broken));
    }

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
