using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>Where a caregiver was outside its visits, by what its telephone told there, and how well it knew where it was in them.</summary>
internal static class WalkedFixes
{
    /// <summary>
    /// How far the position of a check-in may be off, in metres; 0: it does not say, or has none. Looked for among the fixes of its day, as
    /// few visits are ever asked about (COL-01), and no check need keep what its fix says.
    /// </summary>
    public static double AccuracyOf(CareDays days, FactRef checkIn)
    {
        if (days.IndexOf(Shanghai.DayOf(checkIn.Time).DayNumber) is >= 0 and var at)
        {
            var day = days.Open(at);
            for (var i = 0; i < day.Count; i++)
            {
                if (day[i].Kind == FixKind.CheckIn && day[i].Ticks == checkIn.Time.UtcTicks && day.SourceOf(day[i]).Seq == checkIn.Seq)
                {
                    return day[i].AccuracyMetres;
                }
            }
        }

        return 0;
    }

    /// <summary>Positions tracked outside a visit between two instants, both included, in order of time.</summary>
    public static IEnumerable<(Fix Fix, FixSource Source)> Between(CareDays days, DateTimeOffset from, DateTimeOffset to)
    {
        var last = Shanghai.DayOf(to).DayNumber;
        for (var number = Shanghai.DayOf(from).DayNumber; number <= last; number++)
        {
            if (days.IndexOf(number) is not (>= 0 and var at))
            {
                continue;
            }

            var day = days.Open(at);
            for (var i = 0; i < day.Count; i++)
            {
                if (day[i].Kind == FixKind.Walk && day[i].Ticks >= from.UtcTicks && day[i].Ticks <= to.UtcTicks)
                {
                    yield return (day[i], day.SourceOf(day[i]));
                }
            }
        }
    }
}
