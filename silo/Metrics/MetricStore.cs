using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace LtcActors.Silo.Metrics;

/// <summary>Adds up what one meter measures, for as long as the process runs, as Prometheus wants it.</summary>
internal sealed class MetricStore : IDisposable
{
    /// <summary>Upper bounds in seconds; the durable commit of a batch lies in the middle of them.</summary>
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);
    private readonly MeterListener listener = new();

    public MetricStore(SiloMeter silo)
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            // By identity: another silo in this process has a meter of the same name.
            if (ReferenceEquals(instrument.Meter, silo.Meter))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
        listener.Start();
    }

    public void WriteTo(StringBuilder text)
    {
        lock (gate)
        {
            foreach (var (name, family) in families)
            {
                PrometheusText.Head(text, name, family.IsHistogram ? "histogram" : "counter", family.Help);
                foreach (var (labels, series) in family.Series)
                {
                    series.WriteTo(text, name, labels, family.IsHistogram);
                }
            }
        }
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        lock (gate)
        {
            if (!families.TryGetValue(instrument.Name, out var family))
            {
                family = new Family(instrument is Histogram<double>, instrument.Description ?? "");
                families.Add(instrument.Name, family);
            }

            if (!family.Series.TryGetValue(labels, out var series))
            {
                series = new Series();
                family.Series.Add(labels, series);
            }

            series.Add(value);
        }
    }

    private sealed record Family(bool IsHistogram, string Help)
    {
        public SortedDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Series
    {
        private readonly long[] buckets = new long[Bounds.Length];
        private long count;
        private double sum;

        public void Add(double value)
        {
            count++;
            sum += value;
            var at = Array.FindIndex(Bounds, bound => value <= bound);
            if (at >= 0)
            {
                buckets[at]++;
            }
        }

        public void WriteTo(StringBuilder text, string name, string labels, bool histogram)
        {
            if (!histogram)
            {
                PrometheusText.Sample(text, name, labels, sum);
                return;
            }

            long below = 0;
            for (var i = 0; i < Bounds.Length; i++)
            {
                below += buckets[i];
                PrometheusText.Sample(text, name + "_bucket", $"le=\"{Bounds[i].ToString(CultureInfo.InvariantCulture)}\"", below);
            }

            PrometheusText.Sample(text, name + "_bucket", "le=\"+Inf\"", count);
            PrometheusText.Sample(text, name + "_sum", labels, sum);
            PrometheusText.Sample(text, name + "_count", labels, count);
        }
    }
}
