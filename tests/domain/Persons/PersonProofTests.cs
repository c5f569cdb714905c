using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>IDN-02: whether it is the insured person who is cared for; ELG-05: three reminders.</summary>
public sealed class PersonProofTests
{
    [Fact]
    public void Two_looks_at_a_face_that_is_not_the_persons_are_found_and_one_is_not()
    {
        Given(HomeCare()).And(Faced("v1", 1, 0.79, twice: false)).ThenNo("IDN-02");
        Given(HomeCare()).And(Faced("v1", 1, 0.8)).ThenNo("IDN-02");
        var found = Given(HomeCare()).And(Faced("v1", 1, 0.79)).Then("IDN-02", Severity.P2);
        Assert.Equal(("v1", At(1, "09:00")), (found.Anchor, found.OccurredAt));
        Assert.Equal([new("highestScore", 0.79, null, "score", 0.8, "proposed"), new("failures", 2, null, "checks", 2, "proposed")], found.Figures.ToArray());
        Given(HomeCare()).And(Faced("v1", 1, 0.99, live: false)).Then("IDN-02");
    }

    [Fact]
    public void A_look_that_succeeds_at_the_end_settles_the_visit() => Given(HomeCare())
        .And(Faced("v1", 1, 0.4)).And(Faced("v1", 1, 0.9).Select(t => t.Later(t.Time.AddMinutes(1))).ToArray()).ThenNo("IDN-02");

    [Fact]
    public void A_visit_a_week_after_the_last_proof_is_found_and_a_second_before_it_is_not()
    {
        Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(CheckIn("v2", At(8, "08:59:59"))).ThenNo("IDN-02");
        var found = Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(CheckIn("v2", At(8, "09:00")), CheckIn("v3", At(9, "09:00"))).Then("IDN-02");
        Assert.Equal(("since:2026-06-01T01:00:00Z", At(8, "09:00")), (found.Anchor, found.OccurredAt));
        Assert.Equal(["v2", "v3"], found.VisitIds.ToArray());
        Assert.Equal(new("unprovedFor", 8, null, "d", 7, "proposed"), found.Figures[1]);
    }

    [Fact]
    public void An_audit_passed_a_visit_of_the_agency_and_time_in_hospital_put_it_off()
    {
        var late = CheckIn("v2", At(10, "09:00"));
        Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(late).Then("IDN-02");
        Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(late, Audited("v9", At(5, "09:00"), AuditResult.Pass)).ThenNo("IDN-02");
        Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(late, Seen(At(5, "09:00"))).ThenNo("IDN-02");
        Given(HomeCare()).And(Faced("v1", 1, 0.9)).And(late, Admitted(At(2, "09:00")), Discharged(At(5, "09:00"))).ThenNo("IDN-02");
    }

    [Fact]
    public void Who_was_never_known_by_face_is_not_asked_for_it()
    {
        Given(HomeCare(), CheckIn("v1", At(1, "09:00")), CheckIn("v2", At(20, "09:00"))).ThenNo("IDN-02");
        Given(HomeCare()).And(Faced("v1", 20, 0.9)).And(CheckIn("v2", At(1, "09:00")), CheckIn("v3", At(10, "09:00"))).ThenNo("IDN-02");
    }

    [Theory]
    [InlineData(91, null, 0)]
    [InlineData(90, Severity.P4, 90)]
    [InlineData(61, Severity.P4, 90)]
    [InlineData(60, Severity.P4, 60)]
    [InlineData(31, Severity.P4, 60)]
    [InlineData(30, Severity.P3, 30)]
    public void The_second_reminder_comes_sixty_days_before_the_expiry(int daysBefore, Severity? severity, int limit)
    {
        var c = Given(HomeCare(), Assessed(4, "2026-01-01", "2026-12-31")).At(At(Date("2026-12-31").AddDays(-daysBefore), "12:00"));
        if (severity is null)
        {
            c.ThenNo("ELG-05");
            return;
        }

        Assert.Equal((double)limit, c.Then("ELG-05", severity.Value).Figures[1].Limit);
    }
}
