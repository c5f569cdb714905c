using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>ELG-05, ELG-08, ELG-09: when a benefit is to be renewed, continued, and from when a change counts.</summary>
public sealed class BenefitTermTests
{
    [Fact]
    public void Ninety_one_days_before_the_expiry_there_is_time()
    {
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-28")).At(At(29, "12:00")).ThenNo("ELG-05");
        var found = Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-27")).At(At(29, "12:00")).Then("ELG-05", Severity.P4);
        Assert.Equal(("2025-10-01", At(29, "00:00"), null), (found.Anchor, found.OccurredAt, found.EndedAt));
        Assert.Equal(["assessed"], found.Evidence.Select(e => e.Note));
        Assert.Equal([Figure.Of("validUntil", "2026-09-27"), new("daysBeforeExpiry", 90, null, "d", 90, "proposed")], found.Figures.ToArray());
    }

    [Fact]
    public void Thirty_days_before_the_expiry_it_weighs_more()
    {
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-07-30")).At(At(29, "12:00")).Then("ELG-05", Severity.P4);
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-07-29")).At(At(29, "12:00")).Then("ELG-05", Severity.P3);
    }

    [Fact]
    public void It_is_raised_when_its_day_comes_though_nothing_is_told()
    {
        var c = Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-27")).At(At(28, "12:00"));
        c.ThenNo("ELG-05");
        c.At(At(29, "00:00")).Then("ELG-05", Severity.P4);
        c.At(At(Date("2026-08-28"), "00:00")).Then("ELG-05", Severity.P3);
    }

    [Fact]
    public void An_application_ends_it_and_one_in_time_prevents_it()
    {
        var found = Given(HomeCare(), Assessed(4, "2025-10-01", "2026-08-20"), Applied(10)).Then("ELG-05", Severity.P4);
        Assert.Equal((At(10, "00:00"), "applied"), (found.EndedAt, found.Evidence[1].Note));
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-01"), Applied(3)).ThenNo("ELG-05");
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-01"), Applied(4)).Then("ELG-05");
    }

    [Fact]
    public void Who_is_dead_not_entitled_or_assessed_anew_need_not_apply()
    {
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-09-20"), DiedOn(20)).ThenNo("ELG-05");
        Given(HomeCare(), Assessed(2, "2025-10-01", "2026-07-20")).ThenNo("ELG-05");
        Given(HomeCare(), Assessed(4, "2025-10-01", "2026-07-20"), Assessed(3, "2026-05-01", "2028-04-30")).ThenNo("ELG-05");
        Given(Assessed(4, "2025-10-01", "2026-07-20")).ThenNo("ELG-05");
    }

    private static Case Served(params string[] confirmed) =>
        Given(HomeCare()).And([.. confirmed.Select(m => Confirmed(m))]).And(Visit("v1", 10, "09:00", "10:00")).And(Visit("v2", 12, "09:00", "10:00"));

    [Fact]
    public void A_month_not_continued_is_found_five_days_after_it()
    {
        var c = Served("2026-05").At(At(Date("2026-07-05"), "23:59:59"));
        c.ThenNo("ELG-08");
        var found = c.At(At(Date("2026-07-06"), "00:00")).Then("ELG-08", Severity.P2);
        Assert.Equal(("2026-06", At(10, "09:00"), "i1"), (found.Anchor, found.OccurredAt, found.InstitutionId));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(
            [Figure.Of("month", "2026-06"), Figure.Of("lastConfirmed", "2026-05"), Figure.Of("services", 2, "services")], found.Figures.ToArray());
    }

    [Fact]
    public void A_month_continued_late_is_continued() =>
        Served("2026-05").And(Confirmed("2026-06").Later(At(Date("2026-07-20"), "09:00"))).At(At(Date("2026-07-21"), "00:00")).ThenNo("ELG-08");

    [Fact]
    public void Where_no_earlier_month_is_known_confirmed_nothing_is_said()
    {
        Served().At(At(Date("2026-07-21"), "00:00")).ThenNo("ELG-08");
        Served("2026-07").At(At(Date("2026-07-21"), "00:00")).ThenNo("ELG-08");
    }

    /// <summary>Somebody else whom an institution serves, confirmed for these months.</summary>
    private static Told[] Other(string institution, params string[] months) =>
    [
        HomeCare(institution, person: "p2"),
        .. months.Select(m => new Told(new Fact.PersonConfirmed("p2", Date($"{m}-01"), institution), At(Date($"{m}-01"), "09:00"))),
    ];

    [Fact]
    public void Who_was_never_confirmed_is_found_where_others_of_the_institution_are()
    {
        var c = Served().And(Other("i1", "2026-05", "2026-06")).At(At(Date("2026-07-05"), "23:59:59"));
        c.ThenNo("ELG-08");
        var found = c.At(At(Date("2026-07-06"), "00:00")).Then("ELG-08", Severity.P2);
        Assert.Equal(("2026-06", "p1", "i1"), (found.Anchor, found.PersonId, found.InstitutionId));
        Assert.Equal(Figure.Of("lastConfirmed", "none"), found.Figures[1]);
        c.And(Confirmed("2026-06").Later(At(Date("2026-07-20"), "09:00"))).At(At(Date("2026-07-21"), "00:00")).ThenNo("ELG-08");
    }

    [Fact]
    public void The_first_month_of_a_register_and_one_that_is_silent_accuse_nobody()
    {
        var later = At(Date("2026-08-21"), "00:00");
        Served().And(Other("i1", "2026-06", "2026-07")).At(later).ThenNo("ELG-08");
        Served().And(Other("i1", "2026-05", "2026-07")).At(later).ThenNo("ELG-08");
        Served().And(Other("i2", "2026-05", "2026-06")).At(later).ThenNo("ELG-08");
        Served("2026-07").And(Other("i1", "2026-05", "2026-06")).At(later).Then("ELG-08");
    }

    [Fact]
    public void Where_the_others_turn_out_to_be_another_institutions_it_is_taken_back_whatever_came_first()
    {
        Told[] facts = [HomeCare(), .. Visit("v1", 10, "09:00", "10:00"), .. Other("i1", "2026-05", "2026-06")];
        foreach (var order in new[] { facts, [.. facts.Reverse()] })
        {
            var c = Given(order).At(At(Date("2026-07-20"), "00:00"));
            c.Then("ELG-08");
            c.World.Reload();
            c.And(HomeCare("i3", from: "2026-02-01", person: "p2")).ThenNo("ELG-08");
        }
    }

    [Fact]
    public void A_visit_that_comes_when_the_month_is_long_over_is_found()
    {
        var c = Given(HomeCare(), Confirmed("2026-05")).At(At(Date("2026-07-20"), "00:00"));
        c.ThenNo("ELG-08");
        Assert.Equal(["v1"], c.And(Visit("v1", 10, "09:00", "10:00")).Then("ELG-08").VisitIds.ToArray());
    }

    [Fact]
    public void A_relatives_visit_is_no_business_of_an_institution()
    {
        Given(HomeCare(caregiver: "f1", package: ServicePackage.Family), Confirmed("2026-05")).And(Visit("v1", 10, "09:00", "10:00", "f1"))
            .At(At(Date("2026-07-20"), "00:00")).ThenNo("ELG-08");
        Given(HomeCare(package: ServicePackage.Professional), Approved("f1", "2026-03-01"), Confirmed("2026-05"))
            .And(Visit("v1", 10, "09:00", "10:00", "f1")).At(At(Date("2026-07-20"), "00:00")).ThenNo("ELG-08");
    }

    [Fact]
    public void A_relatives_visit_on_a_day_in_the_house_is_another_mode() =>
        Assert.Equal("i1", Given(LivesIn("i1"), Approved("f1", "2026-03-01")).And(Visit("v1", 10, "09:00", "10:00", "f1"))
            .Then("ELG-09", Severity.P2).Figures[0].Text);

    [Fact]
    public void A_change_of_mode_in_mid_month_counts_from_the_next()
    {
        var found = Given(HomeCare(), LivesIn("i2", from: "2026-06-15")).And(Visit("v1", 15, "09:00", "10:00", "c2", "i2"))
            .And(Visit("v2", 30, "09:00", "10:00", "c2", "i2")).Then("ELG-09", Severity.P2);
        Assert.Equal(("mode:2026-06-15", "i2"), (found.Anchor, found.InstitutionId));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(Figure.Of("validFrom", "2026-07-01"), found.Figures[2]);
    }

    [Fact]
    public void A_change_on_the_first_and_the_old_mode_until_then_are_in_order()
    {
        Given(HomeCare(), LivesIn("i2", from: "2026-06-01")).And(Visit("v1", 1, "09:00", "10:00", "c2", "i2")).ThenNo("ELG-09");
        Given(HomeCare(), LivesIn("i2", from: "2026-06-15")).And(Visit("v1", 20, "09:00", "10:00")).ThenNo("ELG-09");
        Given(HomeCare("i1"), HomeCare("i2", "c2", from: "2026-06-15")).And(Visit("v1", 20, "09:00", "10:00", "c2")).ThenNo("ELG-09");
    }

    [Fact]
    public void A_home_visit_on_a_day_in_the_house_is_one_mode_too_many()
    {
        var found = Given(LivesIn("i1")).And(Visit("v1", 10, "09:00", "10:00", "c2", "i2")).Then("ELG-09", Severity.P2);
        Assert.Equal("both:2026-06-01", found.Anchor);
        Given(LivesIn("i1")).And(Visit("v1", 10, "09:00", "10:00", "c2", "i1")).ThenNo("ELG-09");
        Given(LivesIn("i1"), Away(10, 11)).And(Visit("v1", 10, "09:00", "10:00", "c2", "i2")).ThenNo("ELG-09");
    }

    [Fact]
    public void Who_is_bound_anew_cares_from_the_next_month_on()
    {
        var c = Given(Approved("c1", "2026-03-01"), Unbound("c1", "2026-06-10"), Approved("c2", "2026-06-10"));
        c.And(Visit("v1", 9, "09:00", "10:00", "c2")).ThenNo("ELG-09");
        c.And(Visit("v2", 10, "09:00", "10:00", "c2"));
        var found = c.Then("ELG-09");
        Assert.Equal(("binding:c2:2026-06-10", "c2"), (found.Anchor, found.CaregiverId));
        Assert.Equal(["v2"], found.VisitIds.ToArray());
        Given(Approved("c2", "2026-06-10")).And(Visit("v2", 10, "09:00", "10:00", "c2")).ThenNo("ELG-09");
    }
}
