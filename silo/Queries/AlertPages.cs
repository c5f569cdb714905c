using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Queries;

/// <summary>Alerts of a filter and of a text, a page at a time, so that the engine's read model is never held for long.</summary>
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

    /// <summary>As <see cref="ISupervision.Alerts"/>, of those that a text finds.</summary>
    public static IReadOnlyList<AlertRecord> Alerts(this ISupervision supervision, AlertFilter filter, AlertText text, long after, int limit) =>
        text.IsEmpty ? supervision.Alerts(filter, after, limit) : [.. supervision.AllAlerts(filter, after).Where(text.Matches).Take(limit)];

    /// <summary>As <see cref="ISupervision.NewestAlerts"/>, of those that a text finds.</summary>
    public static IReadOnlyList<AlertRecord> NewestAlerts(this ISupervision supervision, AlertFilter filter, AlertText text, long before, int limit) =>
        text.IsEmpty ? supervision.NewestAlerts(filter, before, limit) : [.. supervision.AllNewest(filter, before).Where(text.Matches).Take(limit)];

    private static IEnumerable<AlertRecord> AllNewest(this ISupervision supervision, AlertFilter filter, long before)
    {
        while (supervision.NewestAlerts(filter, before, Page) is { Count: > 0 } page)
        {
            foreach (var alert in page)
            {
                yield return alert;
            }

            before = page[^1].Seq;
        }
    }
}
