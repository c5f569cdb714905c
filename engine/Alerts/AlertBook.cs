using System.Collections.Immutable;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Alerts;

/// <summary>
/// What the engine and the officers have decided on each finding so far. The conductor's thread only. Its records are on their way
/// into the journal; readers see them once they are durable, in <see cref="AlertFeed"/>.
/// </summary>
/// <param name="identityOf">Source and id of the event at a place of the journal.</param>
/// <param name="cite">What findings rest on.</param>
/// <param name="policies">By which suspicions are weighed, at first.</param>
internal sealed partial class AlertBook(Func<long, (string Source, string Id)> identityOf, Citing cite, IPolicies policies)
{
    public const string System = "system";

    /// <summary>What the end of a silence does to an alert it covered.</summary>
    public const string SilenceExpired = "silence-expired";

    private readonly Dictionary<string, AlertRecord> current = new(StringComparer.Ordinal);

    /// <summary>The silences that hold.</summary>
    public SilenceBook Silences { get; } = new();

    /// <summary>Takes a change over from the journal or a checkpoint.</summary>
    public void Restore(AlertRecord record)
    {
        suspicions.Replace(current.GetValueOrDefault(record.Id), record);
        current[record.Id] = record;
    }

    /// <summary>A change of this book is durable now, at the place it got. Until then its alert has none.</summary>
    public void Placed(AlertRecord change, AlertRecord durable)
    {
        if (ReferenceEquals(current.GetValueOrDefault(change.Id), change))
        {
            current[change.Id] = durable;
        }
    }

    /// <summary>Whether a change of an alert is on its way into the journal.</summary>
    public bool IsUnderWay(string id) => current.TryGetValue(id, out var alert) && alert.Seq == 0;

    /// <summary>What becomes of an alert by its finding as it is now.</summary>
    /// <param name="after">Null: it is no longer found.</param>
    /// <returns>The change to journal; null when nothing a reader could see changes.</returns>
    public AlertRecord? Apply(string id, Finding? after, DateTimeOffset now)
    {
        var change = Next(id, after, now, []);
        if (change is not null)
        {
            Restore(change);
        }

        return change;
    }

    /// <summary>As <see cref="Apply"/>, but nothing is taken down: the caller compares it with what the journal says.</summary>
    /// <param name="known">Evidence whose source and id need not be looked up.</param>
    public AlertRecord? Next(string id, Finding? after, DateTimeOffset now, IReadOnlyList<AlertEvidence> known)
    {
        var before = current.GetValueOrDefault(id);
        var change = after is null ? Withdraw(before, now)
            : before is null ? Raise(after, now, known)
            : Change(before, Raise(after, now, known.Count == 0 ? before.Evidence : [.. before.Evidence, .. known]), after.EndedAt);
        return change is null ? null : Quieted(change, now);
    }

    /// <summary>The rule that an alert's id begins with.</summary>
    public static string RuleOf(string id) => id[..id.LastIndexOf('-')];

    /// <summary>Ids of all that were found at any time; suspicions follow from these.</summary>
    public IEnumerable<string> Findings => current.Values.Where(a => a.Contributions is null).Select(a => a.Id);

    /// <param name="before">The alert before the change it is at now.</param>
    public TriageResult Triage(TriageCommand command, Func<AlertRecord, AlertRecord?> before, DateTimeOffset now)
    {
        if (!current.TryGetValue(command.AlertId, out var alert))
        {
            return new(TriageStatus.NotFound, null, null);
        }

        var result = TriageDecider.Decide(command, alert, before, now);
        if (result is not { Status: TriageStatus.Done, Alert: { } changed })
        {
            return result;
        }

        // A silence may have ended since the change that is taken back.
        var next = changed.Status == AlertStatus.Silenced ? Quieted(changed, now) : changed;
        Restore(next);
        return result with { Alert = next };
    }

    /// <summary>Begins or ends a silence.</summary>
    /// <returns>The answer, and what becomes of alerts by it, in the order of their ids.</returns>
    public (SilenceResult Result, IReadOnlyList<AlertRecord> Alerts) Silence(SilenceCommand command, DateTimeOffset now)
    {
        var result = command switch
        {
            SilenceCommand.Begin begin => Silences.Begin(begin, current.GetValueOrDefault(begin.AlertId), now),
            SilenceCommand.End end => Silences.End(end, now),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "No such command."),
        };
        return result.Silence is { } silence ? (result, Resilence(silence, now)) : (result, []);
    }

    /// <summary>Ends the silences whose last day is over, and wakes their alerts.</summary>
    public IReadOnlyList<(Silence Silence, IReadOnlyList<AlertRecord> Alerts)> ExpireSilences(DateTimeOffset now) =>
        [.. Silences.Expire(now).Select(silence => (silence, Resilence(silence, now)))];

    /// <summary>Alerts that a silence which has just begun puts to rest, or one that has ended wakes.</summary>
    private List<AlertRecord> Resilence(Silence silence, DateTimeOffset now)
    {
        var (action, by, note) = silence.Status switch
        {
            SilenceStatus.Active => ("silence", silence.By, silence.Reason),
            SilenceStatus.Ended => ("silence-ended", silence.EndedBy!, silence.Note),
            _ => (SilenceExpired, System, null),
        };
        List<AlertRecord> changed =
        [
            .. (silence.Status == SilenceStatus.Active
                    ? current.Values.Where(a => a.Status is AlertStatus.Open or AlertStatus.Acknowledged && silence.Covers(a))
                    : current.Values.Where(a => a.SilenceId == silence.Id && a.Status == AlertStatus.Silenced))
                .OrderBy(a => a.Id, StringComparer.Ordinal)
                // One that ends may leave another over the same alert.
                .Select(a => Quieted(
                    a with { Seq = 0, Status = AlertStatus.Open, OpenedAt = now, InvestigatingSince = null, Taken = null, ChangedAt = now, Action = action, By = by, Note = note }, now)),
        ];
        changed.ForEach(Restore);
        TouchCovered(silence);
        return changed;
    }

    /// <summary>An alert that would be open is silenced while a silence holds of it.</summary>
    private AlertRecord Quieted(AlertRecord alert, DateTimeOffset now) =>
        alert.Status is AlertStatus.Open or AlertStatus.Silenced && Silences.Of(alert, now) is { } silence
            ? alert with { Status = AlertStatus.Silenced, SilencedUntil = silence.Until, SilenceId = silence.Id }
            : alert.Status == AlertStatus.Silenced ? Waiting(alert with { Status = AlertStatus.Open, Action = "reopened", SilencedUntil = null, SilenceId = null })
            : alert.SilenceId is null ? alert : alert with { SilencedUntil = null, SilenceId = null };

    private static AlertRecord? Withdraw(AlertRecord? before, DateTimeOffset now) =>
        before is null or { Status: AlertStatus.Withdrawn }
            ? null
            : before with { Seq = 0, Status = AlertStatus.Withdrawn, InvestigatingSince = null, Taken = null, ChangedAt = now, Action = "withdrawn", By = System, Note = null };

    private AlertRecord Raise(Finding finding, DateTimeOffset now, IReadOnlyList<AlertEvidence> known)
    {
        var rule = finding.Rule;
        return new(
            finding.Id, 0, rule.Id, rule.Version, finding.Severity.ToString(), new(rule.Zh, rule.En),
            finding.EndedAt is null ? AlertStatus.Open : AlertStatus.Resolved, finding.OccurredAt, now, now, finding.EndedAt,
            finding.DecidedLate, finding.PersonId, finding.CaregiverId, finding.InstitutionId, finding.DeviceId, finding.DistrictCode,
            finding.VisitIds, cite.Of(rule, finding.DistrictCode, finding.OccurredAt), EvidenceOf(finding, known), FiguresOf(finding.Figures),
            "raised", System, null, null, null);
    }

    private static AlertRecord? Change(AlertRecord before, AlertRecord raised, DateTimeOffset? endedAt)
    {
        var next = raised with
        {
            RaisedAt = before.RaisedAt,
            Assignee = before.Assignee,
            Outcome = before.Outcome,
            OpenedAt = before.OpenedAt,
            InvestigatingSince = before.InvestigatingSince,
            Taken = before.Taken,
            Action = "changed",
        };
        if (before.Status == AlertStatus.Withdrawn)
        {
            return Waiting(next with { Action = "reinstated", Outcome = null });
        }

        if (SameContent(before, next))
        {
            return null;
        }

        var graver = string.CompareOrdinal(next.Severity, before.Severity) < 0;
        var closedByOfficer = before.Outcome is not null || before.Status == AlertStatus.Dismissed
            || (before.Status == AlertStatus.Resolved && before.EndedAt is null);
        if (closedByOfficer)
        {
            // What an officer closed stays closed, unless it has become graver, or a suspicion stronger, than what was closed.
            return graver || ScoreOf(next) > ScoreOf(before) ? Waiting(next with { Status = AlertStatus.Open, Action = "reopened", Outcome = null }) : next with { Status = before.Status };
        }

        return (before.Status, endedAt) switch
        {
            (AlertStatus.Resolved, null) => Waiting(next with { Status = AlertStatus.Open, Action = "reopened" }),
            (AlertStatus.Open or AlertStatus.Acknowledged or AlertStatus.Silenced, not null) =>
                next with { Status = AlertStatus.Resolved, Action = "ended", InvestigatingSince = null, Taken = null },
            // The clock of what has become graver begins with that.
            (AlertStatus.Open, null) when graver => Waiting(next),
            _ => next with { Status = before.Status },
        };
    }

    /// <summary>It waits for an officer from this change on.</summary>
    private static AlertRecord Waiting(AlertRecord alert) => alert with { OpenedAt = alert.ChangedAt };

    /// <summary>Whether nothing a reader could see differs.</summary>
    public static bool SameContent(AlertRecord a, AlertRecord b) =>
        a.RuleVersion == b.RuleVersion && a.Severity == b.Severity && a.OccurredAt == b.OccurredAt && a.EndedAt == b.EndedAt
        && a.DecidedLate == b.DecidedLate && a.PersonId == b.PersonId && a.CaregiverId == b.CaregiverId
        && a.InstitutionId == b.InstitutionId && a.DeviceId == b.DeviceId && a.DistrictCode == b.DistrictCode
        && a.VisitIds.SequenceEqual(b.VisitIds) && SameLaw(a.Citations, b.Citations) && a.Evidence.SequenceEqual(b.Evidence)
        && SameContributions(a.Contributions, b.Contributions) && a.Figures.Count == b.Figures.Count && a.Figures.All(f => b.Figures.TryGetValue(f.Key, out var other) && other == f.Value);

    /// <summary>Without the clauses, which are not kept with every change.</summary>
    private static bool SameLaw(IReadOnlyList<AlertCitation> a, IReadOnlyList<AlertCitation> b)
    {
        var same = a.Count == b.Count;
        for (var i = 0; same && i < a.Count; i++)
        {
            same = a[i].Source == b[i].Source && a[i].Article == b[i].Article && a[i].Status == b[i].Status;
        }

        return same;
    }

    private AlertEvidence[] EvidenceOf(Finding finding, IReadOnlyList<AlertEvidence> known)
    {
        var identities = known.Count == 0 ? null : known.DistinctBy(e => e.Seq).ToDictionary(e => e.Seq, e => (e.Source, e.Id));
        return
        [
            .. finding.Evidence.Select(e =>
            {
                var (source, id) = identities is not null && identities.TryGetValue(e.Fact.Seq, out var found) ? found : identityOf(e.Fact.Seq);
                return new AlertEvidence(e.Fact.Seq, source, id, e.Note, e.Fact.Time);
            }),
        ];
    }

    private static Dictionary<string, AlertFigure> FiguresOf(ImmutableArray<Figure> figures) => figures.ToDictionary(
        f => f.Name, f => new AlertFigure(f.Number, f.Text, f.Unit, f.Limit, f.Basis), StringComparer.Ordinal);
}
