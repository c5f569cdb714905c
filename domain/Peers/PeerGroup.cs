using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    private const PeerAsks AllAsks = PeerAsks.Regular | PeerAsks.Odd | PeerAsks.Attendance;

    private readonly PeerKey key = PeerKey.Of(id.Id);
    private readonly PeerMembers members = new();

    /// <summary>What those that stand apart, or ask, were last told; in ordinal order, and few.</summary>
    private readonly SortedDictionary<string, ulong> told = new(StringComparer.Ordinal);

    /// <summary>By measure, where its medians were last: only where they are looked for first, and not written out.</summary>
    private readonly (Middle Figures, Middle Distances)[] middles =
        [.. Enumerable.Repeat((new Middle(), new Middle()), Enum.GetValues<PeerMeasure>().Length)];

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
            members.Set(from.Id, month.Figures);
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
        Tell(to, Places(to.Policies.For(key.District, key.Month)));
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (PeerGroup)earlier;
        for (var i = 0; i < self.members.Ids.Length; i++)
        {
            members.Set(self.members.Ids[i], self.members.Figures[i]);
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
        members.Write(to);
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
            members.Set(caregiver, figures);
        }

        foreach (var (caregiver, print) in from.List(static r => (r.Text(), r.ULong())))
        {
            told[caregiver] = print;
        }
    }

    public override object View(DateTimeOffset now) => new { Id = Id.Id, Caregivers = members.Ids.ToArray(), Told = told.Keys.ToList() };

    private void Tell(Judgement to, List<(string Caregiver, Brief.PeerPlace Place, ulong Print)> places)
    {
        var placed = places.Select(static p => p.Caregiver).ToHashSet(StringComparer.Ordinal);
        foreach (var caregiver in told.Keys.Where(id => !placed.Contains(id)).ToList())
        {
            told.Remove(caregiver);
            to.Tell(Id, ActorId.Caregiver(caregiver), new Brief.PeerPlace([], []));
        }

        foreach (var (caregiver, place, print) in places)
        {
            if (!told.TryGetValue(caregiver, out var before) || before != print)
            {
                told[caregiver] = print;
                to.Tell(Id, ActorId.Caregiver(caregiver), place);
            }
        }
    }

    /// <summary>Those that stand apart, and those that ask, in ordinal order, with a print of what they are to be told.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private List<(string Caregiver, Brief.PeerPlace Place, ulong Print)> Places(Thresholds limits)
    {
        var ids = members.Ids;
        var all = members.Figures;
        var asked = AskedBy(all);
        var table = PeerTable.OfThread;
        table.Fill(all, asked, limits);
        var statistics = Array.ConvertAll(Compared, measure => Statistics(measure, table.Known(measure), limits));
        var usual = Asked.Where(a => asked.HasFlag(a.By)).Select(a => (a.By, Usual: Usual(table, a.Measure, limits))).ToList();
        var alike = new (Brief.PeerPlace Place, ulong Print)?[(int)AllAsks + 1];
        var apart = new FarOff(table, statistics, limits);
        var places = new List<(string, Brief.PeerPlace, ulong)>();
        for (var i = 0; i < all.Length; i++)
        {
            var asks = all[i].Asks;
            var compared = apart.MayBe(i) && PeerTable.IsComparable(all[i], limits.PeerMinVisits.Count) ? Apart(table, i, statistics, limits) : [];
            if (compared.Length > 0)
            {
                var place = new Brief.PeerPlace(compared, AnswerTo(asks));
                places.Add((ids[i], place, BriefCodec.PrintOf(place)));
            }
            else if (asks != PeerAsks.None)
            {
                // Whoever only asks, and asks for the same, is told the same.
                var (place, print) = alike[(int)asks] ??= new Brief.PeerPlace([], AnswerTo(asks)) is var one ? (one, BriefCodec.PrintOf(one)) : default;
                places.Add((ids[i], place, print));
            }
        }

        return places;

        ImmutableArray<PeerUsual> AnswerTo(PeerAsks asks) => [.. usual.Where(u => asks.HasFlag(u.By)).Select(static u => u.Usual)];
    }

    private static PeerAsks AskedBy(ReadOnlySpan<PeerFigures> all)
    {
        var asked = PeerAsks.None;
        for (var i = 0; i < all.Length && asked != AllAsks; i++)
        {
            asked |= all[i].Asks;
        }

        return asked;
    }

    /// <returns>Every figure beside the peers' where enough of them lie far off; else nothing.</returns>
    private static ImmutableArray<PeerComparison> Apart(PeerTable table, int member, PeerStatistics?[] statistics, Thresholds limits)
    {
        var compared = ImmutableArray.CreateBuilder<PeerComparison>(Compared.Length);
        var figuresApart = 0;
        foreach (var peers in statistics)
        {
            if (peers is { } known && table.Of(known.Measure)[member] is var own && !double.IsNaN(own))
            {
                compared.Add(known.Compare(own));
                figuresApart += PeerStatistics.IsApart(compared[^1], limits) ? 1 : 0;
            }
        }

        return figuresApart >= limits.OutlierFigures.Count ? compared.ToImmutable() : [];
    }

    private PeerStatistics? Statistics(PeerMeasure measure, double[] values, Thresholds limits) =>
        PeerStatistics.Of(measure, values, limits, ref middles[(int)measure].Figures, ref middles[(int)measure].Distances);

    private PeerUsual Usual(PeerTable table, PeerMeasure measure, Thresholds limits)
    {
        var values = table.Known(measure);
        var count = values.Length;
        return new(measure, Statistics(measure, values, limits) is { } known ? new(known.Median, known.Spread) : null, count);
    }

    /// <summary>Passes over those who plainly do not stand apart: nearly all, whom nobody need compare figure by figure.</summary>
    private readonly ref struct FarOff
    {
        private readonly ReadOnlySpan<double> minutes, byHand, faceless, full;
        private readonly (double Median, double Least) ofMinutes, ofByHand, ofFaceless, ofFull;
        private readonly int enough;

        public FarOff(PeerTable table, PeerStatistics?[] statistics, Thresholds limits)
        {
            minutes = table.Of(PeerMeasure.MinutesPerVisit);
            byHand = table.Of(PeerMeasure.ManualShare);
            faceless = table.Of(PeerMeasure.AlternativeShare);
            full = table.Of(PeerMeasure.FullQuotaShare);
            (ofMinutes, ofByHand, ofFaceless, ofFull) = (Of(0), Of(1), Of(2), Of(3));
            enough = limits.OutlierFigures.Count;

            (double, double) Of(int n) => statistics[n] is { } known ? (known.Median, known.LeastApart(limits)) : (0, double.PositiveInfinity);
        }

        /// <summary>False: the member does not stand apart. What is not known lies near.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MayBe(int member) =>
            (Math.Abs(minutes[member] - ofMinutes.Median) >= ofMinutes.Least ? 1 : 0) + (byHand[member] - ofByHand.Median >= ofByHand.Least ? 1 : 0)
            + (faceless[member] - ofFaceless.Median >= ofFaceless.Least ? 1 : 0) + (full[member] - ofFull.Median >= ofFull.Least ? 1 : 0) >= enough;
    }
}
