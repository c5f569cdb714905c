using LtcActors.Engine.Replaying;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Beside;

/// <summary>The engine's replays over the journal that all silos share, on threads of their own in the silo where this is activated; they end with it.</summary>
[KeepAlive, Reentrant, GrainType("ltc-replays")]
internal sealed class ReplayGrain(ClusterEngineOptions options) : Grain, IReplayGrain
{
    private readonly ReplayDesk desk = new(request => PolicyReplay.Start(options.Beside(), request));

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        desk.Dispose();
        return Task.CompletedTask;
    }

    public Task<byte[]> Begin(string policy, byte[] request) => Task.Run(() => BesideJson.Write(desk.Begin(policy, BesideJson.Read<ReplayRequest>(request)!)));

    public Task<byte[]> All() => Task.FromResult(BesideJson.Write(desk.All()));

    public Task<byte[]> Find(string id) => Task.Run(() => BesideJson.Write(desk.Find(id)));

    public async Task<byte[]> Cancel(string id) => BesideJson.Write(await desk.CancelAsync(id));
}
