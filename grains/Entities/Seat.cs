using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>An actor of a partition, and what it is to be called for.</summary>
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

    /// <summary>What its partition's <see cref="Inbox"/> has for it.</summary>
    public Chain Delivered = Chain.Empty;

    public Chain Heard = Chain.Empty;

    /// <summary>Places that it need not be called for: they go with its next call, or with the checkpoint.</summary>
    public Chain Notes = Chain.Empty;

    public bool Rebuild { get; set; }

    public bool Wake { get; set; }

    public bool Anew { get; set; }

    public bool FromNothing { get; set; }

    /// <summary>Makes up a call of it: nothing is left to be called for then.</summary>
    public EntityCall Take(
        StageCall of, DateTimeOffset now, IReadOnlyList<Carried> deliveries, IReadOnlyList<long> notes, IReadOnlyList<Message> heard)
    {
        LastCalled = now;
        var call = new EntityCall(
            of.Generation, of.Epoch, Calls++, of.JudgeAt, of.RecordedAt, deliveries, notes, heard, Rebuild, Wake, Anew, FromNothing);
        (Addressed, Rebuild, Wake, Anew, FromNothing) = (false, false, false, false, false);
        return call;
    }
}
