using LtcActors.Engine.Wire;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LtcActors.Grains.Tests;

/// <summary>A checkpoint is of one instant, though its actors are written one after the other while stages run.</summary>
public sealed class CheckpointTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task What_comes_before_an_actor_is_written_is_not_in_its_row_and_once_in_it_after_a_new_generation(ulong seed)
    {
        var city = SmallCity.Of(seed);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked, clusterLimits: new() { WritesUnderWay = 1 });
        var parts = city.Requests.Chunk((city.Requests.Count / 4) + 1).ToList();
        await PostAsync(embedded, two, parts[0]);

        // The instant passes, and the first rows are being written.
        var (writing, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        two.BeforeWrite = name =>
        {
            writing.TrySetResult();
            return name == "ltc-conductor" ? Task.CompletedTask : goOn.Task;
        };
        await embedded.Supervision.CheckpointAsync();
        var expected = city.Entities.ToDictionary(id => id, id => embedded.Store.ReadActor(id));
        var checkpoint = two.Of(0).CheckpointAsync();
        await writing.Task;
        await PostAsync(embedded, two, parts[1]);
        Assert.False(checkpoint.IsCompleted);
        goOn.SetResult();
        await checkpoint;
        await AssertKeptAsync();

        // The next generation has that from the rows, and all after it from the tail.
        await PostAsync(embedded, two, parts[2]);
        await two.BeginAnewAsync();
        await PostAsync(embedded, two, parts[3]);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
        await embedded.Supervision.CheckpointAsync();
        await two.Of(0).CheckpointAsync();
        expected = city.Entities.ToDictionary(id => id, id => embedded.Store.ReadActor(id));
        await AssertKeptAsync();

        async Task AssertKeptAsync()
        {
            var count = 0;
            foreach (var (id, row) in expected)
            {
                var kept = await two.KeptAsync(id);
                Assert.Equal(row?.State.ToArray(), kept?.State.ToArray());
                Assert.Equal(row?.HistoryTail.ToArray(), kept?.HistoryTail.ToArray());
                count += kept is null ? 0 : 1;
            }

            Assert.True(count > 20, $"Only {count} actors are in the checkpoint.");
        }
    }

    /// <summary>Whoever is called meanwhile is copied before, at whatever place of the writing that comes.</summary>
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Checkpoints_that_are_written_while_events_come_lead_every_new_generation_to_the_same(ulong seed)
    {
        var city = SmallCity.Of(seed);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked, clusterLimits: new() { WritesUnderWay = 1 });
        two.BeforeWrite = static _ => Task.Delay(1);
        var checkpoint = Task.CompletedTask;
        for (var n = 0; n < city.Requests.Count; n++)
        {
            if (checkpoint.IsCompleted)
            {
                checkpoint = two.Of(n % 2).CheckpointAsync();
            }

            await PostAsync(embedded, two, [city.Requests[n]]);
            if (n % 12 == 11)
            {
                // Every other time in the midst of one, which then never counts; else with what was written while the last events came.
                await (n % 24 == 11 ? checkpoint : Task.CompletedTask);
                await two.BeginAnewAsync();
            }
        }

        await checkpoint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.True(city.Requests.Count > 48, $"Only {city.Requests.Count} requests.");
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
        await embedded.Supervision.CheckpointAsync();
        await two.Of(0).CheckpointAsync();
        await Assert.AllAsync(city.Entities, async id => Assert.Equal(embedded.Store.ReadActor(id)?.State.ToArray(), (await two.KeptAsync(id))?.State.ToArray()));
    }

    [Fact]
    public async Task A_checkpoint_whose_rows_could_not_be_written_is_made_up_for_by_the_next()
    {
        var city = SmallCity.Of(13);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked, clusterLimits: new() { WritesUnderWay = 2 });
        var parts = city.Requests.Chunk((city.Requests.Count / 3) + 1).ToList();
        await PostAsync(embedded, two, parts[0]);
        await two.Of(0).CheckpointAsync();

        await PostAsync(embedded, two, parts[1]);
        var written = 0;
        two.BeforeWrite = _ => Interlocked.Increment(ref written) > 5 ? throw new IOException("The disk is full.") : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(two.Of(0).CheckpointAsync);
        two.BeforeWrite = static _ => Task.CompletedTask;
        var conductor = two.Cluster.Client.GetGrain<IConductorGrain>(IConductorGrain.Key);
        Assert.NotNull((await conductor.Health()).CheckpointFailure);

        // What had been written of it does not count, and none of what it held is missing in the next.
        await PostAsync(embedded, two, parts[2]);
        await two.Of(0).CheckpointAsync();
        Assert.Null((await conductor.Health()).CheckpointFailure);
        await embedded.Supervision.CheckpointAsync();
        await Assert.AllAsync(city.Entities, async id => Assert.Equal(embedded.Store.ReadActor(id)?.State.ToArray(), (await two.KeptAsync(id))?.State.ToArray()));
        await two.BeginAnewAsync();
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whom_nobody_called_for_long_leaves_memory_with_a_checkpoint_and_so_do_those_that_are_too_many(bool longAgo)
    {
        var city = SmallCity.Of(14);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(longAgo ? TwoSilos.OnlyWhenAsked : TwoSilos.OnlyWhenAsked with { ActiveActors = 5 });
        var parts = city.Requests.Chunk((city.Requests.Count / 2) + 1).ToList();
        await PostAsync(embedded, two, parts[0]);
        var before = InMemory();
        if (longAgo)
        {
            await two.Of(0).CheckpointAsync();
            Assert.Equal(before, InMemory());
            two.Clock.Advance(TwoSilos.OnlyWhenAsked.IdleAfter);
            embedded.Clock.Advance(TwoSilos.OnlyWhenAsked.IdleAfter);
        }

        await two.Of(0).CheckpointAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        // Of two silos; the clock has called some, and what came of it stands in both journals before anything else does.
        while (InMemory() > (longAgo ? before / 2 : 2 * 20) || embedded.Journal.LastSeq != two.Journal.Memory.LastSeq)
        {
            Assert.False(
                limit.IsCancellationRequested,
                $"{InMemory()} of {before} are in memory; {embedded.Journal.LastSeq} and {two.Journal.Memory.LastSeq} entries in the journals.");
            await Task.Delay(20, CancellationToken.None);
        }

        await PostAsync(embedded, two, parts[1]);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
        await embedded.Supervision.CheckpointAsync();
        await two.Of(0).CheckpointAsync();
        await Assert.AllAsync(city.Entities, async id => Assert.Equal(embedded.Store.ReadActor(id)?.State.ToArray(), (await two.KeptAsync(id))?.State.ToArray()));

        int InMemory() => two.Cluster.GetActiveSilos().Sum(s => s.ServiceProvider.GetRequiredService<EntityServices>().Residents);
    }

    /// <summary>One after the other, so that alerts stand at the same places of both journals.</summary>
    private static async Task PostAsync(Embedded embedded, TwoSilos two, IReadOnlyList<ParsedEvent[]> requests)
    {
        for (var n = 0; n < requests.Count; n++)
        {
            await embedded.Supervision.SubmitAsync(requests[n]);
            await two.PostAsync(n % 2, requests[n]);
            await embedded.Supervision.SettledAsync();
            await two.ReadyAsync();
        }
    }
}
