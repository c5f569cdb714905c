using System.Text;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Hubs;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Metrics;

/// <summary>For whoever runs it: alive, ready, metrics.</summary>
internal sealed class OperationsEndpoints(ISupervision supervision, MetricStore metrics, AlertCounts alerts, HubConnections hub, CalendarWatch calendar)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/health/live", LiveAsync, "The process runs").AllowAnonymous();
        routes.Get("/health/ready", ReadyAsync, "Takes events and judges them").AllowAnonymous();
        routes.Get("/metrics", MetricsAsync, "Prometheus metrics").RequireAuthorization(Roles.MetricsPolicy);
    }

    private static Task LiveAsync(HttpContext context) => Answer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, "live"u8);
        json.WriteEndObject();
    });

    private Task ReadyAsync(HttpContext context)
    {
        var health = supervision.Health;
        if (!health.Ready)
        {
            throw new Refusal(ProblemKind.NotReady, health.Reason ?? "The engine is not ready yet.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        return Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "ready"u8);
            calendar.WriteTo(json);
            json.WriteEndObject();
        });
    }

    private async Task MetricsAsync(HttpContext context)
    {
        var text = new StringBuilder(4096);
        metrics.WriteTo(text);
        Engine(text, supervision.Health);
        PrometheusText.Head(text, "ltcactors_alerts", "gauge", "Alerts open or acknowledged, by severity.");
        foreach (var (severity, count) in alerts.Now())
        {
            PrometheusText.Sample(text, "ltcactors_alerts", PrometheusText.Label("severity", severity), count);
        }

        PrometheusText.Single(
            text, "ltcactors_calendar_years_missing", "gauge", "Years that terms in working days need and no holiday notice is there for.", calendar.Missing().Count);
        PrometheusText.Single(text, "ltcactors_hub_connections", "gauge", "Open hub connections.", hub.Count);
        Process(text);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text.ToString());
    }

    private static void Engine(StringBuilder text, EngineHealth health)
    {
        PrometheusText.Single(text, "ltcactors_ready", "gauge", "1 when events are taken and judged.", health.Ready ? 1 : 0);
        PrometheusText.Single(text, "ltcactors_journal_last_seq", "gauge", "Place of the journal's last entry.", health.LastSeq);
        PrometheusText.Single(text, "ltcactors_judged_position", "gauge", "Place up to which everything is judged.", health.Position);
        PrometheusText.Single(text, "ltcactors_waiting_events", "gauge", "Events waiting to be written.", health.Waiting);
        PrometheusText.Single(text, "ltcactors_rule_faults_total", "counter", "Times a rule failed on an actor.", health.Faults);
        PrometheusText.Single(text, "ltcactors_active_actors", "gauge", "Actors in memory.", health.ActiveActors);
    }

    private static void Process(StringBuilder text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
        PrometheusText.Single(text, "process_cpu_seconds_total", "counter", "Processor time.", process.TotalProcessorTime.TotalSeconds);
        PrometheusText.Single(text, "process_resident_memory_bytes", "gauge", "Resident memory.", process.WorkingSet64);
        PrometheusText.Single(text, "process_start_time_seconds", "gauge", "Start, seconds since 1970.", started);
        PrometheusText.Single(text, "dotnet_gc_pause_seconds_total", "counter", "Time all threads stood still for the collector.", GC.GetTotalPauseDuration().TotalSeconds);
        PrometheusText.Single(text, "dotnet_gc_allocated_bytes_total", "counter", "Bytes allocated.", GC.GetTotalAllocatedBytes());
        PrometheusText.Head(text, "dotnet_gc_collections_total", "counter", "Collections, by generation and above.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            PrometheusText.Sample(text, "dotnet_gc_collections_total", PrometheusText.Label("generation", $"{generation}"), GC.CollectionCount(generation));
        }

        PrometheusText.Single(text, "dotnet_gc_heap_bytes", "gauge", "Managed heap.", GC.GetTotalMemory(forceFullCollection: false));
    }
}
