using System.Globalization;

namespace LtcActors.Bench;

/// <summary>Several runs of one figure: median and spread, never the best.</summary>
internal sealed record Figures(IReadOnlyList<double> Values)
{
    public double Median => Quantile(0.5);

    public double Min => Values.Min();

    public double Max => Values.Max();

    public double Quantile(double q)
    {
        var sorted = Values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(q * sorted.Count))];
    }
}

internal static class Report
{
    public static void Line(string what, Figures figures, string unit, Figures? limit = null, string? limitName = null, double? goal = null, bool atMost = false)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{what,-44} {figures.Median,12:N1} {unit,-9} [{figures.Min:N1} to {figures.Max:N1}, n={figures.Values.Count}]");
        var compared = figures.Median;
        if (limit is not null)
        {
            compared = figures.Median / limit.Median;
            text += string.Create(CultureInfo.InvariantCulture, $"  = {compared:F2} of {limitName} ({limit.Median:N0})");
        }

        if (goal is { } g)
        {
            var met = atMost ? compared <= g : compared >= g;
            text += string.Create(CultureInfo.InvariantCulture, $"  goal {(atMost ? "≤" : "≥")} {g}: {(met ? "met" : "NOT MET")}");
        }

        Console.WriteLine(text);
    }

    public static void Note(string text) => Console.WriteLine(text);
}
