using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>STF-07: staff on the roll that nobody ever sees.</summary>
public sealed class PhantomTests
{
    /// <summary>A colleague's visits make the institution's stream known: one on the first of each month.</summary>
    private static Story House(int months = 6)
    {
        var story = new Story().Carer("c9").Client("p9", hasPlan: false);
        for (var month = 1; month <= months; month++)
        {
            story.Visit($"s{month}", At(new DateOnly(2026, month, 1), "10:00"), 30, "p9", "c9", institution: "i1");
        }

        return story;
    }

    [Fact]
    public void Who_is_on_the_roll_for_thirty_days_without_a_visit_is_found()
    {
        var finding = House().Carer(from: "2026-03-01").Then("STF-07");
        Assert.Equal(
            (Severity.P2, "never:i1:2026-03-01", "c1", "i1", On("2026-03-31"), null),
            (finding.Severity, finding.Anchor, finding.CaregiverId, finding.InstitutionId, finding.OccurredAt, finding.EndedAt));
        Assert.Equal((30, 0), (Figure(finding, "daysOnRoll"), Figure(finding, "services")));
        Assert.Equal("registered", Assert.Single(finding.Evidence).Note);
    }

    [Fact]
    public void The_thirtieth_day_must_be_over()
    {
        var world = House().Carer(from: "2026-06-01").Told("2026-06-10");
        world.Now = On("2026-07-01").AddTicks(-1);
        Assert.DoesNotContain(world.Settle().Findings(), f => f.Rule.Id == "STF-07");
        world.Now = On("2026-07-01");
        Assert.Contains(world.Reload().Settle().Findings(), f => f.Rule.Id == "STF-07");
    }

    [Fact]
    public void What_begins_long_ahead_is_looked_at_when_its_time_comes()
    {
        var world = new Story().Carer("c9").Client("p9", hasPlan: false).Visit("s1", At(1, "10:00"), 30, "p9", "c9", institution: "i1")
            .Carer().Told("2026-02-01");
        world.Now = On("2026-07-01");
        Assert.Contains(world.Settle().Findings(), f => f.Rule.Id == "STF-07" && f.CaregiverId == "c1");
    }

    [Fact]
    public void A_visit_on_the_thirtieth_day_is_in_time() =>
        House().Carer(from: "2026-03-01").Client().Visit("v1", On("2026-03-30", "10:00")).Silent("STF-07");

    [Fact]
    public void A_visit_on_the_day_after_ends_it()
    {
        var finding = House().Carer(from: "2026-03-01").Client().Visit("v1", On("2026-03-31", "10:00")).Then("STF-07");
        Assert.Equal(On("2026-03-31"), finding.EndedAt);
    }

    [Fact]
    public void A_visit_told_late_that_was_in_time_heals_it()
    {
        var story = House().Carer(from: "2026-03-01");
        var (world, known) = (story.Told(), story.Facts.Count);
        Assert.Contains(world.Findings(), f => f.Rule.Id == "STF-07");
        story.Client().Visit("v1", On("2026-03-20", "10:00")).TellRest(world, known, TimeSpan.Zero);
        Assert.DoesNotContain(world.Findings(), f => f.Rule.Id == "STF-07");
    }

    [Fact]
    public void Days_of_absence_do_not_count() => House().Carer(from: "2026-06-01")
        .Know(On("2026-06-01"), new Fact.CaregiverAbsent("c1", new(2026, 6, 2), new(2026, 6, 30), AbsenceKind.Leave)).Silent("STF-07");

    [Fact]
    public void An_office_duty_is_no_care() => House().Carer(from: "2026-03-01")
        .Know(On("2026-03-01", "09:00"), new Fact.CaregiverReassigned("c1", "i1", Duty.None, new(2026, 3, 1))).Silent("STF-07");

    [Fact]
    public void Where_no_visits_of_the_institution_are_known_nobody_is_accused() => new Story().Carer(from: "2026-01-01").Silent("STF-07");

    [Fact]
    public void Months_in_which_none_are_known_do_not_count() => House(months: 1).Carer(from: "2026-01-20").Silent("STF-07");

    [Fact]
    public void A_visit_under_another_id_of_the_same_real_name_counts() => House()
        .Carer(from: "2026-03-01", idNumber: "7").Carer("c2", from: "2026-03-01", idNumber: "7").Client()
        .Visit("v1", On("2026-03-10", "10:00"), carer: "c2").Silent("STF-07");

    [Fact]
    public void Who_left_before_thirty_days_never_was_there_long_enough() => House().Carer(from: "2026-03-01")
        .Know(On("2026-03-30"), new Fact.CaregiverLeft("c1", "i1", new(2026, 3, 30))).Silent("STF-07");

    [Fact]
    public void A_contract_that_is_renewed_goes_on() => House().Carer(from: "2026-01-01", to: "2026-03-31").Carer(from: "2026-04-01").Client()
        .Visit("v1", On("2026-01-10", "10:00")).Silent("STF-07");

    [Fact]
    public void Two_notices_of_one_employment_are_one_finding() =>
        Assert.Equal(2, House().Carer(from: "2026-03-01").Carer(from: "2026-03-01").Then("STF-07").Evidence.Length);

    private static Story Declared(int days, int seen)
    {
        var story = House().Carer(from: "2026-05-20").Client().Visit("v0", On("2026-05-21", "10:00"));
        for (var day = 1; day <= seen; day++)
        {
            story.Visit($"v{day}", At(day, "10:00"), 30);
        }

        return story.Know(On("2026-07-01"), new Fact.CaregiverDeclared("c1", "i1", new(2026, 6, 1), days));
    }

    [Fact]
    public void Fewer_than_half_of_the_days_declared_are_seen()
    {
        var finding = Declared(days: 22, seen: 10).Then("STF-07");
        Assert.Equal((45.455, 10, 22), (Figure(finding, "attendance"), Figure(finding, "attendedDays"), Figure(finding, "declaredDays")));
        Assert.Equal((Severity.P2, "declared:2026-06", "i1"), (finding.Severity, finding.Anchor, finding.InstitutionId));
        Assert.Contains(finding.Evidence, e => e.Note == "declared");
    }

    [Fact]
    public void Exactly_half_is_enough() => Declared(days: 22, seen: 11).Silent("STF-07");

    [Fact]
    public void It_is_asked_when_the_month_and_its_grace_are_over() => Declared(days: 22, seen: 10).Silent("STF-07", "2026-07-05");

    [Fact]
    public void Two_institutions_that_declare_the_same_days_are_added_up()
    {
        var story = Declared(days: 15, seen: 12).Carer(institution: "i2", from: "2026-05-20").Carer("c8", "i2").Client("p8", hasPlan: false)
            .Visit("x1", At(1, "15:00"), 30, "p8", "c8", institution: "i2");
        story.Silent("STF-07");
        story.Know(On("2026-07-01", "01:00"), new Fact.CaregiverDeclared("c1", "i2", new(2026, 6, 1), 15)).Then("STF-07");
    }

    [Fact]
    public void Of_two_declarations_of_one_institution_the_earlier_counts() =>
        Declared(days: 20, seen: 10).Know(On("2026-07-02"), new Fact.CaregiverDeclared("c1", "i1", new(2026, 6, 1), 30)).Silent("STF-07");
}
