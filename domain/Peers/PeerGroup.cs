using System.Collections.Immutable;
using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Peers;

/// <summary>
/// The caregivers of one district and kind in one calendar month that is over: hears the figures of each, tells those that stand
/// apart how they compare (COL-04), and those that ask what is usual (VIS-14, VIS-15, STF-07; docs/decisions/0016). It has no facts of
/// its own. It computes once a round in which anybody's figures changed, whatever their number.
/// </summary>
public sealed class PeerGroup(ActorId id) : Actor(id)
{
    private const byte Version = 2;
    private static readonly PeerMeasure[] Compared =
        [PeerMeasure.MinutesPerVisit, PeerMeasure.ManualShare, PeerMeasure.AlternativeShare, PeerMeasure.FullQuotaShare];

    private static readonly (PeerAsks By, PeerMeasure Measure)[] Asked =
    [
        (PeerAsks.Regular, PeerMeasure.StartSpread), (PeerAsks.Regular, PeerMeasure.LengthSpread), (PeerAsks.Odd, PeerMeasure.OddShare),
        (PeerAsks.Attendance, PeerMeasure.AttendanceShare),
    ];

    private readonly PeerKey key = PeerKey.Of(id.Id);
    private readonly SortedDictionary<string, PeerFigures> members = new(StringComparer.Ordinal);

    /// <summary>What those that stand apart, or ask, were last told; in ordinal order, and few.</summary>
    private readonly SortedDictionary<string, ulong> told = new(StringComparer.Ordinal);
    private bool isTouched;

    public override DateTimeOffset? NextDeadline => null;

    public override void Apply(Entry entry) =>
        throw new ArgumentOutOfRangeException(nameof(entry), entry.Fact.GetType().Name, "No fact is about peers.");

    public override void Hear(ActorId from, Brief brief)
    {
        if (brief is not Brief.PeerMonth month)
        {
            throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not for peers.");
        }

        isTouched = true;
        if (month.IsEmpty)
        {
            members.Remove(from.Id);
        }
        else
        {
            members[from.Id] = month.Figures;
        }
    }

    public override void TouchAll() => isTouched = true;

    public override void Judge(Judgement to)
    {
        if (!isTouched)
        {
            return;
        }

        isTouched = false;
        var places = Places(to.Policies.For(key.District, key.Month));
        foreach (var caregiver in told.Keys.Except(places.Keys, StringComparer.Ordinal).ToList())
        {
            told.Remove(caregiver);
            to.Tell(Id, ActorId.Caregiver(caregiver), new Brief.PeerPlace([], []));
        }

        foreach (var (caregiver, place) in places)
        {
            var print = BriefCodec.PrintOf(place);
            if (!told.TryGetValue(caregiver, out var before) || before != print)
            {
                told[caregiver] = print;
                to.Tell(Id, ActorId.Caregiver(caregiver), place);
            }
        }
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (PeerGroup)earlier;
        foreach (var (caregiver, figures) in self.members)
        {
            members[caregiver] = figures;
        }

        foreach (var (caregiver, print) in self.told)
        {
            told[caregiver] = print;
        }

        isTouched = true;
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.Bool(isTouched);
        to.List(members, static (w, m) => { w.Text(m.Key); PeerFigures.Write(w, m.Value); });
        to.List(told, static (w, t) => { w.Text(t.Key); w.ULong(t.Value); });
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"The state of peers of version {version} is not known.");
        }

        isTouched = from.Bool();
        foreach (var (caregiver, figures) in from.List(static r => (r.Text(), PeerFigures.Read(r))))
        {
            members[caregiver] = figures;
        }

        foreach (var (caregiver, print) in from.List(static r => (r.Text(), r.ULong())))
        {
            told[caregiver] = print;
        }
    }

    public override object View(DateTimeOffset now) => new { Id = Id.Id, Caregivers = members.Keys.ToList(), Told = told.Keys.ToList() };

    private SortedDictionary<string, Brief.PeerPlace> Places(Thresholds limits)
    {
        var comparable = members.Values.Where(m => m.Visits >= limits.PeerMinVisits.Count).ToList();
        var statistics = Array.ConvertAll(Compared, measure => PeerStatistics.Of(measure, Values(comparable, measure, limits), limits));
        var asked = members.Values.Aggregate(PeerAsks.None, static (all, m) => all | m.Asks);
        var usual = Asked.Where(a => asked.HasFlag(a.By)).Select(a => (a.By, Usual: Usual(comparable, a.Measure, limits))).ToList();
        var places = new SortedDictionary<string, Brief.PeerPlace>(StringComparer.Ordinal);
        foreach (var (caregiver, figures) in members)
        {
            var compared = figures.Visits >= limits.PeerMinVisits.Count ? Apart(figures, statistics, limits) : [];
            if (compared.Length > 0 || figures.Asks != PeerAsks.None)
            {
                places[caregiver] = new(compared, [.. usual.Where(u => figures.Asks.HasFlag(u.By)).Select(static u => u.Usual)]);
            }
        }

        return places;
    }

    /// <returns>Every figure beside the peers' where enough of them lie far off; else nothing.</returns>
    private static ImmutableArray<PeerComparison> Apart(in PeerFigures figures, PeerStatistics?[] statistics, Thresholds limits)
    {
        var compared = ImmutableArray.CreateBuilder<PeerComparison>(Compared.Length);
        var figuresApart = 0;
        foreach (var peers in statistics)
        {
            if (peers is { } known && PeerStatistics.ValueOf(known.Measure, figures, limits) is { } own)
            {
                compared.Add(known.Compare(own));
                figuresApart += PeerStatistics.IsApart(compared[^1], limits) ? 1 : 0;
            }
        }

        return figuresApart >= limits.OutlierFigures.Count ? compared.ToImmutable() : [];
    }

    private static PeerUsual Usual(List<PeerFigures> comparable, PeerMeasure measure, Thresholds limits)
    {
        var values = Values(comparable, measure, limits);
        return new(measure, PeerStatistics.Of(measure, values, limits) is { } known ? new(known.Median, known.Spread) : null, values.Length);
    }

    // Without a box a figure: thousands of peers are asked for eight of them.
    private static double[] Values(List<PeerFigures> comparable, PeerMeasure measure, Thresholds limits)
    {
        var values = new double[comparable.Count];
        var known = 0;
        foreach (ref readonly var figures in CollectionsMarshal.AsSpan(comparable))
        {
            if (PeerStatistics.ValueOf(measure, figures, limits) is { } value)
            {
                values[known++] = value;
            }
        }

        return known == values.Length ? values : values[..known];
    }
}
