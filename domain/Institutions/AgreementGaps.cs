using System.Collections.Immutable;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Institutions;

/// <summary>Which gap in an institution's agreements a day falls into.</summary>
internal static class AgreementGaps
{
    public const string Never = "never", Before = "before", Between = "between", After = "after";
    public const string Terminated = "terminated", Suspended = "suspended";

    /// <summary>A day in several gaps counts in one: termination, then suspension, then want of an agreement; then the earliest.</summary>
    public static AgreementGap? Find(ImmutableArray<AgreementGap> gaps, DateOnly day)
    {
        AgreementGap? found = null;
        foreach (var gap in gaps)
        {
            if (gap.Days.Contains(day) && (found is not { } other || RankOf(gap.Kind) < RankOf(other.Kind)))
            {
                found = gap;
            }
        }

        return found;
    }

    private static int RankOf(string kind) => kind switch { Terminated => 0, Suspended => 1, _ => 2 };
}
