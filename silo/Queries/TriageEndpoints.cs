using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>What an officer does with an alert. Who did it is taken from the credentials, never from the body.</summary>
internal sealed class TriageEndpoints(ISupervision supervision, SiloLimits limits, BodyBudget budget)
{
    private const int AssigneeChars = 64;

    private static readonly HashSet<string> Outcomes = new(Engine.Alerts.Outcomes.Known, StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "acknowledge", TriageAction.Acknowledge, "Take note of an alert");
        Map(routes, "assign", TriageAction.Assign, "Give an alert to somebody");
        Map(routes, "resolve", TriageAction.Resolve, "Close an alert with its outcome");
        Map(routes, "dismiss", TriageAction.Dismiss, "Set an alert aside");
        Map(routes, "reopen", TriageAction.Reopen, "Open a closed alert again");
    }

    private void Map(IEndpointRouteBuilder routes, string word, TriageAction action, string summary) =>
        routes.Post($"/v1/alerts/{{id}}/{word}", context => HandleAsync(context, action), summary).RequireAuthorization(Roles.Officer);

    private async Task HandleAsync(HttpContext context, TriageAction action)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget, optional: true);
        var note = body.Text("note", limits.NoteChars);
        var assignee = body.Text("assignee", AssigneeChars);
        var outcome = body.Text("outcome", AssigneeChars);
        if (note is null && action is (TriageAction.Resolve or TriageAction.Dismiss))
        {
            throw new Refusal(ProblemKind.Missing, "A closing needs a 'note' that says why.") { Pointer = "/note" };
        }

        if (assignee is null && action == TriageAction.Assign)
        {
            throw new Refusal(ProblemKind.Missing, "'assignee' is required here.") { Pointer = "/assignee" };
        }

        if (outcome is not null && !Outcomes.Contains(outcome))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'outcome' is one of {string.Join(", ", Outcomes)}.") { Pointer = "/outcome" };
        }

        var alert = AlertEndpoints.Find(supervision, context);
        var by = context.User.Identity!.Name!;
        var result = await supervision.TriageAsync(new TriageCommand(alert.Id, action, by, note, assignee, outcome));
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
}
