using System.Collections.Concurrent;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace LtcActors.Grains.Tests;

/// <summary>A partition's rows: whatever is written, what counts can still be read until something else does.</summary>
public sealed class PartitionRowsTests : IDisposable
{
    private const int Partition = 3;
    private const int Actors = 400;

    private readonly ConcurrentDictionary<(string Name, string Key), (string Tag, byte[] State)> stored = [];
    private readonly ServiceProvider services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly SharedMemoryStorage storage;
    private int failsAfter = int.MaxValue;

    public PartitionRowsTests() => storage = new(
        stored, services.GetRequiredService<Serializer>(), _ => --failsAfter < 0 ? throw new IOException("The disk is full.") : Task.CompletedTask);

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task What_a_checkpoint_writes_counts_when_it_is_complete_and_is_found_again_by_whoever_opens_it_then()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await rows.WriteAsync(Captured(1, 0..Actors), TimeSpan.Zero, default);
        Assert.Null(await rows.ReadAsync(Person(7)));
        Assert.Null(await (await OpenAsync(Checkpoints.None)).ReadAsync(Person(7)));

        rows.Completed();
        foreach (var open in new[] { rows, await OpenAsync(new(1, [])) })
        {
            Assert.Equal(Actors, open.All().Count);
            for (var n = 0; n < Actors; n++)
            {
                Assert.Equal((1, n), await ReadAsync(open, n));
            }

            Assert.False(open.Has(Person(Actors)));
        }
    }

    [Fact]
    public async Task Of_checkpoints_that_fail_again_and_again_the_last_that_did_not_stays_and_what_they_left_goes_with_the_next()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await CompleteAsync(rows, 1, 0..Actors);
        for (var n = 2L; n <= 5; n++)
        {
            failsAfter = 2;
            await Assert.ThrowsAnyAsync<IOException>(() => rows.WriteAsync(Captured(n, 0..Actors), TimeSpan.Zero, default));
            failsAfter = int.MaxValue;
            rows.Failed();
            Assert.Equal((1, 3), await ReadAsync(rows, 3));
            Assert.Equal((1, 3), await ReadAsync(await OpenAsync(new(1, [])), 3));
        }

        // Begun anew, with the failed ones void.
        var counting = new Checkpoints(1, []).Before(first: 10);
        var again = await OpenAsync(counting);
        Assert.Equal((1, 3), await ReadAsync(again, 3));
        await CompleteAsync(again, 10, 0..Actors);
        Assert.Equal((10, 3), await ReadAsync(await OpenAsync(counting with { Completed = 10 }), 3));
        Assert.Equal((1, 3), await ReadAsync(await OpenAsync(counting), 3));

        await CompleteAsync(again, 11, 0..1);
        await CompleteAsync(again, 12, 0..1);
        // Pages stay for ever, but for those of checkpoints that do not count.
        Assert.Equal(["1", "10", "11", "12"], stored.Keys.Where(k => k.Name == "ltc-pages").Select(k => k.Key.Split('/')[1]).Distinct().Order());
        Assert.Equal(["10", "11", "12"], stored.Keys.Where(k => k.Name != "ltc-pages").Select(k => k.Key.Split('/', '-')[2]).Distinct().Order());
    }

    [Fact]
    public async Task What_is_written_again_and_again_takes_no_more_than_a_few_times_the_room_and_what_is_not_is_carried_on()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await CompleteAsync(rows, 1, 0..Actors);
        var once = Bytes();
        for (var n = 2L; n <= 40; n++)
        {
            // Two thirds of them each time, and never the last third.
            await CompleteAsync(rows, n, 0..(Actors * 2 / 3));
            Assert.InRange(Bytes(), 0, 4 * once);
        }

        var again = await OpenAsync(new(40, []));
        Assert.Equal(Actors, again.All().Count);
        Assert.Equal((40, 5), await ReadAsync(again, 5));
        Assert.Equal((1, Actors - 1), await ReadAsync(again, Actors - 1));
        Assert.DoesNotContain(stored.Keys, k => k.Name != "ltc-pages" && k.Key.Contains("/1-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_moves_while_it_is_asked_for_is_found_where_it_lies_then()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await CompleteAsync(rows, 1, 0..Actors);
        using var done = new CancellationTokenSource();
        var asking = Task.Run(async () =>
        {
            for (var n = 0; !done.IsCancellationRequested; n = (n + 1) % Actors)
            {
                Assert.Equal(n, (await ReadAsync(rows, n)).Number);
            }
        });
        for (var n = 2L; n <= 60; n++)
        {
            await CompleteAsync(rows, n, 0..(Actors * 2 / 3));
        }

        await done.CancelAsync();
        await asking;
    }

    [Fact]
    public async Task What_is_spread_over_a_long_time_ends_when_nobody_waits_for_it_any_more()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await CompleteAsync(rows, 1, 0..Actors);
        using var over = new CancellationTokenSource();
        var writing = rows.WriteAsync(Captured(2, 0..Actors), TimeSpan.FromDays(1), over.Token);
        Assert.False(writing.IsCompleted);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        rows.Failed();
        Assert.Equal((1, 3), await ReadAsync(rows, 3));
    }

    [Fact]
    public async Task A_segment_that_is_gone_is_an_error_and_not_an_actor_that_never_was()
    {
        var rows = await OpenAsync(Checkpoints.None);
        await CompleteAsync(rows, 1, 0..Actors);
        foreach (var chunk in stored.Keys.Where(k => k.Name == "ltc-chunk"))
        {
            stored.TryRemove(chunk, out _);
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => rows.ReadAsync(Person(7)));
    }

    [Fact]
    public void A_segment_s_lines_say_where_its_rows_lie_also_of_one_larger_than_a_chunk()
    {
        (ActorId, int)[] sizes = [.. Enumerable.Range(0, 3_000).Select(n => (Person(n), n % 500 == 7 ? 20_000 : 300 + (n % 90)))];
        Segment[] segments = [.. Segment.Divide(new(9, 4), sizes)];
        Assert.True(segments.Length > 1);
        Assert.Equal(sizes, segments.SelectMany(s => s.Rows).Select(r => (r.Of, r.Place.Length)));
        foreach (var segment in segments)
        {
            var to = new StateWriter();
            (segment with { FirstPack = 3, Packs = 7 }).Write(to);
            var read = Segment.Read(segment.Id, to.Written.ToArray());
            Assert.Equal((segment.Id, segment.Chunks, 3, 7), (read.Id, read.Chunks, read.FirstPack, read.Packs));
            Assert.Equal(segment.Rows, read.Rows);
            // No two in one place, and none in two chunks.
            foreach (var chunk in segment.Rows.GroupBy(r => r.Place.Chunk))
            {
                Assert.True(chunk.Count() == 1 || chunk.Sum(r => r.Place.Length) <= Segment.ChunkBytes);
                Assert.Equal(chunk.Select(r => r.Place.Offset).Skip(1), chunk.Select(r => r.Place.Offset + r.Place.Length).SkipLast(1));
            }
        }
    }

    private static ActorId Person(int n) => ActorId.Person($"p{n}");

    private Task<PartitionRows> OpenAsync(Checkpoints counting) => PartitionRows.OpenAsync(storage, storage, Partition, counting, atOnce: 4);

    private static async Task CompleteAsync(PartitionRows rows, long checkpoint, Range of)
    {
        await rows.WriteAsync(Captured(checkpoint, of), TimeSpan.Zero, default);
        rows.Completed();
    }

    /// <summary>Rows of persons that say which they are, and by their calls of which checkpoint; some were captured before they were asked for.</summary>
    private static CapturedRows Captured(long checkpoint, Range of)
    {
        var owing = Enumerable.Range(of.Start.Value, of.End.Value - of.Start.Value).Select(n => new Owing(n)).ToList();
        var captured = new CapturedRows(generation: 1, checkpoint, owing);
        owing.ForEach(o => o.To = captured);
        owing.Where(o => o.Number % 5 == 2).ToList().ForEach(o => o.Capture());
        return captured;
    }

    private async Task<(long Checkpoint, int Number)> ReadAsync(PartitionRows rows, int n)
    {
        var read = (await rows.ReadAsync(Person(n)))!;
        Assert.Equal((byte[])[(byte)n, (byte)read.Calls], await PartitionRows.ReadPageAsync(storage, Partition, Assert.Single(read.History)));
        return (read.Calls, (int)new StateReader(read.HistoryTail).Long() - 1);
    }

    private sealed class Owing(int number) : IOwesRow
    {
        public int Number => number;

        public ActorId Id => Person(number);

        public CapturedRows? To { get; set; }

        public void Capture()
        {
            if (To is { } captured)
            {
                To = null;
                var (to, slot) = (new StateWriter(), new Slot(Id, null!));
                slot.Note(number + 1, 1_024);
                ActorRecord.Write(
                    to, generation: 1, calls: (int)captured.Checkpoint, slot, [captured.AddPage(number, [(byte)number, (byte)captured.Checkpoint])], []);
                captured.Add(Id, to.Written);
            }
        }
    }

    private long Bytes() => stored.Where(r => r.Key.Name != "ltc-pages").Sum(r => (long)r.Value.State.Length);
}
