using LtcActors.Domain.Policies;

namespace LtcActors.Engine.Alerts;

/// <summary>
/// The clock of an alert: it runs while the alert waits for somebody to take it, from the day it began to, by the terms of that day.
/// It follows from the alert and the policies and is never stored, so that it is the same after any restart.
/// </summary>
internal static class DeskClock
{
    public static AlertRecord Read(AlertRecord alert, DeskClocks clocks)
    {
        var due = alert.Status == AlertStatus.Open ? clocks.Of(alert.Severity, alert.OpenedAt ?? alert.RaisedAt) : default;
        return alert with { DueAt = due.At, DueSoonAt = due.WarnAt, DueUnknownYear = due.MissingYear };
    }
}
