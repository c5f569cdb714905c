using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Peers;

/// <summary>Figures by caregiver, in ordinal order and side by side: whenever one of them changes, all of them are gone over.</summary>
internal sealed class PeerMembers
{
    private const int Least = 16;
    private string[] ids = [];
    private PeerFigures[] figures = [];
    private int count;

    public ReadOnlySpan<string> Ids => ids.AsSpan(0, count);

    /// <summary>As many as <see cref="Ids"/>, in their order.</summary>
    public ReadOnlySpan<PeerFigures> Figures => figures.AsSpan(0, count);

    public void Set(string id, in PeerFigures of)
    {
        var at = Find(id);
        if (at < 0)
        {
            at = ~at;
            MakeRoom(at);
            ids[at] = id;
        }

        figures[at] = of;
    }

    public void Remove(string id)
    {
        if (Find(id) is var at && at < 0)
        {
            return;
        }

        count--;
        ids.AsSpan((at + 1)..(count + 1)).CopyTo(ids.AsSpan(at));
        figures.AsSpan((at + 1)..(count + 1)).CopyTo(figures.AsSpan(at));
        ids[count] = null!;
    }

    public void Write(StateWriter to)
    {
        to.Int(count);
        for (var i = 0; i < count; i++)
        {
            to.Text(ids[i]);
            PeerFigures.Write(to, figures[i]);
        }
    }

    /// <summary>Where it is, or else the complement of where it would be. What comes in order, as it is read back, comes last.</summary>
    private int Find(string id) =>
        count == 0 || string.CompareOrdinal(ids[count - 1], id) < 0 ? ~count : Array.BinarySearch(ids, 0, count, id, StringComparer.Ordinal);

    private void MakeRoom(int at)
    {
        if (count == ids.Length)
        {
            Array.Resize(ref ids, Math.Max(Least, count * 2));
            Array.Resize(ref figures, ids.Length);
        }

        ids.AsSpan(at..count).CopyTo(ids.AsSpan(at + 1));
        figures.AsSpan(at..count).CopyTo(figures.AsSpan(at + 1));
        count++;
    }
}
