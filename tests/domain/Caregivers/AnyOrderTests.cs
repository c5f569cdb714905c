using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>
/// Whatever the order in which the facts of a week come, and whenever they are judged in between, the findings are the same; and
/// those judged bit by bit are those judged from the ground up.
/// </summary>
public sealed class AnyOrderTests
{
    private const int Weeks = 60;
    private const int Orders = 10;

    [Fact]
    public void The_findings_of_a_week_are_the_same_in_any_order()
    {
        var rules = new HashSet<string>();
        for (var week = 0; week < Weeks; week++)
        {
            var steps = new Week(week).Steps;
            var expected = Told(steps).Settle(anew: true);
            rules.UnionWith(expected.Findings().Select(f => f.Rule.Id));
            for (var order = 0; order < Orders; order++)
            {
                var seed = (week * 1000) + order;
                var stage = Shuffled(steps, new Random(seed));
                AssertSame(expected.Picture(), stage.Picture(), $"seed {seed}: in this order");
                AssertSame(expected.Picture(), stage.Settle(anew: true).Picture(), $"seed {seed}: from the ground up");
            }
        }

        Assert.Equal(
            [
                "COL-01", "COL-02", "DEV-02", "DEV-03", "DEV-04", "FAM-01", "FAM-02", "FAM-04", "FAM-05", "FAM-06",
                "GEO-02", "GEO-03", "GEO-04", "GEO-05", "GEO-06", "IDN-01",
                "IDN-03", "IDN-06", "STF-01", "STF-02", "STF-04", "STF-05",
                "STF-06", "STF-08", "VIS-05", "VIS-06", "VIS-08", "VIS-09", "VIS-10",
            ],
            rules.Where(r => r != "DEV-01").Order());
    }

    [Fact]
    public void Fixes_that_come_one_by_one_are_judged_as_all_at_once()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var facts = Week.Walk(chance);
            var expected = Told(facts).Settle(anew: true).Picture();
            var stage = new Stage();
            foreach (var fact in facts.OrderBy(_ => chance.Next()))
            {
                fact.Tell(stage);
                var bits = stage.Picture();
                if (chance.Next(10) == 0)
                {
                    AssertSame(stage.Settle(anew: true).Picture(), bits, $"seed {seed}: on the way");
                }

                if (chance.Next(15) == 0)
                {
                    stage.Reload();
                }
            }

            AssertSame(expected, stage.Picture(), $"seed {seed}");
            AssertSame(expected, stage.Reload().Settle(anew: true).Picture(), $"seed {seed}: read again, from the ground up");
        }
    }

    [Fact]
    public void Visits_without_position_by_hand_or_uploaded_late_are_judged_over_months_as_all_at_once()
    {
        var rules = new HashSet<string>();
        for (var seed = 0; seed < 100; seed++)
        {
            var chance = new Random(seed);
            var checks = new List<Step>();
            for (var i = 0; i < 80; i++)
            {
                // Every eighth or so withholds its place, and some of those say so only as they leave.
                var (begin, isOff) = (At(1, "08:00").AddHours(chance.Next(100 * 24)), chance.Next(8));
                var channel = chance.Next(5) == 0 ? Channel.Manual : Channel.Mobile;
                double? face = chance.Next(2) == 0 ? 0.9 : null;
                checks.Add(new($"i{i}", begin, Check(true, $"v{i}", position: isOff != 0, channel: channel, face: face), "", default, null));
                var check = (Fact.VisitChecked)Check(false, $"v{i}", position: isOff != 1 || i % 4 > 0);
                var uploaded = begin.AddHours(chance.Next(4) == 0 ? 80 : chance.Next(70));
                checks.Add(new($"o{i}", begin.AddMinutes(20), check with { UploadedAt = uploaded }, "", default, null));
            }

            checks.Add(new("x", At(1, "08:00"), new Fact.CaregiverExempted("c1", ExemptionKind.Manual, June(20), June(30)), "", default, null));
            var expected = Told(checks).Settle(anew: true).Picture();
            rules.UnionWith(Told(checks).Findings().Select(f => f.Rule.Id));
            var stage = new Stage();
            foreach (var check in checks.OrderBy(_ => chance.Next()))
            {
                check.Tell(stage);
                stage.Settle();
            }

            AssertSame(expected, stage.Picture(), $"seed {seed}");
        }

        Assert.Superset(new HashSet<string> { "GEO-04", "VIS-12", "VIS-13", "IDN-04" }, rules);
    }

    private static Stage Told(List<Step> steps)
    {
        var stage = new Stage();
        steps.ForEach(s => s.Tell(stage));
        return stage;
    }

    private static Stage Shuffled(List<Step> steps, Random chance)
    {
        var stage = new Stage();
        var pause = chance.Next(1, 30);
        foreach (var step in steps.OrderBy(_ => chance.Next()).ToList())
        {
            step.Tell(stage);
            if (chance.Next(pause) == 0)
            {
                stage.Settle(anew: chance.Next(20) == 0);
            }

            if (chance.Next(60) == 0)
            {
                stage.Reload();
            }
        }

        return stage;
    }

    private static void AssertSame(string expected, string actual, string because)
    {
        if (expected != actual)
        {
            var (a, b) = (expected.Split('\n'), actual.Split('\n'));
            Assert.Fail($"{because}\nmissing:\n{string.Join('\n', a.Except(b))}\ntoo much:\n{string.Join('\n', b.Except(a))}");
        }
    }

    private sealed record Step(string Id, DateTimeOffset At, Fact? Fact, string To, ActorId From, Brief? Brief)
    {
        public void Tell(Stage stage)
        {
            if (Fact is not null)
            {
                stage.Know(Fact, At, Id);
            }
            else
            {
                stage.Hear(To, From, Brief!);
            }
        }
    }

    /// <summary>A caregiver's week and a bit, honest and not, from a seed.</summary>
    private sealed class Week
    {
        private static readonly double[] Places = [0, 30, 60, 1500, 2500, 9000, 40_000];
        private readonly Random chance;

        public Week(int seed)
        {
            chance = new Random(seed);
            var twice = chance.Next(5) == 0;
            for (var i = 0; i < chance.Next(0, 3); i++)
            {
                Add(Day(60, 10), new Fact.CaregiverRegistered(
                    Who(twice), "王芳", chance.Next(5) == 0 ? CaregiverKind.Family : CaregiverKind.Professional, Any("i1", "i2"),
                    (Duty)chance.Next(3), Any("nurse", "cook"), null, chance.Next(3) == 0 ? null : Days(80, 20),
                    chance.Next(2) == 0 ? null : Days(-5, 20), twice ? "120101198001010010" : null));
            }

            Status(twice);
            for (var i = 0; i < chance.Next(3, 14); i++)
            {
                Visit(Who(twice), $"p{chance.Next(1, 5)}", $"v{(chance.Next(4) == 0 ? 0 : i)}");
            }

            Briefs(twice);
            Devices(twice);
            Orders(twice);
        }

        public List<Step> Steps { get; } = [];

        public static List<Step> Walk(Random chance)
        {
            var walk = new Week(chance.Next());
            walk.Steps.Clear();
            var start = At(1, "22:00").AddDays(chance.Next(3));
            for (var i = 0; i < 40; i++)
            {
                // Few instants, so that many are the same; few places, so that some are confirmed and some are spikes.
                var at = start.AddMinutes(chance.Next(0, 60) * chance.Next(1, 8));
                walk.Add(at, chance.Next(8) == 0
                    ? Check(chance.Next(2) == 0, $"v{i}", at: walk.Place(), accuracy: walk.Accuracy())
                    : new Fact.CaregiverTracked("c1", walk.Points(at), null));
            }

            return walk.Steps;
        }

        private void Status(bool twice)
        {
            var who = Who(twice);
            Maybe(3, Day(20, 15), new Fact.CaregiverReassigned(who, Any("i1", "i2"), (Duty)chance.Next(3), Days(20, 15)));
            Maybe(4, Day(20, 15), new Fact.CaregiverAbsent(who, Days(20, 15), chance.Next(3) == 0 ? null : Days(2, 3), AbsenceKind.Leave));
            for (var i = 0; i < 2; i++)
            {
                Maybe(3, Day(20, 15), new Fact.CaregiverAbsent(who, Days(3, 10), Days(-8, 4), (AbsenceKind)chance.Next(4)));
                Maybe(3, Day(20, 15), new Fact.CaregiverCertified(who, "养老护理员", Days(60, 60), Days(2, 8)));
                Maybe(3, Day(20, 15), new Fact.CaregiverInterviewed(who, Days(60, 60), null, null));
                Maybe(3, Day(20, 15), new Fact.CaregiverInterviewed(who, Days(60, 60), null, null));
                Maybe(4, Day(20, 15), new Fact.CaregiverExempted(who, (ExemptionKind)chance.Next(2), Days(10, 15), null));
            }

            Maybe(4, Day(20, 15), new Fact.CaregiverLeft(who, Any("i1", "i2"), Days(20, 25)));
            Maybe(2, Day(20, 15), new Fact.CaregiverTrained(who, "养老护理员", Days(20, 25)));
            Maybe(2, Day(20, 15), new Fact.CaregiverPractised(who, "p1", "i1", Days(150, 10), Days(20, 30)));
        }

        private void Visit(string who, string person, string visit)
        {
            var begin = Day(0, 10).AddMinutes(chance.Next(0, 1440));
            var minutes = chance.Next(10) == 0 ? chance.Next(600, 3000) : chance.Next(5, 90);
            if (chance.Next(3) == 0)
            {
                // The next person right after, wherever that is.
                var (next, after) = ($"p{chance.Next(1, 5)}", begin.AddMinutes(minutes + chance.Next(0, 4)));
                Add(after, Check(true, $"{visit}n", next, who, Place()));
                Add(after.AddMinutes(20), Check(false, $"{visit}n", next, who, Place()));
            }

            var channel = chance.Next(5) == 0 ? Channel.Phone : Channel.Mobile;
            foreach (var isIn in new[] { true, false })
            {
                for (var n = chance.Next(8) == 0 ? chance.Next(0, 3) : 1; n > 0; n--)
                {
                    var at = (isIn ? begin : begin.AddMinutes(minutes)).AddMinutes(n - 1);
                    Add(at, Check(
                        isIn, visit, person, who, Place(), Accuracy(), chance.Next(15) == 0, chance.Next(15) == 0, channel,
                        chance.Next(3) == 0 ? chance.Next(70, 90) / 100.0 : null, chance.Next(4) == 0 ? $"d{chance.Next(5)}" : null,
                        position: chance.Next(6) != 0), chance.Next(8));
                }
            }

            for (var i = 0; i < chance.Next(0, 6); i++)
            {
                var at = begin.AddSeconds(30 * chance.Next(0, 40));
                Add(at, new Fact.VisitTracked(person, visit, who, Points(at), null));
            }
        }

        private void Briefs(bool twice)
        {
            foreach (var who in twice ? ["c1", "c2"] : new[] { "c1" })
            {
                var persons = chance.Next(3) == 0 ? 24 : 5;
                for (var n = 1; n < persons; n++)
                {
                    if (chance.Next(5) != 0)
                    {
                        var spans = Enumerable.Range(0, chance.Next(0, 3)).Select(i => new AssignmentSpan(
                            new DaySpan(Days(90, 60), chance.Next(2) == 0 ? null : Days(25, 40)), (AssignmentEnd)chance.Next(3), Ref($"a{who}{n}{i}")));
                        Hear(who, ActorId.Person($"p{n}"), new Brief.Client(
                            Any("120101", "120102"), [new HomeSpan(new DaySpan(Days(90, 5), null), North(Places[chance.Next(Places.Length)]))], [.. spans],
                            More($"{who}{n}").OrNone()));
                    }

                    if (chance.Next(4) == 0)
                    {
                        Hear(who, ActorId.Person($"p{n}"), new Brief.KinOf([new KinRef($"c{chance.Next(1, 4)}", Ref($"k{who}{n}"))]));
                        Hear(who, ActorId.Person($"q{n}"), new Brief.ServedBy(
                            [new ServiceRef(Day(5, 5), null, $"c{chance.Next(1, 4)}", "visit", Ref($"s{who}{n}"))]));
                    }

                    if (chance.Next(8) == 0)
                    {
                        var approved = Days(30, 20);
                        Hear(who, ActorId.Binding($"p{n}"), new Brief.Bound(
                            [new BindingSpan(new DaySpan(approved, chance.Next(2) == 0 ? null : approved.AddDays(9)), approved, Ref($"b{who}{n}"))]));
                    }
                }
            }
        }

        private ClientMore More(string key) => new(
            chance.Next(4) == 0 ? chance.Next(50, 3000) : null, chance.Next(9) == 0 ? [new(Days(10, 10), null)] : [],
            chance.Next(9) == 0 ? [new(Day(0, 8), Day(-1, 8))] : [],
            chance.Next(2) == 0 ? [new($"b{chance.Next(4)}", new(Days(20, 5), null), Ref($"n{key}"))] : [], chance.Next(12) == 0);

        /// <summary>A day of some ten hours, visits that a colleague made of orders moved from it, and who else comes to whom.</summary>
        private void Orders(bool twice)
        {
            var (who, day) = (Who(twice), Day(3, 6));
            for (var i = 0; i < 2; i++)
            {
                var (begin, person) = (day.AddHours(8 + (5.5 * i)).AddMinutes(chance.Next(10)), $"p{chance.Next(1, 5)}");
                Add(begin, Check(true, $"l{i}", person, who, Place(), device: "d0"));
                Add(begin.AddMinutes(chance.Next(280, 320)), Check(false, $"l{i}", person, who, Place(), device: "d0"));
            }

            var orders = new List<MovedOrder>();
            for (var i = 0; i < 3; i++)
            {
                var (begin, end) = (day.AddHours(19).AddMinutes(20 * i), day.AddHours(19.5).AddMinutes((20 * i) + chance.Next(60)));
                foreach (var isIn in new[] { true, false })
                {
                    Add(isIn ? begin : end, Check(isIn, $"z{i}", "p9", "c3", Place(), device: $"d{chance.Next(3)}"));
                }

                var moved = day.AddHours(19).AddMinutes(chance.Next(-200, 200));
                orders.Add(new("c3", $"z{i}", new(0, moved.ToUniversalTime(), (ulong)i), new(0, begin.ToUniversalTime(), (ulong)i), new(0, end.ToUniversalTime(), (ulong)i)));
                Add(begin.AddMinutes(8 + i), new Fact.CaregiverTracked(Any("c3", who), Points(begin.AddMinutes(8 + i)), null));
            }

            Hear(who, ActorId.Person("p9"), new Brief.Moved([.. orders]));
            Hear(who, ActorId.Person($"p{chance.Next(1, 5)}"), new Brief.VisitorMonths([new("c3", new(2026, 6, 1)), new(who, new(2026, 6, 1))]));
            Hear(who, ActorId.Account("a1"), new Brief.SharedAccount([new($"p{chance.Next(1, 5)}", Ref("a1"))]));
        }

        /// <summary>Devices given out, a shared one, nights somewhere, and visits tracked long and standing still.</summary>
        private void Devices(bool twice)
        {
            Maybe(2, Day(20, 30), new Fact.DeviceRegistered($"d{chance.Next(5)}", false, null, "c1"));
            Maybe(3, Day(20, 30), new Fact.DeviceRegistered($"d{chance.Next(5)}", true, "i1", null));
            var (place, nights) = (Place(), chance.Next(3) == 0 ? 10 : 0);
            for (var i = 0; i < nights; i++)
            {
                var night = Day(6, 1).AddDays(i).AddHours(1);
                foreach (var hour in chance.Next(5) == 0 ? [1] : new[] { 0, 2, 2 })
                {
                    var at = night.AddHours(hour).AddMinutes(chance.Next(50));
                    Add(at, new Fact.CaregiverTracked(Who(twice), [Point(at, chance.Next(12) == 0 ? Place() : place, 20)], null));
                }
            }

            for (var i = 0; i < chance.Next(3); i++)
            {
                var (person, visit, begin, who) = ($"p{chance.Next(1, 5)}", $"t{i}", Day(0, 8).AddMinutes(chance.Next(1440)), Who(twice));
                Add(begin, Check(true, visit, person, who, Place()));
                var (still, isStill) = (Place(), chance.Next(3) == 0);
                for (var n = 0; n < 12; n++)
                {
                    Add(begin.AddMinutes(5 * n), new Fact.VisitTracked(person, visit, who, [Point(begin.AddMinutes(5 * n), isStill || n is > 3 and < 8 ? still : Place(), 10)], null));
                }

                Add(begin.AddHours(1), Check(false, visit, person, who, Place()));
            }
        }

        private System.Collections.Immutable.ImmutableArray<TrackPoint> Points(DateTimeOffset at) =>
        [
            .. Enumerable.Range(0, chance.Next(1, 4)).Select(i => Point(
                at.AddSeconds(chance.Next(3) * 10), Place(), Accuracy(), chance.Next(30) == 0)),
        ];

        private GeoPoint Place() => North(Places[chance.Next(10) < 7 ? chance.Next(3) : chance.Next(Places.Length)] + chance.Next(0, 20));

        private double? Accuracy() => chance.Next(6) switch { 0 => null, 1 => 120, 2 => 100, _ => chance.Next(5, 60) };

        private string Who(bool twice) => twice ? Any("c1", "c2") : "c1";

        private string Any(string one, string other) => chance.Next(2) == 0 ? one : other;

        /// <summary>From so many days before the middle of June on, so many days long.</summary>
        private DateOnly Days(int before, int range) => June(15).AddDays(chance.Next(range) - before);

        private DateTimeOffset Day(int before, int range) => Shanghai.StartOf(Days(before, range));

        private void Maybe(int odds, DateTimeOffset at, Fact fact)
        {
            if (chance.Next(odds) == 0)
            {
                Add(at, fact);
            }
        }

        /// <summary>With a photograph, a signature or a face that is not the only one of its kind.</summary>
        private void Add(DateTimeOffset at, Fact fact, int kind)
        {
            var check = (Fact.VisitChecked)fact;
            Add(at, kind switch
            {
                0 => check with { PhotoHash = $"00000000000000{chance.Next(16):x}0" },
                1 => check with { SignatureHash = $"s{chance.Next(4)}" },
                2 => check with { Face = new FaceCheck(0.9, chance.Next(2) == 0) },
                3 => check with { Position = new GeoFix(Home, 7, false) },
                4 => check with { SignerId = $"x{chance.Next(3)}", SignedByProxy = chance.Next(3) == 0, UploadedAt = at.AddMinutes(chance.Next(-9, 90)) },
                5 => check with { Beacons = [.. Enumerable.Range(0, chance.Next(1, 3)).Select(_ => new BeaconSighting($"b{chance.Next(4)}", chance.Next(20) == 0))] },
                _ => check,
            });
        }

        private void Add(DateTimeOffset at, Fact fact) => Steps.Add(new($"f{Steps.Count}", at, fact, "", default, null));

        private void Hear(string to, ActorId from, Brief brief) => Steps.Add(new("", default, null, to, from, brief));
    }
}
