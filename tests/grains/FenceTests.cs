using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Conducting;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Serving;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;

namespace LtcActors.Grains.Tests;

/// <summary>Two conductors at once, as after a partition of the network: the later one writes, the earlier one cannot.</summary>
public sealed class FenceTests
{
    [Fact]
    public async Task Of_two_conductors_the_earlier_writes_nothing_more_and_what_it_was_sent_is_refused_or_written_by_the_later()
    {
        await using var two = await TwoSilos.StartAsync();
        var city = SmallCity.Of(5);
        foreach (var request in city.Requests.Take(10))
        {
            await two.PostAsync(0, request);
        }

        var services = two.Cluster.GetActiveSilos().First().ServiceProvider;
        var earlier = two.Journal.Token;
        two.Journal.MayTake = static holder => holder == "second";
        await using (var second = await Generation.BeginAsync(
            services.GetRequiredService<ClusterEngineOptions>(), services.GetRequiredService<IGrainFactory>(),
            services.GetRequiredService<EntityServices>(),
            services.GetRequiredService<SiloAlerts>(), services.GetRequiredService<ClusterView>(), "second", 2, default))
        {
            Assert.True(second.Number > earlier);
            await While(second, second.Conductor.Ready.Task);
            var written = second.Intake.SubmitAsync(city.Requests[10]);
            await While(second, written);
            Assert.All(await written, r => Assert.NotEqual(EventStatus.Rejected, r.Status));
            var settled = second.SettledAsync();
            await While(second, settled);
            Assert.NotEqual(-1, await settled);
        }

        two.Journal.MayTake = static _ => true;
        // The grain's own conductor finds out, begins a generation after that one, and goes on.
        foreach (var request in city.Requests.Skip(10))
        {
            await two.PostAsync(1, request);
        }

        await two.ReadyAsync();
        await using var embedded = await Embedded.StartAsync();
        foreach (var request in city.Requests)
        {
            await embedded.Supervision.SubmitAsync(request);
        }

        await Settling.PassAMomentAsync(embedded, two);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(1)));
    }

    [Fact]
    public async Task A_conductor_that_was_given_up_while_it_began_leaves_the_journal_to_the_next_of_its_silo()
    {
        await using var two = await TwoSilos.StartAsync(silos: 1);
        var city = SmallCity.Of(6);
        await two.PostAsync(0, city.Requests[0]);

        // It sits there and writes, and no activation knows of it.
        var services = two.Cluster.GetActiveSilos().Single().ServiceProvider;
        var givenUp = new ConductorHost(
            services.GetRequiredService<ClusterEngineOptions>(), services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<EntityServices>(),
            services.GetRequiredService<SiloAlerts>(), services.GetRequiredService<ClusterView>(), services.GetRequiredService<ILogger<ConductorHost>>());
        await services.GetRequiredService<ConductorSeat>().TakeAsync(givenUp);
        givenUp.Start("given up");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (givenUp.Current is null)
        {
            await Task.Delay(5, limit.Token);
        }

        // As a lease has it.
        two.Journal.MayTake = _ => givenUp.Current is null;
        await two.Cluster.Client.GetGrain<IConductorGrain>(IConductorGrain.Key).Cast<IGrainManagementExtension>().DeactivateOnIdle();
        await two.ReadyAsync();
        Assert.Null(givenUp.Current);
        await two.PostAsync(0, city.Requests[1]);
    }

    [Fact]
    public async Task What_is_done_for_a_generation_ends_when_a_silo_has_died_and_what_is_done_for_the_next_does_not()
    {
        await using var two = await TwoSilos.StartAsync();
        await two.ReadyAsync();
        var view = two.Cluster.GetActiveSilos().First().ServiceProvider.GetRequiredService<ClusterView>();
        var whole = view.Whole;
        Assert.False(whole.IsCancellationRequested);
        await two.KillAsync(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(TimeSpan.FromSeconds(60), whole));
        await two.ReadyAsync();
        Assert.False(view.Whole.IsCancellationRequested);
    }

    /// <summary>A generation that fails says why, and is not waited for.</summary>
    private static async Task While(Generation runs, Task task)
    {
        await Task.WhenAny(task, runs.Failed).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(task.IsCompleted, runs.Failed.IsCompleted ? (await runs.Failed).ToString() : "");
        await task;
    }

    [Fact]
    public async Task A_partition_and_an_entity_refuse_an_older_generation_and_forget_everything_in_a_newer_one()
    {
        await using var two = await TwoSilos.StartAsync();
        var partition = two.Cluster.Client.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(0));
        var now = Standing.Today;
        StageCall Stage(long generation) => new(generation, 1, now, now, [], [], [], [], [], []);
        var running = two.Journal.Token;

        Assert.Equal(StageStatus.Stale, (await partition.Run(Stage(running - 1))).Status);
        Assert.False(await partition.Begin(running - 1, Checkpoints.None, [], EntityServices.JudgingBy(Standing.Policies).Write()));
        Assert.Equal(StageStatus.Gap, (await partition.Run(Stage(running + 1))).Status);

        var entity = two.Cluster.Client.GetGrain<IInsuredPersonGrain>("person-p9");
        EntityCall Call(long generation, int calls) => new(generation, 1, calls, now, now, [], [7], [], false, false);
        Assert.Equal(StageStatus.Done, (await entity.Run(Call(100, 0))).Status);
        Assert.Equal(StageStatus.Stale, (await entity.Run(Call(99, 0))).Status);
        Assert.Equal(StageStatus.Gap, (await entity.Run(Call(100, 2))).Status);
        Assert.Equal(StageStatus.Done, (await entity.Run(Call(100, 1))).Status);
        Assert.Equal((long[])[7, 7], await entity.Places(new(100, 2, false, [])));
        Assert.Empty(await entity.Places(new(101, 0, false, [])));
        // What is in a row is read through the partition of that generation, and none has begun it.
        Assert.NotEqual(StageStatus.Done, (await entity.Run(Call(102, 0) with { HasRow = true })).Status);
    }

    [Fact]
    public void A_checkpoint_that_was_never_completed_counts_in_no_later_generation()
    {
        var first = new Checkpoints(10, []);
        var second = first.Before(100);
        Assert.True(second.Counts(10));
        Assert.False(second.Counts(11));
        var completed = second with { Completed = 101 };
        Assert.True(completed.Counts(101));
        Assert.False(completed.Counts(11));
        Assert.False(completed.Counts(99));
        Assert.True(completed.Counts(100));
        Assert.False(completed.Without(150).Counts(101));
    }
}
