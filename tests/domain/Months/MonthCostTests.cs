using System.Diagnostics;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;
using LtcActors.Domain.Tests.Persons;
using Xunit.Abstractions;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>What months cost: nothing until they are over, and then once for everybody.</summary>
public sealed class MonthCostTests(ITestOutputHelper output)
{
    private static readonly ActorId Home = new PeerKey("120101", PeerKind.Home, new(2026, 6, 1)).Id;

    private static Brief.PeerMonth Month(int minutes, int byHand) => new(new PeerFigures(20, minutes * 60 * 20, byHand, 0, 0, 0));

    private static Actor Group(int members)
    {
        var group = Actor.Create(Home);
        for (var n = 0; n < members; n++)
        {
            group.Hear(ActorId.Caregiver($"c{n}"), Month(55 + (n % 11), n % 2));
        }

        return group;
    }

    [Fact]
    public void Of_a_thousand_peers_only_who_stands_apart_is_told_and_told_once()
    {
        var group = Group(1000);
        Assert.Empty(Listener.Of(group, On(Closed)));
        group.Hear(ActorId.Caregiver("c7"), Month(20, 12));
        Assert.Equal(ActorId.Caregiver("c7"), Assert.Single(Listener.Of(group, On(Closed))).To);
        group.Hear(ActorId.Caregiver("c7"), Month(20, 12));
        Assert.Empty(Listener.Of(group, On(Closed)));
        group.Hear(ActorId.Caregiver("c7"), Month(60, 1));
        Assert.True(Assert.Single(Listener.Of(group, On(Closed))).Brief.IsEmpty);
    }

    [Fact]
    public void Who_asks_is_told_what_is_usual_and_told_again_only_when_that_is_another()
    {
        static Brief.PeerMonth Asking(int late, PeerAsks asks) => new(
            new PeerFigures(20, 60 * 60 * 20, 0, 0, 0, 0, new PeerHabits(20, late * 1000, 0, 0, 0, 0, 0), asks));
        var group = Group(0);
        for (var n = 0; n < 1000; n++)
        {
            group.Hear(ActorId.Caregiver($"c{n}"), Asking(100 + (n % 11), n == 7 ? PeerAsks.Regular : PeerAsks.None));
        }

        var (to, brief) = Assert.Single(Listener.Of(group, On(Closed)));
        var place = Assert.IsType<Brief.PeerPlace>(brief);
        Assert.Equal((ActorId.Caregiver("c7"), 0), (to, place.Compared.Length));
        Assert.Equal([PeerMeasure.StartSpread, PeerMeasure.LengthSpread], place.Asked.Select(static a => a.Measure));
        Assert.Equal((105, 1000), (place.Asked[0].Middle!.Value.Median, place.Asked[0].Peers));

        // Another peer's figures that leave the median where it was are nobody's news.
        group.Hear(ActorId.Caregiver("c1"), Asking(101, PeerAsks.None));
        Assert.Empty(Listener.Of(group, On(Closed)));
        group.Hear(ActorId.Caregiver("c1"), new Brief.PeerMonth(default));
        Assert.Equal(999, Assert.IsType<Brief.PeerPlace>(Assert.Single(Listener.Of(group, On(Closed))).Brief).Asked[0].Peers);
        group.Hear(ActorId.Caregiver("c7"), Asking(102, PeerAsks.None));
        Assert.True(Assert.Single(Listener.Of(group, On(Closed))).Brief.IsEmpty);
    }

    [Fact]
    public void A_change_of_one_costs_a_group_what_a_thousand_changes_do()
    {
        var group = Group(7000);
        var clock = Stopwatch.StartNew();
        Listener.Of(group, On(Closed));
        output.WriteLine($"{clock.Elapsed.TotalMicroseconds:F0} µs for 7000 changes of 7000 peers, the first time");
        for (var n = 0; n < 5; n++)
        {
            group.Hear(ActorId.Caregiver("c1"), Month(56, n));
            clock.Restart();
            Listener.Of(group, On(Closed));
            output.WriteLine($"{clock.Elapsed.TotalMicroseconds:F0} µs for one change of 7000 peers");
        }

        // The time is for reading: a busy machine must not fail the test.
        Assert.Empty(Listener.Of(group, On(Closed)));
    }

    [Fact]
    public void A_group_that_heard_nothing_computes_nothing()
    {
        var group = Group(1000);
        Listener.Of(group, On(Closed));
        var judge = new Listener(On(Closed));
        var before = GC.GetAllocatedBytesForCurrentThread();
        group.Judge(judge);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_group_is_written_out_with_what_it_told_and_who_is_read_again_tells_nothing_twice()
    {
        var group = Group(30);
        group.Hear(ActorId.Caregiver("c7"), Month(20, 12));
        Listener.Of(group, On(Closed));
        var writer = new StateWriter();
        group.Write(writer);
        var copy = Actor.Create(Home);
        copy.Read(new StateReader(writer.Written.ToArray()));
        copy.TouchAll();
        Assert.Empty(Listener.Of(copy, On(Closed)));
        copy.Hear(ActorId.Caregiver("c7"), new Brief.PeerMonth(default));
        Assert.True(Assert.Single(Listener.Of(copy, On(Closed))).Brief.IsEmpty);
    }

    [Fact]
    public void A_visit_of_a_month_under_way_tells_no_caregiver_and_no_peers()
    {
        var story = new Story().Carer().Client().Timed(1, 5);
        var world = story.Told("2026-06-02");
        story.Timed(2, 5);
        var person = world.Get(ActorId.Person("p1"));
        foreach (var (id, time, fact) in story.Facts.Where(f => f.Id.StartsWith("vc1p12", StringComparison.Ordinal)))
        {
            person.Apply(new Entry(100, time, time, 1, fact));
        }

        Assert.DoesNotContain(Listener.Of(person, On("2026-06-03")), t => t.Brief is Brief.Rhythm);
        Assert.Equal(On(Closed), person.NextDeadline);
    }

    [Fact]
    public void Facts_of_a_closed_month_that_come_by_the_dozen_are_told_once()
    {
        var story = new Story().Carer().Client();
        for (var day = 1; day <= 20; day++)
        {
            story.Item("p1", At(day, "09:00"));
        }

        var person = story.Told().Get(ActorId.Person("p1"));
        for (var day = 1; day <= 20; day++)
        {
            story.Visit($"v{day}", At(day, "09:00"));
        }

        var told = 0;
        foreach (var (_, time, fact) in story.Facts.Where(static f => f.Fact is Fact.VisitChecked))
        {
            person.Apply(new Entry(100, time, time, (ulong)time.Ticks, fact));
            told += Listener.Of(person, On(Closed).AddMilliseconds(500)).Count(static t => t.Brief is Brief.Rhythm);
        }

        Assert.Equal(0, told);
        var brief = Assert.IsType<Brief.Rhythm>(Assert.Single(Listener.Of(person, On(Closed).AddSeconds(1)), static t => t.Brief is Brief.Rhythm).Brief);
        Assert.Equal((20, 0, true), (brief.Figures.Timed, brief.Figures.Starts, brief.Figures.IsFull));
    }
}
