using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Metrics;

/// <summary>
/// Writes to the log when the silo ceases to take events and when it does again, by what a rule failed, and that no checkpoint could be
/// written: who asks <c>/health/ready</c> only learns how it stands at that moment.
/// </summary>
internal sealed partial class HealthWatch(ISupervision supervision, ILogger<HealthWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private bool wasReady;
    private string? reason;
    private string? checkpointFailure;
    private int faults;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Look(supervision.Health);
            await Task.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal void Look(EngineHealth health)
    {
        if (health.Faults > faults)
        {
            Failed(health.Faults - faults, health.LastFault ?? "");
            faults = health.Faults;
        }

        if (health.CheckpointFailure is { } failure && failure != checkpointFailure)
        {
            NotKept(failure);
        }

        if (health.Ready)
        {
            if (!wasReady)
            {
                Ready(health.LastSeq);
            }
        }
        else if (wasReady)
        {
            Stopped(health.Reason ?? "", health.LastFault ?? "");
        }
        else if (health.Reason != reason)
        {
            Waits(health.Reason ?? "");
        }

        (wasReady, reason, checkpointFailure) = (health.Ready, health.Reason, health.CheckpointFailure);
    }

    [LoggerMessage(1, LogLevel.Information, "It takes events. The journal's last entry is {LastSeq}.")]
    private partial void Ready(long lastSeq);

    [LoggerMessage(2, LogLevel.Information, "It takes no events yet: {Reason}")]
    private partial void Waits(string reason);

    [LoggerMessage(3, LogLevel.Error, "It takes no events any more: {Reason} {Detail}")]
    private partial void Stopped(string reason, string detail);

    [LoggerMessage(5, LogLevel.Warning, "A checkpoint could not be written; until one is, a restart takes longer: {Reason}")]
    private partial void NotKept(string reason);

    [LoggerMessage(4, LogLevel.Error, "Rules failed {Times} times more; the findings of those actors stay as they were. The last: {Detail}")]
    private partial void Failed(int times, string detail);
}
