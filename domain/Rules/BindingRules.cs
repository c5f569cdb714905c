using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.FamilyBindings;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Family bindings are one to one (docs/rules.md, Family caregivers).</summary>
public static class BindingRules
{
    public static Rule Fam01 { get; } = new(
        "FAM-01", 2, "亲情照护绑定非1对1", "Family binding not one to one", Severity.P1,
        [new("tianjin-2023-family", "2")], ["fam.bindingsMax"]);

    public static ImmutableArray<Rule> All { get; } = [Fam01];

    /// <summary>Two caregivers bound to one person on one day, up to today.</summary>
    /// <param name="district">Of the person.</param>
    /// <returns>The next day on which two come to be in force together; none: never.</returns>
    internal static DateOnly? OfPerson(
        ActorId person, BindingInForce[] bindings, string? district, DateOnly today, IPolicies policies, List<Finding> found)
    {
        var pairs = new SortedDictionary<string, (DateOnly First, List<BindingInForce> Both)>(StringComparer.Ordinal);
        DateOnly? next = null;
        for (var i = 0; i < bindings.Length; i++)
        {
            for (var j = i + 1; j < bindings.Length; j++)
            {
                var together = bindings[i].Span.Days.Intersect(bindings[j].Span.Days);
                if (bindings[i].CaregiverId == bindings[j].CaregiverId || together.IsEmpty)
                {
                    continue;
                }

                if (together.From > today)
                {
                    next = next <= together.From ? next : together.From;
                    continue;
                }

                Add(pairs, bindings[i], bindings[j], together.From);
            }
        }

        foreach (var (pair, (first, both)) in pairs)
        {
            found.Add(Of(person, district, pair, first, both, bindings, today, policies));
        }

        return next;
    }

    private static void Add(
        SortedDictionary<string, (DateOnly First, List<BindingInForce> Both)> pairs, BindingInForce a, BindingInForce b, DateOnly first)
    {
        // Plus stands in no id.
        var pair = string.CompareOrdinal(a.CaregiverId, b.CaregiverId) < 0
            ? $"{a.CaregiverId}+{b.CaregiverId}"
            : $"{b.CaregiverId}+{a.CaregiverId}";
        var known = pairs.TryGetValue(pair, out var entry) ? entry : (First: first, Both: []);
        known.Both.AddRange([a, b]);
        pairs[pair] = (first < known.First ? first : known.First, known.Both);
    }

    private static Finding Of(
        ActorId person, string? district, string pair, DateOnly first, List<BindingInForce> both, BindingInForce[] all, DateOnly today,
        IPolicies policies)
    {
        var causes = new List<Evidence>();
        foreach (var binding in both)
        {
            causes.Add(new(binding.Span.Approval, "approved"));
            if (binding.Ended is { } ended)
            {
                causes.Add(new(ended, "ended"));
            }
        }

        causes.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
        var evidence = new EvidenceList();
        evidence.Add(causes.ToArray());
        var most = 0;
        foreach (var binding in both)
        {
            var day = binding.Span.Days.From;
            most = day > today ? most : Math.Max(most, Array.FindAll(all, b => b.Span.Days.Contains(day)).Length);
        }

        return new(
            Fam01, person, pair, Severity.P1, Shanghai.StartOf(first), null, false, person.Id, null, null, null, district, [],
            evidence.ToImmutable(),
            [
                Figure.Against("bindings", most, policies.For(district, first).BindingsMax),
                Figure.Of("since", Days.Text(first)),
            ]);
    }
}
