namespace LtcActors.Engine.Alerts;

/// <summary>What a reader wants to see. An empty set means all of it.</summary>
/// <param name="Subject">A person, caregiver, institution or device id.</param>
public sealed record AlertFilter(
    IReadOnlySet<string> Rules, IReadOnlySet<string> Severities, IReadOnlySet<AlertStatus> Statuses,
    IReadOnlySet<string> Districts, string? Subject)
{
    public static AlertFilter All { get; } =
        new(new HashSet<string>(), new HashSet<string>(), new HashSet<AlertStatus>(), new HashSet<string>(), null);

    /// <summary>What the reader may see at all: held here too, so that no way of asking leads around it.</summary>
    public Scope Scope { get; init; } = Scope.All;

    public bool Matches(AlertRecord alert) =>
        Scope.Sees(alert)
        && (Rules.Count == 0 || Rules.Contains(alert.Rule))
        && (Severities.Count == 0 || Severities.Contains(alert.Severity))
        && (Statuses.Count == 0 || Statuses.Contains(alert.Status))
        && (Districts.Count == 0 || (alert.DistrictCode is { } d && Districts.Contains(d)))
        && (Subject is null || Subject == alert.PersonId || Subject == alert.CaregiverId || Subject == alert.InstitutionId
            || Subject == alert.DeviceId);
}
