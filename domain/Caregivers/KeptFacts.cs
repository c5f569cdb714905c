using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>A fact as a caregiver keeps it: in lists ordered by the world's order, so that arrival leaves no trace.</summary>
internal interface IKept
{
    FactRef Ref { get; }
}

internal sealed record Registration(
    FactRef Ref, string Name, CaregiverKind Kind, string? InstitutionId, Duty? Duty, string? Qualification, DateOnly? CertifiedOn,
    DateOnly? ContractFrom, DateOnly? ContractTo) : IKept
{
    /// <summary>The day it counts from: of the contract, else of the registration itself.</summary>
    public DateOnly From => ContractFrom ?? Shanghai.DayOf(Ref.Time);

    /// <summary>The first day on which the register knew the caregiver, by the kinder of both readings.</summary>
    public DateOnly FirstDay => ContractFrom is { } from && from < Shanghai.DayOf(Ref.Time) ? from : Shanghai.DayOf(Ref.Time);

    public bool IsProfessional => Kind == CaregiverKind.Professional;
}

internal sealed record Training(FactRef Ref, string Course, DateOnly CompletedOn) : IKept;

internal sealed record Practice(FactRef Ref, string PersonId, string InstitutionId, DateOnly From, DateOnly To) : IKept;

internal sealed record Reassignment(FactRef Ref, string InstitutionId, Duty Duty, DateOnly From) : IKept;

internal sealed record Absence(FactRef Ref, DateOnly From, DateOnly? To, AbsenceKind Kind) : IKept
{
    public DaySpan Days => new(From, To?.AddDays(1));
}

internal sealed record Leaving(FactRef Ref, string InstitutionId, DateOnly On) : IKept;

internal sealed record Certificate(FactRef Ref, DateOnly IssuedOn, DateOnly? ValidUntil) : IKept
{
    public DaySpan Days => new(IssuedOn, ValidUntil is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : null);
}

/// <summary>The register gives a device to the caregiver, from the time of the notice on.</summary>
internal sealed record DeviceGiven(FactRef Ref, string DeviceId) : IKept;

internal sealed record Interview(FactRef Ref, DateOnly On) : IKept;

internal sealed record Exemption(FactRef Ref, ExemptionKind Kind, DateOnly From, DateOnly? Until) : IKept
{
    public DaySpan Days => new(From, Until is { } last && last < DateOnly.MaxValue ? last.AddDays(1) : null);
}

internal static class Kept
{
    /// <summary>Puts an item where it belongs by the world's order; most come last.</summary>
    public static void Put<T>(ref List<T>? list, T item)
        where T : IKept
    {
        list ??= new(1);
        var at = list.Count;
        while (at > 0 && list[at - 1].Ref.CompareTo(item.Ref) > 0)
        {
            at--;
        }

        list.Insert(at, item);
    }

    public static IReadOnlyList<T> OrNone<T>(this List<T>? list) => list ?? (IReadOnlyList<T>)[];
}
