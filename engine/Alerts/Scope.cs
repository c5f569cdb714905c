using System.Collections.Frozen;

namespace LtcActors.Engine.Alerts;

/// <summary>
/// Whose things a reader may see. Each set that has something in it narrows: by districts, by institutions, or both. What has no
/// district is then in none of them, so that what is not known to be a reader's is not shown.
/// </summary>
public sealed record Scope(IReadOnlySet<string> Districts, IReadOnlySet<string> Institutions)
{
    public static Scope All { get; } = new(FrozenSet<string>.Empty, FrozenSet<string>.Empty);

    /// <summary>Everything, also what is nobody's.</summary>
    public bool IsAll => Districts.Count == 0 && Institutions.Count == 0;

    public static Scope Of(IEnumerable<string>? districts, IEnumerable<string>? institutions) =>
        new((districts ?? []).ToFrozenSet(StringComparer.Ordinal), (institutions ?? []).ToFrozenSet(StringComparer.Ordinal));

    public bool Sees(string? district, string? institution) =>
        (Districts.Count == 0 || (district is not null && Districts.Contains(district)))
        && (Institutions.Count == 0 || (institution is not null && Institutions.Contains(institution)));

    public bool Sees(AlertRecord alert) => Sees(alert.DistrictCode, alert.InstitutionId);

    public bool Equals(Scope? other) => other is not null && Districts.SetEquals(other.Districts) && Institutions.SetEquals(other.Institutions);

    public override int GetHashCode() => HashCode.Combine(Districts.Count, Institutions.Count);
}
