using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>
/// To whom an alert may be given: an active account that may triage and sees the alert. One that is given to anybody else is nobody's, and
/// waits there until its time is over.
/// </summary>
internal sealed class Assignees(Accounts accounts, ISupervision supervision)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Get("/v1/alerts/{id}/officers", ListAsync, "To whom an alert may be given").RequireAuthorization(Roles.Officer);

    /// <summary>Programs that hold the contract's token give alerts to whomever they know: their officers need no account here.</summary>
    /// <exception cref="Refusal">422: of the name there is no such account, or it does not see one of the alerts.</exception>
    public void Check(Caller caller, string name, IEnumerable<AlertRecord> alerts)
    {
        if (caller.Session is not null && !(accounts.Active(name) is { } account && alerts.All(alert => MayHold(account, alert))))
        {
            // One word for all of it: whoever asks must not learn who has an account elsewhere.
            throw new Refusal(ProblemKind.UnknownAssignee, "'assignee' is no active account that may triage and sees this.") { Pointer = "/assignee" };
        }
    }

    private Task ListAsync(HttpContext context)
    {
        var alert = AlertEndpoints.Find(supervision, context);
        return Answer.WriteAsync(context, new OfficerList(
            [.. accounts.All.Where(a => !a.Disabled && MayHold(a, alert)).OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => new Officer(a.Name, a.DisplayName, a.Role))]));
    }

    private static bool MayHold(Account account, AlertRecord alert) => Roles.Of(account.Role).HasFlag(Right.Triage) && account.Scope.Sees(alert);

    private sealed record OfficerList(IReadOnlyList<Officer> Items);

    private sealed record Officer(string Name, string? DisplayName, string Role);
}
