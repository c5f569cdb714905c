using System.Globalization;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains.Entities;

/// <summary>The silos as this one sees them, and which of them a partition belongs to.</summary>
internal sealed class ClusterView : ISiloStatusListener, IDisposable
{
    private readonly ISiloStatusOracle oracle;
    private CancellationTokenSource whole = new();

    public ClusterView(ISiloStatusOracle oracle)
    {
        this.oracle = oracle;
        oracle.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>Cancelled when a silo is next known to have died: the generation that runs is over then, and with it all that is done for it.</summary>
    public CancellationToken Whole => Volatile.Read(ref whole).Token;

    /// <summary>Those that work, in an order that is the same in all.</summary>
    public SiloAddress[] Silos => [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Order()];

    /// <summary>Whether a silo is known to have died, and not only to be leaving.</summary>
    public bool IsDead(SiloAddress silo) => oracle.IsDeadSilo(silo);

    /// <returns>Null: no silo is known to work.</returns>
    public SiloAddress? SiloOf(GrainId partition) => SiloOf(partition, Silos);

    /// <returns>Null: a partition belongs to this silo.</returns>
    public SiloAddress? Elsewhere(int partition) =>
        Silos is { Length: > 0 } silos && silos[partition % silos.Length] is var home && !home.Equals(oracle.SiloAddress) ? home : null;

    public static SiloAddress? SiloOf(GrainId partition, SiloAddress[] silos) =>
        silos.Length == 0 ? null : silos[NumberOf(partition) % silos.Length];

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            // Not disposed: whoever has its token may ask it still.
            Interlocked.Exchange(ref whole, new()).Cancel();
        }
    }

    public void Dispose() => oracle.UnSubscribeFromSiloStatusEvents(this);

    public static int NumberOf(GrainId partition)
    {
        var key = partition.Key.ToString()!;
        return int.Parse(key.AsSpan(key.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
    }
}

/// <summary>One partition after the other, silo by silo: the load of a cluster is that of its partitions.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SpreadPlacementAttribute() : PlacementAttribute(new SpreadPlacement());

[Serializable, GenerateSerializer, Immutable]
internal sealed class SpreadPlacement : PlacementStrategy;

internal sealed class SpreadPlacementDirector(ClusterView view) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress[] compatible = [.. context.GetCompatibleSilos(target).Order()];
        return Task.FromResult(view.SiloOf(target.GrainIdentity) is { } silo && compatible.Contains(silo)
            ? silo : ClusterView.SiloOf(target.GrainIdentity, compatible)!);
    }
}
