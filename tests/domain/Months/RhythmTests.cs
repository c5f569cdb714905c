using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>VIS-14 and VIS-15: habits that no honest round has.</summary>
public sealed class RhythmTests
{
    private static Story Home() => new Story().Carer().Client();

    /// <summary>Visits on ten mornings, so many seconds late.</summary>
    private static Story Mornings(params int[] late)
    {
        var story = Home();
        for (var i = 0; i < late.Length; i++)
        {
            story.Timed(i + 1, late[i]);
        }

        return story;
    }

    [Fact]
    public void Ten_visits_that_start_and_last_as_by_clockwork_are_found_with_their_figures()
    {
        var finding = Mornings(3, 3, 3, 3, 3, 3, 3, 3, 3, 3).Then("VIS-14");
        Assert.Equal((Severity.P3, "2026-06", "c1", "p1", "120101"), (finding.Severity, finding.Anchor, finding.CaregiverId, finding.PersonId, finding.DistrictCode));
        Assert.Equal((0, 0, 10, 3), (Figure(finding, "startSpread"), Figure(finding, "lengthSpread"), Figure(finding, "timedVisits"), Figure(finding, "startOffset")));
        Assert.Equal(10, finding.VisitIds.Length);
        Assert.Equal(At(1, "09:00", 3), finding.OccurredAt);
    }

    [Fact]
    public void Nine_visits_are_no_habit() => Mornings(3, 3, 3, 3, 3, 3, 3, 3, 3).Silent("VIS-14");

    [Fact]
    public void A_spread_of_exactly_30_seconds_is_no_machine() => Mornings(45, -45, 45, -45, 0, 0, 0, 0, 0, 0).Silent("VIS-14");

    [Fact]
    public void A_spread_just_below_30_seconds_is_one() =>
        Assert.InRange(Figure(Mornings(44, -44, 44, -44, 0, 0, 0, 0, 0, 0).Then("VIS-14"), "startSpread"), 29, 29.999);

    [Fact]
    public void A_beacon_that_checks_in_by_itself_is_regular_within_a_minute_and_no_machine() =>
        Mornings(55, -50, 41, -12, 58, -33, 50, -57, 6, -59).Silent("VIS-14");

    [Fact]
    public void Who_starts_by_clockwork_and_stays_as_long_as_it_takes_is_honest()
    {
        var story = Home();
        for (var day = 1; day <= 10; day++)
        {
            story.Timed(day, 2, longer: day % 2 == 0 ? 240 : -180);
        }

        story.Silent("VIS-14");
    }

    [Fact]
    public void Planned_lengths_may_differ_it_is_the_difference_from_the_plan_that_counts()
    {
        var story = Home();
        for (var day = 1; day <= 10; day++)
        {
            var minutes = 30 + (day * 7);
            var item = story.Item("p1", At(day, "09:00"), minutes);
            story.Visit($"v{day}", At(day, "09:00", 4), minutes, item: item);
        }

        story.Then("VIS-14");
    }

    [Fact]
    public void Visits_to_several_persons_count_together()
    {
        var story = Home().Client("p2");
        for (var day = 1; day <= 5; day++)
        {
            story.Timed(day, 1).Timed(day, 1, person: "p2", time: "14:00");
        }

        Assert.Equal(2, Figure(story.Then("VIS-14"), "persons"));
    }

    [Fact]
    public void What_is_typed_in_afterwards_is_round_and_says_nothing_of_a_habit()
    {
        var story = Home();
        for (var day = 1; day <= 12; day++)
        {
            story.Timed(day, 0, channel: Channel.Manual);
        }

        story.Silent("VIS-14");
    }

    [Fact]
    public void A_visit_that_names_no_item_is_held_against_the_nearest_within_an_hour()
    {
        Story Nearby(int minutes)
        {
            var story = Home();
            for (var day = 1; day <= 10; day++)
            {
                story.Item("p1", At(day, "09:00"));
                story.Visit($"v{day}", At(day, "09:00").AddMinutes(minutes));
            }

            return story;
        }

        Nearby(60).Then("VIS-14");
        Nearby(61).Silent("VIS-14");
    }

    [Fact]
    public void A_month_is_looked_at_five_days_after_it_is_over_and_not_an_instant_before()
    {
        var story = Mornings(3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
        var world = story.Told("2026-07-05");
        world.Now = On(Closed).AddTicks(-1);
        Assert.DoesNotContain(world.Settle().Findings(), f => f.Rule.Id == "VIS-14");
        world.Now = On(Closed);
        Assert.Contains(world.Settle().Findings(), f => f.Rule.Id == "VIS-14");
    }

    [Fact]
    public void A_visit_told_after_that_is_looked_at_within_a_second()
    {
        var story = Mornings(3, 3, 3, 3, 3, 3, 3, 3, 3);
        var item = story.Item("p1", At(20, "09:00"));
        var (world, known) = (story.Told(), story.Facts.Count);
        story.Visit("v20", At(20, "09:00", 3), item: item).TellRest(world, known, TimeSpan.Zero);
        Assert.DoesNotContain(world.Findings(), f => f.Rule.Id == "VIS-14");
        world.Now = world.Now.AddSeconds(1);
        Assert.Contains(world.Reload().Settle().Findings(), f => f.Rule.Id == "VIS-14");
    }

    [Fact]
    public void Two_ids_of_one_real_name_are_one_habit()
    {
        var story = new Story().Carer(idNumber: "1").Carer("c2", idNumber: "1").Client();
        for (var day = 1; day <= 10; day++)
        {
            story.Timed(day, 3, carer: day % 2 == 0 ? "c1" : "c2");
        }

        Assert.Equal("c1", story.Then("VIS-14").CaregiverId);
    }

    /// <summary>So many visits at an hour, and some at ten, on weekdays for which a plan speaks that names none of them.</summary>
    private static Story Hours(int odd, int usual, string time, int firstDay = 1)
    {
        var story = Home();
        for (var i = 0; i < odd + usual; i++)
        {
            story.Visit($"v{i}", At(firstDay + i + (i / 5 * 2), i < odd ? time : "10:00"), 30);
        }

        return story;
    }

    [Fact]
    public void Visits_at_night_that_no_plan_names_are_found_when_they_are_more_than_half()
    {
        var finding = Hours(5, 3, "22:00", firstDay: 8).Then("VIS-15"); // 8 to 12 June: Monday to Friday
        Assert.Equal((62.5, 8, 5, 5), (Figure(finding, "oddShare"), Figure(finding, "visits"), Figure(finding, "odd"), Figure(finding, "atNight")));
        Assert.Equal((Severity.P3, 5, At(8, "22:00")), (finding.Severity, finding.VisitIds.Length, finding.OccurredAt));
    }

    [Theory]
    [InlineData("22:00", true)]
    [InlineData("21:59", false)]
    [InlineData("05:59", true)]
    [InlineData("06:00", false)]
    public void Night_is_from_ten_to_six(string time, bool isNight)
    {
        // Monday to Friday twice, so that no weekend is among them.
        var story = Home();
        for (var i = 0; i < 10; i++)
        {
            story.Visit($"v{i}", At(8 + i + (i / 5 * 2), time), 30);
        }

        if (isNight)
        {
            story.Then("VIS-15");
        }
        else
        {
            story.Silent("VIS-15");
        }
    }

    [Fact]
    public void Exactly_half_is_not_more() => Hours(4, 4, "23:00", firstDay: 8).Silent("VIS-15");

    [Fact]
    public void Seven_visits_are_too_few() => Hours(5, 0, "23:00", firstDay: 8).Visit("x", At(15, "23:00")).Visit("y", At(16, "23:00")).Silent("VIS-15");

    [Fact]
    public void Weekends_count_as_nights_do()
    {
        var story = Home();
        foreach (var day in (int[])[6, 7, 13, 14, 20, 21, 27, 28])
        {
            story.Visit($"v{day}", At(day, "10:00"), 30);
        }

        Assert.Equal(8, Figure(story.Then("VIS-15"), "atWeekends"));
    }

    [Fact]
    public void Nights_that_the_plan_names_are_what_was_asked_for()
    {
        var story = Home();
        for (var day = 8; day <= 19; day++)
        {
            story.Visit($"v{day}", At(day, "22:30"), 30, item: story.Item("p1", At(day, "22:00")));
        }

        story.Silent("VIS-15");
    }

    [Fact]
    public void Without_a_plan_for_the_day_nobody_can_be_against_it()
    {
        var story = new Story().Carer().Client(hasPlan: false);
        for (var day = 8; day <= 19; day++)
        {
            story.Visit($"v{day}", At(day, "23:00"), 30);
        }

        story.Silent("VIS-15");
    }

    [Fact]
    public void A_relative_may_come_at_night()
    {
        var story = new Story().Carer(kind: CaregiverKind.Family).Client();
        story.Know(On("2026-03-01"), new Fact.BindingApproved("p1", "c1", new(2026, 3, 1)));
        for (var day = 8; day <= 19; day++)
        {
            story.Visit($"v{day}", At(day, "23:00"), 30);
        }

        story.Silent("VIS-15");
    }

    [Fact]
    public void Who_lives_in_may_be_up_at_night()
    {
        var story = Hours(8, 0, "23:00", firstDay: 8);
        story.Know(On("2026-05-01"), new Fact.CaregiverExempted("c1", ExemptionKind.LiveIn, new(2026, 5, 1), null)).Silent("VIS-15");
    }

    [Fact]
    public void An_approved_change_told_late_explains_the_nights()
    {
        var story = Hours(8, 0, "23:00", firstDay: 8);
        story.Then("VIS-15");
        story.Know(On("2026-07-09"), new Fact.PlanChanged("p1", "w", [.. Enumerable.Range(8, 8).Select(d =>
            new PlanItem($"n{d}", null, At(d, "23:00"), At(d, "23:30"), [], PlanPlace.Home, null))], [], null));
        story.Silent("VIS-15", "2026-07-10");
    }
}
