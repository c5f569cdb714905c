using System.Collections.Immutable;

namespace LtcActors.Domain.Actors;

/// <summary>What is told of calendar months that are over (docs/decisions/0016).</summary>
public abstract partial record Brief
{
    /// <summary>A person to a caregiver that visited it in a month: what these visits come to beside the plan. A topic a month.</summary>
    public sealed record Rhythm(RhythmMonth Figures) : Brief
    {
        public override bool IsEmpty => Figures is { Timed: 0, OnPlannedDays: 0, IsFull: null };

        public override bool Same(Brief other) => other is Rhythm r && r.Figures.Same(Figures);
    }

    /// <summary>A caregiver to an institution that employs it, or did: please tell me from when on visits of yours are known.</summary>
    public sealed record Roster(bool IsEmployed) : Brief
    {
        public override bool IsEmpty => !IsEmployed;

        public override bool Same(Brief other) => other is Roster r && r.IsEmployed == IsEmployed;
    }

    /// <summary>An institution to its caregivers: whether check-ins that name it are known at all, and in which months; and where it is.</summary>
    /// <param name="First">The day of the first.</param>
    /// <param name="Months">First days of the months, ascending.</param>
    /// <param name="DistrictCode">Of the institution.</param>
    public sealed record Feed(DateOnly? First, ImmutableArray<DateOnly> Months, string? DistrictCode) : Brief
    {
        public override bool IsEmpty => First is null && DistrictCode is null;

        public override bool Same(Brief other) =>
            other is Feed f && f.First == First && f.DistrictCode == DistrictCode && f.Months.SequenceEqual(Months);
    }

    /// <summary>A caregiver to the peers of its month: its figures, and of which of them it wants to hear the peers'.</summary>
    public sealed record PeerMonth(PeerFigures Figures) : Brief
    {
        public override bool IsEmpty => Figures is { Visits: 0, Asks: PeerAsks.None };

        public override bool Same(Brief other) => other is PeerMonth p && p.Figures == Figures;
    }

    /// <summary>The peers of a month to a caregiver that stands apart from them, or asked: how it compares.</summary>
    /// <param name="Compared">In the order of <see cref="PeerMeasure"/>; empty: it does not stand apart.</param>
    /// <param name="Asked">What is usual, of the figures that it asked about, in that order.</param>
    public sealed record PeerPlace(ImmutableArray<PeerComparison> Compared, ImmutableArray<PeerUsual> Asked) : Brief
    {
        public override bool IsEmpty => Compared.IsEmpty && Asked.IsEmpty;

        public override bool Same(Brief other) =>
            other is PeerPlace p && p.Compared.SequenceEqual(Compared) && p.Asked.SequenceEqual(Asked);

        public static void Write(StateWriter to, PeerPlace place)
        {
            to.List(place.Compared, PeerComparison.Write);
            to.List(place.Asked, PeerUsual.Write);
        }

        public static PeerPlace Read(StateReader from) => new([.. from.List(PeerComparison.Read)], [.. from.List(PeerUsual.Read)]);
    }
}

/// <summary>
/// A month of one caregiver's visits to one person beside the plan: sums in whole seconds, so that they are the same in any order and
/// add up over persons.
/// </summary>
/// <param name="Timed">Visits with both ends, told by a device, that have an item of the plan.</param>
/// <param name="Starts">Seconds from the item's start to the check-in, summed.</param>
/// <param name="Lengths">Seconds by which the visit is longer than the item, summed.</param>
/// <param name="OnPlannedDays">Visits at home on days that a filed plan speaks for.</param>
/// <param name="Odd">Check-ins of those at night or at a weekend that no item explains.</param>
/// <param name="IsFull">The minutes planned for the person, by whomever, were used to the full; none: nothing was planned.</param>
public sealed record RhythmMonth(
    DateOnly Month, int Timed, long Starts, long StartSquares, long Lengths, long LengthSquares, int OnPlannedDays,
    ImmutableArray<FactRef> Odd, bool? IsFull)
{
    public bool Same(RhythmMonth other) => Odd.SequenceEqual(other.Odd) && (this with { Odd = other.Odd }) == other;

    public static void Write(StateWriter to, RhythmMonth month)
    {
        to.Day(month.Month);
        to.Int(month.Timed);
        to.Long(month.Starts);
        to.Long(month.StartSquares);
        to.Long(month.Lengths);
        to.Long(month.LengthSquares);
        to.Int(month.OnPlannedDays);
        to.List(month.Odd, static (w, r) => w.Ref(r));
        to.Byte((byte)(month.IsFull is { } full ? full ? 2 : 1 : 0));
    }

    public static RhythmMonth Read(StateReader from) => new(
        from.Day(), from.Int(), from.Long(), from.Long(), from.Long(), from.Long(), from.Int(), [.. from.List(static r => r.Ref())],
        from.Byte() is var full and > 0 ? full == 2 : null);
}

/// <summary>A caregiver's month in whole numbers.</summary>
/// <param name="Visits">Visits with a duration.</param>
/// <param name="Seconds">That they lasted.</param>
/// <param name="ByHand">Entered by hand, without an exemption.</param>
/// <param name="Faceless">Told by a device without a look at the face, and without an exemption; -1: no face was looked at.</param>
/// <param name="Clients">Persons visited for whom something was planned.</param>
/// <param name="FullClients">Those whose planned minutes were used to the full.</param>
/// <param name="Habits">What is only asked about, and makes nobody stand apart.</param>
public readonly record struct PeerFigures(
    int Visits, long Seconds, int ByHand, int Faceless, int Clients, int FullClients, PeerHabits Habits = default, PeerAsks Asks = PeerAsks.None)
{
    public static void Write(StateWriter to, PeerFigures figures)
    {
        to.Int(figures.Visits);
        to.Long(figures.Seconds);
        to.Int(figures.ByHand);
        to.Int(figures.Faceless);
        to.Int(figures.Clients);
        to.Int(figures.FullClients);
        PeerHabits.Write(to, figures.Habits);
        to.Byte((byte)figures.Asks);
    }

    public static PeerFigures Read(StateReader from) => new(
        from.Int(), from.Long(), from.Int(), from.Int(), from.Int(), from.Int(), PeerHabits.Read(from), (PeerAsks)from.Byte());
}

/// <summary>A caregiver's month beside its plan and beside what was declared of it, in whole numbers.</summary>
/// <param name="Timed">Visits with both ends, told by a device, that have an item of the plan.</param>
/// <param name="StartSpread">Thousandths of a second, of their starts from the plan.</param>
/// <param name="LengthSpread">Thousandths of a second, of their lengths from the plan.</param>
/// <param name="OnPlannedDays">Visits at home on days that a filed plan speaks for.</param>
/// <param name="Odd">Those at night or at a weekend that no item explains, without an exemption.</param>
/// <param name="Attended">Days with a visit, where any were declared.</param>
/// <param name="Declared">Days that institutions say were worked.</param>
public readonly record struct PeerHabits(int Timed, int StartSpread, int LengthSpread, int OnPlannedDays, int Odd, int Attended, int Declared)
{
    public static void Write(StateWriter to, PeerHabits habits)
    {
        to.Int(habits.Timed);
        to.Int(habits.StartSpread);
        to.Int(habits.LengthSpread);
        to.Int(habits.OnPlannedDays);
        to.Int(habits.Odd);
        to.Int(habits.Attended);
        to.Int(habits.Declared);
    }

    public static PeerHabits Read(StateReader from) =>
        new(from.Int(), from.Int(), from.Int(), from.Int(), from.Int(), from.Int(), from.Int());
}

/// <summary>Findings of a caregiver's month that show what is usual among the peers. Stored as a number.</summary>
[Flags]
public enum PeerAsks : byte { None = 0, Regular = 1, Odd = 2, Attendance = 4 }

/// <summary>What peers are compared by, and from <see cref="StartSpread"/> on what is only asked about. Stored as a number.</summary>
public enum PeerMeasure : byte
{
    MinutesPerVisit = 0, ManualShare = 1, AlternativeShare = 2, FullQuotaShare = 3,
    StartSpread = 4, LengthSpread = 5, OddShare = 6, AttendanceShare = 7,
}

/// <summary>One figure beside those of the peers.</summary>
/// <param name="Own">Minutes, or per cent.</param>
/// <param name="Spread">The peers' scaled median deviation, or the least that is taken for one.</param>
/// <param name="Away">By how many spreads the own figure is above the median.</param>
/// <param name="Peers">Caregivers of whom this figure is known, this one among them.</param>
public readonly record struct PeerComparison(PeerMeasure Measure, double Own, double Median, double Spread, double Away, int Peers)
{
    public static void Write(StateWriter to, PeerComparison compared)
    {
        to.Byte((byte)compared.Measure);
        to.Double(compared.Own);
        to.Double(compared.Median);
        to.Double(compared.Spread);
        to.Double(compared.Away);
        to.Int(compared.Peers);
    }

    public static PeerComparison Read(StateReader from) =>
        new((PeerMeasure)from.Byte(), from.Double(), from.Double(), from.Double(), from.Double(), from.Int());
}

/// <summary>What is usual among the peers of one figure.</summary>
/// <param name="Middle">None: there are too few.</param>
/// <param name="Peers">Caregivers of whom this figure is known; who asked among them, unless it has too few visits to be compared.</param>
public readonly record struct PeerUsual(PeerMeasure Measure, PeerMiddle? Middle, int Peers)
{
    public static void Write(StateWriter to, PeerUsual usual)
    {
        to.Byte((byte)usual.Measure);
        to.Optional(usual.Middle?.Median);
        to.Optional(usual.Middle?.Spread);
        to.Int(usual.Peers);
    }

    public static PeerUsual Read(StateReader from) => new(
        (PeerMeasure)from.Byte(), (from.OptionalDouble(), from.OptionalDouble()) is ({ } median, { } spread) ? new(median, spread) : null, from.Int());
}

/// <param name="Spread">The scaled median deviation.</param>
public readonly record struct PeerMiddle(double Median, double Spread);
