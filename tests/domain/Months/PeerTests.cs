using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Months.Story;

namespace LtcActors.Domain.Tests.Months;

/// <summary>COL-04: a caregiver beside those of its district and kind in the same month.</summary>
public sealed class PeerTests
{
    /// <summary>Caregivers c10 and on, each with a client of its own and so many visits of an hour, told by face.</summary>
    private static Story Peers(int count, int visits = 10)
    {
        var story = new Story();
        for (var n = 0; n < count; n++)
        {
            Round(story, $"c{n + 10}", visits, _ => 60);
        }

        return story;
    }

    private static Story Round(
        Story story, string carer, int visits, Func<int, double> minutes, int byHand = 0, int faceless = 0, string district = "120101", Duty duty = Duty.Home)
    {
        story.Carer(carer, duty: duty).Client($"p{carer}", district, hasPlan: false);
        for (var i = 0; i < visits; i++)
        {
            story.Visit(
                $"{carer}v{i}", At(1 + i, "09:00"), minutes(i), $"p{carer}", carer, channel: i < byHand ? Channel.Manual : Channel.Mobile,
                face: i < faceless ? null : 0.95);
        }

        return story;
    }

    [Fact]
    public void Who_differs_in_two_figures_is_found_and_every_figure_is_shown_beside_its_peers()
    {
        var finding = Round(Peers(9), "c1", 10, _ => 20, byHand: 3).Then("COL-04");
        Assert.Equal((Severity.P3, "2026-06", "c1", "120101"), (finding.Severity, finding.Anchor, finding.CaregiverId, finding.DistrictCode));
        Assert.Equal((2, 10, 10), (Figure(finding, "figuresApart"), Figure(finding, "peers"), Figure(finding, "visits")));
        Assert.Equal(
            (20, 60, 3, -13.33),
            (Figure(finding, "minutesPerVisit"), Figure(finding, "minutesMedian"), Figure(finding, "minutesSpread"), Figure(finding, "minutesAway")));
        Assert.Equal((30, 0, 5, 6), (Figure(finding, "manualShareOwn"), Figure(finding, "manualMedian"), Figure(finding, "manualSpread"), Figure(finding, "manualAway")));
        Assert.Equal((0, 0, 5, 0), (Figure(finding, "alternativeShareOwn"), Figure(finding, "alternativeMedian"), Figure(finding, "alternativeSpread"), Figure(finding, "alternativeAway")));
        Assert.DoesNotContain(finding.Figures, f => f.Name.StartsWith("fullQuota", StringComparison.Ordinal));
        Assert.Equal(3.5, finding.Figures.Single(f => f.Name == "minutesAway").Limit);
        Assert.Equal(10, finding.VisitIds.Length);
    }

    [Fact]
    public void One_figure_far_off_has_many_honest_reasons() => Round(Peers(9), "c1", 10, _ => 20).Silent("COL-04");

    [Theory]
    [InlineData(49.5, true)] // 10.5 min below the median: 3.5 spreads of 3 min
    [InlineData(49.6, false)]
    [InlineData(70.5, true)]
    [InlineData(70.4, false)]
    public void Three_and_a_half_spreads_are_far_off_in_either_direction(double minutes, bool isFound)
    {
        var story = Round(Peers(9), "c1", 10, _ => minutes, byHand: 5);
        if (isFound)
        {
            story.Then("COL-04");
        }
        else
        {
            story.Silent("COL-04");
        }
    }

    [Fact]
    public void Of_shares_only_a_high_one_stands_out()
    {
        var story = new Story();
        for (var n = 0; n < 12; n++)
        {
            Round(story, $"c{n + 10}", 10, _ => 60, byHand: 8, faceless: 8);
        }

        Round(story, "c1", 10, _ => 60).Silent("COL-04");
    }

    [Fact]
    public void Nine_caregivers_are_too_few_to_compare() => Round(Peers(8), "c1", 10, _ => 20, byHand: 5).Silent("COL-04");

    [Fact]
    public void Nine_visits_are_too_few_to_be_compared() => Round(Peers(9), "c1", 9, _ => 20, byHand: 5).Silent("COL-04");

    [Fact]
    public void Peers_with_too_few_visits_are_no_peers() => Round(Round(Peers(8), "c9", 9, _ => 60), "c1", 10, _ => 20, byHand: 5).Silent("COL-04");

    [Fact]
    public void Peers_of_another_district_do_not_count()
    {
        var story = Peers(8);
        Round(story, "c9", 10, _ => 60, district: "120103");
        Round(story, "c1", 10, _ => 20, byHand: 5).Silent("COL-04");
    }

    [Fact]
    public void Who_works_in_a_house_is_no_peer_of_those_who_ride_from_home_to_home()
    {
        var story = Peers(9);
        Round(story, "c1", 10, _ => 20, byHand: 5, duty: Duty.Institution).Silent("COL-04");
    }

    [Fact]
    public void Peers_who_differ_among_themselves_widen_the_spread()
    {
        var story = new Story();
        for (var n = 0; n < 12; n++)
        {
            var minutes = 30 + (n * 5);
            Round(story, $"c{n + 10}", 10, _ => minutes, byHand: n % 4);
        }

        // Half an hour longer, and four by hand: no more than some of them differ.
        Round(story, "c1", 10, _ => 85, byHand: 4).Silent("COL-04");
    }

    [Fact]
    public void Peers_who_are_all_alike_do_not_make_a_minute_an_outlier() => Round(Peers(20), "c1", 10, _ => 62, byHand: 1).Silent("COL-04");

    [Fact]
    public void Exempted_visits_by_hand_are_no_share()
    {
        var story = Round(Peers(9), "c1", 10, _ => 20, byHand: 5);
        story.Know(On("2026-05-01"), new Fact.CaregiverExempted("c1", ExemptionKind.Manual, new(2026, 5, 1), null)).Silent("COL-04");
    }

    [Fact]
    public void Clients_whose_plan_is_used_to_the_full_are_a_share_of_clients()
    {
        var story = new Story();
        for (var n = 0; n < 10; n++)
        {
            Clients(story, $"c{n + 10}", 54); // 90 % of what is planned
        }

        Clients(story, "c1", 59, byHand: 6); // 98.3 %
        var finding = story.Then("COL-04");
        Assert.Equal((100, 0, 20), (Figure(finding, "fullQuotaShare"), Figure(finding, "fullQuotaMedian"), Figure(finding, "fullQuotaAway")));

        static void Clients(Story story, string carer, double minutes, int byHand = 0)
        {
            story.Carer(carer);
            for (var p = 0; p < 3; p++)
            {
                var person = $"p{carer}{p}";
                story.Client(person);
                for (var i = 0; i < 4; i++)
                {
                    var item = story.Item(person, At(1 + (i * 3) + p, "09:00"));
                    story.Visit(
                        $"{carer}v{p}{i}", At(1 + (i * 3) + p, "09:00"), minutes, person, carer, item,
                        (p * 4) + i < byHand ? Channel.Manual : Channel.Mobile);
                }
            }
        }
    }

    [Fact]
    public void A_late_visit_of_a_peer_can_take_a_finding_back()
    {
        var story = Round(Round(Peers(8), "c9", 10, _ => 60), "c1", 10, _ => 49.5, byHand: 5);
        var (world, known) = (story.Told(), story.Facts.Count);
        Assert.Contains(world.Findings(), f => f.Rule.Id == "COL-04");

        // Six peers turn out to have made one short visit more each: the median moves, and with it what is far from it.
        for (var n = 10; n < 16; n++)
        {
            story.Visit($"c{n}late", At(20, "09:00"), 5, $"pc{n}", $"c{n}");
        }

        story.TellRest(world, known, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(world.Reload().Settle().Findings(), f => f.Rule.Id == "COL-04");
    }

    [Fact]
    public void A_group_has_an_id_that_says_what_it_is()
    {
        var key = new PeerKey("120101", PeerKind.Institution, new(2026, 6, 1));
        Assert.Equal(ActorId.Peers("120101:institution:2026-06"), key.Id);
        Assert.Equal(key, PeerKey.Of(key.Id.Id));
        Assert.Throws<FormatException>(() => PeerKey.Of("120101:institution"));
        Assert.Throws<FormatException>(() => PeerKey.Of("120101:office:2026-06"));
    }

    [Fact]
    public void Median_and_spread_are_those_of_the_textbook()
    {
        var limits = TestPolicies.Instance.For(null, default);
        var of = PeerStatistics.Of(PeerMeasure.MinutesPerVisit, [90, 10, 20, 50, 30, 80, 40, 70, 60, 100], limits)!.Value;
        Assert.Equal((55, 10), (of.Median, of.Peers));
        Assert.Equal(37.065, of.Spread, 3); // the median of 5 5 15 15 25 25 35 35 45 45, times 1.4826
        Assert.Equal(1.21, of.Compare(100).Away);
        Assert.Null(PeerStatistics.Of(PeerMeasure.ManualShare, new double[9], limits));
    }
}
