using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Tests.Running;

/// <summary>An alert says how far the law stands behind it: by the status of every article, and of every number.</summary>
public sealed class LegalStatusTests
{
    [Fact]
    public void Every_alert_cites_the_articles_of_its_rule_that_were_made_for_its_district_each_with_its_status()
    {
        var engine = OrderCity.Run(TestEngine.Start(), OrderCity.Of(1).Events, _ => 500);
        var book = TestEngine.ShippedPolicies;
        Assert.All(engine.AllAlerts(), a =>
        {
            // Everybody in the city lives or works somewhere: nothing is judged by the default region for want of a district, but what is
            // said of a platform that serves them all.
            Assert.True(a.DistrictCode is not null || a is { Rule: "IDN-03" or "IDN-06", PersonId: null, CaregiverId: null });
            var region = a.DistrictCode?.StartsWith("3304", StringComparison.Ordinal) == true ? "jiaxing" : "tianjin";
            Assert.All(a.Citations, c => Assert.Equal(book.Source(c.Source).StatusName, c.Status));
            Assert.All(a.Citations, c => Assert.StartsWith(region, c.Source, StringComparison.Ordinal));
            if (a.Contributions is null)
            {
                Assert.Equal(
                    Catalogue.Get(a.Rule).Basis.Where(c => c.Source.StartsWith(region, StringComparison.Ordinal)),
                    a.Citations.Select(c => new Citation(c.Source, c.Article)));
            }
        });
        Assert.Equal(["draft", "in-force", "trial"], engine.AllAlerts().SelectMany(a => a.Citations).Select(c => c.Status).Distinct().Order());
    }

    /// <summary>The same death and the same visit, in Tianjin and in Jiaxing, before and after the text of Jiaxing began.</summary>
    [Theory]
    [InlineData("120101", "2026-06-01", "tianjin-2023-family 4 draft")]
    [InlineData("330402", "2026-06-01", "jiaxing-2019-supervision 10(1) trial|jiaxing-2019-supervision 12(1) trial")]
    [InlineData("330402", "2019-06-01", "")]
    public void An_alert_names_the_law_of_the_place_and_of_the_day(string district, string day, string law)
    {
        var engine = TestEngine.Start(clock: new ManualClock(DateTimeOffset.Parse(day + "T20:00:00+08:00", null)));
        engine.Post(
            Event("person.registered", day + "T08:00:00+08:00", $$"""{"name":"李建国","birthDate":"1941-05-06","districtCode":"{{district}}","home":{"lat":39.1,"lon":117.2} }"""),
            Event("person.died", day + "T09:00:00+08:00", $$"""{"diedAt":"{{day}}T07:00:00+08:00"}"""),
            Event("visit.checked-in", day + "T10:00:00+08:00", """{"visitId":"v1","caregiverId":"c1","institutionId":"i1"}"""));
        engine.Settle();
        var alert = Assert.Single(engine.AllAlerts(), a => a.Rule == "ELG-01");
        Assert.Equal(law, string.Join('|', alert.Citations.Select(c => $"{c.Source} {c.Article} {c.Status}")));
        Assert.All(alert.Citations, c => Assert.NotEmpty(c.Text!));
    }

    /// <summary>As it stands in a journal of an earlier version, which cited the articles of every region.</summary>
    [Fact]
    public void An_alert_that_cites_otherwise_than_it_should_is_other_content()
    {
        var engine = OrderCity.Run(TestEngine.Start(), OrderCity.Of(1).Events, _ => 500);
        var alert = engine.AllAlerts().First(a => a.Citations.Count > 0);
        Assert.True(AlertBook.SameContent(alert, alert with { Citations = [.. alert.Citations.Select(c => c with { Text = null })] }));
        Assert.False(AlertBook.SameContent(alert, alert with { Citations = [] }));
        Assert.False(AlertBook.SameContent(alert, alert with { Citations = [.. alert.Citations.Select(c => c with { Status = "ended" })] }));
    }

    private static string Event(string type, string time, string data) =>
        $$"""{"specversion":"1.0","type":"ltc.{{type}}","source":"/t","id":"{{type}}","time":"{{time}}","subject":"p1","data":{{data}}}""";

    [Fact]
    public void A_suspicion_rests_on_whatever_its_findings_rest_on()
    {
        var engine = OrderCity.Run(TestEngine.Start(), OrderCity.Of(1).Events, _ => 500);
        var byId = engine.AllAlerts().ToDictionary(a => a.Id);
        var suspicions = byId.Values.Where(a => a is { Contributions: not null, Status: not AlertStatus.Withdrawn }).ToList();
        Assert.Contains(suspicions, s => s.Citations.Any(c => c.Status == "draft"));
        Assert.All(suspicions, s => Assert.Superset(
            s.Contributions!.SelectMany(c => c.AlertIds).SelectMany(id => byId[id].Citations).Select(c => (c.Source, c.Article)).ToHashSet(),
            s.Citations.Select(c => (c.Source, c.Article)).ToHashSet()));
    }

    /// <summary>Whoever reads an alert sees in its citations that a limit comes from a draft.</summary>
    [Fact]
    public void A_number_from_a_draft_is_never_the_only_sign_of_it()
    {
        var book = TestEngine.ShippedPolicies;
        foreach (var rule in Catalogue.All)
        {
            var drafts = rule.Thresholds.SelectMany(key => book.Regions.SelectMany(r => r.History(key))).Select(l => l.Citation).OfType<Citation>()
                .Where(c => book.Source(c.Source).StatusName == "draft").Select(c => c.Source).ToHashSet();
            Assert.Subset(rule.Basis.Select(c => c.Source).ToHashSet(), drafts);
        }
    }
}
