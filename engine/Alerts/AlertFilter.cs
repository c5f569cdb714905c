namespace LtcActors.Engine.Alerts;

/// <summary>What a reader wants to see. An empty set means all of it.</summary>
/// <param name="Subject">A person, caregiver, institution or device id.</param>
public sealed record AlertFilter(
    IReadOnlySet<string> Rules, IReadOnlySet<string> Severities, IReadOnlySet<AlertStatus> Statuses,
    IReadOnlySet<string> Districts, string? Subject)
{
    private static readonly HashSet<string> None = [];

    public static AlertFilter All { get; } = new(None, None, new HashSet<AlertStatus>(), None, null);

    /// <summary>Together with <see cref="Statuses"/>: those that somebody looks into.</summary>
    public bool Investigating { get; init; }

    public IReadOnlySet<string> Institutions { get; init; } = None;

    /// <summary>Officers who hold it; the empty name stands for nobody.</summary>
    public IReadOnlySet<string> Assignees { get; init; } = None;

    /// <summary>Those that are overdue at this instant; with one of the next two, either will do.</summary>
    public DateTimeOffset? OverdueAt { get; init; }

    /// <summary>Those that are due soon at this instant, or overdue.</summary>
    public DateTimeOffset? DueSoonAt { get; init; }

    /// <summary>Those that are escalated at this instant.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>Only those raised at this instant or later.</summary>
    public DateTimeOffset? RaisedFrom { get; init; }

    /// <summary>What the reader may see at all: held here too, so that no way of asking leads around it.</summary>
    public Scope Scope { get; init; } = Scope.All;

    public bool Matches(AlertRecord alert) =>
        Scope.Sees(alert)
        && (Rules.Count == 0 || Rules.Contains(alert.Rule))
        && (Severities.Count == 0 || Severities.Contains(alert.Severity))
        && MatchesStatus(alert)
        && (Districts.Count == 0 || (alert.DistrictCode is { } d && Districts.Contains(d)))
        && (Subject is null || Subject == alert.PersonId || Subject == alert.CaregiverId || Subject == alert.InstitutionId
            || Subject == alert.DeviceId)
        && (Institutions.Count == 0 || (alert.InstitutionId is { } i && Institutions.Contains(i)))
        && (Assignees.Count == 0 || Assignees.Contains(alert.Assignee ?? ""))
        && MatchesClock(alert)
        && (RaisedFrom is not { } from || alert.RaisedAt >= from);

    private bool MatchesClock(AlertRecord alert) =>
        (OverdueAt is null && DueSoonAt is null && EscalatedAt is null)
        || alert.DueAt <= OverdueAt || alert.DueSoonAt <= DueSoonAt || alert.EscalatesAt <= EscalatedAt;

    private bool MatchesStatus(AlertRecord alert) =>
        (Statuses.Count == 0 && !Investigating) || Statuses.Contains(alert.Status) || (Investigating && alert.InvestigatingSince is not null);
}
