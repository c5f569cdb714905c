using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>A finding that stands, as far as a typology asks.</summary>
/// <param name="Id">Of the finding.</param>
public readonly record struct Suspect(string Id, string Rule, Severity Severity, DateTimeOffset OccurredAt, string? DistrictCode);

/// <summary>What one rule contributes to a suspicion.</summary>
/// <param name="Severity">Of its gravest finding.</param>
/// <param name="Weight">Of that severity, on the finding's own day.</param>
/// <param name="Added">By how much it raised the score when it came, in the order of the world: over all rules these add up to the score.</param>
/// <param name="Findings">Their ids, oldest first; however many, a rule counts once.</param>
public sealed record Contribution(string Rule, Severity Severity, Limit Weight, double Added, ImmutableArray<string> Findings);

/// <summary>
/// The findings on one subject, weighed together. A function of the findings alone: more of them never make it less. A rule counts once,
/// by its gravest finding, for what deceives a rule once deceives it again; different rules count as independent (noisy-OR).
/// </summary>
/// <param name="Score">0 to 1, to three decimals, as it is shown and compared.</param>
/// <param name="OccurredAt">The world's time of the finding that made it a suspicion.</param>
/// <param name="Open">What the score was held against then; a rule that is enough by itself needs no score.</param>
/// <param name="Urgent">What it was last held against to be a P1.</param>
/// <param name="Direct">The rules that were enough by themselves.</param>
/// <param name="Contributions">In the order in which the rules first contributed.</param>
public sealed record Suspicion(
    Severity Severity, double Score, DateTimeOffset OccurredAt, Limit Open, Limit Urgent, ImmutableArray<string> Direct,
    ImmutableArray<Contribution> Contributions)
{
    /// <summary>What is shown of it beside the contributions.</summary>
    public ImmutableArray<Figure> Figures()
    {
        ImmutableArray<Figure> figures =
        [
            Figure.Against("score", Score, Open), Figure.Against("urgentScore", Score, Urgent),
            Figure.Of("findings", Contributions.Sum(c => c.Findings.Length), "findings"),
        ];
        return Direct.IsEmpty ? figures : figures.Add(Figure.Of("direct", string.Join(' ', Direct)));
    }

    /// <param name="found">Findings that stand, of members of the typology, in any order.</param>
    /// <returns>Null: too little for a suspicion.</returns>
    public static Suspicion? Of(Typology typology, IEnumerable<Suspect> found, IPolicies policies)
    {
        var weighing = new Weighing(typology);
        foreach (var one in found.OrderBy(f => f.OccurredAt).ThenBy(f => f.Id, StringComparer.Ordinal))
        {
            weighing.Add(one, policies.For(one.DistrictCode, Shanghai.DayOf(one.OccurredAt)));
        }

        return weighing.Result();
    }

    public static Limit WeightOf(Severity severity, Thresholds on) => severity switch
    {
        Severity.P1 => on.WeightP1,
        Severity.P2 => on.WeightP2,
        Severity.P3 => on.WeightP3,
        Severity.P4 => on.WeightP4,
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "No such severity."),
    };

    /// <summary>Goes over the findings in the order of the world. What was a suspicion once is one whatever comes later.</summary>
    private sealed class Weighing(Typology typology)
    {
        private readonly List<Contribution> parts = [];
        private (DateTimeOffset At, Limit Limit)? opened;
        private Limit? urgent;
        private bool isUrgent;

        public void Add(in Suspect one, Thresholds on)
        {
            var weight = WeightOf(one.Severity, on);
            var isDirect = typology.Direct.Contains(one.Rule);
            if (weight.Value <= 0 && !isDirect)
            {
                return;
            }

            Count(one, weight);
            var score = Score();
            if (isDirect || score >= on.SuspicionOpen.Value)
            {
                opened ??= (one.OccurredAt, on.SuspicionOpen);
            }

            // The limit shown is the one that made it urgent; as long as none did, the last.
            if (!isUrgent)
            {
                urgent = on.SuspicionUrgent;
                isUrgent = isDirect || score >= on.SuspicionUrgent.Value;
            }
        }

        public Suspicion? Result() => opened is not { } since ? null : new(
            isUrgent ? Severity.P1 : Severity.P2, Score(), since.At.ToOffset(Shanghai.Offset), since.Limit, urgent!,
            [.. parts.Select(p => p.Rule).Where(typology.Direct.Contains)], [.. parts]);

        private void Count(in Suspect one, Limit weight)
        {
            var rule = one.Rule;
            var before = Score();
            var index = parts.FindIndex(p => p.Rule == rule);
            if (index < 0)
            {
                index = parts.Count;
                parts.Add(new(rule, one.Severity, weight, 0, []));
            }

            var part = parts[index] with { Findings = parts[index].Findings.Add(one.Id) };
            parts[index] = weight.Value > part.Weight.Value ? part with { Severity = one.Severity, Weight = weight } : part;
            parts[index] = parts[index] with { Added = Math.Round(parts[index].Added + (Score() - before), 3) };
        }

        // In decimals, as the weights are written: 0.5775 is to be rounded up on every machine.
        private double Score() => (double)Math.Round(
            1 - parts.Aggregate(1m, static (none, p) => none * (1 - (decimal)p.Weight.Value)), 3, MidpointRounding.AwayFromZero);
    }
}
