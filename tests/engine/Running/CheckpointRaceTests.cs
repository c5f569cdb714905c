using System.Text;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>On threads, as in production: between any two steps of a worker the processor may be another's for a while.</summary>
public sealed class CheckpointRaceTests
{
    private const int Checkpoints = 20_000;

    /// <summary>One after the other, as fast as they go: the keeper looks for the next while the conductor ends the last.</summary>
    [Fact]
    public async Task Checkpoint_after_checkpoint_stops_nothing()
    {
        await using var supervision = await Supervision.StartAsync(new EngineOptions
        {
            Journal = new MemoryJournal(), Store = new MemoryStateStore(), Policies = TestEngine.ShippedPolicies, Clock = TimeProvider.System,
            Scheduler = new ThreadScheduler(TimeProvider.System), Parsers = () => new EventParser().ParseStructured, Cite = new(TestEngine.ShippedPolicies), Partitions = 1,
        });
        await supervision.SubmitAsync([TestEngine.Parse(Encoding.UTF8.GetBytes(
            """{"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p1","time":"2026-06-01T08:00:00+08:00","subject":"p1","data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}"""))]);
        for (var n = 0; n < Checkpoints; n++)
        {
            await supervision.CheckpointAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }

        Assert.True(supervision.Health.Ready, $"{supervision.Health.Reason} {supervision.Health.LastFault}");
    }
}
