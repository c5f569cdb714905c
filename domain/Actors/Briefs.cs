using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Actors;

/// <summary>
/// What one actor tells another: the whole of what it has to say on a topic, which replaces what it said before.
/// Briefs are derived from facts alone, so that a replay tells them again; they are never journaled. A brief with nothing to say
/// (<see cref="IsEmpty"/>) is forgotten by who hears it.
/// </summary>
public abstract partial record Brief
{
    private Brief()
    {
    }

    public abstract bool IsEmpty { get; }

    /// <summary>Same content, so nothing needs telling again.</summary>
    public abstract bool Same(Brief other);

    /// <summary>A person to a caregiver who visits it, is assigned to it or bound to it.</summary>
    public sealed record Client(
        string? DistrictCode, ImmutableArray<HomeSpan> Homes, ImmutableArray<AssignmentSpan> Assignments, ClientMore? More = null) : Brief
    {
        public override bool IsEmpty => DistrictCode is null && Homes.IsEmpty && Assignments.IsEmpty && More is null;

        public override bool Same(Brief other) => other is Client c && c.DistrictCode == DistrictCode
            && c.Homes.SequenceEqual(Homes) && c.Assignments.SequenceEqual(Assignments)
            && (More is null ? c.More is null : More.Same(c.More));
    }

    /// <summary>A person to its binding, a caregiver to a device it was seen on: whose law holds for what is found there.</summary>
    /// <param name="Code">GB/T 2260; none: not known.</param>
    public sealed record District(string? Code) : Brief
    {
        public override bool IsEmpty => Code is null;

        public override bool Same(Brief other) => other is District d && d.Code == Code;
    }

    /// <summary>A person to an institution it lives in (or did): the days in the house.</summary>
    public sealed record Resident(ImmutableArray<DaySpan> InHouse, ImmutableArray<FactRef> Arrangements) : Brief
    {
        public override bool IsEmpty => InHouse.IsEmpty;

        public override bool Same(Brief other) =>
            other is Resident r && r.InHouse.SequenceEqual(InHouse) && r.Arrangements.SequenceEqual(Arrangements);
    }

    /// <summary>A person to an institution that serves it: please tell me of your agreement.</summary>
    public sealed record Served : Brief
    {
        public override bool IsEmpty => false;

        public override bool Same(Brief other) => other is Served;
    }

    /// <summary>An institution to the persons it serves: the days on which it may, and the facts that say so.</summary>
    /// <param name="Designated">It was designated at all, from this day on; none: not known to us.</param>
    /// <param name="Gaps">Days without agreement or in suspension, oldest first; each with what it rests on.</param>
    public sealed record Agreement(DateOnly? Designated, ImmutableArray<AgreementGap> Gaps) : Brief
    {
        public override bool IsEmpty => Designated is null && Gaps.IsEmpty;

        public override bool Same(Brief other) =>
            other is Agreement a && a.Designated == Designated && a.Gaps.SequenceEqual(Gaps);
    }

    /// <summary>A person to an institution: services it had from it without agreement, or before it was designated.</summary>
    /// <param name="DistrictCode">Of the person: no register says where an institution is that was never designated.</param>
    public sealed record Unentitled(ImmutableArray<ServiceRef> Services, string? DistrictCode) : Brief
    {
        public override bool IsEmpty => Services.IsEmpty;

        public override bool Same(Brief other) => other is Unentitled u && u.DistrictCode == DistrictCode && u.Services.SequenceEqual(Services);
    }

    /// <summary>A person to an institution: its visits without check-out.</summary>
    public sealed record MissingCheckOuts(ImmutableArray<ServiceRef> Visits) : Brief
    {
        public override bool IsEmpty => Visits.IsEmpty;

        public override bool Same(Brief other) => other is MissingCheckOuts m && m.Visits.SequenceEqual(Visits);
    }

    /// <summary>A caregiver to an institution: the days on institution duty there, present.</summary>
    /// <param name="RealName">Whom the caregiver counts as: the smallest id of the same real name.</param>
    public sealed record Staff(string RealName, ImmutableArray<DaySpan> OnDuty, ImmutableArray<FactRef> Rests) : Brief
    {
        public override bool IsEmpty => OnDuty.IsEmpty;

        public override bool Same(Brief other) => other is Staff s && s.RealName == RealName
            && s.OnDuty.SequenceEqual(OnDuty) && s.Rests.SequenceEqual(Rests);
    }

    /// <summary>A family binding to the caregiver bound.</summary>
    public sealed record Bound(ImmutableArray<BindingSpan> Spans) : Brief
    {
        public override bool IsEmpty => Spans.IsEmpty;

        public override bool Same(Brief other) => other is Bound b && b.Spans.SequenceEqual(Spans);
    }

    /// <summary>A family binding to its person: who is bound when.</summary>
    public sealed record Bindings(ImmutableArray<PersonBinding> All) : Brief
    {
        public override bool IsEmpty => All.IsEmpty;

        public override bool Same(Brief other) => other is Bindings b && b.All.SequenceEqual(All);
    }

    /// <summary>A person to an institution that is or was suspended or at its end: the days arranged with it.</summary>
    public sealed record Arranged(ImmutableArray<ArrangedSpan> Spans) : Brief
    {
        public override bool IsEmpty => Spans.IsEmpty;

        public override bool Same(Brief other) => other is Arranged a && a.Spans.SequenceEqual(Spans);
    }

    /// <summary>A person to a caregiver who visits it: which other caregivers are its relatives.</summary>
    public sealed record KinOf(ImmutableArray<KinRef> Relatives) : Brief
    {
        public override bool IsEmpty => Relatives.IsEmpty;

        public override bool Same(Brief other) => other is KinOf k && k.Relatives.SequenceEqual(Relatives);
    }

    /// <summary>A person to a caregiver who is its relative: the first fact of each other caregiver who visits it.</summary>
    public sealed record ServedBy(ImmutableArray<ServiceRef> Others) : Brief
    {
        public override bool IsEmpty => Others.IsEmpty;

        public override bool Same(Brief other) => other is ServedBy s && s.Others.SequenceEqual(Others);
    }

    /// <summary>A caregiver to an institution: its visits there that were entered by hand, by month, days of an exemption left out.</summary>
    public sealed record ByHand(ImmutableArray<HandMonth> Months) : Brief
    {
        public override bool IsEmpty => Months.IsEmpty;

        public override bool Same(Brief other) => other is ByHand b && b.Months.SequenceEqual(Months);
    }

    /// <summary>A device registered as shared, to each caregiver seen on it.</summary>
    public sealed record SharedDevice(bool IsShared) : Brief
    {
        public override bool IsEmpty => !IsShared;

        public override bool Same(Brief other) => other is SharedDevice s && s.IsShared == IsShared;
    }

    /// <summary>A real name to each caregiver registered under it: all their ids, in ordinal order, at least two.</summary>
    public sealed record SameName(ImmutableArray<string> CaregiverIds) : Brief
    {
        public override bool IsEmpty => CaregiverIds.Length < 2;

        public override bool Same(Brief other) => other is SameName s && s.CaregiverIds.SequenceEqual(CaregiverIds);
    }

    /// <summary>A caregiver under a second id to the one the real name counts as: all it knows, to be judged together.</summary>
    /// <param name="State">The caregiver's own facts, as it would write them into a snapshot.</param>
    public sealed record SecondId(ImmutableArray<byte> State) : Brief
    {
        public override bool IsEmpty => State.IsEmpty;

        public override bool Same(Brief other) => other is SecondId s && s.State.AsSpan().SequenceEqual(State.AsSpan());
    }
}

/// <summary>What only some clients have to say; most have none of it.</summary>
/// <param name="Fence">Metres around the home; none: the region's.</param>
/// <param name="InHouse">Days in the care of an institution.</param>
/// <param name="Outings">When care outside the home is in order, in order of time.</param>
/// <param name="IsRelative">The caregiver told is a relative of the person.</param>
public sealed record ClientMore(
    double? Fence, ImmutableArray<DaySpan> InHouse, ImmutableArray<Outing> Outings, ImmutableArray<BeaconSpan> Beacons, bool IsRelative)
{
    /// <returns>None where there is nothing to say.</returns>
    public ClientMore? OrNone() =>
        Fence is null && InHouse.IsEmpty && Outings.IsEmpty && Beacons.IsEmpty && !IsRelative ? null : this;

    public bool Same(ClientMore? other) => other is not null && other.Fence == Fence && other.IsRelative == IsRelative
        && other.InHouse.SequenceEqual(InHouse) && other.Outings.SequenceEqual(Outings) && other.Beacons.SequenceEqual(Beacons);

    public static void Write(StateWriter to, ClientMore? more)
    {
        to.Bool(more is not null);
        if (more is null)
        {
            return;
        }

        to.Optional(more.Fence);
        to.List(more.InHouse, static (w, d) => w.Span(d));
        to.List(more.Outings, static (w, o) => { w.Instant(o.Start); w.Instant(o.End); });
        to.List(more.Beacons, static (w, b) => { w.Text(b.BeaconId); w.Span(b.Days); w.Ref(b.Fact); });
        to.Bool(more.IsRelative);
    }

    public static ClientMore? Read(StateReader from) => from.Bool()
        ? new(
            from.OptionalDouble(), [.. from.List(static r => r.Span())], [.. from.List(static r => new Outing(r.Instant(), r.Instant()))],
            [.. from.List(static r => new BeaconSpan(r.Text(), r.Span(), r.Ref()))], from.Bool())
        : null;
}

/// <summary>Visits of a calendar month that were entered by hand, and the first check of the first of them.</summary>
public readonly record struct HandMonth(DateOnly Month, int Visits, FactRef First);

/// <summary>The time of a planned item outside the home, or of a visit that names one.</summary>
public readonly record struct Outing(DateTimeOffset Start, DateTimeOffset End)
{
    public bool Overlaps(DateTimeOffset begin, DateTimeOffset end) => Start < end && begin < End;
}

/// <summary>A beacon in the person's home.</summary>
public readonly record struct BeaconSpan(string BeaconId, DaySpan Days, FactRef Fact);

public readonly record struct HomeSpan(DaySpan Days, GeoPoint Home);

public enum AssignmentEnd { None, Ended, Died }

/// <summary>Days on which a person at home is assigned to a caregiver.</summary>
public readonly record struct AssignmentSpan(DaySpan Days, AssignmentEnd End, FactRef Rests);

public readonly record struct PersonBinding(string CaregiverId, BindingSpan Span);

/// <param name="Rests">The arrangement.</param>
public readonly record struct ArrangedSpan(DaySpan Days, FactRef Rests);

/// <param name="Fact">What says that they are relatives: a kinship recorded, or a binding approved.</param>
public readonly record struct KinRef(string CaregiverId, FactRef Fact);

/// <param name="Approval">The fact of the approval.</param>
public readonly record struct BindingSpan(DaySpan Days, DateOnly ApprovedOn, FactRef Approval);

/// <param name="Kind">Why: <c>never</c> (it was never designated), <c>before</c>, <c>between</c>, <c>after</c>, <c>terminated</c>, <c>suspended</c>.</param>
public readonly record struct AgreementGap(DaySpan Days, string Kind, FactRef Rests);

/// <summary>A service in a report from one actor to another.</summary>
public readonly record struct ServiceRef(DateTimeOffset At, string? VisitId, string? CaregiverId, string Note, FactRef Fact);
