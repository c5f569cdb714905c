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
    private Embedded(Supervision supervision, MemoryJournal journal, ManualClock clock)
    {
        Supervision = supervision;
        Journal = journal;
        Clock = clock;
    }

    public Supervision Supervision { get; }

    public MemoryJournal Journal { get; }

    public ManualClock Clock { get; }

    public static async Task<Embedded> StartAsync()
    {
        var (journal, clock) = (new MemoryJournal(), new ManualClock(Outcomes.Today));
        var supervision = await Supervision.StartAsync(new EngineOptions
        {
            Journal = journal, Store = new MemoryStateStore(), Policies = Outcomes.Policies, Clock = clock,
            Scheduler = new ThreadScheduler(clock), Parsers = () => new EventParser().ParseStructured, Cite = c => Citing.Of(Outcomes.Policies, c),
            Partitions = 1,
        });
        return new(supervision, journal, clock);
    }

    public ValueTask DisposeAsync() => Supervision.DisposeAsync();
}
