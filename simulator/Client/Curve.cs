using System.Globalization;
using System.Text;

namespace LtcActors.Simulator;

/// <summary>A threshold of a rule on statistics.</summary>
/// <param name="Value">In force by the published defaults.</param>
/// <param name="IsBelow">Found are scores below it; else those above, the threshold itself included where the rule says so.</param>
/// <param name="Sweep">Others to try, from the strictest on.</param>
/// <param name="IsExact">What is planted lies on either side of it by facts alone: nothing may be missed, and nothing be raised for nothing.</param>
public sealed record Threshold(
    double Value, string Unit, bool IsBelow, bool IsInclusive, IReadOnlyList<double> Sweep, bool IsExact = false)
{
    public bool Finds(double score, double at) => IsBelow ? score < at : IsInclusive ? score >= at : score > at;
}

public sealed record CurvePoint(double Threshold, int Found, int True, int Planted)
{
    public double Precision => Found == 0 ? 1 : (double)True / Found;

    public double Recall => Planted == 0 ? 1 : (double)True / Planted;
}

/// <summary>What a rule on statistics would find at other thresholds. Pure.</summary>
public static class Curve
{
    public const double LeastPrecision = 0.90, LeastRecall = 0.95;

    public static CurvePoint At(string rule, IEnumerable<Scored> scores, double threshold)
    {
        var of = scores.Where(s => s.Rule == rule).ToList();
        var found = of.FindAll(s => GroundTruth.Statistical[rule].Finds(s.Score, threshold));
        return new(threshold, found.Count, found.Count(s => s.Planted), of.Count(s => s.Planted));
    }

    /// <summary>A table a rule; the threshold in force is marked.</summary>
    public static string Table(IReadOnlyList<Scored> scores)
    {
        var text = new StringBuilder();
        foreach (var (rule, threshold) in GroundTruth.Statistical)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{rule}: {scores.Count(s => s.Rule == rule)} months of caregivers, of which {scores.Count(s => s.Rule == rule && s.Planted)} planted");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {(threshold.IsBelow ? "below" : "above"),-5} {threshold.Unit,-8} | found | precision | recall");
            foreach (var point in threshold.Sweep.Select(t => At(rule, scores, t)))
            {
                var mark = point.Threshold == threshold.Value ? '*' : ' ';
                text.AppendLine(CultureInfo.InvariantCulture, $"{mark} {point.Threshold,14} | {point.Found,5} | {point.Precision,9:F2} | {point.Recall,6:F2}");
            }
        }

        return text.ToString();
    }
}
