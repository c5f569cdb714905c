using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>What VIS-14, VIS-15 and STF-07 show of the peers beside the own figure. It decides nothing.</summary>
public sealed class UsualTests
{
    /// <summary>Caregivers c10 and on with ten mornings each, of which every other is early and the rest late: by a minute, and by ten seconds more each.</summary>
    private static Story Peers(int count)
    {
        var story = new Story();
        for (var n = 0; n < count; n++)
        {
            story.Carer($"c{n + 10}").Client($"pc{n + 10}");
            for (var day = 1; day <= 10; day++)
            {
                story.Timed(day, (day % 2 == 0 ? 1 : -1) * (60 + (10 * n)), person: $"pc{n + 10}", carer: $"c{n + 10}");
            }
        }

        return story;
    }

    private static Story Clockwork(Story story)
    {
        story.Carer().Client();
        for (var day = 1; day <= 10; day++)
        {
            story.Timed(day, 3);
        }

        return story;
    }

    /// <summary>Ten visits of half an hour at eleven at night, for which no plan has an item.</summary>
    private static Story Nights(Story story, int count = 10)
    {
        story.Carer().Client();
        for (var day = 8; day < 8 + count; day++)
        {
            story.Visit($"n{day}", At(day, "23:00"), 30);
        }

        return story;
    }

    private static Story Declared(Story story, string carer, int days, string institution = "i1") =>
        story.Know(On("2026-07-01"), new Fact.CaregiverDeclared(carer, institution, new(2026, 6, 1), days));

    /// <summary>Its district's peers hear of a month that is over within a second of what was told last.</summary>
    private static Finding Later(Story story, string anchor)
    {
        var world = story.Told();
        world.Now = world.Now.AddSeconds(1);
        return Assert.Single(world.Findings(), f => f.Rule.Id == "STF-07" && f.Anchor == anchor);
    }

    private static void ShowsNoneOf(Finding finding, params string[] names) => Assert.DoesNotContain(finding.Figures, f => names.Contains(f.Name));

    [Fact]
    public void A_machine_is_shown_beside_the_median_the_spread_and_the_number_of_its_peers()
    {
        // Of 0, 63.2, 73.8 … 147.6 s, the caregiver's own among them; the textbook's median, and median of the distances from it, times 1.4826.
        var finding = Clockwork(Peers(9)).Then("VIS-14");
        Assert.Equal((0, 100.139, 39.07, 10), (Figure(finding, "startSpread"), Figure(finding, "startMedian"), Figure(finding, "startPeerSpread"), Figure(finding, "startPeers")));
        Assert.Equal((0, 0, 0, 10), (Figure(finding, "lengthSpread"), Figure(finding, "lengthMedian"), Figure(finding, "lengthPeerSpread"), Figure(finding, "lengthPeers")));
        Assert.Equal(
            ["startSpread", "startMedian", "startPeerSpread", "startPeers", "lengthSpread", "lengthMedian", "lengthPeerSpread", "lengthPeers"],
            finding.Figures.Take(8).Select(static f => f.Name));
    }

    [Fact]
    public void Of_fewer_peers_than_can_be_compared_only_the_number_is_told()
    {
        var finding = Clockwork(Peers(8)).Then("VIS-14");
        Assert.Equal((9, 9), (Figure(finding, "startPeers"), Figure(finding, "lengthPeers")));
        ShowsNoneOf(finding, "startMedian", "startPeerSpread", "lengthMedian", "lengthPeerSpread");
    }

    [Fact]
    public void Who_has_no_peers_by_any_register_is_found_all_the_same_and_shown_alone()
    {
        var story = new Story().Client();
        for (var day = 1; day <= 10; day++)
        {
            story.Timed(day, 3);
        }

        ShowsNoneOf(story.Then("VIS-14"), "startPeers", "startMedian", "lengthPeers");
    }

    [Fact]
    public void Nights_are_shown_beside_those_of_the_peers()
    {
        var finding = Nights(Peers(9)).Then("VIS-15");
        Assert.Equal((100, 0, 0, 10), (Figure(finding, "oddShare"), Figure(finding, "oddMedian"), Figure(finding, "oddPeerSpread"), Figure(finding, "oddPeers")));
    }

    [Fact]
    public void Peers_who_all_come_at_night_clear_nobody()
    {
        var story = new Story();
        for (var n = 10; n < 20; n++)
        {
            story.Carer($"c{n}").Client($"p{n}");
            for (var day = 8; day < 18; day++)
            {
                story.Visit($"c{n}n{day}", At(day, "23:00"), 30, $"p{n}", $"c{n}");
            }
        }

        var found = story.Told().Findings().Where(static f => f.Rule.Id == "VIS-15").ToList();
        Assert.Equal(10, found.Count);
        Assert.All(found, f => Assert.Equal((100, 100, 10), (Figure(f, "oddShare"), Figure(f, "oddMedian"), Figure(f, "oddPeers"))));
    }

    /// <summary>Eight visits are enough for VIS-15, and too few to be one of the peers.</summary>
    [Fact]
    public void Who_made_too_few_visits_to_be_a_peer_is_shown_beside_them_and_not_counted()
    {
        var finding = Nights(Peers(10), count: 8).Then("VIS-15");
        Assert.Equal((0, 10), (Figure(finding, "oddMedian"), Figure(finding, "oddPeers")));
    }

    [Fact]
    public void Fewer_days_than_declared_are_shown_beside_the_attendance_of_the_peers()
    {
        var story = Clockwork(Peers(9)).Carer("c9").Client("p9", hasPlan: false).Visit("s1", At(1, "10:00"), 30, "p9", "c9", institution: "i1");
        Declared(story, "c1", 30);
        for (var n = 10; n < 19; n++)
        {
            Declared(story, $"c{n}", 10 + (n % 2 * 2));
        }

        // Five were there on all of ten days, four on ten of twelve, the caregiver itself on a third of thirty.
        var finding = Later(story, "declared:2026-06");
        Assert.Equal((33.333, 91.667, 10), (Figure(finding, "attendance"), Figure(finding, "attendanceMedian"), Figure(finding, "attendancePeers")));
        Assert.InRange(Figure(finding, "attendancePeerSpread"), 12.3, 12.4);
    }

    [Fact]
    public void Who_was_never_seen_in_a_month_that_was_declared_has_the_peers_of_its_duty()
    {
        var story = Peers(10).Carer("c9", from: "2026-05-20");
        story.Know(On("2025-12-01"), new Fact.InstitutionDesignated(
            "i1", "某院", "120101", new(39.1, 117.2), true, false, new(2026, 1, 1), new(2026, 12, 31), null));
        story.Visit("s1", At(1, "12:00"), 30, "pc10", "c10", institution: "i1");
        Declared(story, "c9", 20);
        for (var n = 10; n < 20; n++)
        {
            Declared(story, $"c{n}", 10);
        }

        var finding = Later(story, "declared:2026-06");
        Assert.Equal((0, 100, 10), (Figure(finding, "attendance"), Figure(finding, "attendanceMedian"), Figure(finding, "attendancePeers")));
    }

    [Fact]
    public void A_late_fact_of_a_peer_changes_what_is_shown_and_neither_raises_nor_takes_back()
    {
        var story = Clockwork(Peers(9));
        var (world, known) = (story.Told(), story.Facts.Count);
        var before = Assert.Single(world.Findings(), static f => f.Rule.Id == "VIS-14");
        story.Carer("c30").Client("pc30");
        for (var day = 1; day <= 10; day++)
        {
            story.Timed(day, day % 2 == 0 ? 300 : -300, person: "pc30", carer: "c30");
        }

        story.TellRest(world, known, TimeSpan.FromSeconds(1));
        var after = Assert.Single(world.Reload().Settle().Findings(), static f => f.Rule.Id == "VIS-14");
        Assert.Equal((before.Id, before.Severity, before.OccurredAt), (after.Id, after.Severity, after.OccurredAt));
        Assert.Equal((10, 11), (Figure(before, "startPeers"), Figure(after, "startPeers")));
        Assert.NotEqual(Figure(before, "startMedian"), Figure(after, "startMedian"));
    }
}
