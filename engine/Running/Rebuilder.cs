using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>Builds an actor from its entries in the journal: when one was withdrawn, or for a reader who asks what was known.</summary>
/// <param name="parsers">Makes a reader of stored events; each is used by one thread.</param>
/// <param name="isWithdrawn">By source and id.</param>
internal sealed class Rebuilder(IJournal journal, Func<Func<ReadOnlyMemory<byte>, ParsedEvent>> parsers, Func<string, string, bool> isWithdrawn)
{
    private readonly ThreadLocal<Func<ReadOnlyMemory<byte>, ParsedEvent>> parser = new(parsers);

    /// <summary>Places of all journal entries that concern an actor, oldest first.</summary>
    public IEnumerable<long> Places(IStateStore store, Slot slot)
    {
        foreach (var page in store.ReadPages(slot.Id))
        {
            foreach (var seq in History.Read(page.FirstSeq, page.Seqs))
            {
                yield return seq;
            }
        }

        foreach (var seq in slot.Recent())
        {
            yield return seq;
        }
    }

    /// <param name="asOf">Only what was recorded by this instant; null: all.</param>
    public Actor Build(ActorId id, IEnumerable<long> places, DateTimeOffset? asOf)
    {
        var actor = Actor.Create(id);
        var known = new List<(ParsedEvent Event, Entry Entry)>();
        foreach (var seq in places)
        {
            if (Read(seq) is { } read && (asOf is not { } instant || read.Entry.RecordedAt <= instant))
            {
                known.Add(read);
            }
        }

        var withdrawn = asOf is null ? isWithdrawn : WithdrawnAmong(known);
        foreach (var (e, entry) in known)
        {
            if (entry.Fact is not Fact.EventWithdrawn && !withdrawn(e.Source!, e.Id!))
            {
                actor.Apply(entry);
            }
        }

        return actor;
    }

    public (ParsedEvent Event, Entry Entry)? Read(long seq)
    {
        if (journal.ReadEvent(seq) is not { } stored)
        {
            return null;
        }

        var parsed = parser.Value!(stored.Json);
        return parsed.Fact is { } fact ? (parsed, new(seq, stored.RecordedAt, parsed.Time, parsed.Key, fact)) : null;
    }

    private static Func<string, string, bool> WithdrawnAmong(List<(ParsedEvent Event, Entry Entry)> known)
    {
        var then = new Withdrawals();
        foreach (var (e, entry) in known)
        {
            if (entry.Fact is Fact.EventWithdrawn w)
            {
                then.Add(e.Source!, e.Id!, entry.Seq, w.Source, w.Id, 0);
            }
        }

        return then.IsWithdrawn;
    }
}
