using System.Collections.Concurrent;
using LtcActors.Engine;
using LtcActors.Engine.Running;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace LtcActors.Grains.Entities;

/// <summary>What the entities of one silo share.</summary>
internal sealed class EntityServices
{
    private readonly ConcurrentBag<Judging> pool = [];
    private readonly ClusterEngineOptions options;

    public EntityServices(ClusterEngineOptions options, IServiceProvider services)
    {
        this.options = options;
        Storage = services.GetRequiredKeyedService<IGrainStorage>(ClusterEngineOptions.Snapshots);
        // What an entity holds of withdrawals is in its own history: that is what it is built anew by.
        Rebuilder = new(options.Journal.Reader, options.Parsers, static (_, _) => false);
    }

    public IGrainStorage Storage { get; }

    public Rebuilder Rebuilder { get; }

    public Limits Limits => options.Limits;

    /// <summary>Lends what a stage does to an actor; it is back before the turn ends.</summary>
    public Judging Rent() => pool.TryTake(out var judging) ? judging : new(options.Policies, options.Limits, Rebuilder);

    public void Return(Judging judging) => pool.Add(judging);
}
