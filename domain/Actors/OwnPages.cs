namespace LtcActors.Domain.Actors;

/// <summary>A closed piece of an actor's state, as bytes.</summary>
internal sealed class OwnPage(int number, int count, byte[]? bytes)
{
    public int Number => number;

    /// <summary>How many things lie in it.</summary>
    public int Count => count;

    /// <summary>None: kept, and no longer in memory.</summary>
    public byte[]? Bytes { get; set; } = bytes;
}

/// <summary>An actor's closed pages: numbered, held until they are kept, then read again from there when asked for.</summary>
internal abstract class OwnPages(ActorId owner)
{
    /// <summary>Pages are written one at a time and copied at once: one buffer a thread serves all actors.</summary>
    [ThreadStatic]
    private static StateWriter? buffer;

    /// <summary>None: all are kept, as of most actors.</summary>
    private List<OwnPage>? unkept;

    public IStatePages? KeptIn { get; set; }

    /// <summary>The number of the next page; numbers are not used again for another page.</summary>
    public int Next { get; set; }

    public IEnumerable<StatePage> Unkept => unkept?.Select(static p => new StatePage(p.Number, p.Bytes)) ?? [];

    /// <summary>These very bytes are kept. A page that was replaced meanwhile is not.</summary>
    public void Kept(StatePage page)
    {
        if (unkept?.FindIndex(p => p.Number == page.Number && page.Bytes.Equals(p.Bytes)) is >= 0 and var at)
        {
            unkept[at].Bytes = null;
            unkept.RemoveAt(at);
            unkept = unkept.Count > 0 ? unkept : null;
        }
    }

    /// <summary>Where the next page is to be written.</summary>
    protected static StateWriter Begin()
    {
        var writer = buffer ??= new();
        writer.Clear();
        return writer;
    }

    /// <param name="number">Of the page it replaces, if any.</param>
    protected OwnPage End(int? number, int count, StateWriter written)
    {
        var page = new OwnPage(number ?? Next++, count, written.Written.ToArray());
        unkept?.RemoveAll(p => p.Number == page.Number);
        (unkept ??= new(1)).Add(page);
        return page;
    }

    protected StateReader Open(OwnPage page) => new(page.Bytes ?? KeptIn!.Read(owner, page.Number));
}
