using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>Where a caregiver was outside its visits, by what its telephone told there.</summary>
internal static class WalkedFixes
{
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
