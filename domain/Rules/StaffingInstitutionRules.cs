using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Staffing, as far as the institution is its subject (docs/rules.md, Staffing).</summary>
public static class StaffingInstitutionRules
{
    public static Rule Stf03 { get; } = new(
        "STF-03", 2, "机构照护配比低于1∶4", "Fewer than one caregiver to four persons in the house", Severity.P2,
        [new("tianjin-2023-institutions", "11")], ["stf.ratioMax"]);

    public static ImmutableArray<Rule> All { get; } = [Stf03];

    /// <summary>Judges up to and including today.</summary>
    /// <returns>The next day on which the roll changes by itself; none: never.</returns>
    internal static DateOnly? Ratio(InstitutionCase house, DateOnly today, List<Finding> found)
    {
        DateOnly? next = null;
        var breach = new List<RollSpan>();
        foreach (var span in HouseRoll.Of(house.Heard.Residents.Values, house.Heard.Staff.Values))
        {
            if (span.Days.From > today)
            {
                next = span.Days.From;
                break;
            }

            foreach (var part in ByLimit(house, span, today))
            {
                if (part.IsBreach)
                {
                    breach.Add(part.Span);
                }
                else
                {
                    Close(house, breach, part.Span.Days.From, found);
                }
            }
        }

        Close(house, breach, null, found);
        return next;
    }

    /// <summary>Visits on days before it was designated, or of one never designated.</summary>
    internal static void NotDesignated(InstitutionCase house, List<Finding> found)
    {
        var designated = house.Agreement.Designated;
        var services = HeardBriefs.Sorted(house.Heard.Unentitled.Select(static e => (e.Key, e.Value.Services)));
        services.RemoveAll(s => s.Service.VisitId is null || designated <= Shanghai.DayOf(s.Service.At));
        if (services.Count == 0)
        {
            return;
        }

        var evidence = new EvidenceList();
        var late = false;
        if (house.File.Designations.Count > 0)
        {
            var designation = house.File.Designations[0].Fact;
            evidence.Add(new Evidence(designation, "designated"));
            late = designation.Time > services[0].Service.At;
        }

        found.Add(InstitutionRules.Of(house, StaffingRules.Stf05, "not-designated", late, evidence, services));
    }

    /// <summary>The days of a span up to today, parted where the limit of the region changes.</summary>
    private static IEnumerable<(RollSpan Span, bool IsBreach)> ByLimit(InstitutionCase house, RollSpan span, DateOnly today)
    {
        var end = span.Days.To is { } to && to <= today ? to : Days.After(today);
        if (span.Persons == 0 || span.Staff == 0)
        {
            yield return (span with { Days = new(span.Days.From, end) }, span.Persons > 0);
            yield break;
        }

        var from = span.Days.From;
        var isBreach = IsOver(house, span, from);
        for (var day = from.AddDays(1); day < end; day = day.AddDays(1))
        {
            if (IsOver(house, span, day) != isBreach)
            {
                yield return (span with { Days = new(from, day) }, isBreach);
                (from, isBreach) = (day, !isBreach);
            }
        }

        yield return (span with { Days = new(from, end) }, isBreach);
    }

    private static bool IsOver(InstitutionCase house, RollSpan span, DateOnly day) =>
        (double)span.Persons / span.Staff > house.PolicyOn(day).RatioMax.Value;

    /// <param name="end">First day without breach; none: it stands.</param>
    private static void Close(InstitutionCase house, List<RollSpan> breach, DateOnly? end, List<Finding> found)
    {
        if (breach.Count == 0)
        {
            return;
        }

        var first = breach[0].Days.From;
        var worst = breach[0];
        foreach (var span in breach)
        {
            worst = IsWorse(span, worst) ? span : worst;
        }

        var limit = house.PolicyOn(worst.Days.From).RatioMax;
        List<Figure> figures =
        [
            worst.Staff > 0
                ? Figure.Against("ratio", (double)worst.Persons / worst.Staff, limit)
                : new("ratio", null, "no caregiver", limit.Unit, limit.Value, limit.Basis),
            Figure.Of("persons", worst.Persons, "persons"),
            Figure.Of("caregivers", worst.Staff, "caregivers"),
        ];
        if (end is { } over)
        {
            figures.Add(Figure.Of("days", over.DayNumber - first.DayNumber, "d"));
        }

        found.Add(house.Finding(
            Stf03, Days.Text(first), Severity.P2, Shanghai.StartOf(first), end is { } day ? Shanghai.StartOf(day) : null, false, [],
            RollOn(house.Heard, worst.Days.From), figures.ToArray()));
        breach.Clear();
    }

    /// <summary>More persons a caregiver, none being the worst; then more persons. Of equals the earlier stays.</summary>
    private static bool IsWorse(RollSpan span, RollSpan than)
    {
        if ((span.Staff == 0) != (than.Staff == 0))
        {
            return span.Staff == 0;
        }

        var (left, right) = ((long)span.Persons * Math.Max(1, than.Staff), (long)than.Persons * Math.Max(1, span.Staff));
        return left != right ? left > right : span.Persons > than.Persons;
    }

    /// <summary>What says who was in the house and who on duty that day.</summary>
    private static EvidenceList RollOn(HeardBriefs heard, DateOnly day)
    {
        var facts = new List<Evidence>();
        foreach (var resident in heard.Residents.Values)
        {
            if (Covers(resident.InHouse, day))
            {
                facts.AddRange(resident.Arrangements.Select(static fact => new Evidence(fact, "arranged")));
            }
        }

        foreach (var caregiver in heard.Staff.Values)
        {
            if (Covers(caregiver.OnDuty, day))
            {
                facts.AddRange(caregiver.Rests.Select(static fact => new Evidence(fact, "registered")));
            }
        }

        facts.Sort(static (a, b) =>
            a.Fact != b.Fact ? a.Fact.CompareTo(b.Fact) : string.CompareOrdinal(a.Note, b.Note));
        var evidence = new EvidenceList();
        evidence.Add(facts.ToArray());
        return evidence;
    }

    private static bool Covers(ImmutableArray<DaySpan> spans, DateOnly day)
    {
        foreach (var span in spans)
        {
            if (span.Contains(day))
            {
                return true;
            }
        }

        return false;
    }
}
