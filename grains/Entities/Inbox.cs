using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>
/// What there is for the actors of a partition: of a stage, and places that wait for a next call. Chained by number through arrays that
/// all share: were something new put into a list of each actor, the collector would have to look for it in every one of them.
/// </summary>
internal sealed class Inbox
{
    private readonly Chains delivered = new();
    private readonly Chains heard = new();
    private readonly HeldPlaces places = new();
    private StageCall? stage;

    // Of the call made up last; the next uses them again, unless that one keeps them.
    private List<Carried> deliveries = [];
    private List<long> notes = [];
    private List<Message> messages = [];

    /// <summary>Another stage begins, with nothing for anybody yet.</summary>
    public void Open(StageCall call)
    {
        stage = call;
        delivered.Clear(call.Deliveries.Count);
        heard.Clear(call.Heard.Count);
    }

    /// <param name="place">Among the stage's deliveries.</param>
    public void Deliver(Seat to, int place) => delivered.Append(ref to.Delivered, place);

    /// <param name="place">Among what is heard in the stage.</param>
    public void Hear(Seat to, int place) => heard.Append(ref to.Heard, place);

    /// <summary>It need not be called for it: it goes with its next call, or with the checkpoint.</summary>
    public void Note(Seat to, long seq) => places.Add(ref to.Notes, seq);

    public long[] NotesOf(Seat of)
    {
        var held = new List<long>();
        places.CopyTo(held, of.Notes);
        return [.. held];
    }

    /// <summary>Empties all that there is for a seat into a call. It holds until the next is made up, or, once <see cref="Sent"/>, for good.</summary>
    public EntityCall Take(Seat of, StageCall call, DateTimeOffset now)
    {
        // Of the call before, which has been run, or has failed: nobody else's.
        deliveries.Clear();
        notes.Clear();
        messages.Clear();
        for (var at = of.Delivered.First; at >= 0; at = delivered.After(at))
        {
            deliveries.Add(stage!.Events[stage.Deliveries[at].Event]);
        }

        for (var at = of.Heard.First; at >= 0; at = heard.After(at))
        {
            messages.Add(stage!.Heard[at]);
        }

        places.CopyTo(notes, of.Notes);
        places.Free(ref of.Notes);
        of.Delivered = of.Heard = Chain.Empty;
        return of.Take(call, now, deliveries, notes, messages);
    }

    /// <summary>The call is under way, and keeps what it has.</summary>
    public void Sent() => (deliveries, notes, messages) = ([], [], []);
}
