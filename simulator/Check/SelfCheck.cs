using System.Text.Json;
using System.Text.RegularExpressions;

namespace LtcActors.Simulator;

/// <summary>
/// Looks at a finished city from outside: at the JSON that is sent, not at what the builders meant. Finds events that
/// break the contract's form, and visits that break a rule without the truth saying so, or the other way round.
/// </summary>
public static partial class SelfCheck
{
    private static readonly Dictionary<string, string> Required = new()
    {
        ["ltc.institution.designated"] = "name districtCode position services agreementFrom agreementTo",
        ["ltc.institution.suspended"] = "on",
        ["ltc.institution.resumed"] = "on",
        ["ltc.institution.terminated"] = "on",
        ["ltc.caregiver.registered"] = "name kind",
        ["ltc.caregiver.trained"] = "course completedOn",
        ["ltc.caregiver.practised"] = "personId institutionId from to",
        ["ltc.caregiver.absent"] = "from kind",
        ["ltc.caregiver.left"] = "institutionId on",
        ["ltc.caregiver.tracked"] = "points",
        ["ltc.device.registered"] = "",
        ["ltc.person.registered"] = "name birthDate districtCode home",
        ["ltc.person.moved"] = "home from",
        ["ltc.person.assessed"] = "level concludedOn validUntil",
        ["ltc.person.reviewed"] = "eligible concludedOn",
        ["ltc.person.arranged"] = "mode institutionId from",
        ["ltc.person.confirmed"] = "month institutionId",
        ["ltc.person.hospitalised"] = "admittedAt",
        ["ltc.person.discharged"] = "dischargedAt",
        ["ltc.person.away"] = "from to",
        ["ltc.person.died"] = "diedAt",
        ["ltc.binding.requested"] = "caregiverId on",
        ["ltc.binding.approved"] = "caregiverId on",
        ["ltc.binding.ended"] = "caregiverId on",
        ["ltc.plan.filed"] = "planId institutionId from to items",
        ["ltc.visit.reassigned"] = "itemId fromCaregiverId toCaregiverId",
        ["ltc.visit.checked-in"] = "visitId caregiverId",
        ["ltc.visit.tracked"] = "visitId caregiverId points",
        ["ltc.visit.checked-out"] = "visitId caregiverId",
        ["ltc.visit.audited"] = "visitId result",
        ["ltc.assessment.applied"] = "on",
        ["ltc.kinship.recorded"] = "caregiverId relation",
        ["ltc.welfare.reported"] = "reportId kind",
        ["ltc.welfare.visited"] = "visitedAt",
        ["ltc.quality.scored"] = "score on",
        ["ltc.plan.changed"] = "planId",
        ["ltc.caregiver.certified"] = "occupation issuedOn",
        ["ltc.caregiver.interviewed"] = "on",
        ["ltc.caregiver.exempted"] = "kind from",
        ["ltc.caregiver.declared"] = "institutionId month days",
        ["ltc.institution.rectification-ordered"] = "on",
        ["ltc.institution.accepted"] = "on",
        ["ltc.beacon.installed"] = "beaconId from",
        ["ltc.claim.submitted"] = "claimId month amount",
    };

    /// <returns>What is wrong, a line each; empty when nothing is.</returns>
    public static IReadOnlyList<string> Run(City city)
    {
        var problems = new List<string>();
        var seen = new HashSet<(string, string)>();
        var facts = new Facts();
        foreach (var e in city.Events)
        {
            using var json = JsonDocument.Parse(e.Data);
            Form(city, e, json.RootElement, seen, problems);
            facts.Add(e, json.RootElement);
        }

        for (var i = 1; i < city.Events.Count; i++)
        {
            if (city.Events[i].Arrival < city.Events[i - 1].Arrival)
            {
                problems.Add($"{city.Events[i].Id}: out of the order of arrival");
            }
        }

        var scores = StatisticsCheck.Scores(facts, city.Truth);
        foreach (var rule in GroundTruth.Statistical.Keys)
        {
            var point = Curve.At(rule, scores, GroundTruth.Statistical[rule].Value);
            if (point.Precision < Curve.LeastPrecision || point.Recall < Curve.LeastRecall)
            {
                problems.Add(FormattableString.Invariant($"{rule} finds {point.True} of {point.Planted} planted, and {point.Found - point.True} that are not"));
            }
        }

        return [.. problems, .. Agreement(city.Truth, VisitCheck.Findings(facts).Concat(RosterCheck.Findings(facts, city.Options)))];
    }

    /// <summary>The truth with what rules on statistics would weigh, so that their curves can be drawn.</summary>
    public static GroundTruth WithScores(City city)
    {
        var facts = new Facts();
        foreach (var e in city.Events)
        {
            using var json = JsonDocument.Parse(e.Data);
            facts.Add(e, json.RootElement);
        }

        return city.Truth with { Scores = StatisticsCheck.Scores(facts, city.Truth) };
    }

    private static void Form(City city, CityEvent e, JsonElement data, HashSet<(string, string)> seen, List<string> problems)
    {
        if (!seen.Add((e.Source, e.Id)))
        {
            problems.Add($"{e.Id}: used twice");
        }

        if (e.Arrival > city.Options.Now || e.Time > city.Options.End)
        {
            problems.Add($"{e.Id}: {e.Type} is after the end of the city");
        }

        if (!Required.TryGetValue(e.Type, out var required))
        {
            problems.Add($"{e.Id}: {e.Type} is not in the contract");
            return;
        }

        foreach (var field in required.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!data.TryGetProperty(field, out _))
            {
                problems.Add($"{e.Id}: {e.Type} without {field}");
            }
        }

        if (!IsId(e.Subject) || !IsId(e.Id) || !e.Subject.StartsWith(city.Options.Run + "-", StringComparison.Ordinal))
        {
            problems.Add($"{e.Id}: a bad id: {e.Subject}");
        }

        foreach (var field in data.EnumerateObject())
        {
            if (field.Name.EndsWith("Id", StringComparison.Ordinal) && field.Value.GetString() is { } id && !IsId(id))
            {
                problems.Add($"{e.Id}: a bad {field.Name}: {id}");
            }
        }
    }

    /// <summary>
    /// Both ways, for the rules that the checks know: nothing raised that the truth lacks, nothing in it that is not raised.
    /// </summary>
    private static IEnumerable<string> Agreement(GroundTruth truth, IEnumerable<Finding> findings)
    {
        var left = findings.ToHashSet();
        foreach (var want in truth.Expected.Concat(truth.Tolerated)
            .Where(w => VisitCheck.Rules.Contains(w.Rule) || RosterCheck.Rules.Contains(w.Rule)))
        {
            var subject = want.PersonId ?? want.CaregiverId ?? want.InstitutionId ?? want.DeviceId ?? "";
            var anchor = VisitCheck.AnchorIsVisit(want) ? want.VisitIds![^1] : "";
            if (!left.Remove(new Finding(want.Rule, want.Severity, subject, anchor)))
            {
                yield return $"the truth says {want.Rule} {want.Severity} {subject} {anchor}, and the events do not: {want.Why}";
            }
        }

        foreach (var extra in left)
        {
            yield return $"the events say {extra.Rule} {extra.Severity} {extra.Subject} {extra.Anchor}, and the truth does not";
        }
    }

    private static bool IsId(string text) => IdPattern().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,64}$")]
    private static partial Regex IdPattern();
}

/// <param name="Anchor">The (last) visit, where a rule may find several things about one subject.</param>
internal sealed record Finding(string Rule, string Severity, string Subject, string Anchor);
