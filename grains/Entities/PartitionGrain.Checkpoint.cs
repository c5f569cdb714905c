using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>A checkpoint of a partition: all that changed is held as it is between two epochs, and written while stages run.</summary>
internal sealed partial class PartitionGrain
{
    private List<Seat> writing = [];
    private CaptureBuffer captured = new();

    public async Task<bool> Capture(long ofGeneration, long checkpoint)
    {
        if (ofGeneration != generation)
        {
            return false;
        }

        // Whom a stage has left with nothing but places to note is told of them now: of no epoch, as nobody is judged for it.
        var telling = new StageCall(generation, 0, default, default, [], [], [], [], [], []);
        foreach (var some in dirty.FindAll(s => s.Notes.Count > 0).Chunk(AtOnce))
        {
            addressed.AddRange(some);
            if (await CallAsync(telling, []) is not null || ofGeneration != generation)
            {
                return false;
            }
        }

        // What a failed checkpoint left unwritten is still in here.
        writing = [.. dirty];
        dirty.Clear();
        writing.ForEach(s => s.Dirty = false);
        // That of a checkpoint that failed is not used again: who knows who is still reading in it.
        captured = new();
        await Task.WhenAll(writing.Select(s => Capture(s, checkpoint)));
        return ofGeneration == generation;
    }

    private Task Capture(Seat seat, long checkpoint)
    {
        if (seat.Resident is not { } resident)
        {
            return seat.Grain.Capture(checkpoint);
        }

        resident.Capture(checkpoint, captured);
        return Task.CompletedTask;
    }

    public async Task Write(long ofGeneration, long checkpoint)
    {
        var (mine, counting) = (writing, checkpoints);
        await Parallel.ForEachAsync(
            mine, new ParallelOptions { MaxDegreeOfParallelism = options.ClusterLimits.WritesUnderWay, TaskScheduler = TaskScheduler.Current },
            async (seat, _) =>
            {
                if (ofGeneration == generation)
                {
                    await (seat.Resident?.WriteAsync(counting) ?? seat.Grain.Write(counting));
                }
            });
        if (ofGeneration != generation)
        {
            throw new NotJudgingException($"Generation {ofGeneration} is over.");
        }
    }

    public async Task Written(long ofGeneration, Checkpoints counting)
    {
        if (ofGeneration != generation)
        {
            return;
        }

        var mine = writing;
        writing = [];
        if (counting.Completed == checkpoints.Completed)
        {
            mine.ForEach(MarkDirty);
            return;
        }

        checkpoints = counting;
        var buffer = captured;
        await Task.WhenAll(mine.Select(s => Written(s, counting.Completed)));
        buffer.Release();
    }

    private static Task Written(Seat seat, long checkpoint)
    {
        if (seat.Resident is { } resident)
        {
            resident.Written(checkpoint);
            if (resident.IsDirty)
            {
                return Task.CompletedTask;
            }
        }

        // It may leave memory when it has been idle: its grain is told.
        return seat.Grain.Written(checkpoint);
    }

    private void MarkDirty(Seat seat)
    {
        if (!seat.Dirty)
        {
            seat.Dirty = true;
            dirty.Add(seat);
        }
    }
}
