using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>STF-06, STF-08: contracts, certificates, absences.</summary>
public sealed class ContractTests
{
    private static Told Certified(string issued, string? until) => Known(
        new Fact.CaregiverCertified("c1", "养老护理员", Day(issued), until is null ? null : Day(until)), Shanghai.StartOf(Day(issued)));

    private static Told Away(string from, string? to, AbsenceKind kind) => Known(
        new Fact.CaregiverAbsent("c1", Day(from), to is null ? null : Day(to), kind), Shanghai.StartOf(Day(from)));

    [Fact]
    public void The_last_day_of_the_contract_is_in_order_and_the_next_is_not()
    {
        new Stage().Given(Registered(to: "2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Silent("STF-06");
        var found = new Stage().Given(Registered(to: "2026-06-10"), Visit(11, "09:00", "10:00", "v1"), Visit(12, "09:00", "10:00", "v2")).Only("STF-06");
        Assert.Equal(("contract:2026-06-10", Severity.P1, At(11, "09:00")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal([Figure.Of("validUntil", "2026-06-10"), Figure.Of("services", 2, "services")], found.Figures.ToArray());
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal("registered", found.Evidence[0].Note);
    }

    [Fact]
    public void A_second_contract_goes_on_and_a_contract_to_come_does_not_hold_yet()
    {
        new Stage().Given(Registered(to: "2026-06-10"), Registered(from: "2026-06-11", at: "i2"), Visit(11, "09:00", "10:00", "v1")).Silent("STF-06");
        var early = new Stage().Given(Registered(from: "2026-06-20", time: At(1, "08:00")), Visit(19, "09:00", "10:00", "v1")).Only("STF-06");
        Assert.Equal("contract-before:2026-06-20", early.Anchor);
    }

    [Fact]
    public void Who_is_not_registered_or_a_relative_is_not_judged_by_a_contract()
    {
        new Stage().Given(Visit(11, "09:00", "10:00", "v1")).Silent("STF-06");
        new Stage().Given(Registered(kind: CaregiverKind.Family, to: "2026-06-10"), Visit(11, "09:00", "10:00", "v1")).Silent("STF-06");
    }

    [Fact]
    public void A_certificate_holds_from_its_issue_to_its_last_day()
    {
        new Stage().Given(Registered(), Certified("2026-06-01", "2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Silent("STF-06");
        Assert.Equal("certificate:2026-06-10",
            new Stage().Given(Registered(), Certified("2026-06-01", "2026-06-10"), Visit(11, "09:00", "10:00", "v1")).Only("STF-06").Anchor);
        Assert.Equal("certificate-before:2026-06-01",
            new Stage().Given(Registered(), Certified("2026-06-01", null), Visit(1, "09:00", "10:00", "v1"),
                Known(Check(true, "v2"), Shanghai.StartOf(Day("2026-05-31")))).Only("STF-06").Anchor);
        new Stage().Given(Registered(), Certified("2026-06-01", "2026-06-10"), Certified("2026-06-11", null), Visit(11, "09:00", "10:00", "v1")).Silent("STF-06");
    }

    [Fact]
    public void Without_certificates_the_register_says_when_it_was_issued()
    {
        new Stage().Given(Registered(certified: "2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Silent("STF-06");
        new Stage().Given(Registered(certified: "2026-06-11"), Visit(10, "09:00", "10:00", "v1")).Only("STF-06");
        new Stage().Given(Registered(), Visit(10, "09:00", "10:00", "v1")).Silent("STF-06");
    }

    [Fact]
    public void A_contract_told_later_heals_the_visit_and_a_visit_told_later_is_found()
    {
        var stage = new Stage().Given(Registered(to: "2026-06-10"), Visit(11, "09:00", "10:00", "v1"));
        stage.Only("STF-06");
        stage.Given(Registered(from: "2026-06-11", time: At(20, "08:00"))).Silent("STF-06");
        stage.Given(Registered(id: "c2", to: "2026-06-10"));
        stage.Silent("STF-06");
        stage.Given(Visit(12, "09:00", "10:00", "v2", id: "c2")).Only("STF-06");
    }

    [Fact]
    public void A_check_in_on_a_day_of_leave_is_by_somebody_else()
    {
        var found = new Stage().Given(Registered(), Away("2026-06-05", "2026-06-07", AbsenceKind.Leave), Visit(7, "09:00", "10:00", "v1")).Only("STF-08");
        Assert.Equal(("leave:2026-06-05", Severity.P1), (found.Anchor, found.Severity));
        Assert.Equal([Figure.Of("absence", "leave"), Figure.Of("services", 1, "services")], found.Figures.ToArray());
        Assert.Equal(["absent", "check-in", "check-out"], found.Evidence.Select(e => e.Note));
        new Stage().Given(Registered(), Away("2026-06-05", "2026-06-07", AbsenceKind.Leave), Visit(8, "09:00", "10:00", "v1")).Silent("STF-08");
        new Stage().Given(Registered(), Away("2026-06-05", "2026-06-07", AbsenceKind.Leave), Visit(4, "09:00", "10:00", "v1")).Silent("STF-08");
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void On_the_first_and_last_day_of_a_journey_or_a_stay_one_may_have_worked(int day, bool isFound)
    {
        foreach (var kind in new[] { AbsenceKind.Travel, AbsenceKind.Inpatient })
        {
            var stage = new Stage().Given(Registered(), Away("2026-06-05", "2026-06-08", kind), Visit(day, "09:00", "10:00", "v1"));
            Assert.Equal(isFound ? 1 : 0, stage.Findings("STF-08").Count);
        }
    }

    [Fact]
    public void Who_left_and_is_employed_nowhere_is_gone()
    {
        Assert.Equal("left:i1:2026-06-10", new Stage().Given(Registered(), Left("2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Only("STF-08").Anchor);
        new Stage().Given(Registered(), Left("2026-06-10"), Visit(9, "09:00", "10:00", "v1")).Silent("STF-08");
        new Stage().Given(Registered(), Left("2026-06-10"), Registered(at: "i2", from: "2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Silent("STF-08");
        new Stage().Given(Registered(), Left("2026-06-10"), Bound("p1", "2026-06-10"), Visit(10, "09:00", "10:00", "v1")).Silent("STF-08");
    }
}
