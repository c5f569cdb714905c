using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>What an officer does with alerts. Who did it is taken from the credentials, never from the body.</summary>
internal sealed class TriageEndpoints(ISupervision supervision, Assignees assignees, SiloLimits limits, BodyBudget budget, AuditLog audit, TimeProvider clock)
{
    private static readonly Dictionary<string, (TriageAction Action, string Summary)> Words = new(StringComparer.Ordinal)
    {
        ["acknowledge"] = (TriageAction.Acknowledge, "Take note of an alert; whoever does takes it, if nobody holds it"),
        ["assign"] = (TriageAction.Assign, "Give an alert to somebody"),
        ["investigate"] = (TriageAction.Investigate, "Begin to look into an alert"),
        ["release"] = (TriageAction.Release, "Give an alert back"),
        ["resolve"] = (TriageAction.Resolve, "Close an alert with its outcome"),
        ["dismiss"] = (TriageAction.Dismiss, "Set an alert aside"),
        ["reopen"] = (TriageAction.Reopen, "Open a closed alert again"),
        ["undo"] = (TriageAction.Undo, "Take one's own latest change of an alert back, within seconds"),
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (word, (action, summary)) in Words)
        {
            routes.Post($"/v1/alerts/{{id}}/{word}", context => OneAsync(context, action), summary).RequireAuthorization(Roles.Officer);
        }

        routes.Post("/v1/triage", ManyAsync, "Change many alerts at once, each by itself, with one note").RequireAuthorization(Roles.Officer);
        routes.Post("/v1/triage/next", NextAsync, "Take the most urgent alert that nobody holds; 204: there is none").RequireAuthorization(Roles.Officer);
    }

    private async Task OneAsync(HttpContext context, TriageAction action)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget, optional: true);
        var triage = Triage.Read(body, action, limits);
        var ifSeq = body.Place("ifSeq");
        var alert = AlertEndpoints.Find(supervision, context);
        CheckAssignee(context, triage, [alert]);
        var result = await supervision.TriageAsync(triage.Command(alert.Id, context, ifSeq));
        switch (result.Status)
        {
            case TriageStatus.Done:
                await Answer.WriteAsync(context, result.Alert!);
                return;
            case TriageStatus.Conflict:
                throw new Refusal(ProblemKind.Conflict, result.Reason ?? "The alert's state does not allow it.") { Alert = result.Alert };
            case TriageStatus.NotFound:
            default:
                throw new Refusal(ProblemKind.NotFound, "There is no alert with this id.");
        }
    }

    private async Task ManyAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var word = body.RequiredText("action", AlertFilters.AssigneeChars);
        if (!Words.TryGetValue(word, out var known))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'action' is one of {string.Join(", ", Words.Keys)}.") { Pointer = "/action" };
        }

        var triage = Triage.Read(body, known.Action, limits);
        var items = body.RequiredItems(limits.TriageItems, AlertEndpoints.MaxIdChars);
        CheckAssignee(context, triage, items.Select(item => supervision.Alert(item.Id)).OfType<AlertRecord>().Where(Caller.Of(context).Scope.Sees));
        // Side by side, so that all of them share the commits of the journal.
        var results = await Task.WhenAll(items.Select(item => ChangeAsync(context, triage.Command(item.Id, context, item.IfSeq))));
        await Answer.WriteAsync(context, new TriageResults([.. results.Select((r, i) => new TriageItem(items[i].Id, r.Status, r.Alert, r.Reason))]));
    }

    /// <summary>Before anything is changed: of many alerts none is given to somebody who may not have all.</summary>
    private void CheckAssignee(HttpContext context, Triage triage, IEnumerable<AlertRecord> alerts)
    {
        if (triage is { Action: TriageAction.Assign, Assignee: { } assignee })
        {
            assignees.Check(Caller.Of(context), assignee, alerts);
        }
    }

    private async Task<TriageResult> ChangeAsync(HttpContext context, TriageCommand command)
    {
        if (supervision.Alert(command.AlertId) is { } alert)
        {
            if (Caller.Of(context).Scope.Sees(alert))
            {
                return await supervision.TriageAsync(command);
            }

            // One of another's scope is not there; that somebody asked for it is noted.
            await audit.TryNoteAsync(context, AuditActions.Refused, "out-of-scope", "alert", alert.Id);
        }

        return new(TriageStatus.NotFound, null, null);
    }

    private async Task NextAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var query = new QueryReader(context.Request);
        var text = AlertText.Read(query);
        var filter = AlertFilters.Build(query, now) with
        {
            Statuses = new HashSet<AlertStatus> { AlertStatus.Open },
            Investigating = false,
            Assignees = new HashSet<string> { "" },
            Scope = Caller.Of(context).Scope,
        };
        var by = context.User.Identity!.Name!;
        foreach (var alert in supervision.Alerts(filter, text, 0, int.MaxValue).Order(Urgency.Order).Take(limits.TriageItems))
        {
            // Another officer may be as quick: whoever comes second is led on to the next.
            var result = await supervision.TriageAsync(new(alert.Id, TriageAction.Assign, by, null, by, null, alert.Seq));
            if (result.Status == TriageStatus.Done)
            {
                await Answer.WriteAsync(context, result.Alert!);
                return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private sealed record TriageItem(string Id, TriageStatus Status, AlertRecord? Alert, string? Reason);

    private sealed record TriageResults(IReadOnlyList<TriageItem> Results);

    private sealed record Triage(TriageAction Action, string? Note, string? Assignee, string? Outcome)
    {
        private static readonly HashSet<string> Outcomes = new(Engine.Alerts.Outcomes.Known, StringComparer.Ordinal);

        public static Triage Read(JsonBody body, TriageAction action, SiloLimits limits)
        {
            var note = body.Text("note", limits.NoteChars);
            var assignee = body.Text("assignee", AlertFilters.AssigneeChars);
            var outcome = body.Text("outcome", AlertFilters.AssigneeChars);
            if (assignee is null && action == TriageAction.Assign)
            {
                throw new Refusal(ProblemKind.Missing, "'assignee' is required here.") { Pointer = "/assignee" };
            }

            return outcome is null || Outcomes.Contains(outcome)
                ? new(action, note, assignee, outcome)
                : throw new Refusal(ProblemKind.UnknownValue, $"'outcome' is one of {string.Join(", ", Outcomes)}.") { Pointer = "/outcome" };
        }

        public TriageCommand Command(string alertId, HttpContext context, long? ifSeq) =>
            new(alertId, Action, context.User.Identity!.Name!, Note, Assignee, Outcome, ifSeq);
    }
}
