using System.Globalization;
using System.Text;

namespace LtcActors.Simulator;

/// <param name="Tolerated">Alerts raised that the truth tolerates; they count neither for nor against.</param>
/// <param name="Precision">1 when nothing was raised.</param>
/// <param name="Recall">1 when nothing was expected.</param>
public sealed record RuleScore(string Rule, int Expected, int Found, int Missed, int Extra, int Tolerated, double Precision, double Recall);

/// <param name="Incomplete">Found alerts that leave out visits of the truth: worth a look, no failure.</param>
/// <param name="Unjudged">P3 and P4 of rules that the truth does not know.</param>
public sealed record VerificationReport(
    IReadOnlyList<RuleScore> Scores, IReadOnlyList<ExpectedAlert> Missed, IReadOnlyList<Alert> Extra,
    IReadOnlyList<string> Incomplete, IReadOnlyList<Alert> Unjudged, IReadOnlyList<Scored>? Weighed = null)
{
    /// <summary>
    /// Precision and recall are 1 for every rule of the truth that facts alone decide, and what is asked of rules on statistics for
    /// those; and honest noise raised no P1 or P2 of any rule.
    /// </summary>
    public bool Passed => Missed.All(m => IsStatistical(m.Rule)) && Extra.All(e => IsStatistical(e.Rule))
        && Scores.All(s => !IsStatistical(s.Rule) || (s.Precision >= Curve.LeastPrecision && s.Recall >= Curve.LeastRecall));

    private static bool IsStatistical(string rule) => GroundTruth.Statistical.TryGetValue(rule, out var threshold) && !threshold.IsExact;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("rule    | expected | found | missed | extra | tolerated | precision | recall");
        text.AppendLine("--------|----------|-------|--------|-------|-----------|-----------|-------");
        foreach (var s in Scores)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{s.Rule,-7} | {s.Expected,8} | {s.Found,5} | {s.Missed,6} | {s.Extra,5} | "
                + $"{s.Tolerated,9} | {s.Precision,9:F2} | {s.Recall,6:F2}");
        }

        foreach (var m in Missed)
        {
            var subject = m.PersonId ?? m.CaregiverId ?? m.InstitutionId ?? m.DeviceId;
            text.AppendLine($"missed: {m.Rule} {m.Severity} {subject}: {m.Why} [{string.Join(' ', (m.VisitIds ?? []).Take(5))}]");
        }

        foreach (var e in Extra)
        {
            text.AppendLine($"extra: {Line(e)}");
        }

        foreach (var line in Incomplete)
        {
            text.AppendLine($"incomplete: {line}");
        }

        foreach (var u in Unjudged)
        {
            text.AppendLine($"of a rule the truth does not know: {Line(u)}");
        }

        if (Weighed is { Count: > 0 })
        {
            text.AppendLine().AppendLine("What rules on statistics would find at other thresholds (* the one in force):").Append(Curve.Table(Weighed)).AppendLine();
        }

        text.AppendLine(CultureInfo.InvariantCulture,
            $"P1 and P2 that the truth does not know: {Extra.Count(e => e.Severity is "P1" or "P2")}");
        return text.Append(Passed ? "passed" : "FAILED").ToString();
    }

    private static string Line(Alert a) =>
        $"{a.Rule} {a.Severity} {a.Status} {a.PersonId} {a.CaregiverId} {a.InstitutionId} [{string.Join(' ', a.VisitIds.Take(5))}] {a.Id}";
}

/// <summary>Compares what was raised with what is true. Pure.</summary>
public static class Verification
{
    /// <summary>Findings about an interval end by themselves and stay true; for all others only open ones count.</summary>
    private static readonly HashSet<string> IntervalRules = ["STF-01", "STF-02", "STF-03", "FAM-03", "INS-05", "INS-06", "STF-07"];

    /// <param name="alerts">The latest state of each alert; those of other cities are left out by their ids.</param>
    public static VerificationReport Compare(GroundTruth truth, IEnumerable<Alert> alerts)
    {
        var left = alerts.Where(a => Counts(a) && Concerns(truth, a)).OrderBy(a => a.Id, StringComparer.Ordinal).ToList();
        var missed = new List<ExpectedAlert>();
        var incomplete = new List<string>();
        ExpectedAlert[] suspicions = [.. SuspicionTruth.Of([.. left.Where(a => !SuspicionTruth.IsSuspicion(a.Rule))])];
        var found = Take([.. truth.Expected, .. suspicions], left, missed, incomplete);
        var tolerated = Take(truth.Tolerated, left, [], incomplete);
        var known = truth.Rules.ToHashSet();
        var extra = left.Where(a => known.Contains(a.Rule) || a.Severity is "P1" or "P2").ToList();
        var rules = truth.Rules.Concat(suspicions.Select(s => s.Rule)).Concat(extra.Select(a => a.Rule)).Distinct().Order(StringComparer.Ordinal);
        var scores = rules.Select(rule => Score(
            rule, found.GetValueOrDefault(rule), missed.Count(m => m.Rule == rule), extra.Count(a => a.Rule == rule),
            tolerated.GetValueOrDefault(rule)));
        return new VerificationReport([.. scores], missed, extra, incomplete, [.. left.Except(extra)], truth.Scores);
    }

    private static RuleScore Score(string rule, int found, int missed, int extra, int tolerated) => new(
        rule, found + missed, found, missed, extra, tolerated,
        found + extra == 0 ? 1 : (double)found / (found + extra),
        found + missed == 0 ? 1 : (double)found / (found + missed));

    private static bool Counts(Alert a) =>
        a.Status is "open" or "acknowledged" || (a.Status == "resolved" && IntervalRules.Contains(a.Rule));

    private static bool Concerns(GroundTruth truth, Alert a)
    {
        var ids = truth.Run + "-";
        var sources = $"urn:ltc:sim:{truth.Run}:";
        return a.Mentions.Any(m => m.StartsWith(ids, StringComparison.Ordinal) || m.StartsWith(sources, StringComparison.Ordinal));
    }

    /// <summary>Takes from the alerts one for each of the wanted; of several that fit, the one that shares most visits.</summary>
    private static Dictionary<string, int> Take(
        IReadOnlyList<ExpectedAlert> wanted, List<Alert> alerts, List<ExpectedAlert> missed, List<string> incomplete)
    {
        var found = new Dictionary<string, int>();
        var byRule = alerts.ToLookup(a => (a.Rule, a.Severity));
        var taken = new HashSet<Alert>(ReferenceEqualityComparer.Instance);
        foreach (var want in wanted)
        {
            var best = byRule[(want.Rule, want.Severity)].Where(a => !taken.Contains(a) && Fits(want, a)).MaxBy(a => Shared(want, a));
            if (best is null)
            {
                missed.Add(want);
                continue;
            }

            taken.Add(best);
            found[want.Rule] = found.GetValueOrDefault(want.Rule) + 1;
            var omitted = (want.VisitIds ?? []).Except(best.VisitIds).ToList();
            if (omitted.Count > 0)
            {
                incomplete.Add($"{best.Rule} {best.Id} does not name {string.Join(' ', omitted.Take(5))} ({omitted.Count} in all)");
            }
        }

        alerts.RemoveAll(taken.Contains);
        return found;
    }

    private static int Shared(ExpectedAlert want, Alert a) => (want.VisitIds ?? []).Count(a.VisitIds.Contains);

    private static bool Fits(ExpectedAlert want, Alert a)
    {
        if (!Names(want, want.PersonId, a.PersonId) || !Names(want, want.CaregiverId, a.CaregiverId)
            || !Names(want, want.InstitutionId, a.InstitutionId))
        {
            return false;
        }

        if (want.DeviceId is { } device && !a.Mentions.Contains(device) && !(want.EventIds ?? []).Any(a.Mentions.Contains))
        {
            return false;
        }

        // An alert that names no visit at all is known by its subject.
        return want.VisitIds is null || a.VisitIds.Count == 0 || Shared(want, a) > 0;
    }

    private static bool Names(ExpectedAlert want, string? wanted, string? actual) =>
        wanted is null || wanted == actual || (actual is not null && want.Aliases?.Contains(actual) == true);
}
