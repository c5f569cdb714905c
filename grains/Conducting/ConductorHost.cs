using LtcActors.Engine.Ports;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Serving;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace LtcActors.Grains.Conducting;

/// <summary>Begins one generation after the other, as long as the conductor's activation lives.</summary>
internal sealed partial class ConductorHost(
    ClusterEngineOptions options, IGrainFactory grains, EntityServices services, SiloAlerts alerts, ClusterView view, ILogger<ConductorHost> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private volatile Generation? current;
    private volatile string reason = "The conductor is starting.";
    private volatile SiloAddress[] silos = [];
    private volatile bool ending;

    /// <summary>The generation that runs; null between two.</summary>
    public Generation? Current => current;

    /// <summary>How many silos its partitions are spread over.</summary>
    public int Silos => silos.Length;

    /// <summary>Why there is none.</summary>
    public string Reason => reason;

    public void Start(string holder) => running = Task.Run(() => RunAsync(holder));

    /// <summary>Writes what waits, judges it, keeps a checkpoint, as far as the time allows, and lets another conductor begin.</summary>
    public async Task StopAsync(bool inGoodOrder, CancellationToken atMost)
    {
        // Should the generation end meanwhile, as it does when other silos go too: that was the last.
        ending = true;
        if (inGoodOrder && current is { } generation)
        {
            await DrainAsync(generation, atMost).ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync(string holder)
    {
        var failed = 0;
        while (!ending)
        {
            try
            {
                silos = view.Silos;
                await using var generation = await Generation.BeginAsync(options, grains, services, alerts, view, holder, silos.Length, stop.Token).ConfigureAwait(false);
                current = generation;
                Begun(log, generation.Number, holder);
                reason = await UntilOver(generation).ConfigureAwait(false);
                // What one could not judge the next hardly can: it is tried less and less often.
                failed = generation.Conductor.Broken is null ? 0 : failed + 1;
                current = null;
                Over(log, generation.Number, reason);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException e)
            {
                // Mostly the lease of a writer that was lost, which runs out by itself: there is nothing to be gentle with.
                (reason, failed) = (e.Message, 0);
                Waits(log, e.Message);
            }
            catch (Exception e)
            {
                // Whatever it was: the journal has everything, and the next try reads it anew.
                reason = e.Message;
                failed++;
                NotBegun(log, e);
            }

            await Task.Delay(options.ClusterLimits.RetryDelay(failed), stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Judges what waits and writes a checkpoint, so that the next generation has no tail.</summary>
    private static async Task DrainAsync(Generation generation, CancellationToken atMost)
    {
        if (generation.NotJudging is not null)
        {
            return;
        }

        try
        {
            await generation.SettledAsync().WaitAsync(atMost).ConfigureAwait(false);
            await generation.Within(generation.Conductor.CheckpointAsync()).WaitAsync(atMost).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next one has a longer tail to judge, and that is all.
        }
    }

    private async Task<string> UntilOver(Generation generation)
    {
        var others = TimeSpan.Zero;
        while (!stop.IsCancellationRequested)
        {
            await Task.WhenAny(generation.Failed, Task.Delay(LookEvery, stop.Token)).ConfigureAwait(false);
            if (generation.Failed.IsCompleted)
            {
                return (await generation.Failed.ConfigureAwait(false)).Message;
            }

            if (generation.Conductor.Broken is { } broken)
            {
                return broken.Message;
            }

            // A dead silo has taken partitions with it, whether or not a call to one of them is ever answered.
            if (silos.Any(view.IsDead))
            {
                return "A silo of the cluster has died.";
            }

            // A silo that leaves has seen to a checkpoint. One that comes gets its share when it has stayed a while.
            others = view.Silos.SequenceEqual(silos) ? TimeSpan.Zero : others + LookEvery;
            if (others >= options.ClusterLimits.SpreadAfter)
            {
                using var limit = new CancellationTokenSource(options.ClusterLimits.DrainAtMost);
                await DrainAsync(generation, limit.Token).ConfigureAwait(false);
                return "The silos of the cluster are others now.";
            }
        }

        return "The conductor ends.";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Generation {Number} begins at {Holder}.")]
    private static partial void Begun(ILogger log, long number, string holder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Generation {Number} is over: {Reason}")]
    private static partial void Over(ILogger log, long number, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "No generation can begin yet: {Reason}")]
    private static partial void Waits(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No generation could begin; it is tried again.")]
    private static partial void NotBegun(ILogger log, Exception e);
}
