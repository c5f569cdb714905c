using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Interfaces;

/// <summary>
/// The replays of the cluster: one activation, under the key <see cref="Key"/>, and one replay at a time in it, with all actors in its
/// silo's memory. All answers are JSON (<see cref="BesideJson"/>).
/// </summary>
[Alias("ltc.replays")]
public interface IReplayGrain : IGrainWithStringKey
{
    const string Key = "replays";

    /// <param name="policy">Id of the version.</param>
    /// <param name="request">A <see cref="LtcActors.Engine.Replaying.ReplayRequest"/> as JSON.</param>
    /// <returns>A <see cref="LtcActors.Engine.Replaying.ReplayBegun"/>.</returns>
    [Alias("begin")]
    Task<byte[]> Begin(string policy, byte[] request);

    /// <returns>A list of <see cref="LtcActors.Engine.Replaying.ReplayState"/>.</returns>
    [Alias("all")]
    [AlwaysInterleave]
    Task<byte[]> All();

    /// <returns>A <see cref="LtcActors.Engine.Replaying.ReplayState"/>, or null. What a replay has found may be long.</returns>
    [Alias("find")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<byte[]> Find(string id);

    /// <returns>As <see cref="Find"/>, of one that has ended.</returns>
    [Alias("cancel")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<byte[]> Cancel(string id);
}
