using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>An actor in memory, with what the engine keeps beside it. One that nobody speaks to is kept as its bytes, a third of its size.</summary>
internal sealed class Slot
{
    /// <summary>Room for some twenty entries, which is a day's: an array that grows by a few each time is a new one each time.</summary>
    private const int TailAtFirst = 64;

    private readonly IStatePages? pages;
    private Actor? actor;
    private ReadOnlyMemory<byte> packed;
    private byte[] tail = [];
    private int tailLength;
    private long tailFirst;
    private long lastSeq;

    /// <param name="pages">Where it keeps pages of its state.</param>
    public Slot(ActorId id, IStatePages pages)
    {
        Id = id;
        this.pages = pages;
        actor = Actor.Create(id);
        actor.KeepPagesIn(pages);
    }

    /// <summary>As a checkpoint kept it; its state is read when it is first asked for.</summary>
    public Slot(in ActorRow row, IStatePages pages)
    {
        Id = row.Id;
        this.pages = pages;
        packed = row.State;
        Queued = row.Deadline;
        Restore(row.HistoryTail);
    }

    public ActorId Id { get; }

    public Actor Actor
    {
        get => actor ?? Unpack();
        set => actor = value;
    }

    public bool IsPacked => actor is null;

    /// <summary>Has the processor fetch what the next fact is likely to touch; of one that is packed, nothing.</summary>
    public int Warm() => actor?.Warm() ?? 0;

    /// <summary>In the list of those to be judged in this round.</summary>
    public bool Touched { get; set; }

    /// <summary>What the inbox holds for it in this stage.</summary>
    public Chain Delivered = Chain.Empty;

    /// <summary>What others told it in this stage.</summary>
    public Chain Heard = Chain.Empty;

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

    /// <summary>Past what <see cref="WriteTail"/> wrote.</summary>
    public static void SkipTail(StateReader from)
    {
        from.Long();
        from.Bytes();
    }

    /// <summary>Keeps only the actor's bytes; what a checkpoint has not kept yet must not be packed.</summary>
    /// <param name="writer">For use on the way.</param>
    public void Pack(StateWriter writer)
    {
        writer.Clear();
        ActorState.Write(Actor, writer);
        packed = writer.Written.ToArray();
        actor = null;
        tail = tail.AsSpan(0, tailLength).ToArray();
    }

    private void Restore(ReadOnlyMemory<byte> written)
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
            Array.Resize(ref tail, Math.Min(pageBytes + 10, Math.Max(TailAtFirst, tail.Length * 2)));
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
            (Pages ??= []).Add(new(Id, tailFirst, tail.AsSpan(0, tailLength).ToArray()));
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

    private Actor Unpack()
    {
        var unpacked = Actor.Create(Id);
        unpacked.KeepPagesIn(pages!);
        ActorState.Read(unpacked, packed);
        packed = default;
        return actor = unpacked;
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
