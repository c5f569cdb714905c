using System.Runtime.CompilerServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Peers;

/// <summary>
/// One figure of all peers: its median and how far figures usually lie from it, both of which a few cheats cannot move.
/// </summary>
public readonly record struct PeerStatistics(PeerMeasure Measure, double Median, double Spread, int Peers)
{
    /// <summary>Makes the median deviation of a normal distribution its standard deviation: 1 / (its third quartile).</summary>
    private const double Normal = 1.482602218505602;

    /// <summary>Of the spreads that a figure is away: what is shown is what is judged, and never looks like more than it is.</summary>
    private const double Steps = 100;

    /// <summary>More than rounding can come to.</summary>
    private const double Hair = 1e-9;

    /// <param name="values">Of those of whom the figure is known, in any order; used up here.</param>
    /// <returns>None where there are too few.</returns>
    public static PeerStatistics? Of(PeerMeasure measure, double[] values, Thresholds limits)
    {
        var (figures, distances) = (new Middle(), new Middle());
        return Of(measure, values, limits, ref figures, ref distances);
    }

    /// <param name="figures">Where the median was last.</param>
    /// <param name="distances">Where the median of the distances from it was.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PeerStatistics? Of(PeerMeasure measure, double[] values, Thresholds limits, ref Middle figures, ref Middle distances)
    {
        if (values.Length < limits.MinPeers.Count)
        {
            return null;
        }

        var median = figures.Of(values);
        foreach (ref var value in values.AsSpan())
        {
            value = Math.Abs(value - median);
        }

        return new(measure, median, Math.Max(Normal * distances.Of(values), LeastSpread(measure, limits)), values.Length);
    }

    /// <summary>
    /// How far from the median a figure lies, at least, that is apart by <see cref="IsApart"/>; a hair less, for what is judged is
    /// rounded. A figure that lies nearer need not be compared.
    /// </summary>
    public double LeastApart(Thresholds limits) =>
        limits.Outlier.Value > 0 ? Spread * limits.Outlier.Value * (1 - Hair) : double.NegativeInfinity;

    public PeerComparison Compare(double own)
    {
        var away = (own - Median) / Spread;
        return new(Measure, own, Median, Spread, Math.Truncate(away * Steps) / Steps, Peers);
    }

    /// <summary>Long and short visits both stand out; of the shares only a high one says anything.</summary>
    public static bool IsApart(in PeerComparison compared, Thresholds limits) =>
        (compared.Measure == PeerMeasure.MinutesPerVisit ? Math.Abs(compared.Away) : compared.Away) >= limits.Outlier.Value;

    /// <summary>What is judged in spreads has a least one, or peers who are all alike would make an outlier of everybody; what is only shown has none.</summary>
    private static double LeastSpread(PeerMeasure measure, Thresholds limits) => measure switch
    {
        PeerMeasure.MinutesPerVisit => limits.MinuteSpread.Value,
        < PeerMeasure.StartSpread => limits.ShareSpread.Value,
        _ => 0,
    };
}
