using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Queries;

/// <summary>How often officers found a rule to be right.</summary>
internal sealed class OutcomeEndpoints(ISupervision supervision)
{
    private const int Page = 10_000;

    private static readonly AlertFilter Closed =
        AlertFilter.All with { Statuses = new HashSet<AlertStatus> { AlertStatus.Resolved, AlertStatus.Dismissed } };

    public void Map(IEndpointRouteBuilder routes) =>
        routes.Get("/v1/outcomes", ListAsync, "Outcomes of closed alerts and precision, by rule and version").RequireAuthorization(Roles.Officer);

    private Task ListAsync(HttpContext context) => Answer.WriteAsync(context, new OutcomeList(Outcomes.Count(Alerts(Caller.Of(context).Scope), PolicyOf(supervision.PolicyVersions()))));

    /// <summary>The live version that was the last to begin on or before the day an alert is of.</summary>
    private static Func<AlertRecord, string?> PolicyOf(IReadOnlyList<PolicyVersion> versions)
    {
        var live = versions.Where(v => v.IsLive).OrderBy(v => v.From).ToArray();
        return alert => live.LastOrDefault(v => v.From <= Shanghai.DayOf(alert.OccurredAt))?.Id;
    }

    private IEnumerable<AlertRecord> Alerts(Scope scope)
    {
        var filter = Closed with { Scope = scope };
        long after = 0;
        while (supervision.Alerts(filter, after, Page) is { Count: > 0 } page)
        {
            foreach (var alert in page)
            {
                yield return alert;
            }

            after = page[^1].Seq;
        }
    }

    private sealed record OutcomeList(IReadOnlyList<OutcomeCount> Items);
}
