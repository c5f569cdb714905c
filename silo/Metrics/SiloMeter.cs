using System.Diagnostics.Metrics;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Metrics;

/// <summary>What the silo counts of its own work.</summary>
internal sealed class SiloMeter : IDisposable
{
    public const string Name = "LtcActors.Silo";

    private readonly Counter<long> events;
    private readonly Histogram<double> batch;

    public SiloMeter()
    {
        Meter = new Meter(Name);
        events = Meter.CreateCounter<long>("ltcactors_events_total", null, "Events answered, by status.");
        batch = Meter.CreateHistogram<double>("ltcactors_ingest_batch_seconds", "s", "From a request's first byte read to its answer.");
    }

    public Meter Meter { get; }

    public void Count(EventResult[] results)
    {
        int accepted = 0, duplicate = 0;
        foreach (ref readonly var result in results.AsSpan())
        {
            accepted += result.Status == EventStatus.Accepted ? 1 : 0;
            duplicate += result.Status == EventStatus.Duplicate ? 1 : 0;
        }

        Add(accepted, "accepted");
        Add(duplicate, "duplicate");
        Add(results.Length - accepted - duplicate, "rejected");
    }

    public void Batch(TimeSpan took) => batch.Record(took.TotalSeconds);

    public void Dispose() => Meter.Dispose();

    private void Add(int count, string status)
    {
        if (count > 0)
        {
            events.Add(count, new KeyValuePair<string, object?>("status", status));
        }
    }
}
