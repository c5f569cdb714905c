using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>Findings depend on what is known, never on the order in which it was learnt, nor on when it was judged.</summary>
public sealed class OrderTests
{
    private const int Stories = 100, Orders = 6;

    private static readonly ActorId[] Actors =
        [ActorId.Person("p1"), ActorId.Binding("p1"), ActorId.Institution("i1"), ActorId.Institution("i2"), ActorId.Institution("i3")];

    [Fact]
    public void Any_order_of_the_same_facts_ends_in_the_same_findings()
    {
        var rules = new HashSet<string>();
        var (shares, neverSeen) = (0, 0);
        for (var seed = 1; seed <= Stories; seed++)
        {
            var story = Story(new Random(seed));
            var expected = Told(story, new Random(0), shuffled: false);
            rules.UnionWith(expected.Select(line => line[..6]));
            shares += expected.Count(line => line.Contains("missingShare", StringComparison.Ordinal));
            neverSeen += expected.Count(line => line.Contains(" never:", StringComparison.Ordinal));
            for (var order = 1; order <= Orders; order++)
            {
                var actual = Told(story, new Random((seed * 1000) + order), shuffled: true);
                Assert.True(expected.SequenceEqual(actual), $"Story {seed}, order {order}:\n{Difference(expected, actual)}");
            }
        }

        string[] expectedRules =
        [
            "COL-03", "ELG-01", "ELG-02", "ELG-03", "ELG-04", "ELG-05", "ELG-06", "ELG-07", "ELG-08", "ELG-09", "FAM-01", "FAM-03", "FAM-04",
            "FAM-05", "FAM-07", "GEO-01", "IDN-02", "IDN-05", "INS-02", "INS-05", "INS-06", "STF-03", "STF-05", "VIS-01", "VIS-02", "VIS-03", "VIS-04", "VIS-07", "VIS-10",
        ];
        Assert.Empty(expectedRules.Except(rules));
        Assert.True(shares > 0 && neverSeen > 0);
    }

    [Fact]
    public void Judging_what_was_touched_finds_what_judging_all_again_finds()
    {
        for (var seed = 1; seed <= Stories * 4; seed++)
        {
            var random = new Random(seed + 5000);
            var world = new World(FewCheckIns.Instance) { Now = At(1, "00:00") };
            var order = Shuffled(Story(random), random).OrderBy(e => seed % 4 != 0 && e.Fact is Fact.VisitChecked).ToList();
            foreach (var entry in order)
            {
                world.Deliver(entry);
                if (entry.Fact is Fact.VisitChecked && random.Next(2) == 0)
                {
                    world.Now += TimeSpan.FromHours(random.Next(12));
                    var before = Lines(world);
                    Listener.JudgeAllAgain(world, Actors, FewCheckIns.Instance);
                    var after = Lines(world);
                    Assert.True(before.SequenceEqual(after), $"Story {seed}, after {entry.Fact}:\n{Difference(before, after)}");
                }
            }
        }
    }

    [Fact]
    public void Written_out_and_read_back_nothing_changes()
    {
        for (var seed = 1; seed <= Stories; seed++)
        {
            var random = new Random(seed + 9000);
            var story = Story(random);
            var half = random.Next(story.Count);
            var expected = Told(story, new Random(0), shuffled: false);
            var world = new World(FewCheckIns.Instance) { Now = At(15, "00:00") };
            story[..half].ForEach(world.Deliver);
            world.Reload();
            story[half..].ForEach(world.Deliver);
            world.Now = Last;
            var actual = Lines(world.Reload());
            Assert.True(expected.SequenceEqual(actual), $"Story {seed}, half {half}:\n{Difference(expected, actual)}");
            Listener.JudgeAllAgain(world, Actors, FewCheckIns.Instance);
            Assert.Equal(expected, Lines(world));
        }
    }

    /// <summary>When the month is over and its grace has passed.</summary>
    private static DateTimeOffset Last => At(30, "12:00").AddDays(20);

    private static List<string> Told(List<Entry> story, Random random, bool shuffled)
    {
        var world = new World(FewCheckIns.Instance) { Now = At(1, "00:00") };
        var seq = 0;
        foreach (var entry in shuffled ? Shuffled(story, random) : story)
        {
            world.Deliver(entry with { Seq = ++seq });
            if (random.Next(4) == 0)
            {
                world.Now = Min(Last, world.Now + TimeSpan.FromHours(random.Next(48)));
                world.Settle();
            }
        }

        world.Now = Last;
        return Lines(world);
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    /// <summary>A finding as text, its evidence by what the facts are, not by where they stand in the journal.</summary>
    private static List<string> Lines(World world) => [.. world.Findings().Select(f =>
        $"{f.Rule.Id} {f.Id} {f.Anchor} {f.Severity} {f.OccurredAt.UtcDateTime:s} {f.EndedAt?.UtcDateTime:s} late={f.DecidedLate} "
        + $"{f.CaregiverId} {f.InstitutionId} {f.DistrictCode} [{string.Join(' ', f.VisitIds)}] "
        + $"[{string.Join(' ', f.Evidence.Select(e => $"{e.Note}:{e.Fact.Key}"))}] "
        + $"[{string.Join(' ', f.Figures.Select(x => $"{x.Name}={x.Number}{x.Text}/{x.Limit}"))}]")];

    private static string Difference(List<string> expected, List<string> actual) =>
        $"missing:\n{string.Join('\n', expected.Except(actual))}\nadded:\n{string.Join('\n', actual.Except(expected))}";

    private static List<Entry> Shuffled(List<Entry> story, Random random)
    {
        var entries = story.ToArray();
        random.Shuffle(entries);
        return [.. entries];
    }

    /// <summary>What else is told of the month.</summary>
    private static void Later(Random r, Action<int, Func<Told>> maybe, Func<Told, Told> near, Func<DateTimeOffset> some)
    {
        string Who() => $"c{r.Next(1, 4)}";
        maybe(80, () => near(Confirmed("2026-05")));
        maybe(40, () => near(Confirmed("2026-06")));
        for (var i = 0; i < 2; i++)
        {
            maybe(30, () => near(Applied(r.Next(1, 29))));
            maybe(40, () => near(Relative(Who())));
            maybe(40, () => near(Relative(Who(), "p2")));
            maybe(60, () => near(CheckIn($"w{r.Next(4)}", some(), Who(), "i1", person: "p2")));
            maybe(25, () => near(Reported($"r{r.Next(2)}", some())));
            maybe(25, () => near(Seen(some(), r.Next(2) == 0 ? "r1" : null)));
            maybe(30, () => near(Ordered(r.Next(1, 20), r.Next(2) == 0 ? null : r.Next(20, 29), r.Next(2) == 0 ? "o1" : null)));
            maybe(30, () => near(Accepted(r.Next(1, 29), r.Next(2) == 0 ? "o1" : null)));
            maybe(40, () => near(OnLeave(Who(), r.Next(1, 20), r.Next(20, 29))));
            maybe(50, () => near(Changed($"x{r.Next(12)}", some(), r.Next(1, 3))));
            maybe(50, () => near(Audited($"v{r.Next(12)}", some(), (AuditResult)r.Next(4))));
            maybe(30, () => near(Cancelled($"x{r.Next(12)}")));
        }

        for (var i = 0; i < 3; i++)
        {
            maybe(30, () => near(new(new Fact.AccountUsed("a1", AccountKind.Bank, $"p{r.Next(1, 3)}", null), some())));
            maybe(20, () => near(new(new Fact.AccountRegistered("a1", AccountKind.Bank, (HolderKind)r.Next(2), r.Next(2) == 0 ? "p1" : "c1", Day(r.Next(1, 29)), null), some())));
            maybe(30, () => near(new(new Fact.VisitReassigned("p1", $"x{r.Next(12)}", Who(), Who()), some())));
        }

        maybe(20, () => near(new(new Fact.PersonRelated("p1", "p2", "配偶"), some())));
        maybe(60, () => near(Collusion.Ties.Insured("p2", 3000)));
        maybe(70, () => near(HomeCare(r.Next(4) == 0 ? "i2" : "i1", "c9", from: "2026-03-01", person: "p2")));
        maybe(70, () => near(LookedAt("p2", At(Date("2026-05-20"), "09:00"), institution: "i1")));
        for (var i = 0; i < 5; i++)
        {
            maybe(60, () => near(Scored(r.Next(1, 29), r.Next(40, 90))));
        }
    }

    /// <summary>A June in which much goes wrong, and facts compete.</summary>
    private static List<Entry> Story(Random r)
    {
        var told = new List<Told> { Registered(), Registered(300).Later(At(3, "08:00")), HomeCare("i1", "c1") };
        var density = r.Next(3) switch { 0 => 15, 1 => 40, _ => 100 }; // In a crowd of findings none is missed.
        if (density < 100)
        {
            told.AddRange([Designated(), Designated(institution: "i2"), Designated(institution: "i3"), Assessed(4, "2026-01-01", "2026-12-31")]);
        }

        void Maybe(int percent, Func<Told> fact) => told.AddRange(r.Next(10_000) < percent * density ? [fact()] : Array.Empty<Told>());
        DateTimeOffset Some() => At(1 + r.Next(29), $"{r.Next(24):00}:{r.Next(4) * 15:00}");
        Told Near(Told t) => r.Next(2) == 0 ? t : t.Later(t.Time + TimeSpan.FromHours(r.Next(72)));
        for (var i = 0; i < 2; i++)
        {
            Maybe(40, () => Near(Moved(North(400 * r.Next(1, 4)), Day(r.Next(1, 29)), r.Next(2) == 0 ? null : Day(29))));
            Maybe(60, () => Near(Assessed(r.Next(1, 6), $"2025-{r.Next(1, 13):00}-01", $"2026-06-{r.Next(1, 30):00}")));
            Maybe(40, () => Near(Assessed(r.Next(1, 6), $"2026-06-{r.Next(1, 30):00}", "2027-06-01")));
            Maybe(35, () => Near(Reviewed(r.Next(2) == 0, r.Next(1, 29))));
            Maybe(50, () => Near(Admitted(Some(), r.Next(2) == 0 ? "s1" : null, r.Next(4) == 0 ? StayKind.Emergency : StayKind.Inpatient)));
            Maybe(50, () => Near(Discharged(Some(), r.Next(2) == 0 ? "s1" : null)));
            Maybe(25, () => Near(r.Next(2) == 0 ? Died(Some()) : DiedOn(r.Next(1, 29))));
            Maybe(40, () => Near(LivesIn(r.Next(2) == 0 ? "i1" : "i2", from: $"2026-06-{r.Next(1, 30):00}")));
            Maybe(40, () => Near(HomeCare("i3", "c2", (ServicePackage)r.Next(3), $"2026-06-{r.Next(1, 30):00}")));
            Maybe(30, () => Near(Away(r.Next(1, 10), r.Next(10, 29))));
            Maybe(40, () => Near(Approved(r.Next(2) == 0 ? "c1" : "c3", $"2026-0{r.Next(3, 7)}-{r.Next(1, 29):00}")));
            Maybe(25, () => Near(Unbound(r.Next(2) == 0 ? "c1" : "c3", $"2026-0{r.Next(4, 7)}-{r.Next(1, 29):00}")));
            Maybe(60, () => Near(Designated($"2026-0{r.Next(1, 7)}-01", $"2026-06-{r.Next(1, 30):00}", r.Next(3) == 0 ? "i3" : "i1")));
            Maybe(30, () => Near(Suspended(r.Next(1, 15), r.Next(2) == 0 ? null : r.Next(15, 29))));
            Maybe(20, () => Near(Resumed(r.Next(1, 29))));
            Maybe(20, () => Near(Terminated(r.Next(1, 29))));
            Maybe(60, () => Near(Claim($"k{r.Next(3)}", r.Next(2) == 0 ? "i1" : "i2",
                Line(r.Next(1, 30), $"v{r.Next(12)}"), Line(r.Next(1, 30)), Line(r.Next(1, 30), "v99")).Later(Some())));
        }

        Later(r, Maybe, Near, Some);
        density = 100;
        for (var n = 0; n < 12; n++)
        {
            var begin = Some();
            var item = r.Next(3) == 0 ? $"x{n}" : null;
            var institution = r.Next(3) switch { 0 => "i1", 1 => "i2", _ => null };
            var caregiver = $"c{r.Next(1, 4)}";
            Maybe(90, () => CheckIn($"v{n}", begin, caregiver, institution, item, r.Next(2) == 0 ? null : Fix(r.Next(1500), r.Next(150))));
            Maybe(25, () => Faced($"v{n}", r.Next(1, 29), r.Next(70, 90) / 100.0)[r.Next(2)].Later(begin.AddMinutes(r.Next(40))));
            Maybe(25, () => Planned($"y{n}", begin.AddHours(r.Next(-60, 60)), begin.AddHours(62)) with { Time = At(1, "00:00").AddHours(n) });
            Maybe(15, () => CheckIn($"h{n}", begin, caregiver, "i1") is var t ? t with { Fact = (Fact.VisitChecked)t.Fact with { Channel = Channel.Manual } } : t);
            Maybe(20, () => CheckIn($"v{n}", begin.AddHours(r.Next(-30, 3)), "c1", "i1"));
            Maybe(75, () => CheckOut($"v{n}", begin.AddMinutes(r.Next(-5, 90)), caregiver, institution, item));
            Maybe(20, () => CheckOut($"v{n}", begin.AddHours(r.Next(0, 40)), "c2"));
            if (item is not null)
            {
                Maybe(80, () => Near(Planned(item, begin, begin.AddHours(1), (PlanPlace)r.Next(2))));
            }
        }

        return [.. told.Select((t, n) => new Entry(n + 1, t.Time, t.Time, (ulong)r.NextInt64(), t.Fact))];
    }
}
