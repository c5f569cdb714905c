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

    /// <summary>Cared for at home, as another whose face the institution looked at in May.</summary>
    private static Case Faceless(string other = "i1") =>
        Given(HomeCare(), HomeCare(other, "c2", person: "p2"), LookedAt("p2", At(Date("2026-05-20"), "09:00"), institution: other));

    [Fact]
    public void Where_the_faces_of_others_are_looked_at_who_never_shows_it_is_found_a_week_after_the_month_in_which_they_began()
    {
        Faceless().And(CheckIn("v0", At(Date("2026-05-30"), "09:00")), CheckIn("v1", At(7, "23:59:59"))).ThenNo("IDN-02", "p1");
        var found = Faceless().And(CheckIn("v1", At(8, "00:00")), CheckIn("v2", At(10, "09:00"))).Then("IDN-02", "p1");
        Assert.Equal(("never:2026-05-31T16:00:00Z", At(8, "00:00"), Severity.P2), (found.Anchor, found.OccurredAt, found.Severity));
        Assert.Equal(Figure.Of("lastProof", "none"), found.Figures[0]);
        Assert.Equal(["check-in", "check-in"], found.Evidence.Select(e => e.Note));
        Faceless("i2").And(CheckIn("v1", At(10, "09:00"))).ThenNo("IDN-02", "p1");
    }

    [Fact]
    public void Looks_that_failed_do_not_show_that_faces_are_known_there()
    {
        Given(HomeCare(), LookedAt("p1", At(Date("2026-05-20"), "09:00"), score: 0.31)).And(CheckIn("v1", At(10, "09:00"))).ThenNo("IDN-02", "p1");
        Given(HomeCare(), HomeCare("i1", "c2", person: "p2"), LookedAt("p2", At(Date("2026-05-20"), "09:00"), score: 0.31))
            .And(CheckIn("v1", At(10, "09:00"))).ThenNo("IDN-02", "p1");
    }

    [Fact]
    public void Whatever_proves_it_ends_it_and_what_came_before_stays()
    {
        var c = Faceless().And(CheckIn("v1", At(9, "09:00")), CheckIn("v2", At(12, "09:00")));
        c.Then("IDN-02", "p1");
        Assert.Equal(["v1"], c.And(Faced("v3", 11, 0.9)).Then("IDN-02", "p1").VisitIds.ToArray());
        Faceless().And(CheckIn("v1", At(9, "09:00")), Audited("v0", At(5, "09:00"), AuditResult.Pass)).ThenNo("IDN-02", "p1");
        Faceless().And(CheckIn("v1", At(9, "09:00")), Seen(At(5, "09:00"))).ThenNo("IDN-02", "p1");
        Faceless().And(CheckIn("v1", At(9, "09:00")), Admitted(At(2, "09:00")), Discharged(At(5, "09:00"))).ThenNo("IDN-02", "p1");
        Faceless().And(CheckIn("v1", At(9, "09:00")), LookedAt("p1", At(5, "09:00"), score: 0.4)).Then("IDN-02", "p1"); // Looked at, and not known.
    }

    [Fact]
    public void Who_is_newly_cared_for_a_relative_and_somebody_in_a_house_have_their_time_or_are_not_asked()
    {
        Told[] newly = [HomeCare("i9"), HomeCare(from: "2026-06-10"), HomeCare(caregiver: "c2", person: "p2"), LookedAt("p2", At(Date("2026-05-20"), "09:00"))];
        Given(newly).And(CheckIn("v1", At(16, "23:59:59"))).ThenNo("IDN-02", "p1");
        Given(newly).And(CheckIn("v1", At(17, "00:00"))).Then("IDN-02", "p1");
        Faceless().And(Approved("f1", "2026-03-01"), CheckIn("v1", At(20, "09:00"), "f1")).ThenNo("IDN-02", "p1");
        Faceless().And(LivesIn("i1"), CheckIn("v1", At(20, "09:00"))).ThenNo("IDN-02", "p1");
    }

    [Fact]
    public void That_others_were_never_looked_at_after_all_takes_it_back()
    {
        var c = Faceless().And(CheckIn("v1", At(9, "09:00")));
        c.Then("IDN-02", "p1");
        c.World.Reload();
        c.And(HomeCare("i2", "c2", from: "2026-02-01", person: "p2")).ThenNo("IDN-02", "p1"); // It was not i1's in May.
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
