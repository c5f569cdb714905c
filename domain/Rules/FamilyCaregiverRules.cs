using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;

namespace LtcActors.Domain.Rules;

/// <summary>Who may be a family caregiver, and of how many.</summary>
public static class FamilyCaregiverRules
{
    private static readonly string[] Clinicians = ["doctor", "assistant-doctor", "nurse", "医师", "助理医师", "护士"];

    public static Rule Fam02 { get; } = new(
        "FAM-02", 3, Zh: "亲情照护人员培训不足", En: "A family caregiver bound without the training", Severity.P1,
        [new("tianjin-2023-family", "1")], ["fam.practiceMonths"]);

    public static ImmutableArray<Rule> All { get; } = [Fam02];

    /// <summary>Two persons bound to one caregiver, by real name, on one day.</summary>
    internal static void NotOneToOne(CaregiverCase of, List<Finding> to)
    {
        var bindings = of.File.Bindings.Items;
        for (var i = 0; i < bindings.Count; i++)
        {
            for (var j = i + 1; j < bindings.Count; j++)
            {
                Pair(of, bindings[i], bindings[j], to);
            }
        }
    }

    private static void Pair(
        CaregiverCase of, KeyValuePair<string, Brief.Bound> a, KeyValuePair<string, Brief.Bound> b, List<Finding> to)
    {
        var evidence = new EvidenceList();
        DateOnly? first = null;
        var earlier = (Approval: default(FactRef?), Person: a.Key);
        foreach (var one in a.Value.Spans)
        {
            foreach (var other in b.Value.Spans)
            {
                var both = one.Days.Intersect(other.Days);
                if (!both.IsEmpty && both.From <= of.Today)
                {
                    first = first is { } f && f < both.From ? f : both.From;
                    evidence.Add(one.Approval, "bound").Add(other.Approval, "bound");
                    var (approval, person) = one.Approval.CompareTo(other.Approval) <= 0 ? (one.Approval, a.Key) : (other.Approval, b.Key);
                    earlier = earlier.Approval is { } e && e.CompareTo(approval) <= 0 ? earlier : (approval, person);
                }
            }
        }

        if (first is { } day && of.On(day, earlier.Person).BindingsMax is var limit && 2 > limit.Value)
        {
            to.Add(of.Find(
                BindingRules.Fam01, $"{a.Key}|{b.Key}", Severity.P1, Shanghai.StartOf(day), evidence, [Figure.Against("bindings", 2, limit)]) with
            {
                DistrictCode = of.File.DistrictOf(earlier.Person),
            });
        }
    }

    /// <summary>What was learnt by the day of each approval.</summary>
    internal static void Untrained(CaregiverCase of, List<Finding> to)
    {
        foreach (var (person, bound) in of.File.Bindings.Items)
        {
            // One approval may hold in several spans; approvals of one day are one binding, by the earliest of them.
            foreach (var approval in bound.Spans.GroupBy(s => s.ApprovedOn, s => s.Approval))
            {
                Untrained(of, person, approval.Key, approval.Min(), to);
            }
        }
    }

    private static void Untrained(CaregiverCase of, string person, DateOnly approved, FactRef approval, List<Finding> to)
    {
        var courses = of.File.Trainings.Where(t => t.CompletedOn <= approved).ToList();
        var exempt = of.File.Registrations.Any(r =>
            r.Qualification is { } q && Clinicians.Contains(q, StringComparer.Ordinal) && !(r.CertifiedOn > approved));
        var practice = of.File.Practices.Where(p => p.From < approved && p.From <= p.To).ToList();
        var limit = of.On(approved, person).PracticeMonths;
        var practised = DaysOf(practice, approved);
        var first = practice.Count > 0 ? practice.Min(p => p.From) : approved;
        var needed = first.AddMonths(limit.Count).DayNumber - first.DayNumber;
        if ((courses.Count > 0 || exempt) && practised >= needed)
        {
            return;
        }

        var evidence = new EvidenceList().Add(approval, "bound")
            .AddAll(courses, c => c.Ref, "trained").AddAll(practice, p => p.Ref, "practised");
        var anchor = string.Create(CultureInfo.InvariantCulture, $"{person}/{approved:yyyy-MM-dd}");
        to.Add(of.Find(
            Fam02, anchor, Severity.P1, Shanghai.StartOf(approved), evidence,
            [
                Figure.Of("courses", courses.Count),
                new Figure("practiceDays", practised, null, "d", needed, limit.Basis),
                Figure.Of("practiceMonthsNeeded", limit.Value, limit.Unit),
            ]) with
        {
            PersonId = person, DistrictCode = of.File.DistrictOf(person),
        });
    }

    /// <summary>Days of practice before the approval, each once.</summary>
    private static int DaysOf(List<Practice> practice, DateOnly approved)
    {
        var (count, counted) = (0, DateOnly.MinValue);
        foreach (var period in practice.OrderBy(p => p.From))
        {
            var from = period.From > counted ? period.From : counted;
            var to = period.To < approved ? period.To.AddDays(1) : approved;
            count += Math.Max(0, to.DayNumber - from.DayNumber);
            counted = to > counted ? to : counted;
        }

        return count;
    }
}
