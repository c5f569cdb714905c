using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>An actor of a partition, and what is in its inbox.</summary>
internal sealed class Seat(ActorId id, IEntityGrain grain, EntityServices services)
{
    private Resident? resident;

    /// <summary>Places of before the instant of a checkpoint that it has yet to hold its state for.</summary>
    private List<long> earlier = [];

    public ActorId Id => id;

    public IEntityGrain Grain => grain;

    /// <summary>The actor itself, where it is in the memory of this silo.</summary>
    public Resident? Resident => resident is { IsGone: false } ? resident : resident = services.Find(id);

    /// <summary>Calls it has had in this generation.</summary>
    public int Calls { get; private set; }

    public bool Addressed { get; set; }

    /// <summary>Called since the last checkpoint held its state, or to be.</summary>
    public bool Dirty { get; set; }

    public List<Carried> Deliveries { get; private set; } = [];

    /// <summary>Places that it need not be called for: they go with its next call, or with the checkpoint.</summary>
    public List<long> Notes { get; private set; } = [];

    /// <summary>The checkpoint it has yet to hold its state for, as it was at that instant; 0: none.</summary>
    public long Due { get; private set; }

    public List<Message> Heard { get; private set; } = [];

    public bool Rebuild { get; set; }

    public bool Wake { get; set; }

    public bool Anew { get; set; }

    /// <summary>Its grain is being told to hold its state.</summary>
    public Task<EntityAnswer>? Holding { get; set; }

    /// <summary>All places that it has not been told of, oldest first.</summary>
    public long[] Untold => [.. earlier, .. Notes];

    /// <summary>A checkpoint is of this instant: before the next call, and before it is written, it holds its state.</summary>
    public void HoldFor(long checkpoint)
    {
        (Due, Dirty) = (checkpoint, false);
        earlier.AddRange(Notes);
        Notes.Clear();
    }

    /// <summary>It holds its state, or has been told to, once it has been called as this says.</summary>
    /// <returns>The call that tells it of the places of before the instant; of no epoch, as nobody is judged for them. Null: there are none.</returns>
    public EntityCall? TakeDue(long generation, Checkpoints checkpoints)
    {
        Due = 0;
        if (earlier.Count == 0)
        {
            return null;
        }

        var call = new EntityCall(generation, 0, Calls++, checkpoints, default, default, [], earlier, [], false, false, false);
        earlier = [];
        return call;
    }

    /// <summary>Empties the inbox into a call.</summary>
    public EntityCall Take(StageCall of, Checkpoints checkpoints)
    {
        var call = new EntityCall(
            of.Generation, of.Epoch, Calls++, checkpoints, of.JudgeAt, of.RecordedAt, Deliveries, Notes, Heard, Rebuild, Wake, Anew);
        (Addressed, Rebuild, Wake, Anew) = (false, false, false, false);
        return call;
    }

    /// <summary>The call of <see cref="Take"/> has been run: its lists are used again.</summary>
    public void Done()
    {
        Deliveries.Clear();
        Notes.Clear();
        Heard.Clear();
    }

    /// <summary>The call of <see cref="Take"/> is under way, and keeps its lists; most seats need no new ones for long.</summary>
    public void Sent()
    {
        Deliveries = Deliveries.Count == 0 ? Deliveries : [];
        Notes = Notes.Count == 0 ? Notes : [];
        Heard = Heard.Count == 0 ? Heard : [];
    }
}
