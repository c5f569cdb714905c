using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>IDN-05: video audits.</summary>
public sealed class AuditTests
{
    [Theory]
    [InlineData(AuditResult.Fail, "fail")]
    [InlineData(AuditResult.Impostor, "impostor")]
    public void An_audit_that_fails_is_found_by_its_visit(AuditResult result, string name)
    {
        var found = Given(HomeCare()).And(Visit("v1", 10, "09:00", "10:00")).And(Audited("v1", At(10, "09:30"), result)).Then("IDN-05", Severity.P2);
        Assert.Equal(("v1", At(10, "09:30"), "c1", "i1"), (found.Anchor, found.OccurredAt, found.CaregiverId, found.InstitutionId));
        Assert.Equal(Figure.Of("result", name), Assert.Single(found.Figures));
        Given(HomeCare()).And(Visit("v1", 10, "09:00", "10:00")).And(Audited("v1", At(10, "09:30"), AuditResult.Pass)).ThenNo("IDN-05");
    }

    [Fact]
    public void A_call_is_made_during_the_visit_and_what_is_entered_when_it_is_over_decides_late()
    {
        var visit = Visit("v1", 10, "09:00", "10:00");
        Assert.False(Given(visit).And(Audited("v1", At(10, "10:00"), AuditResult.Fail)).Then("IDN-05").DecidedLate);
        Assert.True(Given(visit).And(Audited("v1", At(10, "10:00:01"), AuditResult.Fail)).Then("IDN-05").DecidedLate);
        Assert.True(Given(Audited("v1", At(10, "10:00:01"), AuditResult.Fail)).And(visit).Then("IDN-05").DecidedLate);
        Assert.False(Given(CheckIn("v1", At(10, "09:00")), Audited("v1", At(10, "09:20"), AuditResult.Fail)).Then("IDN-05").DecidedLate);
    }

    [Fact]
    public void One_call_may_be_missed_and_two_within_thirty_days_may_not()
    {
        Given(Audited("v1", At(1, "09:00"), AuditResult.NoAnswer)).ThenNo("IDN-05");
        var found = Given(Audited("v1", At(1, "09:00"), AuditResult.NoAnswer), Audited("v2", At(1, "09:00").AddDays(30), AuditResult.NoAnswer)).Then("IDN-05");
        Assert.Equal(("no-answer:v1", new("noAnswers", 2, null, "calls", 2, "proposed")), (found.Anchor, Assert.Single(found.Figures)));
        Given(Audited("v1", At(1, "09:00"), AuditResult.NoAnswer), Audited("v2", At(1, "09:00:01").AddDays(30), AuditResult.NoAnswer)).ThenNo("IDN-05");
    }

    [Fact]
    public void A_visit_that_is_known_later_names_its_caregiver()
    {
        var c = Given(HomeCare(), Audited("v1", At(10, "09:30"), AuditResult.Fail));
        Assert.Null(c.Then("IDN-05").CaregiverId);
        Assert.Equal("c1", c.And(CheckIn("v1", At(10, "09:00"))).Then("IDN-05").CaregiverId);
    }
}
