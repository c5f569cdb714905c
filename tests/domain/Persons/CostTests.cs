using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Actors;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>Tests that measure the heap of the whole process, and so run by themselves.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Memory and allocation, which unlike time are the same on every machine; and what may never be shown.</summary>
[Collection(nameof(Alone))]
public sealed class CostTests
{
    [Fact]
    public void An_idle_person_takes_no_more_than_two_kilobytes()
    {
        const int Many = 2000;
        var persons = new Actor[Many];
        var listener = new Listener(At(30, "00:00"));
        Build(listener, "warm");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Many; i++)
        {
            persons[i] = Build(listener, i.ToString(CultureInfo.InvariantCulture));
            listener.Told.Clear();
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Many;
        GC.KeepAlive(persons);
        Assert.True(each <= 2048, $"{each} bytes a person.");
    }

    [Fact]
    public void A_tracked_point_allocates_nothing()
    {
        var person = Person60();
        var entry = new Entry(999, At(20, "09:00"), At(20, "09:00"), 5, new Fact.VisitTracked("p1", "v1", "c1", [], null));
        Assert.Equal(0, Allocated(() => person.Apply(entry)));
    }

    [Fact]
    public void Judging_one_more_check_out_of_sixty_visits_allocates_next_to_nothing()
    {
        var person = Person60();
        var listener = new Listener(At(30, "00:00"));
        var n = 0;
        var perVisit = Allocated(() =>
        {
            var told = CheckOut("v30", At(15, "10:00").AddSeconds(++n));
            person.Apply(new Entry(1000 + n, told.Time, told.Time, (ulong)n, told.Fact));
            person.Judge(listener);
        });
        Assert.True(perVisit < 1200, $"{perVisit} bytes, most of them the test's own fact.");
    }

    [Fact]
    public void No_view_holds_an_identity_number()
    {
        var world = Given(Registered(), HomeCare(), Approved("c1", "2026-05-01"), Designated(), Admitted(At(20, "08:00")), Claim("k1", "i1", Line(3)))
            .And(Visit("v1", 10, "09:00", "10:00")).World.Settle();
        var shown = string.Concat(new[] { ActorId.Person("p1"), ActorId.Binding("p1"), ActorId.Institution("i1") }
            .Select(id => JsonSerializer.Serialize(world.Get(id).View(world.Now), JsonSerializerOptions.Web)));
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("\"visitId\":\"v1\",\"services\":[\"S01\"],\"recipient\":\"p1\",\"provider\":\"c1\",\"date\":\"2026-06-10\"", shown,
            StringComparison.Ordinal);
        Assert.Contains("\"inForce\":[\"c1\"]", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_shows_the_latest_five_hundred_visits()
    {
        var c = Given([.. Enumerable.Range(0, 501).Select(n => CheckOut($"v{n}", At(1, "00:00").AddHours(n)))]);
        using var shown = JsonDocument.Parse(JsonSerializer.Serialize(c.World.Get(ActorId.Person("p1")).View(c.World.Now), JsonSerializerOptions.Web));
        Assert.Equal(501, shown.RootElement.GetProperty("visitCount").GetInt32());
        Assert.Equal("v500", shown.RootElement.GetProperty("visits")[0].GetProperty("visitId").GetString());
        Assert.Equal(500, shown.RootElement.GetProperty("visits").GetArrayLength());
    }

    [Fact]
    public void A_view_tells_a_home_for_a_time_from_the_usual_one()
    {
        var c = Given(Registered(), Moved(new(39.3, 117.2), new(2026, 6, 10)), Moved(new(39.4, 117.2), new(2026, 6, 12), new(2026, 6, 14)));
        using var shown = JsonDocument.Parse(JsonSerializer.Serialize(c.World.Get(ActorId.Person("p1")).View(c.World.Now), JsonSerializerOptions.Web));
        Assert.Equal(
            [" 2026-06-09 ", "2026-06-10  ", "2026-06-12 2026-06-14 True"],
            shown.RootElement.GetProperty("homes").EnumerateArray().Select(h => $"{h.GetProperty("from")} {h.GetProperty("to")} {h.GetProperty("away")}"));
    }

    private static Actor Build(Listener listener, string id)
    {
        var person = Actor.Create(ActorId.Person($"person-{id}"));
        var seq = 0;
        Told[] told =
        [
            Registered(), Assessed(3, "2025-01-01", "2026-12-31"), Assessed(4, "2026-06-01", "2027-12-31"), HomeCare(),
            .. Visit($"v-{id}-1", 10, "09:00", "10:00"), .. Visit($"v-{id}-2", 12, "09:00", "10:00"), .. Visit($"v-{id}-3", 14, "09:00", "10:00"),
        ];
        foreach (var t in told)
        {
            person.Apply(new Entry(++seq, t.Time, t.Time, (ulong)seq, t.Fact));
        }

        person.Judge(listener);
        return person;
    }

    private static Actor Person60()
    {
        var world = Given(Registered(), Assessed(3, "2026-01-01", "2026-12-31"), HomeCare(), Designated())
            .And([.. Enumerable.Range(0, 60).SelectMany(n => Visit($"v{n}", 1 + (n / 2), n % 2 == 0 ? "09:00" : "15:00", n % 2 == 0 ? "10:00" : "16:00"))])
            .World;
        return world.Settle().Get(ActorId.Person("p1"));
    }

    private static long Allocated(Action act)
    {
        const int Times = 1000;
        for (var i = 0; i < Times; i++)
        {
            act();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            act();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}
