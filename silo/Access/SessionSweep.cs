namespace LtcActors.Silo.Access;

/// <summary>A session that ends by the clock makes no noise: this looks for such, so that no stream goes on for longer.</summary>
internal sealed class SessionSweep(Sessions sessions, SiloLimits limits) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            sessions.Sweep();
            await Task.Delay(limits.SessionSweep, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
