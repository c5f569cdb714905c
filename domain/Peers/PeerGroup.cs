using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Peers;

/// <summary>
/// The caregivers of one district and kind in one calendar month that is over: hears the figures of each, and tells those that stand
/// apart how they compare (COL-04, docs/decisions/0011). It has no facts of its own. It computes once a round in which anybody's
/// figures changed, whatever their number.
/// </summary>
public sealed class PeerGroup(ActorId id) : Actor(id)
{
    private const byte Version = 1;
    private static readonly PeerMeasure[] Measures = Enum.GetValues<PeerMeasure>();

    private readonly PeerKey key = PeerKey.Of(id.Id);
    private readonly SortedDictionary<string, PeerFigures> members = new(StringComparer.Ordinal);

    /// <summary>What those that stand apart were last told; in ordinal order, and few.</summary>
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
        var apart = Apart(to.Policies.For(key.District, key.Month));
        foreach (var caregiver in told.Keys.Except(apart.Keys, StringComparer.Ordinal).ToList())
        {
            told.Remove(caregiver);
            to.Tell(Id, ActorId.Caregiver(caregiver), new Brief.PeerPlace([]));
        }

        foreach (var (caregiver, place) in apart)
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

    public override object View(DateTimeOffset now) => new { Id = Id.Id, Caregivers = members.Keys.ToList(), Apart = told.Keys.ToList() };

    private SortedDictionary<string, Brief.PeerPlace> Apart(Policies.Thresholds limits)
    {
        var comparable = members.Where(m => m.Value.Visits >= limits.PeerMinVisits.Count).ToList();
        var statistics = Array.ConvertAll(Measures, measure => PeerStatistics.Of(
            measure, [.. comparable.Select(m => PeerStatistics.ValueOf(measure, m.Value, limits)).OfType<double>()], limits));
        var apart = new SortedDictionary<string, Brief.PeerPlace>(StringComparer.Ordinal);
        foreach (var (caregiver, figures) in comparable)
        {
            var compared = ImmutableArray.CreateBuilder<PeerComparison>(Measures.Length);
            var figuresApart = 0;
            foreach (var peers in statistics)
            {
                if (peers is { } known && PeerStatistics.ValueOf(known.Measure, figures, limits) is { } own)
                {
                    compared.Add(known.Compare(own));
                    figuresApart += PeerStatistics.IsApart(compared[^1], limits) ? 1 : 0;
                }
            }

            if (figuresApart >= limits.OutlierFigures.Count)
            {
                apart[caregiver] = new(compared.ToImmutable());
            }
        }

        return apart;
    }
}
