using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Alerts;

/// <summary>What an officer's action makes of an alert.</summary>
internal static class TriageDecider
{
    /// <summary>
    /// How long an officer may take a change of his own back: the ten seconds that the board offers, and what a slow network takes.
    /// After that the way back is a change like any other.
    /// </summary>
    public static readonly TimeSpan UndoWithin = TimeSpan.FromSeconds(15);

    /// <param name="before">The alert before the change it is at now; null: there was none.</param>
    public static TriageResult Decide(TriageCommand command, AlertRecord alert, Func<AlertRecord, AlertRecord?> before, DateTimeOffset now)
    {
        if (command.IfSeq is { } seen && seen != alert.Seq)
        {
            return new(TriageStatus.Conflict, alert, $"The alert has changed since: {alert.Action} by {alert.By}.");
        }

        if (command.Action == TriageAction.Undo)
        {
            return Undo(command, alert, before, now);
        }

        if (StatusAfter(command.Action, alert) is not { } status)
        {
            var verb = command.Action.ToString().ToLowerInvariant();
            return new(TriageStatus.Conflict, alert, $"An alert that is {alert.Status.ToString().ToLowerInvariant()} cannot be changed by {verb}.");
        }

        return Done(command, now, alert with
        {
            Status = status,
            Assignee = AssigneeAfter(command, alert),
            Outcome = command.Action switch
            {
                TriageAction.Resolve or TriageAction.Dismiss => command.Outcome,
                TriageAction.Reopen => null,
                _ => alert.Outcome,
            },
            OpenedAt = command.Action == TriageAction.Reopen ? now : alert.OpenedAt,
            InvestigatingSince = command.Action == TriageAction.Investigate ? now
                : status == AlertStatus.Acknowledged ? alert.InvestigatingSince
                : null,
            Taken = status != AlertStatus.Acknowledged ? null
                : alert.Status == AlertStatus.Open ? new(now, alert.Severity)
                : alert.Taken,
            SilencedUntil = null,
            SilenceId = null,
        });
    }

    private static AlertStatus? StatusAfter(TriageAction action, AlertRecord alert) => (action, alert.Status) switch
    {
        (TriageAction.Acknowledge, AlertStatus.Open) => AlertStatus.Acknowledged,
        (TriageAction.Assign, AlertStatus.Open or AlertStatus.Acknowledged) => alert.Status,
        (TriageAction.Investigate, AlertStatus.Open) => AlertStatus.Acknowledged,
        (TriageAction.Investigate, AlertStatus.Acknowledged) when alert.InvestigatingSince is null => AlertStatus.Acknowledged,
        (TriageAction.Release, AlertStatus.Open) when alert.Assignee is not null => AlertStatus.Open,
        (TriageAction.Release, AlertStatus.Acknowledged) => AlertStatus.Open,
        (TriageAction.Resolve, AlertStatus.Open or AlertStatus.Acknowledged or AlertStatus.Silenced) => AlertStatus.Resolved,
        (TriageAction.Dismiss, AlertStatus.Open or AlertStatus.Acknowledged or AlertStatus.Silenced) => AlertStatus.Dismissed,
        (TriageAction.Reopen, AlertStatus.Resolved or AlertStatus.Dismissed) => AlertStatus.Open,
        _ => null,
    };

    /// <summary>Whoever acknowledges or looks into what nobody holds takes it.</summary>
    private static string? AssigneeAfter(TriageCommand command, AlertRecord alert) => command.Action switch
    {
        TriageAction.Assign => command.Assignee,
        TriageAction.Release => null,
        TriageAction.Acknowledge or TriageAction.Investigate => alert.Assignee ?? command.By,
        _ => alert.Assignee,
    };

    /// <summary>What an officer decided is never erased: taking it back is a change of its own, to what the alert was before.</summary>
    private static TriageResult Undo(TriageCommand command, AlertRecord alert, Func<AlertRecord, AlertRecord?> before, DateTimeOffset now)
    {
        if (alert.By != command.By || alert.Seq == 0 || !IsTriage(alert.Action))
        {
            return new(TriageStatus.Conflict, alert, "Only one's own latest change of an alert can be taken back.");
        }

        if (now - alert.ChangedAt > UndoWithin || before(alert) is not { } was)
        {
            return new(TriageStatus.Conflict, alert, $"A change can be taken back within {UndoWithin.TotalSeconds:0} seconds.");
        }

        return Done(command, now, alert with
        {
            Status = was.Status,
            Assignee = was.Assignee,
            Outcome = was.Outcome,
            OpenedAt = was.OpenedAt,
            InvestigatingSince = was.InvestigatingSince,
            Taken = was.Taken,
            SilencedUntil = was.SilencedUntil,
            SilenceId = was.SilenceId,
        });
    }

    private static TriageResult Done(TriageCommand command, DateTimeOffset now, AlertRecord changed) => new(
        TriageStatus.Done,
        changed with
        {
            // Its place is the one it gets in the journal, and not that of the change before.
            Seq = 0,
            ChangedAt = now,
            Action = command.Action.ToString().ToLowerInvariant(),
            By = command.By,
            Note = command.Note,
        },
        null);

    private static bool IsTriage(string action) =>
        action is "acknowledge" or "assign" or "investigate" or "release" or "resolve" or "dismiss" or "reopen";
}
