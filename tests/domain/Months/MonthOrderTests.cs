using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>Whatever the order in which the facts of a district's month come, and whenever they are judged in between, the same is found.</summary>
public sealed class MonthOrderTests
{
    private static readonly string[] Rules = ["VIS-14", "VIS-15", "STF-07", "COL-04"];

    [Fact]
    public void The_findings_of_a_month_are_the_same_in_any_order()
    {
        var (found, shown) = (new HashSet<string>(), "");
        for (var seed = 0; seed < 25; seed++)
        {
            var story = District(new Random(seed));
            var expected = Picture(Passed(story.Told("2026-07-20")), Rules);
            shown += expected;
            found.UnionWith(expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[..6]));
            for (var order = 0; order < 4; order++)
            {
                var chance = new Random((seed * 1000) + order);
                Assert.True(expected == Picture(Shuffled(story, chance), Rules), $"seed {seed}, order {order}");
            }
        }

        Assert.Equal(Rules.Order(), found.Order());
        Assert.All((string[])["startMedian", "oddMedian", "attendanceMedian"], name => Assert.Contains(name, shown, StringComparison.Ordinal));
    }

    private static World Shuffled(Story story, Random chance)
    {
        // Half of it is told after the month is closed.
        var world = new World { Now = On(Closed).AddDays(-chance.Next(20)) };
        var facts = story.Facts.OrderBy(_ => chance.Next()).ToList();
        for (var i = 0; i < facts.Count; i++)
        {
            world.Know(facts[i].Fact, facts[i].Time, facts[i].Id);
            if (chance.Next(40) == 0)
            {
                world.Settle();
                world.Now = world.Now.AddSeconds(chance.Next(40_000));
            }

            if (chance.Next(400) == 0)
            {
                world.Reload();
            }
        }

        world.Settle();
        world.Now = On("2026-07-20");
        return Passed(world.Settle());
    }

    /// <summary>What was told last of a month that is over is looked at within a second.</summary>
    private static World Passed(World world)
    {
        world.Now = world.Now.AddSeconds(1);
        return world.Settle();
    }

    /// <summary>A dozen caregivers of two institutions, some of whom are as regular as clocks, come at night, or never.</summary>
    private static Story District(Random chance)
    {
        var story = new Story();
        for (var c = 0; c < 13; c++)
        {
            var (carer, kind) = ($"c{c}", chance.Next(5));
            story.Carer(carer, $"i{c % 2}", from: chance.Next(4) == 0 ? "2026-05-20" : "2026-01-01", idNumber: c > 10 ? "same" : null);
            for (var p = 0; p < chance.Next(1, 5); p++)
            {
                var person = $"p{c}{p}";
                story.Client(person, hasPlan: chance.Next(5) > 0);
                Month(story, chance, carer, person, $"i{c % 2}", kind);
            }
        }

        story.Carer("never", "i0", from: "2026-05-10").Carer("often", "i1", from: "2026-05-10");
        story.Know(On("2026-07-01"), new Fact.CaregiverDeclared("c1", "i1", new(2026, 6, 1), 31));
        story.Know(On("2026-07-01"), new Fact.CaregiverDeclared("never", "i0", new(2026, 6, 1), 22));
        for (var c = 2; c < 13; c++)
        {
            story.Know(On("2026-07-01"), new Fact.CaregiverDeclared($"c{c}", $"i{c % 2}", new(2026, 6, 1), chance.Next(5, 25)));
        }

        story.Know(On("2026-06-01"), new Fact.CaregiverAbsent("often", new(2026, 6, 1), chance.Next(2) == 0 ? new(2026, 6, 9) : null, AbsenceKind.Leave));
        story.Know(On("2026-05-01"), new Fact.CaregiverExempted($"c{chance.Next(13)}", (ExemptionKind)chance.Next(2), new(2026, 5, 1), null));
        return story;
    }

    private static void Month(Story story, Random chance, string carer, string person, string institution, int kind)
    {
        for (var day = 1 + chance.Next(3); day <= 30; day += chance.Next(1, 4))
        {
            var start = At(day, kind == 1 ? "23:00" : "09:00").AddMinutes(chance.Next(8) == 0 ? 400 : 0);
            var item = kind == 1 && chance.Next(8) > 0 ? null : story.Item(person, start);
            var late = kind == 0 ? chance.Next(10) : chance.Next(-200, 200);
            var minutes = kind == 2 ? 20 : kind == 0 ? 60 : 50 + chance.Next(20);
            var channel = kind == 2 && chance.Next(2) == 0 ? Channel.Manual : Channel.Mobile;
            story.Visit($"{person}v{day}", start.AddSeconds(late), minutes, person, carer, item, channel, chance.Next(9) == 0 ? null : 0.9, institution);
        }
    }
}
