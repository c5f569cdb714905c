using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using MathNet.Numerics.Statistics;

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

    /// <param name="values">Of those of whom the figure is known, in any order; used up here, as nothing is sorted that is only halved.</param>
    /// <returns>None where there are too few.</returns>
    public static PeerStatistics? Of(PeerMeasure measure, double[] values, Thresholds limits)
    {
        if (values.Length < limits.MinPeers.Count)
        {
            return null;
        }

        var median = ArrayStatistics.MedianInplace(values);
        foreach (ref var value in values.AsSpan())
        {
            value = Math.Abs(value - median);
        }

        return new(measure, median, Math.Max(Normal * ArrayStatistics.MedianInplace(values), LeastSpread(measure, limits)), values.Length);
    }

    public PeerComparison Compare(double own)
    {
        var away = (own - Median) / Spread;
        return new(Measure, own, Median, Spread, Math.Truncate(away * Steps) / Steps, Peers);
    }

    /// <summary>Long and short visits both stand out; of the shares only a high one says anything.</summary>
    public static bool IsApart(in PeerComparison compared, Thresholds limits) =>
        (compared.Measure == PeerMeasure.MinutesPerVisit ? Math.Abs(compared.Away) : compared.Away) >= limits.Outlier.Value;

    /// <returns>Minutes, seconds, or per cent; none where the figure is not known, or rests on too little.</returns>
    public static double? ValueOf(PeerMeasure measure, in PeerFigures figures, Thresholds limits) => measure switch
    {
        PeerMeasure.MinutesPerVisit => figures.Seconds / 60.0 / figures.Visits,
        PeerMeasure.ManualShare => figures.ByHand * 100.0 / figures.Visits,
        PeerMeasure.AlternativeShare => figures.Faceless < 0 ? null : figures.Faceless * 100.0 / figures.Visits,
        PeerMeasure.FullQuotaShare =>
            figures.Clients < limits.PeerMinClients.Count ? null : figures.FullClients * 100.0 / figures.Clients,
        PeerMeasure.StartSpread => IsTimed(figures, limits) ? figures.Habits.StartSpread / 1000.0 : null,
        PeerMeasure.LengthSpread => IsTimed(figures, limits) ? figures.Habits.LengthSpread / 1000.0 : null,
        PeerMeasure.OddShare => figures.Habits.OnPlannedDays < limits.OddMinVisits.Count
            ? null : figures.Habits.Odd * 100.0 / figures.Habits.OnPlannedDays,
        PeerMeasure.AttendanceShare => figures.Habits.Declared == 0 ? null : figures.Habits.Attended * 100.0 / figures.Habits.Declared,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Peers are not compared by this."),
    };

    private static bool IsTimed(in PeerFigures figures, Thresholds limits) => figures.Habits.Timed >= limits.RegularMinVisits.Count;

    /// <summary>What is judged in spreads has a least one, or peers who are all alike would make an outlier of everybody; what is only shown has none.</summary>
    private static double LeastSpread(PeerMeasure measure, Thresholds limits) => measure switch
    {
        PeerMeasure.MinutesPerVisit => limits.MinuteSpread.Value,
        < PeerMeasure.StartSpread => limits.ShareSpread.Value,
        _ => 0,
    };
}
