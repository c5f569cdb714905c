using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>What is tried beside what counts: policy versions in the shadow, and rules of <c>policies/shadow.json</c>. For editors only.</summary>
internal sealed class ShadowEndpoints(
    ISupervision supervision, ShadowOutcomes outcomes, DeskBook desk, AuditLog audit, Export export, SiloLimits limits, BodyBudget budget)
{
    /// <summary>The kind under which the audit notes a finding of a shadow.</summary>
    public const string AuditKind = "shadow-finding";

    private static readonly HashSet<string> Known = new(Outcomes.Known, StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/shadow/alerts", AlertsAsync, "The alerts that would be others, with the outcomes that editors gave").RequireAuthorization(Roles.ShadowPolicy);
        routes.Get("/v1/shadow/outcomes", OutcomesAsync, "Every rule as it is and as it is tried, with its precision").RequireAuthorization(Roles.ShadowPolicy);
        routes.Post("/v1/shadow/alerts/{id}/outcome", JudgeAsync, "Say what was found of something that only the shadow finds; the last outcome counts")
            .RequireAuthorization(Roles.ShadowPolicy);
    }

    private async Task AlertsAsync(HttpContext context)
    {
        var report = Report();
        if (!await export.TryAnswerAsync(context, words => PolicyTables.ShadowAlerts(
            report.Alerts, outcomes.Of, report.Outcomes.Sum(o => (long)o.Appear + o.Vanish + o.Change), words)))
        {
            await Answer.WriteAsync(context, new AlertList(StateInfo.Of(report), [.. report.Alerts.Select(Shown)]));
        }
    }

    private async Task OutcomesAsync(HttpContext context)
    {
        var report = Report();
        if (!await export.TryAnswerAsync(context, words => PolicyTables.ShadowOutcomes(report.Outcomes, words)))
        {
            await Answer.WriteAsync(context, new OutcomeList(StateInfo.Of(report), report.Outcomes));
        }
    }

    private async Task JudgeAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var outcome = body.RequiredText("outcome", AlertFilters.AssigneeChars);
        if (!Known.Contains(outcome))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'outcome' is one of {string.Join(", ", Outcomes.Known)}.") { Pointer = "/outcome" };
        }

        var note = body.RequiredText("note", limits.NoteChars);
        if (id.Length > AlertEndpoints.MaxIdChars || !Report().OnlyTried.Contains(id))
        {
            // An alert has its outcome from officers, and one outcome is enough.
            throw id.Length <= AlertEndpoints.MaxIdChars && supervision.Alert(id) is { Status: not AlertStatus.Withdrawn }
                ? new Refusal(ProblemKind.Conflict, "This is an alert: its outcome is given where it is closed.")
                : new Refusal(ProblemKind.NotFound, "Nothing that is tried finds this now.");
        }

        // Asked before, so that the audit notes nothing as done that is refused; and after, as another may have been quicker.
        if (!outcomes.MayJudge(id) || !(await desk.KeepAsync(
                ShadowOutcomes.Judged, Caller.Of(context).Name, new ShadowJudged(id, outcome, note), audit.Entry(context, AuditActions.Outcome, "done", AuditKind, id, note: outcome))).Counts)
        {
            throw new Refusal(ProblemKind.Conflict,
                $"At most {limits.ShadowJudged} findings of shadows have an outcome, and one of them at most {limits.ShadowJudgedAgain} one after the other.");
        }

        await Answer.WriteAsync(context, new Verdicts(id, outcomes.Of(id)));
    }

    private ShadowReport Report() => supervision.Shadow(outcomes.Counting());

    private ShadowAlert Shown(ReplayedAlert alert) =>
        new(alert.Id, alert.Rule, alert.Before, alert.After, alert.Before is null && outcomes.Of(alert.Id) is { Count: > 0 } given ? given : null);

    /// <param name="Outcomes">Of what only the shadow finds: what editors found, the last first; null: nothing yet.</param>
    private sealed record ShadowAlert(string Id, string Rule, AlertRecord? Before, AlertRecord? After, IReadOnlyList<ShadowVerdict>? Outcomes);

    private sealed record Verdicts(string Id, IReadOnlyList<ShadowVerdict> Outcomes);

    private sealed record AlertList(StateInfo State, IReadOnlyList<ShadowAlert> Items);

    private sealed record OutcomeList(StateInfo State, IReadOnlyList<ShadowOutcome> Items);

    private sealed record StateInfo(
        string Status, string? Failure, IReadOnlyList<string> Versions, IReadOnlyList<string> Rules, long Position, long LastSeq)
    {
        public static StateInfo Of(ShadowReport report) =>
            new(report.Status, report.Failure, report.Versions, report.Rules, report.Position, report.LastSeq);
    }
}
