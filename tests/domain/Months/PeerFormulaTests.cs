using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Tests.Persons;
using MathNet.Numerics.Statistics;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>
/// What a group of peers works out in few looks at its members is, bit by bit, what the formulas say that are written down here as
/// plainly as can be: each measure by itself, sorted members, a median that is selected.
/// </summary>
public sealed class PeerFormulaTests
{
    private static readonly ActorId Home = new PeerKey("120101", PeerKind.Home, new(2026, 6, 1)).Id;

    public static TheoryData<string, double> Limits => new()
    {
        { "", 0 }, { "col.outlier", 0 }, { "col.outlier", 0.5 }, { "col.outlierFigures", 1 }, { "col.outlierFigures", 0 }, { "col.minuteSpread", 0 }, { "col.shareSpread", 0 },
        { "col.minPeers", 1 }, { "col.minVisits", 1 }, { "col.minClients", 1 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_group_tells_and_writes_what_the_plain_formulas_do(string key, double value)
    {
        var policies = new One(key, value);
        var told = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var (group, plain) = (Actor.Create(Home), new Plain());
            var pool = random.Next(3) switch { 0 => 14, 1 => 60, _ => 400 };
            for (var round = 0; round < 12; round++)
            {
                for (var n = round == 0 ? pool : random.Next(3) == 0 ? pool / 3 : 1; n > 0; n--)
                {
                    var (from, month) = ($"c{random.Next(pool)}", random.Next(8) == 0 ? default : Figures(random, isCoarse: seed % 2 == 0));
                    group.Hear(ActorId.Caregiver(from), new Brief.PeerMonth(month));
                    plain.Hear(from, month);
                }

                var listener = new Listener(On(Closed), policies);
                group.Judge(listener);
                var expected = plain.Judge(policies.For(null, default));
                Assert.Equal(expected.Select(t => $"{t.To} {Bytes(t.Place)}"), listener.Told.Select(t => $"{t.To.Id} {Bytes((Brief.PeerPlace)t.Brief)}"));
                Assert.Equal(plain.Written(), Written(group));
                told += expected.Count;
                if (random.Next(4) == 0)
                {
                    var copy = Actor.Create(Home);
                    copy.Read(new StateReader(Convert.FromHexString(Written(group))));
                    group = copy;
                }
            }
        }

        Assert.True(told > 100, $"Only {told} were told anything.");
    }

    [Fact]
    public void A_median_is_the_same_wherever_it_is_looked_for_first()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var (middle, values) = (new Middle(), new double[random.Next(1, 80)]);
            for (var round = 0; round < 20; round++)
            {
                for (var n = round == 0 ? values.Length : random.Next(1, 4); n > 0; n--)
                {
                    values[random.Next(values.Length)] = seed % 3 == 0 ? random.Next(4) : random.NextDouble() * 100;
                }

                Assert.Equal(Bits(ArrayStatistics.MedianInplace([.. values])), Bits(middle.Of([.. values])));
                Assert.Equal(Bits(ArrayStatistics.MedianInplace([.. values])), Bits(new Middle().Of([.. values])));
            }
        }

        Assert.True(double.IsNaN(new Middle().Of([])));
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);

    private static string Bytes(Brief.PeerPlace place)
    {
        var writer = new StateWriter();
        Brief.PeerPlace.Write(writer, place);
        return Convert.ToHexString(writer.Written);
    }

    private static string Written(Actor actor)
    {
        var writer = new StateWriter();
        actor.Write(writer);
        return Convert.ToHexString(writer.Written);
    }

    /// <param name="isCoarse">Many have the same figures.</param>
    private static PeerFigures Figures(Random random, bool isCoarse)
    {
        int Some(int least, int most) => isCoarse ? least + (random.Next(3) * Math.Max(1, (most - least) / 3)) : random.Next(least, most + 1);
        var (visits, clients) = (random.Next(6) == 0 ? random.Next(1, 12) : Some(10, 60), Some(0, 12));
        return new(
            visits, visits * (long)Some(1_200, 4_800), random.Next(visits), random.Next(5) == 0 ? -1 : random.Next(visits), clients, clients == 0 ? 0 : random.Next(clients),
            new PeerHabits(Some(0, 40), Some(0, 240_000), Some(0, 240_000), Some(0, 40), random.Next(8), random.Next(22), random.Next(3) == 0 ? 0 : 22),
            random.Next(12) == 0 ? (PeerAsks)random.Next(8) : PeerAsks.None);
    }

    /// <summary>The formulas.</summary>
    private sealed class Plain
    {
        private static readonly PeerMeasure[] Compared =
            [PeerMeasure.MinutesPerVisit, PeerMeasure.ManualShare, PeerMeasure.AlternativeShare, PeerMeasure.FullQuotaShare];

        private static readonly (PeerAsks By, PeerMeasure Measure)[] Asked =
        [
            (PeerAsks.Regular, PeerMeasure.StartSpread), (PeerAsks.Regular, PeerMeasure.LengthSpread), (PeerAsks.Odd, PeerMeasure.OddShare),
            (PeerAsks.Attendance, PeerMeasure.AttendanceShare),
        ];

        private readonly SortedDictionary<string, PeerFigures> members = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, Brief.PeerPlace> told = new(StringComparer.Ordinal);

        public void Hear(string from, PeerFigures month)
        {
            members.Remove(from);
            if (month != default)
            {
                members[from] = month;
            }
        }

        public List<(string To, Brief.PeerPlace Place)> Judge(Thresholds limits)
        {
            var places = Places(limits);
            var tells = told.Keys.Except(places.Keys).Select(gone => (gone, new Brief.PeerPlace([], []))).ToList();
            tells.AddRange(places.Where(p => !told.TryGetValue(p.Key, out var before) || !before.Same(p.Value)).Select(p => (p.Key, p.Value)));
            told.Clear();
            foreach (var (caregiver, place) in places)
            {
                told[caregiver] = place;
            }

            return tells;
        }

        public string Written()
        {
            var writer = new StateWriter();
            writer.Byte(2);
            writer.Bool(false);
            writer.List(members, static (w, m) => { w.Text(m.Key); PeerFigures.Write(w, m.Value); });
            writer.List(told, static (w, t) => { w.Text(t.Key); w.ULong(PrintOf(t.Value)); });
            return Convert.ToHexString(writer.Written);
        }

        /// <summary>As states have it: of the brief's topic and content.</summary>
        private static ulong PrintOf(Brief.PeerPlace place)
        {
            var writer = new StateWriter();
            writer.Byte(22);
            Brief.PeerPlace.Write(writer, place);
            return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(writer.Written)) | 1;
        }

        private SortedDictionary<string, Brief.PeerPlace> Places(Thresholds limits)
        {
            var comparable = members.Values.Where(m => m.Visits >= limits.PeerMinVisits.Count).ToList();
            var statistics = Array.ConvertAll(Compared, measure => Statistics(measure, comparable, limits));
            var places = new SortedDictionary<string, Brief.PeerPlace>(StringComparer.Ordinal);
            foreach (var (caregiver, figures) in members)
            {
                var compared = figures.Visits >= limits.PeerMinVisits.Count ? Apart(figures, statistics, limits) : [];
                if (compared.Length > 0 || figures.Asks != PeerAsks.None)
                {
                    places[caregiver] = new(
                        compared,
                        [
                            .. Asked.Where(a => figures.Asks.HasFlag(a.By)).Select(a => new PeerUsual(
                                a.Measure, Statistics(a.Measure, comparable, limits) is { } s ? new(s.Median, s.Spread) : null, Values(a.Measure, comparable, limits).Length)),
                        ]);
                }
            }

            return places;
        }

        private static ImmutableArray<PeerComparison> Apart(PeerFigures figures, PeerStatistics?[] statistics, Thresholds limits)
        {
            var all = statistics.Where(s => s is not null && ValueOf(s.Value.Measure, figures, limits) is not null)
                .Select(s => s!.Value.Compare(ValueOf(s.Value.Measure, figures, limits)!.Value)).ToList();
            return all.Count(c => PeerStatistics.IsApart(c, limits)) >= limits.OutlierFigures.Count ? [.. all] : [];
        }

        private static double[] Values(PeerMeasure measure, List<PeerFigures> of, Thresholds limits) =>
            [.. of.Select(f => ValueOf(measure, f, limits)).Where(v => v is not null).Select(v => v!.Value)];

        private static PeerStatistics? Statistics(PeerMeasure measure, List<PeerFigures> of, Thresholds limits)
        {
            var values = Values(measure, of, limits);
            if (values.Length < limits.MinPeers.Count)
            {
                return null;
            }

            var median = ArrayStatistics.MedianInplace([.. values]);
            var spread = 1.482602218505602 * ArrayStatistics.MedianInplace([.. values.Select(v => Math.Abs(v - median))]);
            return new(measure, median, Math.Max(spread, measure == PeerMeasure.MinutesPerVisit ? limits.MinuteSpread.Value : measure < PeerMeasure.StartSpread ? limits.ShareSpread.Value : 0), values.Length);
        }

        private static double? ValueOf(PeerMeasure measure, PeerFigures f, Thresholds limits) => measure switch
        {
            PeerMeasure.MinutesPerVisit => f.Seconds / 60.0 / f.Visits,
            PeerMeasure.ManualShare => f.ByHand * 100.0 / f.Visits,
            PeerMeasure.AlternativeShare => f.Faceless < 0 ? null : f.Faceless * 100.0 / f.Visits,
            PeerMeasure.FullQuotaShare => f.Clients < limits.PeerMinClients.Count ? null : f.FullClients * 100.0 / f.Clients,
            PeerMeasure.StartSpread => f.Habits.Timed < limits.RegularMinVisits.Count ? null : f.Habits.StartSpread / 1000.0,
            PeerMeasure.LengthSpread => f.Habits.Timed < limits.RegularMinVisits.Count ? null : f.Habits.LengthSpread / 1000.0,
            PeerMeasure.OddShare => f.Habits.OnPlannedDays < limits.OddMinVisits.Count ? null : f.Habits.Odd * 100.0 / f.Habits.OnPlannedDays,
            _ => f.Habits.Declared == 0 ? null : f.Habits.Attended * 100.0 / f.Habits.Declared,
        };
    }

    /// <summary>The defaults but for one limit.</summary>
    private sealed class One(string changed, double value) : IPolicies
    {
        private readonly Thresholds limits = new((key, _) => Defaults[key] is var known && key == changed ? known with { Value = value } : known);

        private static Dictionary<string, Limit> Defaults { get; } = typeof(Thresholds).GetProperties().Where(static p => p.PropertyType == typeof(Limit))
            .Select(static p => (Limit)p.GetValue(TestPolicies.Instance.For(null, default))!).ToDictionary(static l => l.Key);

        public Thresholds For(string? districtCode, DateOnly day) => limits;
    }
}
