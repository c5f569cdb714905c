using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Queries;

/// <summary>
/// Which of two alerts an officer should take first: the one due first, then the graver, then the older. One of which nobody can say when
/// it is due, as a calendar is missing, comes before those that wait for nobody.
/// </summary>
internal static class Urgency
{
    public static IComparer<AlertRecord> Order { get; } = Comparer<AlertRecord>.Create(static (a, b) =>
        DueOf(a).CompareTo(DueOf(b)) is var due and not 0 ? due
        : string.CompareOrdinal(a.Severity, b.Severity) is var severity and not 0 ? severity
        : a.RaisedAt.CompareTo(b.RaisedAt) is var raised and not 0 ? raised
        : string.CompareOrdinal(a.Id, b.Id));

    private static DateTimeOffset DueOf(AlertRecord alert) => alert.DueAt ?? (alert.DueUnknownYear is null ? DateTimeOffset.MaxValue : DateTimeOffset.MaxValue.AddTicks(-1));
}
