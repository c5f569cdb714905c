using System.Collections.Immutable;

namespace LtcActors.Domain.Actors;

/// <summary>
/// What registers say of everybody or of nobody: who is in none is found only where others of its institution are in it, so that a
/// register that is not connected accuses nobody.
/// </summary>
public abstract partial record Brief
{
    /// <summary>A person to each institution that it is or was arranged with: what is recorded of it.</summary>
    /// <param name="Confirmed">First days of the months confirmed while it was arranged there, ascending.</param>
    /// <param name="RelativeFrom">The first day of a visit of a relative bound to it while it was arranged there.</param>
    /// <param name="FaceFrom">The first day of a visit of the institution at home at which its own face was known.</param>
    public sealed record Recorded(ImmutableArray<DateOnly> Confirmed, DateOnly? RelativeFrom, DateOnly? FaceFrom) : Brief
    {
        public override bool IsEmpty => Confirmed.IsEmpty && RelativeFrom is null && FaceFrom is null;

        public override bool Same(Brief other) =>
            other is Recorded r && (r.RelativeFrom, r.FaceFrom) == (RelativeFrom, FaceFrom) && r.Confirmed.SequenceEqual(Confirmed);
    }

    /// <summary>An institution to everybody it serves: what is recorded of any of its persons.</summary>
    /// <param name="Confirmed">First days of the months in which anybody was confirmed, ascending.</param>
    /// <param name="RelativesFrom">The first day on which a relative of anybody came.</param>
    /// <param name="FacesFrom">The first day on which anybody's own face was known.</param>
    public sealed record Records(ImmutableArray<DateOnly> Confirmed, DateOnly? RelativesFrom, DateOnly? FacesFrom) : Brief
    {
        public override bool IsEmpty => Confirmed.IsEmpty && RelativesFrom is null && FacesFrom is null;

        public override bool Same(Brief other) =>
            other is Records r && (r.RelativesFrom, r.FacesFrom) == (RelativesFrom, FacesFrom) && r.Confirmed.SequenceEqual(Confirmed);
    }
}
