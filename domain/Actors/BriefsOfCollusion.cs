using System.Collections.Immutable;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Actors;

/// <summary>What actors tell each other so that orders shifted, rings, shared accounts and prints in common are seen.</summary>
public abstract partial record Brief
{
    /// <summary>A person to a caregiver from whom orders were moved: the visits that somebody else made of them.</summary>
    public sealed record Moved(ImmutableArray<MovedOrder> Orders) : Brief
    {
        public override bool IsEmpty => Orders.IsEmpty;

        public override bool Same(Brief other) => other is Moved m && m.Orders.SequenceEqual(Orders);
    }

    /// <summary>A caregiver, full on the day, to a colleague: tell me how you made these visits.</summary>
    public sealed record AskedOfVisits(ImmutableArray<VisitName> Visits) : Brief
    {
        public override bool IsEmpty => Visits.IsEmpty;

        public override bool Same(Brief other) => other is AskedOfVisits a && a.Visits.SequenceEqual(Visits);
    }

    /// <summary>The answer: on which devices, where, and whether the caregiver was seen elsewhere meanwhile.</summary>
    public sealed record TakenOver(ImmutableArray<TakenVisit> Visits) : Brief
    {
        public override bool IsEmpty => Visits.IsEmpty;

        public override bool Same(Brief other) => other is TakenOver t && t.Visits.SequenceEqual(Visits);
    }

    /// <summary>A person to a caregiver that asked: who came in which calendar month.</summary>
    public sealed record VisitorMonths(ImmutableArray<VisitorMonth> Months) : Brief
    {
        public override bool IsEmpty => Months.IsEmpty;

        public override bool Same(Brief other) => other is VisitorMonths v && v.Months.SequenceEqual(Months);
    }

    /// <summary>
    /// An account in several hands, to each of them: tell me who you are. A caregiver under suspicion, to its clients: tell me who comes.
    /// </summary>
    public sealed record AskedWho : Brief
    {
        public override bool IsEmpty => false;

        public override bool Same(Brief other) => other is AskedWho;
    }

    /// <summary>A person to an account that asked: where it lives, until when, and who its relatives are.</summary>
    /// <param name="Died">The day of death.</param>
    /// <param name="Caregivers">Relatives among the caregivers.</param>
    /// <param name="Persons">Relatives among the insured.</param>
    public sealed record Holder(
        string? DistrictCode, ImmutableArray<HomeSpan> Homes, DateOnly? Died, ImmutableArray<string> Caregivers, ImmutableArray<string> Persons) : Brief
    {
        public override bool IsEmpty => DistrictCode is null && Homes.IsEmpty && Died is null && Caregivers.IsEmpty && Persons.IsEmpty;

        public override bool Same(Brief other) => other is Holder h && h.DistrictCode == DistrictCode && h.Died == Died
            && h.Homes.SequenceEqual(Homes) && h.Caregivers.SequenceEqual(Caregivers) && h.Persons.SequenceEqual(Persons);
    }

    /// <summary>An account to a caregiver whose it is: with which insured persons, none of them a relative.</summary>
    public sealed record SharedAccount(ImmutableArray<SharedWith> With) : Brief
    {
        public override bool IsEmpty => With.IsEmpty;

        public override bool Same(Brief other) => other is SharedAccount s && s.With.SequenceEqual(With);
    }

    /// <summary>A shelf to a caregiver who bears a print that others bear too. A topic a print.</summary>
    /// <param name="Print">The signature's, or the photograph's, as the caregiver keeps it.</param>
    /// <param name="IsCommon">More bear it than could be in league: it is the platform's, and says nothing of anybody.</param>
    /// <param name="Uses">Checks of caregivers with a larger id, in the world's order: by one of two only a pair is found.</param>
    public sealed record Alike(PrintKind Kind, ulong Print, bool IsCommon, ImmutableArray<PrintUse> Uses) : Brief
    {
        public override bool IsEmpty => !IsCommon && Uses.IsEmpty;

        public override bool Same(Brief other) => other is Alike a && (a.Kind, a.Print, a.IsCommon) == (Kind, Print, IsCommon) && a.Uses.SequenceEqual(Uses);
    }
}

/// <param name="Colleague">Who made the visit.</param>
/// <param name="Reassigned">The fact that moved the order.</param>
public readonly record struct MovedOrder(
    string Colleague, string VisitId, FactRef Reassigned, FactRef CheckIn, FactRef CheckOut)
{
    public TimeSpan Length => CheckOut.Time - CheckIn.Time;
}

public readonly record struct VisitName(string PersonId, string VisitId);

/// <param name="District">Of the person.</param>
/// <param name="Day">On which the visit began.</param>
/// <param name="DeviceIn">Of the first check-in that names one, unless it was registered to the caregiver by then.</param>
/// <param name="DeviceOut">Of the last check-out that names one, likewise.</param>
/// <param name="Place">Of the check-in.</param>
/// <param name="Elsewhere">The first position, outside every visit, at which the caregiver was too far away meanwhile.</param>
/// <param name="MetresAway">How far, at most; what it may be off is deducted.</param>
/// <param name="Institution">The one that the visit names.</param>
public readonly record struct TakenVisit(
    VisitName Name, string? District, DateOnly Day, string? DeviceIn, string? DeviceOut, Geo.GeoPoint? Place, double Accuracy, FactRef? Elsewhere, double MetresAway,
    string? Institution);

/// <param name="Month">Its first day.</param>
public readonly record struct VisitorMonth(string CaregiverId, DateOnly Month);

/// <param name="Fact">What ties the person to the account.</param>
public readonly record struct SharedWith(string PersonId, FactRef Fact);
