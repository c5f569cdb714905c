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

/// <summary>What is tried beside what counts: policy versions in the shadow, and rules of <c>policies/shadow.json</c>. For editors; quality control reads it.</summary>
internal sealed class ShadowEndpoints(
    ISupervision supervision, ShadowOutcomes outcomes, DeskBook desk, AuditLog audit, Export export, SiloLimits limits, BodyBudget budget)
{
    /// <summary>The kind under which the audit notes a finding of a shadow.</summary>
    public const string AuditKind = "shadow-finding";

    private const string Any = "any";

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
        var query = new QueryReader(context.Request);
        var filter = new ShadowFilter(AlertFilters.Rules(query), ChangeOf(query));
        var after = After(query);
        var limit = (int)query.Number("limit", limits.PageItemsDefault, 1, limits.PageItems);
        if (Export.IsWanted(context))
        {
            var all = await AllAsync(filter);
            await export.TryAnswerAsync(context, words => PolicyTables.ShadowAlerts(all, outcomes.Of, words));
            return;
        }

        var answer = await AskAsync(filter, after, limit);
        await Answer.WriteAsync(context, new AlertPage(StateInfo.Of(answer), [.. answer.Page.Items.Select(Shown)], answer.Page.Total, answer.Page.Next));
    }

    /// <summary>All of a filter, of one comparison: nobody reads in a file what the events are called that they rest on.</summary>
    private async Task<List<ReplayedAlert>> AllAsync(ShadowFilter filter)
    {
        var all = new List<ReplayedAlert>();
        for (var after = ""; after is not null;)
        {
            var page = (await AskAsync(filter, after, limits.PageItems, names: false)).Page;
            all.AddRange(page.Items);
            // What is more than a file may have is refused when it is made.
            after = all.Count > Export.MaxRows ? null : page.Next;
        }

        return all;
    }

    private static ShadowChange? ChangeOf(QueryReader query) => query.OneOf("difference", Any, "appear", "vanish", "change") switch
    {
        "appear" => ShadowChange.Appear,
        "vanish" => ShadowChange.Vanish,
        "change" => ShadowChange.Change,
        _ => null,
    };

    /// <summary>The place is an id, as findings that are only tried stand nowhere in the journal.</summary>
    private static string After(QueryReader query)
    {
        var after = query.Text("after", AlertEndpoints.MaxIdChars) ?? "";
        return after.Length == 0 || Ids.IsId(after)
            ? after
            : throw new Refusal(ProblemKind.Malformed, "'after' is an alert's id: the 'next' of the page before.") { Parameter = "after" };
    }

    private async Task OutcomesAsync(HttpContext context)
    {
        var answer = await AskAsync(ShadowFilter.All);
        if (!await export.TryAnswerAsync(context, words => PolicyTables.ShadowOutcomes(answer.Outcomes, words)))
        {
            await Answer.WriteAsync(context, new OutcomeList(StateInfo.Of(answer), answer.Outcomes));
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
        if (id.Length > AlertEndpoints.MaxIdChars || (await AskAsync(ShadowFilter.All with { Id = id }, limit: 1, names: false)).Page.Items is not [{ Before: null }])
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

    private Task<ShadowAnswer> AskAsync(ShadowFilter filter, string after = "", int limit = 0, bool names = true) =>
        supervision.ShadowAsync(new(outcomes.Counting(), filter, after, limit, GoesOn: after.Length > 0, names));

    private ShadowAlert Shown(ReplayedAlert alert) =>
        new(alert.Id, alert.Rule, alert.Before, alert.After, alert.Before is null && outcomes.Of(alert.Id) is { Count: > 0 } given ? given : null);

    /// <param name="Outcomes">Of what only the shadow finds: what editors found, the last first; null: nothing yet.</param>
    private sealed record ShadowAlert(string Id, string Rule, AlertRecord? Before, AlertRecord? After, IReadOnlyList<ShadowVerdict>? Outcomes);

    private sealed record Verdicts(string Id, IReadOnlyList<ShadowVerdict> Outcomes);

    /// <param name="Total">Of the filter, on all pages.</param>
    private sealed record AlertPage(StateInfo State, IReadOnlyList<ShadowAlert> Items, int Total, string? Next);

    private sealed record OutcomeList(StateInfo State, IReadOnlyList<ShadowOutcome> Items);

    private sealed record StateInfo(
        string Status, string? Failure, IReadOnlyList<string> Versions, IReadOnlyList<string> Rules, long Position, long LastSeq)
    {
        public static StateInfo Of(ShadowAnswer answer) =>
            new(answer.Status, answer.Failure, answer.Versions, answer.Rules, answer.Position, answer.LastSeq);
    }
}
