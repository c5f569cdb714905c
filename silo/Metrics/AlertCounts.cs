using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Metrics;

/// <summary>How many alerts want an officer, by severity: counted anew at most every few seconds, however often it is asked.</summary>
internal sealed class AlertCounts(ISupervision supervision, TimeProvider clock)
{
    public static readonly IReadOnlyList<string> Severities = ["P1", "P2", "P3", "P4"];
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly AlertFilter Wanting =
        AlertFilter.All with { Statuses = new HashSet<AlertStatus> { AlertStatus.Open, AlertStatus.Acknowledged } };

    private readonly Lock gate = new();
    private Dictionary<string, int>? counts;
    private long countedAt;

    public IReadOnlyDictionary<string, int> Now()
    {
        lock (gate)
        {
            if (counts is null || clock.GetElapsedTime(countedAt) > Fresh)
            {
                counts = Count();
                countedAt = clock.GetTimestamp();
            }

            return counts;
        }
    }

    private Dictionary<string, int> Count()
    {
        var found = Severities.ToDictionary(s => s, _ => 0, StringComparer.Ordinal);
        foreach (var alert in supervision.AllAlerts(Wanting))
        {
            found[alert.Severity] = found.GetValueOrDefault(alert.Severity) + 1;
        }

        return found;
    }
}
