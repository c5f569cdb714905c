namespace LtcActors.Engine.Running;

/// <summary>The first and last place of a chain; -1: it is empty.</summary>
internal record struct Chain(int First, int Last)
{
    public static readonly Chain Empty = new(-1, -1);
}

/// <summary>Places of a list, chained: the first to the last of each chain in order, without a list for each.</summary>
internal sealed class Chains
{
    private int[] after = [];

    /// <summary>Forgets all chains, and makes room for places from 0 on.</summary>
    public void Clear(int places)
    {
        if (after.Length < places)
        {
            after = new int[Math.Max(places, after.Length * 2)];
        }
    }

    /// <summary>Puts a place at the end of a chain.</summary>
    public void Append(ref Chain chain, int place)
    {
        after[place] = -1;
        if (chain.First < 0)
        {
            chain.First = place;
        }
        else
        {
            after[chain.Last] = place;
        }

        chain.Last = place;
    }

    /// <summary>The place after one in its chain; -1: that was the last.</summary>
    public int After(int place) => after[place];
}
