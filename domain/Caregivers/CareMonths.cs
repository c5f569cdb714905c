using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;

namespace LtcActors.Domain.Caregivers;

/// <summary>What a person told of a month of visits to it.</summary>
internal readonly record struct HeardMonth(string Person, RhythmMonth Figures)
{
    public DateOnly Month => Figures.Month;
}

/// <summary>An institution says on how many days of a month the caregiver worked for it.</summary>
internal sealed record Declaration(FactRef Ref, string InstitutionId, DateOnly Month, int Days) : IKept;

/// <summary>What a caregiver is told of its months: by persons, by its institutions and by its peers.</summary>
internal sealed class CareMonths
{
    // By month, then person. Few persons a month, and most that is told is of the last one.
    private readonly List<HeardMonth> heard = new(0);
    private List<Declaration>? declared;

    public IReadOnlyList<HeardMonth> Heard => heard;

    public IReadOnlyList<Declaration> Declared => declared.OrNone();

    /// <summary>By institution that employs it: in which months check-ins that name it are known, and in which district it is.</summary>
    public HeardBriefs<Brief.Feed> Feeds { get; } = new();

    /// <summary>By group of peers: how the caregiver compares with them.</summary>
    public HeardBriefs<Brief.PeerPlace> Places { get; } = new();

    public void Add(Declaration item) => Kept.Put(ref declared, item);

    public void Hear(string person, RhythmMonth figures, bool isEmpty)
    {
        var at = PlaceOf(person, figures.Month);
        var isThere = at < heard.Count && heard[at].Month == figures.Month && heard[at].Person == person;
        if (isThere)
        {
            heard.RemoveAt(at);
        }

        if (!isEmpty)
        {
            heard.Insert(at, new(person, figures));
        }
    }

    /// <summary>What is usual among the peers of a month; none: nothing was told of it.</summary>
    public PeerUsual? UsualIn(DateOnly month, PeerMeasure measure)
    {
        foreach (var (group, place) in Places.All)
        {
            foreach (var usual in place.Asked)
            {
                if (usual.Measure == measure && PeerKey.Of(group).Month == month)
                {
                    return usual;
                }
            }
        }

        return null;
    }

    public List<HeardMonth> Of(DateOnly month)
    {
        var at = PlaceOf("", month);
        var end = at;
        while (end < heard.Count && heard[end].Month == month)
        {
            end++;
        }

        return heard.GetRange(at, end - at);
    }

    /// <summary>Adds what is known under another id of the same real name. Both may have heard of one person.</summary>
    public void AddFrom(CareMonths other)
    {
        foreach (var month in other.heard)
        {
            heard.Insert(PlaceOf(month.Person, month.Month), month);
        }

        other.declared?.ForEach(Add);
        foreach (var (institution, feed) in other.Feeds.All)
        {
            Feeds.Set(institution, feed); // One institution tells everybody the same.
        }

        foreach (var (group, place) in other.Places.All)
        {
            Places.Set(group, Places.Of(group) ?? place); // The id that is compared comes first.
        }
    }

    public void TakeBriefs(CareMonths earlier)
    {
        heard.Clear();
        heard.AddRange(earlier.heard);
        Feeds.TakeFrom(earlier.Feeds);
        Places.TakeFrom(earlier.Places);
    }

    public void Write(StateWriter to)
    {
        to.List(heard, static (w, h) => { w.Text(h.Person); RhythmMonth.Write(w, h.Figures); });
        to.List(Declared, static (w, d) => { w.Ref(d.Ref); w.Text(d.InstitutionId); w.Day(d.Month); w.Int(d.Days); });
        to.List(Feeds.Items, static (w, f) => { w.Text(f.Key); w.Optional(f.Value.First); w.List(f.Value.Months, static (x, m) => x.Day(m)); w.Text(f.Value.DistrictCode); });
        to.List(Places.Items, static (w, p) => { w.Text(p.Key); Brief.PeerPlace.Write(w, p.Value); });
    }

    public static CareMonths Read(StateReader from)
    {
        var months = new CareMonths();
        months.heard.AddRange(from.List(static r => new HeardMonth(r.Text(), RhythmMonth.Read(r))));
        from.List(static r => new Declaration(r.Ref(), r.Text(), r.Day(), r.Int())).ForEach(months.Add);
        foreach (var (institution, feed) in from.List(static r => (r.Text(), new Brief.Feed(r.OptionalDay(), [.. r.List(static x => x.Day())], r.OptionalText()))))
        {
            months.Feeds.Set(institution, feed);
        }

        foreach (var (group, place) in from.List(static r => (r.Text(), Brief.PeerPlace.Read(r))))
        {
            months.Places.Set(group, place);
        }

        return months;
    }

    private int PlaceOf(string person, DateOnly month)
    {
        var (low, high) = (0, heard.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = heard[middle].Month.CompareTo(month) is var byMonth and not 0
                ? byMonth : string.CompareOrdinal(heard[middle].Person, person);
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
