using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>An actor in memory, with what the engine keeps beside it.</summary>
internal sealed class Slot(Actor actor)
{
    private byte[] tail = [];
    private int tailLength;
    private long tailFirst;
    private long lastSeq;

    public Actor Actor { get; set; } = actor;

    /// <summary>In the list of those to be judged in this round.</summary>
    public bool Touched { get; set; }

    /// <summary>Changed since the last checkpoint wrote it.</summary>
    public bool Dirty { get; set; }

    /// <summary>To be built anew from its journal entries in this epoch, for one of them was withdrawn or restored.</summary>
    public bool Rebuild { get; set; }

    /// <summary>recordedAt of what last touched it.</summary>
    public DateTimeOffset LastActive { get; set; }

    /// <summary>The deadline it stands in the queue with.</summary>
    public DateTimeOffset? Queued { get; set; }

    /// <summary>Pages that filled up since the last checkpoint.</summary>
    public List<HistoryPage>? Pages { get; private set; }

    /// <summary>The places not yet in a page: the first, then the deltas.</summary>
    public void WriteTail(StateWriter to)
    {
        to.Long(tailFirst);
        to.Bytes(tail.AsSpan(0, tailLength));
    }

    public void Restore(ReadOnlyMemory<byte> written)
    {
        var from = new StateReader(written);
        tailFirst = from.Long();
        var deltas = from.Bytes();
        tail = deltas.ToArray();
        tailLength = tail.Length;
        lastSeq = tailFirst;
        foreach (var seq in History.Read(tailFirst, deltas))
        {
            lastSeq = seq;
        }
    }

    /// <summary>Notes a journal entry as one of this actor's.</summary>
    public void Note(long seq, int pageBytes)
    {
        if (tailFirst == 0)
        {
            tailFirst = lastSeq = seq;
            return;
        }

        if (tailLength + 10 > tail.Length)
        {
            Array.Resize(ref tail, Math.Min(pageBytes + 10, Math.Max(16, tail.Length * 2)));
        }

        var delta = (ulong)(seq - lastSeq);
        while (delta >= 0x80)
        {
            tail[tailLength++] = (byte)(delta | 0x80);
            delta >>= 7;
        }

        tail[tailLength++] = (byte)delta;
        lastSeq = seq;
        if (tailLength >= pageBytes)
        {
            (Pages ??= []).Add(new(Actor.Id, tailFirst, tail.AsSpan(0, tailLength).ToArray()));
            tail = [];
            tailLength = 0;
            tailFirst = 0;
        }
    }

    /// <summary>A page has been written.</summary>
    public void ForgetPage(HistoryPage page)
    {
        Pages?.RemoveAll(p => p.FirstSeq == page.FirstSeq);
        if (Pages is { Count: 0 })
        {
            Pages = null;
        }
    }

    /// <summary>Places in pages not yet written and in the tail, oldest first.</summary>
    public IEnumerable<long> Recent()
    {
        foreach (var page in Pages ?? [])
        {
            foreach (var seq in History.Read(page.FirstSeq, page.Seqs))
            {
                yield return seq;
            }
        }

        if (tailFirst != 0)
        {
            foreach (var seq in History.Read(tailFirst, tail.AsMemory(0, tailLength)))
            {
                yield return seq;
            }
        }
    }
}

/// <summary>Places in the journal as deltas: each a varint after the one before, the first given apart.</summary>
internal static class History
{
    public static IEnumerable<long> Read(long first, ReadOnlyMemory<byte> deltas)
    {
        if (first == 0)
        {
            yield break;
        }

        yield return first;
        var seq = first;
        for (var i = 0; i < deltas.Length;)
        {
            ulong delta = 0;
            for (var shift = 0; ; shift += 7)
            {
                var b = deltas.Span[i++];
                delta |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                {
                    break;
                }
            }

            seq += (long)delta;
            yield return seq;
        }
    }
}
