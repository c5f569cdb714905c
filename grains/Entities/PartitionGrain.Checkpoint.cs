using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Entities;

/// <summary>A checkpoint of a partition: all that changed is copied as it is between two epochs, and written while stages run.</summary>
internal sealed partial class PartitionGrain
{
    private List<Seat> writing = [];
    private CapturedRows captured = new(0);

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

        // What a failed checkpoint left unwritten is still in here; its arrays are not used again: who knows who is still reading in them.
        (writing, captured) = ([.. dirty], new(checkpoint));
        dirty.Clear();
        foreach (var seat in writing)
        {
            seat.Dirty = false;
            var resident = seat.Resident ?? throw new NotJudgingException($"{seat.Id} has left this silo's memory with what no checkpoint has.");
            resident.CaptureInto(captured);
        }

        return true;
    }

    public async Task Write(long ofGeneration, long checkpoint)
    {
        if (ofGeneration == generation && captured.Checkpoint == checkpoint)
        {
            await Rows.WriteAsync(captured);
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
        if (counting.Completed == checkpoints.Completed)
        {
            mine.ForEach(MarkDirty);
            Rows.Failed();
            return;
        }

        checkpoints = counting;
        Rows.Completed();
        mine.ForEach(s => s.Resident?.Written(counting.Completed));
        captured.Release();
        await LetGoAsync(Idle(), generation - 1);
    }

    /// <summary>Who has not been called for long; and whoever else was not called for the longest, where too many are in memory.</summary>
    private List<ActorId> Idle()
    {
        var limits = options.Limits;
        var since = options.Clock.GetUtcNow() - limits.IdleAfter;
        List<Seat> held = [.. seats.Values.Where(s => s.Resident is { IsHeld: true }).OrderBy(s => s.LastCalled)];
        // Every partition of the silo gives up the same share.
        var tooMany = (int)(held.Count * Math.Max(0, 1 - ((double)limits.ActiveActors / Math.Max(1, services.Residents))));
        return [.. held.TakeWhile((s, n) => n < tooMany || s.LastCalled <= since).Where(s => !s.Dirty).Select(s => s.Id)];
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
