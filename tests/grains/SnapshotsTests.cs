using System.Collections.Concurrent;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace LtcActors.Grains.Tests;

/// <summary>An actor's two rows: whatever is written, what counts can still be read until something else does.</summary>
public sealed class SnapshotsTests : IDisposable
{
    private const string Name = "ltc-person";

    private static readonly GrainId Id = GrainId.Create(Name, "person-p1");

    private readonly ConcurrentDictionary<(string, string), (string Tag, byte[] State)> rows = [];
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly IGrainStorage storage;

    public SnapshotsTests() => storage = new SharedMemoryStorage(rows, services.GetRequiredService<Serializer>());

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Versions_are_written_over_the_one_that_does_not_count()
    {
        var snapshots = New();
        Assert.Null(await snapshots.ReadAsync(Checkpoints.None));
        for (var n = 1L; n <= 4; n++)
        {
            var counting = new Checkpoints(n - 1, []);
            await snapshots.WriteAsync(Version(n), counting);
            Assert.Equal(n == 1 ? null : n - 1, (await New().ReadAsync(counting))?.Checkpoint);
            snapshots.Written();
            Assert.Equal(n, (await New().ReadAsync(counting with { Completed = n }))!.Checkpoint);
        }

        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public async Task Of_checkpoints_that_fail_again_and_again_the_last_that_did_not_stays()
    {
        var snapshots = New();
        await snapshots.WriteAsync(Version(1), Checkpoints.None);
        snapshots.Written();
        var counting = new Checkpoints(1, []);
        for (var n = 2L; n <= 5; n++)
        {
            await snapshots.WriteAsync(Version(n), counting);
            Assert.Equal(1, (await New().ReadAsync(counting))!.Checkpoint);
        }

        // Begun anew, with the failed ones void.
        var later = counting.Before(first: 10);
        var again = New();
        Assert.Equal(1, (await again.ReadAsync(later))!.Checkpoint);
        await again.WriteAsync(Version(10, generation: 2), later);
        Assert.Equal(10, (await New().ReadAsync(later with { Completed = 10 }))!.Checkpoint);
        Assert.Equal(1, (await New().ReadAsync(later))!.Checkpoint);
    }

    [Fact]
    public async Task One_whose_generation_is_over_writes_nothing_over_a_newer_one_s_but_is_written_over()
    {
        var (earlier, counting) = (New(), new Checkpoints(1, []));
        await earlier.WriteAsync(Version(1), Checkpoints.None);
        earlier.Written();
        var newer = New();
        await newer.ReadAsync(counting);
        await earlier.WriteAsync(Version(2), counting);
        await newer.WriteAsync(Version(10, generation: 2), counting.Before(first: 10));
        await Assert.ThrowsAsync<InconsistentStateException>(() => earlier.WriteAsync(Version(3), counting));
        Assert.Equal(10, (await New().ReadAsync(counting.Before(first: 10) with { Completed = 10 }))!.Checkpoint);
    }

    [Fact]
    public async Task A_row_of_an_earlier_release_that_has_two_versions_is_read_and_the_one_that_counts_stays()
    {
        await storage.WriteStateAsync(Name, Id, new GrainState<EntityRecord>(new() { Newer = Version(2), Older = Version(1) }));
        var (snapshots, counting) = (New(), new Checkpoints(1, [new(1, 9)]));
        Assert.Equal(1, (await snapshots.ReadAsync(counting))!.Checkpoint);
        await snapshots.WriteAsync(Version(10, generation: 2), counting);
        Assert.Equal(1, (await New().ReadAsync(counting))!.Checkpoint);
        Assert.Equal(10, (await New().ReadAsync(counting with { Completed = 10 }))!.Checkpoint);
    }

    private static EntityVersion Version(long checkpoint, long generation = 1) => new(checkpoint, generation, 0, [(byte)checkpoint], [], 0, [], []);

    private Snapshots New() => new(storage, Name, Id);
}
