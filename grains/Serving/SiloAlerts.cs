using LtcActors.Engine.Alerts;
using LtcActors.Engine.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LtcActors.Grains.Serving;

/// <summary>The alerts of one silo: its own copy, which follows the journal's decisions. Readers and the hub are served from here.</summary>
internal sealed partial class SiloAlerts : BackgroundService
{
    private const int Portion = 500;

    private readonly ClusterEngineOptions options;
    private readonly ILogger<SiloAlerts> log;
    private readonly SemaphoreSlim looking = new(1, 1);

    public SiloAlerts(ClusterEngineOptions options, ILogger<SiloAlerts> log)
    {
        this.options = options;
        this.log = log;
        Feed = new(options.Journal.Reader, options.Limits.RecentChanges, record => Supervision.Readable(record, options.Cite, options.Policies.Clocks), follows: true);
    }

    public AlertFeed Feed { get; }

    /// <summary>Shows everything that was durable when it was called.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        await looking.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            // The journal is asked synchronously; a request's thread must not wait for that.
            await Task.Run(Look, stop).ConfigureAwait(false);
        }
        finally
        {
            looking.Release();
        }
    }

    public override void Dispose()
    {
        looking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stoppingToken).ConfigureAwait(false);
                await options.Journal.WaitAsync(Feed.LastSeq, options.ClusterLimits.FollowEvery, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away: what came meanwhile is read when it is back.
                Behind(log, e);
                await Task.Delay(options.ClusterLimits.RetryAfter, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private void Look()
    {
        while (options.Journal.Reader.ReadDecisions(Feed.LastSeq, Portion) is { Count: > 0 } some)
        {
            Feed.PublishStored(some);
            if (some.Count < Portion)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alerts of this silo are behind: the journal could not be read.")]
    private static partial void Behind(ILogger log, Exception e);
}
