using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// Walks a caregiver's fixes in order of time, over the days, and says which count: those accurate enough (eligible), and of these
/// the check-ins and check-outs, and tracked points with an eligible fix close by, just before or after.
/// </summary>
internal sealed class TravelWalk
{
    private const double KilometresAnHour = 3.6;

    private IPolicies? policies;
    private string? district;
    private (int Number, Thresholds Limits) one;
    private (int Number, Thresholds Limits) other;

    public CareDays Days { get; private set; } = new(new(default));

    /// <param name="anew">The numbers in force may be others than at the last call.</param>
    public TravelWalk Over(CareDays days, IPolicies by, string? inDistrict, bool anew)
    {
        Days = days;
        if (anew || !ReferenceEquals(policies, by) || district != inDistrict)
        {
            (policies, district, one, other) = (by, inDistrict, default, default);
        }

        return this;
    }

    /// <summary>The numbers in force on a day; of the two days last asked for without asking again.</summary>
    public Thresholds On(int day)
    {
        var number = Days[day].Number;
        if (number != one.Number)
        {
            var found = number == other.Number ? other.Limits : policies!.For(district, DateOnly.FromDayNumber(number));
            (one, other) = ((number, found), one);
        }

        return one.Limits;
    }

    public bool IsEligible(FixAt at) => Days.Of(at).Accuracy <= On(at.Day).AccuracyMax.Value * Fix.DecimetresAMetre;

    public bool Next(ref FixAt at)
    {
        var there = at;
        while (Days.Next(ref there))
        {
            if (IsEligible(there))
            {
                at = there;
                return true;
            }
        }

        return false;
    }

    public bool Previous(ref FixAt at)
    {
        var there = at;
        while (Days.Previous(ref there))
        {
            if (IsEligible(there))
            {
                at = there;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an eligible fix counts: a lone spike does not.</summary>
    public bool Counts(FixAt at)
    {
        ref readonly var fix = ref Days.Of(at);
        if (fix.Kind is FixKind.CheckIn or FixKind.CheckOut)
        {
            return true;
        }

        var neighbour = at;
        if (Previous(ref neighbour) && IsClose(fix, Days.Of(neighbour), at.Day))
        {
            return true;
        }

        neighbour = at;
        return Next(ref neighbour) && IsClose(fix, Days.Of(neighbour), at.Day);
    }

    /// <summary>The last fix before this place that counts.</summary>
    public FixAt? LastCounting(FixAt before)
    {
        while (Previous(ref before))
        {
            if (Counts(before))
            {
                return before;
            }
        }

        return null;
    }

    /// <summary>Where to begin for what came here: the last that counts before the neighbour in front of it, or what there is.</summary>
    public FixAt Before(FixAt came)
    {
        var at = came;
        if (Previous(ref at) && LastCounting(at) is { } counting)
        {
            return counting;
        }

        return at;
    }

    public bool IsImpossible(FixAt from, FixAt to)
    {
        ref readonly var a = ref Days.Of(from);
        ref readonly var b = ref Days.Of(to);
        var limits = On(to.Day);
        return Fix.Apart(a, b, limits.TravelMin.Value)
            && Certain(a, b) * KilometresAnHour > limits.TravelSpeed.Value * Seconds(a, b);
    }

    public Jump Measure(FixAt from, FixAt to)
    {
        ref readonly var a = ref Days.Of(from);
        ref readonly var b = ref Days.Of(to);
        return new(
            new(a.Ticks, TimeSpan.Zero), new(b.Ticks, TimeSpan.Zero), a.Point.MetresTo(b.Point), Seconds(a, b),
            Certain(a, b) * KilometresAnHour / Seconds(a, b));
    }

    public void Evidence(FixAt at, EvidenceList to)
    {
        ref readonly var fix = ref Days.Of(at);
        to.Add(Days[at.Day].SourceOf(fix).Ref, fix.Kind switch
        {
            FixKind.CheckIn => "check-in",
            FixKind.CheckOut => "check-out",
            _ => "track",
        });
    }

    /// <summary>Metres that certainly lie between: what both may be off is deducted.</summary>
    private static double Certain(in Fix a, in Fix b) => a.Point.MetresTo(b.Point) - a.AccuracyMetres - b.AccuracyMetres;

    /// <summary>At least one: clocks of two messages may agree to the second.</summary>
    private static double Seconds(in Fix a, in Fix b) => Math.Max(1, (b.Ticks - a.Ticks) / (double)TimeSpan.TicksPerSecond);

    private bool IsClose(in Fix a, in Fix b, int day) =>
        Fix.Within(a, b, On(day).Confirm.Value + a.AccuracyMetres + b.AccuracyMetres);
}
