using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Tests.Running;
using LtcActors.Engine.Wire;

namespace LtcActors.Grains.Tests.Support;

/// <summary>The embedded engine, to compare with.</summary>
internal sealed class Embedded : IAsyncDisposable
{
    private Embedded(Supervision supervision, MemoryJournal journal, MemoryStateStore store, ManualClock clock)
    {
        Supervision = supervision;
        Journal = journal;
        Store = store;
        Clock = clock;
    }

    public Supervision Supervision { get; }

    public MemoryJournal Journal { get; }

    public MemoryStateStore Store { get; }

    public ManualClock Clock { get; }

    public static async Task<Embedded> StartAsync(DateTimeOffset? now = null, PolicyBook? policies = null)
    {
        policies ??= Standing.Policies;
        var (journal, store, clock) = (new MemoryJournal(), new MemoryStateStore(), new ManualClock(now ?? Standing.Today));
        var supervision = await Supervision.StartAsync(new EngineOptions
        {
            Journal = journal, Store = store, Policies = policies, Clock = clock,
            Scheduler = new ThreadScheduler(clock), Parsers = () => new EventParser().ParseStructured, Cite = new(policies),
            Partitions = 1,
        });
        return new(supervision, journal, store, clock);
    }

    public ValueTask DisposeAsync() => Supervision.DisposeAsync();
}
