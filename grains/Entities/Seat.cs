using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>An actor of a partition, and what is in its inbox.</summary>
internal sealed class Seat(ActorId id, IEntityGrain grain, EntityServices services)
{
    private Resident? resident;

    public ActorId Id => id;

    public IEntityGrain Grain => grain;

    /// <summary>The actor itself, where it is in the memory of this silo.</summary>
    public Resident? Resident => resident is { IsGone: false } ? resident : resident = services.Find(id);

    /// <summary>Calls it has had in this generation.</summary>
    public int Calls { get; private set; }

    /// <summary>When it was called last.</summary>
    public DateTimeOffset LastCalled { get; private set; }

    public bool Addressed { get; set; }

    /// <summary>Called since the last checkpoint held its state, or to be.</summary>
    public bool Dirty { get; set; }

    public List<Carried> Deliveries { get; private set; } = [];

    /// <summary>Places that it need not be called for: they go with its next call, or with the checkpoint.</summary>
    public List<long> Notes { get; private set; } = [];

    public List<Message> Heard { get; private set; } = [];

    public bool Rebuild { get; set; }

    public bool Wake { get; set; }

    public bool Anew { get; set; }

    public bool FromNothing { get; set; }

    /// <summary>Empties the inbox into a call.</summary>
    public EntityCall Take(StageCall of, DateTimeOffset now)
    {
        LastCalled = now;
        var call = new EntityCall(
            of.Generation, of.Epoch, Calls++, of.JudgeAt, of.RecordedAt, Deliveries, Notes, Heard, Rebuild, Wake, Anew, FromNothing);
        (Addressed, Rebuild, Wake, Anew, FromNothing) = (false, false, false, false, false);
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
