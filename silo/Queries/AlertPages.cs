using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Queries;

/// <summary>All alerts of a filter, a page at a time, so that the engine's read model is never held for long.</summary>
internal static class AlertPages
{
    private const int Page = 10_000;

    public static IEnumerable<AlertRecord> AllAlerts(this ISupervision supervision, AlertFilter filter, long after = 0)
    {
        while (supervision.Alerts(filter, after, Page) is { Count: > 0 } page)
        {
            foreach (var alert in page)
            {
                yield return alert;
            }

            after = page[^1].Seq;
        }
    }
}
