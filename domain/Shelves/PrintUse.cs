using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Shelves;

/// <summary>A check of a visit that bears a print.</summary>
/// <param name="Print">As the caregiver keeps it: 64 bits, never 0.</param>
/// <param name="InstitutionId">The one that the check names.</param>
public readonly record struct PrintUse(
    ulong Print, bool IsCheckIn, string CaregiverId, string PersonId, string VisitId, string? InstitutionId, FactRef Fact) : IComparable<PrintUse>
{
    public string Note => IsCheckIn ? "check-in" : "check-out";

    /// <summary>The world's order.</summary>
    public int CompareTo(PrintUse other) => Fact.CompareTo(other.Fact);

    public static void Write(StateWriter to, PrintUse use)
    {
        to.ULong(use.Print);
        to.Bool(use.IsCheckIn);
        to.Text(use.CaregiverId);
        to.Text(use.PersonId);
        to.Text(use.VisitId);
        to.Text(use.InstitutionId);
        to.Ref(use.Fact);
    }

    public static PrintUse Read(StateReader from) =>
        new(from.ULong(), from.Bool(), from.Text(), from.Text(), from.Text(), from.OptionalText(), from.Ref());
}
