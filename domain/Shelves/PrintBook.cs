using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Shelves;

/// <summary>
/// All prints of a shelf. Nearly every print lies under one check and is never asked for again: the newest of those are at hand, the others
/// lie in pages, of which sixteen bits a print stay in memory. What lies under several checks is kept together.
/// </summary>
internal sealed class PrintBook(ActorId owner)
{
    /// <summary>Prints in a page.</summary>
    public const int PageUses = 32;

    private readonly List<PrintUse> open = new(0);
    private readonly List<(OwnPage Page, ushort[] Marks)> closed = new(0);
    private readonly SortedDictionary<ulong, SharedPrint> shared = [];

    public PrintPages Pages { get; } = new(owner);

    public IEnumerable<SharedPrint> Shared => shared.Values;

    public int Count => open.Count + (closed.Count * PageUses) + shared.Values.Sum(static s => s.Uses.Length);

    public SharedPrint? Of(ulong print) => shared.GetValueOrDefault(print);

    /// <returns>Whether the print lies under several checks, and anything is told otherwise by this one.</returns>
    public bool Add(in PrintUse use)
    {
        if (shared.TryGetValue(use.Print, out var known))
        {
            return known.Add(use);
        }

        if (Take(use.Print) is { } first)
        {
            known = shared[use.Print] = new(use.Print);
            known.Add(first);
            return known.Add(use);
        }

        open.Add(use);
        if (open.Count == PageUses)
        {
            closed.Add((Pages.Add(open), [.. open.Select(static u => ShelfKey.MarkOf(u.Print))]));
            open.Clear();
            open.TrimExcess();
        }

        return false;
    }

    /// <summary>Numbers of pages that are read when a check with the print comes.</summary>
    public void Foresee(ulong print, ISet<int> into)
    {
        if (shared.ContainsKey(print) || open.Exists(u => u.Print == print))
        {
            return;
        }

        var mark = ShelfKey.MarkOf(print);
        foreach (var (page, marks) in closed)
        {
            if (page.Bytes is null && Array.IndexOf(marks, mark) >= 0)
            {
                into.Add(page.Number);
            }
        }
    }

    public void Write(StateWriter to)
    {
        to.Int(Pages.Next);
        to.List(open, PrintUse.Write);
        to.List(closed, static (w, c) =>
        {
            w.Int(c.Page.Number);
            Array.ForEach(c.Marks, m => w.Int(m));
        });
        to.List(shared.Values, SharedPrint.Write);
    }

    public void Read(StateReader from)
    {
        Pages.Next = from.Int();
        open.AddRange(from.List(PrintUse.Read));
        closed.AddRange(from.List(static r =>
        {
            var page = new OwnPage(r.Int(), PageUses, null);
            var marks = new ushort[PageUses];
            for (var i = 0; i < marks.Length; i++)
            {
                marks[i] = (ushort)r.Int();
            }

            return (page, marks);
        }));
        from.List(SharedPrint.Read).ForEach(s => shared.Add(s.Print, s));
    }

    /// <summary>The only check of the print so far. One in a page stays there, where nobody looks for it any more.</summary>
    private PrintUse? Take(ulong print)
    {
        if (open.FindIndex(u => u.Print == print) is var at and >= 0)
        {
            var found = open[at];
            open.RemoveAt(at);
            return found;
        }

        var mark = ShelfKey.MarkOf(print);
        foreach (var (page, marks) in closed)
        {
            for (var place = Array.IndexOf(marks, mark); place >= 0; place = Array.IndexOf(marks, mark, place + 1))
            {
                if (Pages.Read(page, place) is var use && use.Print == print)
                {
                    return use;
                }
            }
        }

        return null;
    }
}
