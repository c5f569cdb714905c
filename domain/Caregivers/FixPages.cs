using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>Fixes of a day that are closed, as bytes.</summary>
internal sealed class FixPage(int number, int count, byte[]? bytes)
{
    public int Number => number;

    public int Count => count;

    /// <summary>None: kept, and no longer in memory.</summary>
    public byte[]? Bytes { get; set; } = bytes;
}

/// <summary>The closed pages of a caregiver's days: numbered, held until they are kept, then read again from there when asked for.</summary>
internal sealed class FixPages(ActorId owner)
{
    /// <summary>Pages are written one at a time and copied at once: one buffer a thread serves all caregivers.</summary>
    [ThreadStatic]
    private static StateWriter? buffer;

    private readonly List<FixPage> unkept = new(0);

    public IStatePages? KeptIn { get; set; }

    /// <summary>The number of the next page; numbers are not used again for another page.</summary>
    public int Next { get; set; }

    public IEnumerable<StatePage> Unkept => unkept.Select(p => new StatePage(p.Number, p.Bytes));

    public bool AnyUnkept => unkept.Count > 0;

    /// <param name="number">Of the page it replaces, if any.</param>
    public FixPage Add(int? number, ReadOnlySpan<Fix> fixes, ReadOnlySpan<FixSource> sources)
    {
        var writer = buffer ??= new();
        writer.Clear();
        FixCodec.Write(writer, fixes, sources);
        var page = new FixPage(number ?? Next++, fixes.Length, writer.Written.ToArray());
        unkept.RemoveAll(p => p.Number == page.Number);
        unkept.Add(page);
        return page;
    }

    public (Fix[] Fixes, FixSource[] Sources) Read(FixPage page) =>
        FixCodec.Read(new StateReader(page.Bytes ?? KeptIn!.Read(owner, page.Number)), page.Count);

    /// <summary>These very bytes are kept. A page that was replaced meanwhile is not.</summary>
    public void Kept(StatePage page)
    {
        var at = unkept.FindIndex(p => p.Number == page.Number && page.Bytes.Equals(p.Bytes));
        if (at >= 0)
        {
            unkept[at].Bytes = null;
            unkept.RemoveAt(at);
        }
    }
}
