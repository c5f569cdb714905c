using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Tests.Running;

/// <summary>An alert says how far the law stands behind it: by the status of every article, and of every number.</summary>
public sealed class LegalStatusTests
{
    [Fact]
    public void Every_alert_cites_the_articles_of_its_rule_each_with_its_status()
    {
        var engine = OrderCity.Run(TestEngine.Start(), OrderCity.Of(1).Events, _ => 500);
        var book = TestEngine.ShippedPolicies;
        Assert.All(engine.AllAlerts(), a =>
        {
            Assert.All(a.Citations, c => Assert.Equal(book.Source(c.Source).StatusName, c.Status));
            if (a.Contributions is null)
            {
                Assert.Equal(Catalogue.Get(a.Rule).Basis, a.Citations.Select(c => new Citation(c.Source, c.Article)));
            }
        });
        Assert.Equal(["draft", "in-force", "trial"], engine.AllAlerts().SelectMany(a => a.Citations).Select(c => c.Status).Distinct().Order());
    }

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
