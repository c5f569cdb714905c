using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What an actor last told, by recipient and topic, so that it tells only what differs. Few recipients: searched in order.</summary>
internal sealed class ToldBriefs
{
    private Told[] told = [];

    /// <summary>Tells it, unless the recipient was told just that before (or nothing, and there is nothing to say).</summary>
    public void Tell(Judgement judgement, ActorId from, ActorId to, Brief brief)
    {
        var topic = BriefCodec.TopicOf(brief);
        var known = Find(to, topic);
        if (known < 0 && brief.IsEmpty)
        {
            return;
        }

        var print = BriefCodec.PrintOf(brief);
        if (known < 0)
        {
            told = [.. told, new(to, topic, print)];
        }
        else if (told[known].Print == print)
        {
            return;
        }
        else
        {
            told[known] = told[known] with { Print = print };
        }

        judgement.Tell(from, to, brief);
    }

    public bool Has(ActorId to, byte topic) => Find(to, topic) >= 0;

    /// <summary>Whether there is anybody to whom something was last said on the topic.</summary>
    public bool AnySaid(byte topic) => Array.Exists(told, t => t.Topic == topic && t.Print != 0);

    /// <summary>Who was ever told on the topic.</summary>
    public IEnumerable<ActorId> Recipients(byte topic)
    {
        foreach (var each in told)
        {
            if (each.Topic == topic)
            {
                yield return each.To;
            }
        }
    }

    public void Write(StateWriter to) => to.List(told, static (w, t) =>
    {
        w.Byte((byte)t.To.Kind);
        w.Text(t.To.Id);
        w.Byte(t.Topic);
        w.ULong(t.Print);
    });

    public void Read(StateReader from) =>
        told = [.. from.List(static r => new Told(new((ActorKind)r.Byte(), r.Text()), r.Byte(), r.ULong()))];

    public void TakeFrom(ToldBriefs earlier) => told = [.. earlier.told];

    private int Find(ActorId to, byte topic)
    {
        for (var i = 0; i < told.Length; i++)
        {
            if (told[i].Topic == topic && told[i].To == to)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly record struct Told(ActorId To, byte Topic, ulong Print);
}
