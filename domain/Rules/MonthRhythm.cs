using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>A caregiver's month beside the plans of all persons that it visited, added up: what VIS-14 and VIS-15 weigh, and its peers hear.</summary>
/// <param name="Timed">Visits with both ends, told by a device, that have an item of the plan.</param>
/// <param name="StartSpread">Standard deviation of the seconds by which they start off it.</param>
/// <param name="LengthSpread">And of those by which they are longer.</param>
/// <param name="OnPlannedDays">Visits at home on days that a filed plan speaks for.</param>
/// <param name="Odd">Check-ins of those at night or at a weekend that no item explains, and no exemption.</param>
internal readonly record struct MonthRhythm(int Timed, double StartSpread, double LengthSpread, int OnPlannedDays, HashSet<FactRef> Odd)
{
    private const double Milli = 1000;

    public static MonthRhythm Of(CaregiverCase of, IReadOnlyList<HeardMonth> heard)
    {
        var timed = heard.Sum(static h => h.Figures.Timed);
        return new(
            timed,
            Deviation(timed, heard.Sum(static h => h.Figures.Starts), heard.Sum(static h => h.Figures.StartSquares)),
            Deviation(timed, heard.Sum(static h => h.Figures.Lengths), heard.Sum(static h => h.Figures.LengthSquares)),
            heard.Sum(static h => h.Figures.OnPlannedDays),
            [.. heard.SelectMany(static h => h.Figures.Odd).Where(r => !RecordRules.IsExempt(of.File, ExemptionKind.LiveIn, Shanghai.DayOf(r.Time)))]);
    }

    public bool IsRegular(Thresholds limits) => Timed >= limits.RegularMinVisits.Count
        && StartSpread < limits.RegularSpread.Value && LengthSpread < limits.RegularSpread.Value;

    public bool IsOdd(Thresholds limits) => OnPlannedDays >= limits.OddMinVisits.Count && Odd.Count * 100.0 > limits.OddShare.Value * OnPlannedDays;

    /// <summary>For the peers, as finely as a figure is shown.</summary>
    public PeerHabits Habits(int attended, int declared) => new(
        Timed, (int)Math.Round(StartSpread * Milli), (int)Math.Round(LengthSpread * Milli), OnPlannedDays, Odd.Count, attended, declared);

    /// <summary>Sample standard deviation in seconds, from whole sums: the same whatever the order in which they were made.</summary>
    private static double Deviation(int n, long sum, long squares) =>
        n < 2 ? 0 : Math.Sqrt(Math.Max(0, squares - ((double)sum * sum / n)) / (n - 1));
}
