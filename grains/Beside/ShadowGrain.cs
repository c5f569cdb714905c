using System.Collections.Frozen;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Shadowing;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Serving;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LtcActors.Grains.Beside;

/// <summary>
/// The engine's shadow over the journal that all silos share, on threads of its own in the silo where this is activated. It follows the
/// policy versions and alerts that this silo shows.
/// </summary>
[KeepAlive, Reentrant, GrainType("ltc-shadow")]
internal sealed partial class ShadowGrain : Grain, IShadowGrain
{
    private readonly ClusterEngineOptions options;
    private readonly SiloAlerts alerts;
    private readonly ILogger<ShadowGrain> log;
    private readonly ShadowDesk desk;
    private readonly CancellationTokenSource stop = new();
    private Task following = Task.CompletedTask;
    private (byte[] Json, FrozenDictionary<string, string> Read) judged = ("{}"u8.ToArray(), FrozenDictionary<string, string>.Empty);

    public ShadowGrain(ClusterEngineOptions options, SiloAlerts alerts, ILogger<ShadowGrain> log)
    {
        (this.options, this.alerts, this.log) = (options, alerts, log);
        desk = new(options.Beside(), () => new ThreadScheduler(options.Clock));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        following = Task.Run(FollowAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await following;
        desk.Dispose();
    }

    public async Task<byte[]> Ask(ShadowCall call)
    {
        await alerts.CatchUpAsync(stop.Token);
        Follow();
        if (!judged.Json.AsSpan().SequenceEqual(call.Judged))
        {
            // The same object as long as nobody gives another: by that it is known what need not be compared anew.
            judged = (call.Judged, JsonSerializer.Deserialize<Dictionary<string, string>>(call.Judged)!.ToFrozenDictionary(StringComparer.Ordinal));
        }

        var question = call.Question(judged.Read);
        // Not in the grain's turn: it is as much work as there are alerts.
        return await Task.Run(
            () => BesideJson.Write(desk.Report(alerts.Feed.LastSeq, alerts.Feed.Latest, question.Judged, question.GoesOn).Answer(question)), stop.Token);
    }

    public Task Stay() => Task.CompletedTask;

    private void Follow() => desk.Follow(alerts.Feed.Policies.Versions(), alerts.Feed.Policies.Steps() is [.., var last] ? last.Seq : 0);

    private async Task FollowAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            Follow();
            desk.Signal();
            var pause = options.ClusterLimits.FollowEvery;
            if (desk.Failure is { } failure and (DbException or IOException or SocketException or TimeoutException or JournalUnavailableException))
            {
                // The database was away for longer than anybody waits for it. Whatever else stops a shadow would stop it again.
                Lost(log, failure.Message);
                desk.Forget();
                pause = options.ClusterLimits.RetryAtMost;
            }

            await options.Journal.WaitAsync(alerts.Feed.LastSeq, pause, stop.Token).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is tried begins anew, for the journal could not be read: {Reason}")]
    private static partial void Lost(ILogger log, string reason);
}
