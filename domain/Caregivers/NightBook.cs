using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>Where a caregiver's device was in an hour of the night.</summary>
/// <param name="Ticks">Of the fix, UTC.</param>
/// <param name="Index">Place among the points of its fact.</param>
internal readonly record struct NightFix(long Ticks, int Index, GeoPoint Point, double Accuracy, FactRef Fact)
{
    public bool Precedes(in NightFix other) =>
        Ticks != other.Ticks ? Ticks < other.Ticks
        : Fact.Key != other.Fact.Key ? Fact.Key < other.Fact.Key : Index < other.Index;
}

/// <summary>Of each hour between one and five at night the first fix: what is needed to tell a device that stays from one that passes.</summary>
internal sealed class NightBook
{
    private const long From = TimeSpan.TicksPerHour, To = 5 * TimeSpan.TicksPerHour;
    private readonly SortedList<int, NightFix> byHour = [];

    public IReadOnlyCollection<NightFix> All => [.. byHour.Values];

    /// <summary>Of each night with two hours or more: its fixes. A night has the day on which it ends.</summary>
    public IEnumerable<(DateOnly Day, List<NightFix> Fixes)> Nights =>
        byHour.GroupBy(static h => h.Key / 24).Where(static g => g.Skip(1).Any())
            .Select(static g => (DateOnly.FromDayNumber(g.Key), g.Select(static h => h.Value).ToList()));

    public static bool IsAtNight(long utcTicks) =>
        (utcTicks + Shanghai.Offset.Ticks) % TimeSpan.TicksPerDay is >= From and < To;

    /// <returns>Whether it changes what is known of its hour.</returns>
    public bool Add(in NightFix fix)
    {
        var hour = (int)((fix.Ticks + Shanghai.Offset.Ticks) / TimeSpan.TicksPerHour);
        if (byHour.TryGetValue(hour, out var known) && !fix.Precedes(known))
        {
            return false;
        }

        byHour[hour] = fix;
        return true;
    }

    public static void Write(StateWriter to, NightFix fix)
    {
        to.Long(fix.Ticks);
        to.Int(fix.Index);
        to.Point(fix.Point);
        to.Double(fix.Accuracy);
        to.Ref(fix.Fact);
    }

    public static NightFix Read(StateReader from) => new(from.Long(), from.Int(), from.Point(), from.Double(), from.Ref());
}
