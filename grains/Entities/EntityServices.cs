using System.Collections.Concurrent;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Ports;
using LtcActors.Grains.Rows;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Entities;

/// <summary>What the entities of one silo share.</summary>
internal sealed class EntityServices : IDisposable
{
    [ThreadStatic]
    private static StateWriter? writer;

    private readonly ConcurrentBag<Judging> pool = [];
    private readonly ConcurrentDictionary<ActorId, Resident> residents = [];
    private readonly ClusterEngineOptions options;

    private readonly ConcurrentDictionary<long, PolicyBook> books = [];
    private readonly ISnapshotRows rows;
    private readonly ConcurrentDictionary<int, (long Generation, PartitionRows Rows)> partitions = [];
    private readonly OwedRows[] owed = [.. Enumerable.Range(0, EntityKeys.Partitions).Select(static _ => new OwedRows())];
    private readonly ClusterView view;
    private readonly SemaphoreSlim reading;
    private int unforeseen;

    public EntityServices(ClusterEngineOptions options, ClusterView view, IServiceProvider services)
    {
        this.options = options;
        this.view = view;
        reading = new(options.ClusterLimits.ReadsUnderWay);
        Judging = JudgingBy(options.Policies);
        Storage = services.GetRequiredKeyedService<IGrainStorage>(ClusterEngineOptions.Snapshots);
        rows = Storage as ISnapshotRows ?? throw new ArgumentException($"The grain storage {ClusterEngineOptions.Snapshots} cannot tell which rows it has.");
        // What an entity holds of withdrawals is in its own history: that is what it is built anew by.
        Rebuilder = new(options.Journal.Reader, options.Parsers, static (_, _) => false);
    }

    /// <summary>What a silo judges by that has these policies.</summary>
    public static JudgingIdentity JudgingBy(PolicyBook policies) =>
        JudgingIdentity.Of(policies, KeyValuePair.Create("rows of the cluster", FormattableString.Invariant($"{PartitionRows.Layout}")));

    public IGrainStorage Storage { get; }

    /// <summary>What this silo judges by.</summary>
    public JudgingIdentity Judging { get; }

    public Rebuilder Rebuilder { get; }

    public Limits Limits => options.Limits;

    /// <summary>The silo of an actor's partition, as far as this silo can tell; null when it is this one.</summary>
    public SiloAddress? HomeElsewhere(ActorId id) => view.Elsewhere(EntityKeys.PartitionOf(id, EntityKeys.Partitions));

    /// <summary>Looks which rows a partition has that is in this silo from now on.</summary>
    public async Task<PartitionRows> OpenAsync(int partition, long generation, Checkpoints counting)
    {
        var opened = await PartitionRows.OpenAsync(Storage, rows, partition, counting, options.ClusterLimits.WritesUnderWay);
        partitions[partition] = (generation, opened);
        return opened;
    }

    /// <summary>How a partition stands with its checkpoints, while it is in this silo.</summary>
    public OwedRows OwedBy(int partition) => owed[partition];

    public OwedRows OwedBy(ActorId id) => OwedBy(EntityKeys.PartitionOf(id, EntityKeys.Partitions));

    /// <returns>Null: the actor's partition has not begun this generation in this silo.</returns>
    public PartitionRows? RowsOf(ActorId id, long generation) =>
        partitions.TryGetValue(EntityKeys.PartitionOf(id, EntityKeys.Partitions), out var of) && of.Generation == generation ? of.Rows : null;

    /// <summary>Reads an actor's row, as soon as fewer are read than may be at one time.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<ActorRecord?> ReadAsync(PartitionRows from, ActorId id)
    {
        await reading.WaitAsync();
        try
        {
            return await from.ReadAsync(id);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Reads a page that an actor has closed.</summary>
    public Task<byte[]> ReadAsync(ActorId of, PagePlace page) => PartitionRows.ReadPageAsync(Storage, EntityKeys.PartitionOf(of, EntityKeys.Partitions), page);

    /// <summary>The actor is in the midst of folding and cannot wait: the page is read off the grain's turn, and the turn waits for it. Rare.</summary>
    public byte[] ReadAtOnce(ActorId of, PagePlace page)
    {
        Interlocked.Increment(ref unforeseen);
        return Task.Run(() => ReadAsync(of, page)).GetAwaiter().GetResult();
    }

    /// <summary>How many pages a turn has waited for, as nobody had foreseen that they would be read.</summary>
    public int Unforeseen => Volatile.Read(ref unforeseen);

    /// <summary>For use on the way, by one thread at a time.</summary>
    public StateWriter Writer => writer ??= new();

    /// <summary>An actor is in this silo's memory.</summary>
    public void Enter(Resident resident) => residents[resident.Id] = resident;

    /// <summary>It no longer is: nobody may call it but through its grain, wherever that will be.</summary>
    public void Leave(Resident resident)
    {
        resident.IsGone = true;
        residents.TryRemove(KeyValuePair.Create(resident.Id, resident));
    }

    /// <returns>Null: it is not in the memory of this silo.</returns>
    public Resident? Find(ActorId id) => residents.GetValueOrDefault(id);

    /// <summary>In a generation, actors are judged by these policies from now on.</summary>
    /// <param name="policies">Steps of policy versions, as the engine writes them; empty: none.</param>
    public void JudgeBy(long generation, byte[] policies)
    {
        books[generation] = policies.Length == 0 ? options.Policies : PolicyDesk.BookOf(options.Policies, PolicyRegister.Read(policies));
        foreach (var older in books.Keys.Where(g => g < generation - 1))
        {
            books.TryRemove(older, out _);
        }
    }

    /// <summary>Actors of a partition that are in this silo's memory.</summary>
    public IEnumerable<ActorId> ResidentsOf(int partition) => residents.Keys.Where(id => EntityKeys.PartitionOf(id, EntityKeys.Partitions) == partition);

    /// <summary>How many actors are in this silo's memory.</summary>
    public int Residents => residents.Count;

    /// <summary>Lends what a stage does to an actor; it is back before the turn ends.</summary>
    /// <returns>Null: no partition of this silo has heard of the generation.</returns>
    public Judging? Rent(long generation)
    {
        if (!books.TryGetValue(generation, out var book))
        {
            return null;
        }

        var judging = pool.TryTake(out var free) ? free : new(book, options.Limits, Rebuilder);
        judging.Adopt(book);
        return judging;
    }

    public void Return(Judging judging) => pool.Add(judging);

    public void Dispose() => reading.Dispose();
}
