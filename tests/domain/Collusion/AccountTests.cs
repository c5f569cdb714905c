using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Persons;
using static LtcActors.Domain.Tests.Collusion.Ties;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Collusion;

/// <summary>COL-03: one bank account, telephone or card terminal for insured persons who are no relatives, or for one and a caregiver.</summary>
public sealed class AccountTests
{
    private static Case Two => Given(Insured("p1", 0), Insured("p2", 3000));

    [Fact]
    public void Two_who_are_no_relatives_are_paid_to_one_account()
    {
        var found = Two.And(Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2", "2026-06-03")).Then("COL-03", Severity.P1);
        Assert.Equal(("shared", ActorId.Account("a1"), "p1", null), (found.Anchor, found.Subject, found.PersonId, found.CaregiverId));
        Assert.Equal((At(3, "00:00"), "120101"), (found.OccurredAt, found.DistrictCode));
        Assert.Equal(["account", "account"], found.Evidence.Select(e => e.Note));
        Assert.Equal(
            [
                Figure.Against("sharers", 2, new("col.sharers", 2, "persons", "proposed")), Figure.Of("kind", "bank"), Figure.Of("account", "a1"),
                Figure.Of("sharedBy", "p1 p2"),
            ], found.Figures.ToArray());
    }

    [Fact]
    public void Spouses_may_have_one_account() =>
        Two.And(Kin("p1", "p2"), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2")).ThenNo("COL-03");

    [Fact]
    public void That_they_are_relatives_may_be_told_later_and_by_either() =>
        Two.And(Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2"))
            .Healed(c => c.Then("COL-03"), Kin("p2", "p1")).ThenNo("COL-03");

    [Fact]
    public void Relatives_of_one_relative_are_of_one_family() =>
        Two.And(Relative("c1", "p1"), Relative("c1", "p2"), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2")).ThenNo("COL-03");

    [Fact]
    public void A_family_caregiver_and_the_person_bound_have_one_account() =>
        Two.And(Approved("c1", "2026-02-01"), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Caregiver, "c1")).ThenNo("COL-03");

    [Fact]
    public void The_account_of_somebody_elses_caregiver_is_not_the_insured_persons()
    {
        Told[] paid = [Held("a1", HolderKind.Caregiver, "c1"), Used("a1", "p1", At(2, "10:00")), Used("a1", "p2", At(3, "10:00"))];
        var found = Two.And(Approved("c1", "2026-02-01")).And(paid).Then("COL-03", Severity.P1);
        Assert.Equal(("p2", "c1"), (found.PersonId, found.CaregiverId)); // The caregiver is of one family with p1.
        Assert.Equal((2, "p1 p2 c1"), (found.Figures[0].Number, found.Figures[^1].Text));
        Assert.Equal(("p1", 3), (Two.And(paid).Then("COL-03").PersonId, Two.And(paid).Then("COL-03").Figures[0].Number));
    }

    [Fact]
    public void A_relative_registered_under_another_id_is_the_relative() => Two.And(
        Carer("c1", "12010119800101001X"), Carer("c2", "12010119800101001X"), Relative("c2"), Held("a1", HolderKind.Caregiver, "c1"),
        Held("a1", HolderKind.Person, "p1")).ThenNo("COL-03");

    [Fact]
    public void Two_caregivers_with_one_telephone_are_no_matter_of_the_insured() =>
        Two.And(Held("t1", HolderKind.Caregiver, "c1", kind: AccountKind.Phone), Held("t1", HolderKind.Caregiver, "c2", kind: AccountKind.Phone)).ThenNo("COL-03");

    [Fact]
    public void Two_at_one_address_may_be_a_couple_of_whom_no_register_says_so()
    {
        var couple = Given(Insured("p1"), Insured("p2", 49.99), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2"));
        couple.Then("COL-03", Severity.P3);
        couple.And(Insured("p3", 20), Held("a1", HolderKind.Person, "p3")).Then("COL-03", Severity.P1);
        Given(Insured("p1"), Insured("p2", 50.01), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2")).Then("COL-03", Severity.P1);
    }

    [Fact]
    public void What_is_an_institutions_serves_its_clients()
    {
        foreach (var kind in Enum.GetValues<AccountKind>())
        {
            Two.And(Held("a1", HolderKind.Institution, "i1", "2026-06-02", kind: kind), Used("a1", "p1", At(1, "10:00"), kind), Used("a1", "p2", At(3, "10:00"), kind))
                .ThenNo("COL-03");
        }
    }

    [Fact]
    public void After_the_institution_gave_it_away_it_is_shared_again() => Two.And(
        Held("a1", HolderKind.Institution, "i1", "2026-05-01", "2026-06-02"), Used("a1", "p1", At(3, "10:00")), Used("a1", "p2", At(3, "11:00"))).Then("COL-03");

    [Fact]
    public void A_terminal_of_which_nobody_knows_whose_it_is_accuses_nobody()
    {
        var cards = Two.And(Used("m1", "p1", At(2, "10:00"), AccountKind.Terminal), Used("m1", "p2", At(2, "11:00"), AccountKind.Terminal));
        cards.ThenNo("COL-03");
        var found = cards.And(Held("m1", HolderKind.Caregiver, "c1", kind: AccountKind.Terminal)).Then("COL-03", Severity.P1);
        Assert.Equal(("c1", Figure.Of("kind", "terminal")), (found.CaregiverId, found.Figures[1]));
        Assert.Equal(["account", "used", "used"], found.Evidence.Select(e => e.Note).Order());
    }

    [Fact]
    public void A_relatives_terminal_that_reads_one_card_is_in_order() => Two.And(
        Approved("c1", "2026-02-01"), Held("m1", HolderKind.Caregiver, "c1", kind: AccountKind.Terminal), Used("m1", "p1", At(2, "10:00"), AccountKind.Terminal))
        .ThenNo("COL-03");

    [Fact]
    public void A_number_that_passed_on_was_never_shared()
    {
        Two.And(Held("t1", HolderKind.Person, "p1", until: "2026-06-02"), Held("t1", HolderKind.Person, "p2", "2026-06-03")).ThenNo("COL-03");
        Two.And(Held("t1", HolderKind.Person, "p1", until: "2026-06-03"), Held("t1", HolderKind.Person, "p2", "2026-06-03")).Then("COL-03");
    }

    [Fact]
    public void The_number_of_the_dead_passes_on()
    {
        Two.And(DiedOn(5), Held("t1", HolderKind.Person, "p1"), Held("t1", HolderKind.Person, "p2", "2026-06-06")).ThenNo("COL-03");
        Two.And(DiedOn(5), Held("t1", HolderKind.Person, "p1"), Held("t1", HolderKind.Person, "p2", "2026-06-05")).Then("COL-03");
    }

    [Fact]
    public void Uses_ninety_days_apart_are_of_one_time_and_a_second_later_of_two()
    {
        var first = At(Date("2026-03-01"), "10:00");
        Two.And(Used("a1", "p1", first), Used("a1", "p2", first.AddDays(90))).Then("COL-03");
        Two.And(Used("a1", "p1", first), Used("a1", "p2", first.AddDays(90).AddSeconds(1))).ThenNo("COL-03");
    }

    [Fact]
    public void Uses_a_month_apart_are_one_time_of_use_and_those_farther_apart_are_two()
    {
        Two.And(Used("t1", "p1", At(1, "10:00")), Used("t1", "p1", At(1, "10:00").AddDays(31)), Held("t1", HolderKind.Person, "p2", "2026-06-10", "2026-06-12")).Then("COL-03");
        Two.And(Used("t1", "p1", At(1, "10:00")), Used("t1", "p1", At(1, "10:00").AddDays(31).AddSeconds(1)), Held("t1", HolderKind.Person, "p2", "2026-06-10", "2026-06-12"))
            .ThenNo("COL-03");
    }

    [Fact]
    public void An_account_in_the_hands_of_hundreds_is_judged_by_the_first_of_them()
    {
        var c = new Case().And([.. Enumerable.Range(1, 300).Select(n => Insured($"p{n}", n * 100))])
            .And([.. Enumerable.Range(1, 300).Select(n => Used("a1", $"p{n}", At(1, "08:00").AddMinutes(n)))]);
        Assert.Equal((200, "p1"), (c.Then("COL-03").Figures[0].Number, c.Then("COL-03").PersonId));
    }

    [Fact]
    public void What_somebody_tells_who_does_not_share_it_is_nothing() => AssertAnyOrder(
        [
            .. InsuredMany(4), Kin("p1", "p3"), Kin("p3", "p4"), Kin("p4", "p2"), Held("a1", HolderKind.Institution, "i1", "2026-01-01", "2026-01-31"),
            Held("a1", HolderKind.Institution, "i1", "2026-06-09"), Held("a1", HolderKind.Person, "p1", until: "2026-06-08"),
            Held("a1", HolderKind.Person, "p2", until: "2026-06-08"), Used("a1", "p3", At(10, "10:00")), Used("a1", "p4", At(10, "10:00")),
        ],
        "COL-03");

    [Fact]
    public void Of_many_uses_the_nearest_count() => Two.And(
        Used("a1", "p1", At(Date("2026-01-02"), "10:00")), Used("a1", "p1", At(Date("2026-03-02"), "10:00")), Used("a1", "p1", At(Date("2026-03-20"), "10:00")),
        Used("a1", "p2", At(18, "10:00"))).Then("COL-03");

    [Fact]
    public void Somebody_not_registered_is_waited_for() =>
        Assert.Equal("p1", Given(Insured("p1"), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p9"))
            .Healed(c => c.ThenNo("COL-03"), Insured("p9", 4000)).Then("COL-03").PersonId);

    [Fact]
    public void Any_order_ends_in_the_same() => AssertAnyOrder(
        [
            Insured("p1"), Insured("p2", 3000), Insured("p3", 40), Kin("p1", "p2"), Carer("c1", "12010119800101001X"), Carer("c2", "12010119800101001X"),
            Relative("c2", "p3"), Held("a1", HolderKind.Person, "p1"), Held("a1", HolderKind.Person, "p2"), Held("a1", HolderKind.Person, "p3", "2026-06-02"),
            Held("a2", HolderKind.Caregiver, "c1"), Used("a2", "p3", At(3, "10:00")), Used("a2", "p2", At(4, "10:00")), Used("a2", "p2", At(5, "10:00")),
            Held("a3", HolderKind.Person, "p1", kind: AccountKind.Phone), Used("a3", "p3", At(5, "10:00")), DiedOn(4, "p1"),
            Held("a4", HolderKind.Institution, "i1", "2026-06-03"), Used("a4", "p1", At(1, "10:00")), Used("a4", "p3", At(6, "10:00")),
        ],
        "COL-03");

    [Fact]
    public void A_reader_sees_whose_it_is()
    {
        var c = Two.And(Held("a1", HolderKind.Person, "p1", until: "2026-06-30"), Used("a1", "p2", At(2, "10:00")), Used("a1", "p2", At(3, "10:00")));
        var view = System.Text.Json.JsonSerializer.Serialize(c.World.Settle().Get(ActorId.Account("a1")).View(At(4, "00:00")));
        Assert.Contains("\"Kind\":\"bank\",\"Registered\":[{\"Holder\":\"person\",\"HolderId\":\"p1\",\"From\":\"2026-05-01\",\"Until\":\"2026-06-30\"}]", view, StringComparison.Ordinal);
        Assert.Contains("\"PersonId\":\"p2\",\"First\":\"2026-06-02T10:00:00+08:00\",\"Last\":\"2026-06-03T10:00:00+08:00\",\"Count\":2", view, StringComparison.Ordinal);
    }
}
