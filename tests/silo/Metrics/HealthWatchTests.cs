using LtcActors.Engine.Ports;
using LtcActors.Silo.Metrics;
using LtcActors.Silo.Tests.Http;
using Microsoft.Extensions.Logging;

namespace LtcActors.Silo.Tests.Metrics;

public sealed class HealthWatchTests
{
    private readonly List<string> lines = [];
    private readonly HealthWatch watch;

    public HealthWatchTests()
    {
        using var factory = LoggerFactory.Create(b => b.AddProvider(new ListLogger(lines)));
        watch = new(new FakeSupervision(), factory.CreateLogger<HealthWatch>());
    }

    [Fact]
    public void A_start_is_told_once_and_so_is_its_end()
    {
        watch.Look(Health("Judging what was in the journal at the start."));
        watch.Look(Health("Judging what was in the journal at the start."));
        watch.Look(Health());
        watch.Look(Health());
        Assert.Collection(
            lines,
            line => Assert.StartsWith("Information: It takes no events yet: Judging", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Information: It takes events.", line, StringComparison.Ordinal));
    }

    [Fact]
    public void That_it_takes_no_events_any_more_is_an_error_with_what_stopped_it()
    {
        watch.Look(Health());
        watch.Look(Health("Judging stopped: no such actor") with { LastFault = "at Some.Method()" });
        watch.Look(Health());
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("Error: It takes no events any more: Judging stopped: no such actor at Some.Method()", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Information: It takes events.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_fail_are_told_with_how_often_and_the_last_of_them()
    {
        watch.Look(Health());
        watch.Look(Health() with { Faults = 3, LastFault = "p1 failed" });
        watch.Look(Health() with { Faults = 3, LastFault = "p1 failed" });
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("Error: Rules failed 3 times more; the findings of those actors stay as they were. The last: p1 failed", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_was_not_written_is_told_once()
    {
        watch.Look(Health());
        watch.Look(Health() with { CheckpointFailure = "the disk is full" });
        watch.Look(Health() with { CheckpointFailure = "the disk is full" });
        watch.Look(Health());
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("Warning: A checkpoint could not be written; until one is, a restart takes longer: the disk is full", lines[1], StringComparison.Ordinal);
    }

    private static EngineHealth Health(string? reason = null) => new(reason is null, reason, 7, 7, 0, 3, 1);
}
