using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Entities;

/// <summary>A checkpoint of a partition: what changed is written as it was between two epochs, while stages run.</summary>
internal sealed partial class PartitionGrain
{
    private List<Seat> writing = [];

    /// <summary>When it is next looked who has not been called for long.</summary>
    private DateTimeOffset lookAt;

    /// <summary>Ends what is written for a generation that is over: nothing of it would count.</summary>
    private CancellationTokenSource ended = new();

    public async Task<bool> Capture(long ofGeneration, long checkpoint)
    {
        if (ofGeneration != generation)
        {
            return false;
        }

        // Whom a stage has left with nothing but places to note is told of them now: of no epoch, as nobody is judged for it.
        var telling = new StageCall(generation, 0, default, default, [], [], [], [], [], []);
        foreach (var some in noted.Where(static s => s.Notes != Chain.Empty).Distinct().Chunk(AtOnce))
        {
            addressed.AddRange(some);
            if (await CallAsync(telling, []) is not null || ofGeneration != generation)
            {
                return false;
            }
        }

        noted.Clear();
        (writing, dirty) = (dirty, new(dirty.Count));
        var owing = new List<IOwesRow>(writing.Count);
        // Once over all of them, for no stage runs meanwhile.
        foreach (var seat in writing)
        {
            owing.Add(seat.Resident ?? throw new NotJudgingException($"{seat.Id} has left this silo's memory with what no checkpoint has."));
            seat.Dirty = false;
        }

        owed.Rows = new(generation, checkpoint, owing);
        return true;
    }

    public async Task Write(long ofGeneration, long checkpoint, TimeSpan over)
    {
        if (owed.Of(ofGeneration) is { } captured && captured.Checkpoint == checkpoint)
        {
            // It takes its time, and a grain leaves its silo only when no call of it runs: when another silo dies, partitions have to.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, view.Whole);
            await Rows.WriteAsync(captured, over, stop.Token);
        }

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
        owed.Rows = null;
        if (counting.Completed == owed.Counting.Completed)
        {
            mine.ForEach(MarkDirty);
            Rows.Failed();
            return;
        }

        // Each actor takes note of it when it is next called.
        owed.Counting = counting;
        Rows.Completed();
        await LetGoAsync(Idle(), generation - 1);
    }

    /// <summary>
    /// Who has not been called for long; and whoever else was not called for the longest, where too many are in memory. To look at all is
    /// not done after every checkpoint, for all stages wait for it: who has idled that long may stay a quarter longer.
    /// </summary>
    private List<ActorId> Idle()
    {
        var (limits, now) = (options.Limits, options.Clock.GetUtcNow());
        if (now < lookAt && services.Residents <= limits.ActiveActors)
        {
            return [];
        }

        lookAt = now + (limits.IdleAfter / 4);
        var since = now - limits.IdleAfter;
        List<Seat> held = [.. seats.Values.Where(s => s.Resident is { IsHeld: true })];
        // Every partition of the silo gives up the same share.
        var tooMany = (int)(held.Count * Math.Max(0, 1 - ((double)limits.ActiveActors / Math.Max(1, services.Residents))));
        // Sorted only where some are too many: mostly there are none.
        var longest = tooMany > 0 ? held.OrderBy(s => s.LastCalled).Take(tooMany) : [];
        return [.. held.Where(s => s.LastCalled <= since).Union(longest).Where(s => !s.Dirty).Select(s => s.Id)];
    }

    /// <param name="over">A generation: what they have of that, or of one before, nobody will ask for.</param>
    private async Task LetGoAsync(List<ActorId> actors, long over)
    {
        foreach (var some in actors.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(id => EntityGrains.Of(GrainFactory, id).Release(over)));
        }
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
