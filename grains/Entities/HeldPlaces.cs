using LtcActors.Engine.Running;

namespace LtcActors.Grains.Entities;

/// <summary>Places in the journal that are kept for many, a chain for each, in two arrays of numbers. What is freed is used again.</summary>
internal sealed class HeldPlaces
{
    private long[] seqs = new long[64];
    private int[] after = new int[64];
    private int used;
    private Chain free = Chain.Empty;

    public void Add(ref Chain to, long seq)
    {
        var at = free.First;
        if (at >= 0)
        {
            free = at == free.Last ? Chain.Empty : free with { First = after[at] };
        }
        else
        {
            if (used == seqs.Length)
            {
                Array.Resize(ref seqs, used * 2);
                Array.Resize(ref after, used * 2);
            }

            at = used++;
        }

        (seqs[at], after[at]) = (seq, -1);
        Join(ref to, new(at, at));
    }

    /// <summary>Adds those of a chain, in order.</summary>
    public void CopyTo(List<long> into, Chain from)
    {
        for (var at = from.First; at >= 0; at = after[at])
        {
            into.Add(seqs[at]);
        }
    }

    /// <summary>Nobody wants the places of a chain any more; it is empty then.</summary>
    public void Free(ref Chain chain)
    {
        if (chain != Chain.Empty)
        {
            Join(ref free, chain);
            chain = Chain.Empty;
        }
    }

    private void Join(ref Chain to, Chain more)
    {
        if (to.First >= 0)
        {
            after[to.Last] = more.First;
        }

        to = new(to.First < 0 ? more.First : to.First, more.Last);
    }
}
