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

    private Task ListAsync(HttpContext context) => Answer.WriteAsync(context, new OutcomeList(Outcomes.Count(Alerts(), static _ => null)));

    private IEnumerable<AlertRecord> Alerts()
    {
        long after = 0;
        while (supervision.Alerts(Closed, after, Page) is { Count: > 0 } page)
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
