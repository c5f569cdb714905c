using System.Collections.Concurrent;
using System.Text;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Tests.Running;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Conducting;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Rows;
using LtcActors.Grains.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;

namespace LtcActors.Grains.Tests.Support;

/// <summary>Silos of one cluster in this process, over one journal and one storage that outlive them.</summary>
internal sealed class TwoSilos : IAsyncDisposable
{
    /// <summary>Checkpoints come by no clock.</summary>
    public static readonly Limits OnlyWhenAsked = new() { CheckpointInterval = TimeSpan.FromHours(1) };

    private TwoSilos(InProcessTestCluster cluster, ManualClock clock, SharedMemoryJournal journal)
    {
        Cluster = cluster;
        Clock = clock;
        Journal = journal;
    }

    public InProcessTestCluster Cluster { get; }

    public ManualClock Clock { get; }

    public SharedMemoryJournal Journal { get; }

    public ConcurrentDictionary<(string, string), (string Tag, byte[] State)> Rows { get; private init; } = [];

    /// <summary>Called with the state's name before a row is written; the write waits for it.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = static _ => Task.CompletedTask;

    /// <param name="earlier">Whose journal and rows they have: silos that have ended.</param>
    public static async Task<TwoSilos> StartAsync(
        Limits? limits = null, short silos = 2, ManualClock? clock = null, ClusterLimits? clusterLimits = null, PolicyBook? policies = null,
        TwoSilos? earlier = null)
    {
        clock ??= earlier?.Clock ?? new(Standing.Today);
        policies ??= Standing.Policies;
        TwoSilos? all = null;
        var journal = earlier?.Journal ?? new SharedMemoryJournal();
        var rows = earlier?.Rows ?? new ConcurrentDictionary<(string, string), (string Tag, byte[] State)>();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(
                ClusterEngineOptions.Snapshots, (s, _) => new SharedMemoryStorage(
                    rows, s.GetRequiredService<Serializer>(), name => all?.BeforeWrite(name) ?? Task.CompletedTask));
            silo.UseInMemoryReminderService();
            silo.AddClusterEngine(_ => new ClusterEngineOptions
            {
                Journal = journal, Policies = policies, Clock = clock, Parsers = () => new EventParser().ParseStructured,
                Cite = new(policies), Limits = limits ?? new(), ClusterLimits = clusterLimits ?? new(),
            });
        });
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.Warning));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        all = new(cluster, clock, journal) { Rows = rows };
        await all.ReadyAsync();
        return all;
    }

    /// <summary>What stands in a row.</summary>
    public T Row<T>(string stateName, string key) =>
        Cluster.Client.ServiceProvider.GetRequiredService<Serializer>().Deserialize<T>(Rows[(stateName, key)].State)!;

    /// <summary>What the conductor knows of the last complete checkpoint.</summary>
    public ConductorRecord Record() => Row<ConductorRecord>("ltc-conductor", "conductor-0");

    /// <summary>The row of an actor that the last complete checkpoint has; null: it has none.</summary>
    public async Task<ActorRecord?> KeptAsync(ActorId id)
    {
        var storage = Storage();
        var partition = EntityKeys.PartitionOf(id, EntityKeys.Partitions);
        return await (await PartitionRows.OpenAsync(storage, storage, partition, Record().Checkpoints, atOnce: 1)).ReadAsync(id);
    }

    /// <summary>A page that an actor has closed.</summary>
    public Task<byte[]> ReadAsync(ActorId of, PagePlace page) =>
        PartitionRows.ReadPageAsync(Storage(), EntityKeys.PartitionOf(of, EntityKeys.Partitions), page);

    /// <summary>The cluster as one of its silos offers it.</summary>
    public ClusterSupervision Of(int silo) =>
        Cluster.GetActiveSilos().ElementAt(silo).ServiceProvider.GetRequiredService<ClusterSupervision>();

    /// <summary>Until the cluster takes events; it is asked, and asking is what wakes it.</summary>
    public async Task ReadyAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Of(0).TrySettleAsync() is not true || Of(0).Conductor.Silos != Cluster.GetActiveSilos().Count())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>Sees to it that every silo has its share: half of the partitions of two, and each actor beside its partition.</summary>
    /// <param name="actors">Those to look at, where they are in memory.</param>
    public async Task AssertSpreadAsync(IEnumerable<ActorId> actors)
    {
        var management = Cluster.Client.GetGrain<IManagementGrain>(0);
        var homes = new List<SiloAddress>();
        for (var n = 0; n < EntityKeys.Partitions; n++)
        {
            homes.Add(await management.GetActivationAddress(Cluster.Client.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(n)))
                ?? throw new InvalidOperationException($"Partition {n} is nowhere."));
        }

        var silos = Cluster.GetActiveSilos().Select(s => s.SiloAddress).ToList();
        Assert.Equal(silos.Select(s => (s, EntityKeys.Partitions / silos.Count)).Order(), homes.CountBy(h => h).Select(h => (h.Key, h.Value)).Order());
        var seen = new HashSet<SiloAddress>();
        foreach (var id in actors)
        {
            if (await management.GetActivationAddress(EntityGrains.Of(Cluster.Client, id)) is { } at)
            {
                Assert.True(at.Equals(homes[EntityKeys.PartitionOf(id, EntityKeys.Partitions)]), $"{id} is not beside its partition.");
                seen.Add(at);
            }
        }

        Assert.Equal(silos.Count, seen.Count);
    }

    /// <summary>Ends the generation that runs, as a second writer does, and waits for the next that takes events.</summary>
    public async Task BeginAnewAsync()
    {
        var other = await Journal.TakeAsync("another", static _ => false, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Journal.Token == other.Token)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        await ReadyAsync();
    }

    /// <summary>As by SIGKILL: what its threads still do in this process reaches nothing.</summary>
    public async Task KillAsync(int silo)
    {
        var killed = Cluster.Silos[silo];
        var name = killed.SiloAddress.ToParsableString();
        Journal.MayTake = holder => holder != name;
        await Cluster.KillSiloAsync(killed);
    }

    /// <summary>Sends until it is answered, as a sender must when nobody answers.</summary>
    public async Task<EventResult[]> PostAsync(int silo, IReadOnlyList<ParsedEvent> events)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return await Of(silo).SubmitAsync(events);
            }
            catch (JournalUnavailableException)
            {
                limit.Token.ThrowIfCancellationRequested();
                await ReadyAsync();
            }
        }
    }

    public Task<EventResult[]> PostAsync(int silo, params string[] events) =>
        PostAsync(silo, [.. events.Select(e => new EventParser().ParseStructured(Encoding.UTF8.GetBytes(e)))]);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private SharedMemoryStorage Storage() => new(Rows, Cluster.Client.ServiceProvider.GetRequiredService<Serializer>());
}

internal static class Settling
{
    /// <summary>
    /// Both engines a moment later. Months that are over are looked at a second after what concerns them came, and all at once by who
    /// judges anew (docs/decisions/0016): while a clock stands still between the two, so do the findings that hang on it.
    /// </summary>
    public static Task PassAMomentAsync(Embedded embedded, TwoSilos two) => PassAsync(TimeSpan.FromSeconds(2), embedded, two);

    /// <summary>Both engines a time later, when each has judged all it knows and every silo has heard of it.</summary>
    public static async Task PassAsync(TimeSpan time, Embedded embedded, TwoSilos two)
    {
        await two.ReadyAsync();
        await SettleAsync();
        embedded.Clock.Advance(time);
        two.Clock.Advance(time);
        for (var again = 0; again < 3; again++)
        {
            // Deadlines that came due begin epochs of their own, one after the other.
            await SettleAsync();
        }

        async Task SettleAsync()
        {
            await embedded.Supervision.SettledAsync();
            for (var silo = 0; silo < two.Cluster.GetActiveSilos().Count(); silo++)
            {
                await two.Of(silo).SettledAsync();
            }
        }
    }

    /// <returns>False: the cluster is between two generations.</returns>
    public static async Task<bool> TrySettleAsync(this ClusterSupervision supervision)
    {
        try
        {
            await supervision.SettledAsync();
            return true;
        }
        catch (Exception e) when (e is JournalUnavailableException or Orleans.Runtime.OrleansException or TimeoutException)
        {
            return false;
        }
    }
}
