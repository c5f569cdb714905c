using LtcActors.Domain.Actors;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>A visit event has only its own visit judged, and what a stop may have to do with it.</summary>
public sealed class LaterVisitTests
{
    [Theory]
    [InlineData("ELG-01")]
    [InlineData("ELG-02")]
    [InlineData("ELG-04")]
    [InlineData("ELG-06")]
    [InlineData("ELG-07")]
    [InlineData("INS-02")]
    [InlineData("STF-05")]
    public void A_visit_that_comes_when_the_status_is_long_judged_is_found(string rule)
    {
        Told[] status = rule switch
        {
            "ELG-01" => [Died(At(9, "09:00"))],
            "ELG-02" => [Admitted(At(9, "09:00"))],
            "ELG-04" => [Assessed(3, "2026-01-01", "2026-06-09")],
            "ELG-06" => [Assessed(2, "2026-01-01", "2026-12-31")],
            "ELG-07" => [Assessed(3, "2026-01-01", "2026-12-31"), Reviewed(false, 9)],
            "INS-02" => [Designated(), Suspended(9)],
            _ => [Employed()],
        };
        var c = Given([Registered(), .. status]).And(Visit("v0", 5, "09:00", "10:00", institution: "i1"));
        if (rule is not ("ELG-06" or "STF-05"))
        {
            c.ThenNo(rule);
        }

        c.World.Settle();
        c.And(CheckIn("v1", At(10, "09:00"), institution: "i1")).World.Settle();
        Assert.Contains("v1", c.Then(rule).VisitIds);
    }

    [Fact]
    public void An_earlier_check_in_takes_a_visit_out_of_the_finding()
    {
        var c = Given(Died(At(10, "09:00")), CheckIn("v1", At(10, "09:30")));
        c.Then("ELG-01");
        c.And(CheckIn("v1", At(10, "08:30"))).ThenNo("ELG-01");
    }

    [Fact]
    public void A_visit_that_earns_the_day_of_admission_silences_the_line()
    {
        var c = Given(Admitted(At(10, "14:30")), Claim("k1", "i1", Line(10)));
        c.Then("ELG-02");
        c.And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-02");
        c.And(CheckIn("v1", At(9, "23:00"))).Then("ELG-02");
    }

    [Fact]
    public void A_plan_that_comes_after_the_visit_is_held_against_it()
    {
        var c = Given(Visit("v1", 10, "09:00", "09:40", item: "x1"));
        c.ThenNo("VIS-04");
        Assert.False(c.And(Planned("x1", At(10, "09:00"), At(10, "10:00"))).Then("VIS-04").DecidedLate);
    }

    [Fact]
    public void Tracked_points_touch_nothing_of_the_person()
    {
        var c = Given(Registered(), CheckIn("v1", At(10, "09:00")));
        c.World.Settle();
        var person = c.World.Get(ActorId.Person("p1"));
        person.Apply(new Entry(99, At(10, "09:10"), At(10, "09:10"), 99, new Fact.VisitTracked("p1", "v1", "c1", [], null)));
        Assert.Empty(Listener.Of(person, c.World.Now));
        Assert.Null(person.NextDeadline);
    }
}
