using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>INS-05, INS-06: orders to an institution, and its clients meanwhile.</summary>
public sealed class OrderRuleTests
{
    private static Case House => Given(Designated());

    [Fact]
    public void A_rectification_has_a_month()
    {
        var c = House.And(Ordered(1)).At(At(Date("2026-07-01"), "23:59:59"));
        c.ThenNo("INS-05");
        var found = c.At(At(Date("2026-07-02"), "00:00")).Then("INS-05", Severity.P2);
        Assert.Equal((ActorId.Institution("i1"), "rectification:2026-06-01", null), (found.Subject, found.Anchor, found.EndedAt));
        Assert.Equal(new("rectifiedBy", null, "not yet", "months", 1, "proposed"), found.Figures[1]);
    }

    [Fact]
    public void What_is_accepted_within_the_month_is_done_and_later_it_ends()
    {
        var late = At(Date("2026-07-20"), "00:00");
        House.And(Ordered(1, id: "o1"), Accepted(28, "o1")).At(late).ThenNo("INS-05");
        House.And(Ordered(1, id: "o1"), Accepted(28)).At(late).ThenNo("INS-05");
        House.And(Ordered(1, id: "o1"), Accepted(28, "o2")).At(late).Then("INS-05");
        var accepted = new Told(new Fact.RectificationAccepted("i1", Date("2026-07-02"), "o1"), At(Date("2026-07-02"), "16:00"));
        Assert.Equal(At(Date("2026-07-02"), "00:00"), House.And(Ordered(1, id: "o1"), accepted).At(late).Then("INS-05").EndedAt);
    }

    [Fact]
    public void An_order_that_gives_more_than_a_month_is_too_long_from_the_start() => House
        .And(new Told(new Fact.RectificationOrdered("i1", Day(1), Date("2026-07-02"), null, null), At(1, "08:00"))).At(At(1, "09:00")).Then("INS-05");

    [Theory]
    [InlineData("2026-11-30", false)]
    [InlineData("2026-12-01", true)]
    public void A_suspension_has_six_months(string until, bool isFound)
    {
        var c = House.And(new Told(new Fact.InstitutionSuspended("i1", Day(1), Date(until), null), At(1, "08:00")));
        Assert.Equal(isFound ? 1 : 0, c.All("INS-05").Count);
    }

    [Fact]
    public void An_open_suspension_is_found_when_six_months_are_over_unless_it_was_terminated()
    {
        var c = House.And(Suspended(1)).At(At(Date("2026-11-30"), "23:59:59"));
        c.ThenNo("INS-05");
        Assert.Equal("suspension:2026-06-01", c.At(At(Date("2026-12-01"), "00:00")).Then("INS-05").Anchor);
        c.And(Terminated(20)).ThenNo("INS-05");
    }

    [Fact]
    public void It_goes_on_only_after_acceptance()
    {
        Assert.Equal("resumed:2026-06-10", House.And(Suspended(1), Resumed(10)).Then("INS-05").Anchor);
        House.And(Suspended(1), Resumed(10), Accepted(10)).ThenNo("INS-05");
        House.And(Suspended(5), Resumed(10), Accepted(4)).Then("INS-05");
        House.And(Suspended(5), Resumed(10), Accepted(11)).Then("INS-05");
    }

    [Fact]
    public void A_suspension_that_ran_out_lets_nobody_work_before_the_acceptance()
    {
        static Told Serves(int june, string visit) => CheckIn(visit, At(june, "09:00"), institution: "i1");
        var found = House.And(Suspended(5, 10), Serves(12, "v2"), Serves(11, "v1")).Then("INS-05", Severity.P2);
        Assert.Equal(("ran-out:2026-06-11", At(11, "09:00"), false), (found.Anchor, found.OccurredAt, found.DecidedLate));
        Assert.Equal(["suspended", "check-in"], found.Evidence.Select(e => e.Note));
        Assert.Equal(
            ["suspendedOn 2026-06-05", "suspendedUntil 2026-06-10", "firstService 2026-06-11", "accepted no"],
            found.Figures.Select(f => $"{f.Name} {f.Text}"));
        House.And(Suspended(5, 10), Serves(11, "v1"), Accepted(11)).ThenNo("INS-05");
        House.And(Suspended(5, 10), Serves(11, "v1"), Accepted(4)).Then("INS-05");
        House.And(Suspended(5, 10), Serves(11, "v1"), Accepted(12)).Then("INS-05");
    }

    [Fact]
    public void A_suspension_that_ran_out_and_no_service_another_suspension_or_the_end_of_it_is_nothing()
    {
        var visit = CheckIn("v1", At(13, "09:00"), institution: "i1");
        House.And(Suspended(5, 10)).ThenNo("INS-05");
        House.And(Suspended(5, 10), CheckIn("v1", At(10, "23:59:59"), institution: "i1")).ThenNo("INS-05");
        House.And(Suspended(5, 10), Suspended(12, 20), visit).ThenNo("INS-05");
        House.And(Suspended(5, 10), Terminated(12), visit).ThenNo("INS-05");
        Assert.Equal("resumed:2026-06-11", House.And(Suspended(5, 10), Resumed(11), visit).Then("INS-05").Anchor);
    }

    [Fact]
    public void It_was_told_late_when_services_had_gone_on_before_the_notice() => Assert.True(House.And(
        CheckIn("v1", At(13, "09:00"), institution: "i1"), Suspended(5, 10).Later(At(20, "08:00"))).Then("INS-05").DecidedLate);

    [Fact]
    public void A_client_has_a_week_to_be_transferred()
    {
        var c = House.And(HomeCare(), Suspended(10)).At(At(16, "23:59:59"));
        c.ThenNo("INS-06");
        var found = c.At(At(17, "00:00")).Then("INS-06", Severity.P2);
        Assert.Equal((ActorId.Institution("i1"), "suspended:2026-06-10", At(17, "00:00"), null), (found.Subject, found.Anchor, found.OccurredAt, found.EndedAt));
        Assert.Equal([Figure.Of("persons", 1, "persons"), new("transferredAfter", null, "more", "d", 7, "proposed"), Figure.Of("clients", "p1"),
            Figure.Of("careGapFrom", "2026-06-10")],
            found.Figures.ToArray());
        Assert.Equal(["suspended", "arranged"], found.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void Moved_in_time_resumed_in_time_or_dead_is_nobody_left_behind()
    {
        House.And(HomeCare(), Suspended(10), HomeCare("i2", from: "2026-06-17")).ThenNo("INS-06");
        Assert.Equal(At(18, "00:00"), House.And(HomeCare(), Suspended(10), HomeCare("i2", from: "2026-06-18")).Then("INS-06").EndedAt);
        Assert.Equal(
            [Figure.Of("careGap", 8, "d"), Figure.Of("careGapDays", 8, "d")],
            House.And(HomeCare(), Suspended(10), HomeCare("i2", from: "2026-06-18")).Then("INS-06").Figures[^2..].ToArray());
        Assert.Equal(
            [Figure.Of("careGap", 10, "d"), Figure.Of("careGapDays", 18, "d")],
            House.And(HomeCare(), HomeCare(person: "p2"), Suspended(10), HomeCare("i2", from: "2026-06-18"), HomeCare("i2", from: "2026-06-20", person: "p2"))
                .Then("INS-06").Figures[^2..].ToArray());
        House.And(HomeCare(), Suspended(10, 16)).ThenNo("INS-06");
        House.And(HomeCare(), Suspended(10, 17)).Then("INS-06");
        House.And(HomeCare(), Suspended(10), DiedOn(12)).ThenNo("INS-06");
        Assert.Equal("terminated:2026-06-10", House.And(HomeCare(), Terminated(10)).Then("INS-06").Anchor);
    }
}
