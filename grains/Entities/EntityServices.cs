using System.Collections.Concurrent;
using LtcActors.Domain.Actors;
using LtcActors.Engine;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Entities;

/// <summary>What the entities of one silo share.</summary>
internal sealed class EntityServices
{
    private readonly ConcurrentBag<Judging> pool = [];
    private readonly ClusterEngineOptions options;

    private readonly ClusterView view;

    public EntityServices(ClusterEngineOptions options, ClusterView view, IServiceProvider services)
    {
        this.options = options;
        this.view = view;
        Storage = services.GetRequiredKeyedService<IGrainStorage>(ClusterEngineOptions.Snapshots);
        // What an entity holds of withdrawals is in its own history: that is what it is built anew by.
        Rebuilder = new(options.Journal.Reader, options.Parsers, static (_, _) => false);
    }

    public IGrainStorage Storage { get; }

    public Rebuilder Rebuilder { get; }

    public Limits Limits => options.Limits;

    /// <summary>The silo of an actor's partition, as far as this silo can tell; null when it is this one.</summary>
    public SiloAddress? HomeElsewhere(ActorId id) => view.Elsewhere(EntityKeys.PartitionOf(id, EntityKeys.Partitions));

    /// <summary>Lends what a stage does to an actor; it is back before the turn ends.</summary>
    public Judging Rent() => pool.TryTake(out var judging) ? judging : new(options.Policies, options.Limits, Rebuilder);

    public void Return(Judging judging) => pool.Add(judging);
}
