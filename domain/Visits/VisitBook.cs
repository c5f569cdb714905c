using System.Collections.Immutable;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Visits;

/// <summary>The visits of one person, found by id; and one copy of each id that many of them name.</summary>
internal sealed class VisitBook
{
    private const int SearchedInOrder = 8;
    private Visit[] visits = [];
    private Dictionary<string, Visit>? byId;
    private string[] names = [];

    public int Count { get; private set; }

    /// <summary>By time of beginning, then by id, once each is in its place.</summary>
    public ReadOnlySpan<Visit> All => visits.AsSpan(0, Count);

    public Visit? Find(string id)
    {
        if (byId is not null)
        {
            return byId.GetValueOrDefault(id);
        }

        foreach (var visit in All)
        {
            if (visit.Id == id)
            {
                return visit;
            }
        }

        return null;
    }

    /// <summary>Where the first visit stands that begins at the instant or later.</summary>
    public int FirstFrom(DateTimeOffset instant)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = visits[middle].Begin < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Whether its caregiver came in that calendar month for no other visit.</summary>
    public bool IsFirstOfMonth(Visit visit)
    {
        var month = Calendars.Shanghai.FirstOfMonth(visit.Day);
        var end = Calendars.Shanghai.StartOf(month.AddMonths(1));
        for (var i = FirstFrom(Calendars.Shanghai.StartOf(month)); i < Count && visits[i].Begin < end; i++)
        {
            if (visits[i] != visit && visits[i].CaregiverId == visit.CaregiverId)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves a visit to where its beginning belongs. Most are among the last.</summary>
    public void Place(Visit visit)
    {
        var at = Array.LastIndexOf(visits, visit, Count - 1);
        for (; at > 0 && InOrder(visits[at - 1], visit) > 0; at--)
        {
            visits[at] = visits[at - 1];
        }

        for (; at + 1 < Count && InOrder(visits[at + 1], visit) < 0; at++)
        {
            visits[at] = visits[at + 1];
        }

        visits[at] = visit;
    }

    public Visit FindOrAdd(string id)
    {
        if (Find(id) is { } known)
        {
            return known;
        }

        var visit = new Visit(id);
        Add(visit);
        return visit;
    }

    /// <summary>The same id as one object for all visits.</summary>
    public string? Shared(string? id)
    {
        if (id is null)
        {
            return null;
        }

        foreach (var name in names)
        {
            if (name == id)
            {
                return name;
            }
        }

        names = [.. names, id];
        return id;
    }

    /// <summary>Most visits of a person hold the same services as the one before: they share the list.</summary>
    public string[] Shared(ImmutableArray<ServiceDone> services)
    {
        if (services.IsDefaultOrEmpty)
        {
            return [];
        }

        var codes = new string[services.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = services[i].Code;
        }

        return Shared(codes);
    }

    public string[] Shared(string[] codes)
    {
        for (var i = Count - 1; i >= 0 && i >= Count - SearchedInOrder; i--)
        {
            if (visits[i].Services.AsSpan().SequenceEqual(codes))
            {
                return visits[i].Services;
            }
        }

        return codes.Length == 0 ? [] : codes;
    }

    public void Write(StateWriter to)
    {
        to.Int(Count);
        foreach (var visit in All)
        {
            visit.Write(to);
        }
    }

    public void Read(StateReader from)
    {
        var count = from.Int();
        for (var i = 0; i < count; i++)
        {
            Add(Visit.Read(from, this));
        }
    }

    private void Add(Visit visit)
    {
        if (Count == visits.Length)
        {
            Array.Resize(ref visits, Count < SearchedInOrder ? Count + 2 : Count + (Count / 2));
        }

        visits[Count++] = visit;
        if (byId is not null)
        {
            byId.Add(visit.Id, visit);
        }
        else if (Count > SearchedInOrder)
        {
            byId = new(Count * 2, StringComparer.Ordinal);
            foreach (var each in All)
            {
                byId.Add(each.Id, each);
            }
        }
    }

    private static int InOrder(Visit a, Visit b)
    {
        var byTime = a.Begin.CompareTo(b.Begin);
        return byTime != 0 ? byTime : string.CompareOrdinal(a.Id, b.Id);
    }
}
