using LtcActors.Domain.Policies;

namespace LtcActors.Engine.Alerts;

/// <summary>
/// The clock of an alert: it runs while the alert waits for somebody to take it, from the day it began to, by the terms of that day.
/// It follows from the alert and the policies and is never stored, so that it is the same after any restart. Whether it had run out
/// before somebody took the alert follows from the same, and so does since when the supervisors have to do with it.
/// </summary>
internal static class DeskClock
{
    public static AlertRecord Read(AlertRecord alert, DeskClocks clocks)
    {
        var since = alert.OpenedAt ?? alert.RaisedAt;
        var due = alert.Status == AlertStatus.Open ? clocks.Of(alert.Severity, since) : default;
        var missed = alert is { Status: AlertStatus.Acknowledged, Taken: { } taken } && clocks.Of(taken.Severity, since).At is { } at && at <= taken.At ? at : due.At;
        return alert with { DueAt = due.At, DueSoonAt = due.WarnAt, DueUnknownYear = due.MissingYear, EscalatesAt = missed };
    }
}
