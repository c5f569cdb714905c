using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Interfaces;

/// <summary>What is tried beside what counts: one activation in the cluster, under the key <see cref="Key"/>, for it has all actors once more.</summary>
[Alias("ltc.shadow")]
public interface IShadowGrain : IGrainWithStringKey
{
    const string Key = "shadow";

    /// <summary>Answers from all that was durable when it was asked. To hold everything against everything may take long.</summary>
    /// <returns>A <see cref="LtcActors.Engine.Shadowing.ShadowAnswer"/> as JSON (<see cref="BesideJson"/>).</returns>
    [Alias("ask")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<byte[]> Ask(ShadowCall call);

    /// <summary>To ask activates it, and that is all there is to it.</summary>
    [Alias("stay")]
    [AlwaysInterleave]
    Task Stay();
}
