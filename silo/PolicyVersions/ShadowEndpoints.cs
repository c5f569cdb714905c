using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>What is tried beside what counts: policy versions in the shadow, and rules of <c>policies/shadow.json</c>. For editors only.</summary>
internal sealed class ShadowEndpoints(ISupervision supervision, Export export)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/shadow/alerts", AlertsAsync, "The alerts that would be others").RequireAuthorization(Roles.ShadowPolicy);
        routes.Get("/v1/shadow/outcomes", OutcomesAsync, "Every rule as it is and as it is tried, with its precision").RequireAuthorization(Roles.ShadowPolicy);
    }

    private async Task AlertsAsync(HttpContext context)
    {
        var report = supervision.Shadow();
        if (!await export.TryAnswerAsync(context, words => PolicyTables.Differences(
            "shadow-alerts", report.Alerts, report.Outcomes.Sum(o => (long)o.Appear + o.Vanish + o.Change), words)))
        {
            await Answer.WriteAsync(context, new AlertList(StateInfo.Of(report), report.Alerts));
        }
    }

    private async Task OutcomesAsync(HttpContext context)
    {
        var report = supervision.Shadow();
        if (!await export.TryAnswerAsync(context, words => PolicyTables.ShadowOutcomes(report.Outcomes, words)))
        {
            await Answer.WriteAsync(context, new OutcomeList(StateInfo.Of(report), report.Outcomes));
        }
    }

    private sealed record AlertList(StateInfo State, IReadOnlyList<ReplayedAlert> Items);

    private sealed record OutcomeList(StateInfo State, IReadOnlyList<ShadowOutcome> Items);

    private sealed record StateInfo(
        string Status, string? Failure, IReadOnlyList<string> Versions, IReadOnlyList<string> Rules, long Position, long LastSeq)
    {
        public static StateInfo Of(ShadowReport report) =>
            new(report.Status, report.Failure, report.Versions, report.Rules, report.Position, report.LastSeq);
    }
}
