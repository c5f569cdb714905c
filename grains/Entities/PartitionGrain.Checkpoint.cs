using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>
/// A checkpoint of a partition. It is of one instant, between two epochs; but an actor holds its state of that instant only when it is
/// next called, or when its turn comes to be written, a few at a time while stages run. All at once, stages would stand still for it, and
/// the collector would carry the bytes of all.
/// </summary>
internal sealed partial class PartitionGrain
{
    private List<Seat> writing = [];

    public Task<bool> Capture(long ofGeneration, long checkpoint)
    {
        if (ofGeneration != generation)
        {
            return Task.FromResult(false);
        }

        // What a failed checkpoint left unwritten is still in here.
        writing = [.. dirty];
        dirty.Clear();
        writing.ForEach(s => s.HoldFor(checkpoint));
        return Task.FromResult(true);
    }

    public async Task Write(long ofGeneration, long checkpoint)
    {
        var counting = checkpoints;
        foreach (var some in writing.Chunk(options.ClusterLimits.WritesUnderWay))
        {
            await Task.WhenAll(some.Select(seat => ofGeneration == generation ? HoldAndWriteAsync(seat, counting) : Task.CompletedTask));
        }

        if (ofGeneration != generation)
        {
            throw new NotJudgingException($"Generation {ofGeneration} is over.");
        }
    }

    private async Task HoldAndWriteAsync(Seat seat, Checkpoints counting)
    {
        if (Hold(seat) is { } holding && await holding is { Status: not StageStatus.Done } lost)
        {
            throw new NotJudgingException($"{seat.Id} lost a part of generation {generation}: {lost.Status}.");
        }

        await (seat.Resident?.WriteAsync(counting) ?? seat.Grain.Write(counting));
    }

    /// <summary>Sees to it that an actor holds its state of the instant of the checkpoint, where it does not yet.</summary>
    /// <returns>Null: it does. Else it may be called when this completes.</returns>
    private Task<EntityAnswer>? Hold(Seat seat)
    {
        if (seat.Holding is { IsCompleted: true })
        {
            seat.Holding = null;
        }

        if (seat.Due is > 0 and var checkpoint)
        {
            var telling = seat.TakeDue(generation, checkpoints);
            if (seat.Holding is null && seat.Resident is { } resident && (telling is null || resident.TryRun(telling) is not null))
            {
                resident.Capture(checkpoint);
            }
            else
            {
                seat.Holding = HoldAsync(seat, seat.Holding, telling, checkpoint);
            }
        }

        return seat.Holding;
    }

    private static async Task<EntityAnswer> HoldAsync(Seat seat, Task<EntityAnswer>? before, EntityCall? telling, long checkpoint)
    {
        if (before is not null && await before is { Status: not StageStatus.Done } lost)
        {
            return lost;
        }

        if (telling is not null && await Run(seat.Grain, telling) is { Status: not StageStatus.Done } failed)
        {
            return failed;
        }

        await seat.Grain.Capture(checkpoint);
        return EntityAnswer.Nothing;
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
        await Task.WhenAll(mine.Select(s => Written(s, counting.Completed)));
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
