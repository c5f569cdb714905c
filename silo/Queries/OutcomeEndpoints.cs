using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Queries;

/// <summary>How often officers found a rule to be right.</summary>
internal sealed class OutcomeEndpoints(ISupervision supervision, Export export)
{
    private static readonly AlertFilter Closed =
        AlertFilter.All with { Statuses = new HashSet<AlertStatus> { AlertStatus.Resolved, AlertStatus.Dismissed } };

    public void Map(IEndpointRouteBuilder routes) =>
        routes.Get("/v1/outcomes", ListAsync, "Outcomes of closed alerts and precision, by rule and version").RequireAuthorization(Roles.Officer);

    private async Task ListAsync(HttpContext context)
    {
        var counts = Outcomes.Count(supervision.AllAlerts(Closed with { Scope = Caller.Of(context).Scope }), PolicyOf(supervision.PolicyVersions()));
        if (!await export.TryAnswerAsync(context, words => Tables.Outcomes(counts, words)))
        {
            await Answer.WriteAsync(context, new OutcomeList(counts));
        }
    }

    /// <summary>The live version that was the last to begin on or before the day an alert is of.</summary>
    private static Func<AlertRecord, string?> PolicyOf(IReadOnlyList<PolicyVersion> versions)
    {
        var live = versions.Where(v => v.IsLive).OrderBy(v => v.From).ToArray();
        return alert => live.LastOrDefault(v => v.From <= Shanghai.DayOf(alert.OccurredAt))?.Id;
    }

    private sealed record OutcomeList(IReadOnlyList<OutcomeCount> Items);
}
