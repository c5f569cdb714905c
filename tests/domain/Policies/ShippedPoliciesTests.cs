using System.Globalization;
using System.Text.RegularExpressions;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>What stands in <c>policies/</c>.</summary>
public partial class ShippedPoliciesTests
{
    /// <summary>The defaults of docs/rules.md. A change here changes findings: the rule's version must count up.</summary>
    public static TheoryData<string, double, string> Defaults { get; } = new()
    {
        { "elg.lateNotice", 24, "h" },
        { "elg.assessmentYears", 2, "y" },
        { "elg.levelMin", 3, "level" },
        { "stf.homeMax", 10, "persons" },
        { "stf.homeMin", 5, "persons" },
        { "stf.graceDays", 30, "d" },
        { "stf.ratioMax", 4, "persons/caregiver" },
        { "fam.practiceMonths", 3, "months" },
        { "fam.bindingsMax", 1, "bindings" },
        { "vis.checkoutAfterPlan", 120, "min" },
        { "vis.checkoutAfterCheckIn", 25, "h" },
        { "vis.missingShare", 10, "%" },
        { "vis.missingMinVisits", 20, "visits" },
        { "vis.missingWindow", 30, "d" },
        { "vis.void", 2, "min" },
        { "vis.unpaid", 8, "min" },
        { "vis.plannedShare", 80, "%" },
        { "vis.visitMax", 12, "h" },
        { "vis.dayHigh", 16, "h" },
        { "vis.dayMax", 24, "h" },
        { "vis.overlap", 5, "min" },
        { "vis.sameAddress", 50, "m" },
        { "vis.travelSpeed", 120, "km/h" },
        { "vis.travelMin", 2000, "m" },
        { "vis.confirm", 300, "m" },
        { "geo.fence", 150, "m" },
        { "geo.accuracyMax", 100, "m" },
        { "geo.farFactor", 5, "times" },
        { "geo.offCount", 3, "visits" },
        { "geo.offWindow", 7, "d" },
        { "geo.offShare", 10, "%" },
        { "geo.offShareWindow", 30, "d" },
        { "geo.offMinVisits", 20, "visits" },
        { "idn.face", 0.8, "score" },
        { "idn.faceFailures", 2, "checks" },
        { "dev.accounts", 2, "accounts" },
        { "dev.window", 24, "h" },
        { "idn.photoDistance", 4, "bits" },
        { "idn.photoWindow", 90, "d" },
        { "idn.signatureVisits", 2, "visits" },
        { "idn.signatureWindow", 90, "d" },
        { "idn.noAnswers", 2, "calls" },
        { "idn.noAnswerWindow", 30, "d" },
        { "geo.frozenVisits", 3, "visits" },
        { "geo.frozenWindow", 30, "d" },
        { "elg.expiryFirst", 90, "d" },
        { "elg.expiryLast", 30, "d" },
        { "elg.confirmGrace", 5, "d" },
        { "fam.recordEvery", 7, "d" },
        { "fam.otherFaces", 2, "visits" },
        { "fam.otherFaceWindow", 30, "d" },
        { "fam.interviews", 3, "interviews" },
        { "fam.welfareVisit", 24, "h" },
        { "fam.qualityFalls", 2, "falls" },
        { "ins.rectifyMonths", 1, "months" },
        { "ins.suspendMonths", 6, "months" },
        { "ins.transferDays", 7, "d" },
        { "vis.unplanned", 60, "min" },
        { "vis.personOverlap", 5, "min" },
        { "vis.transferShare", 50, "%" },
        { "vis.transferSpeed", 40, "km/h" },
        { "vis.loadVisits", 10, "visits" },
        { "vis.loadHours", 10, "h" },
        { "vis.manualShare", 15, "%" },
        { "vis.manualMinVisits", 20, "visits" },
        { "vis.manualPersons", 2, "persons" },
        { "vis.manualPatternVisits", 4, "visits" },
        { "vis.manualPatternShare", 80, "%" },
        { "vis.uploadLate", 72, "h" },
        { "vis.lateShare", 20, "%" },
        { "vis.lateMinVisits", 20, "visits" },
        { "dev.perCaregiver", 2, "devices" },
        { "dev.perCaregiverWindow", 30, "d" },
        { "dev.clock", 5, "min" },
        { "dev.nights", 5, "nights" },
        { "dev.nightWindow", 7, "d" },
        { "geo.awayFixes", 3, "fixes" },
        { "geo.awayTime", 10, "min" },
        { "geo.frozenPoints", 10, "fixes" },
        { "geo.frozenTime", 30, "min" },
        { "geo.beaconTogether", 5, "min" },
        { "geo.beaconApart", 200, "m" },
        { "geo.beaconAway", 300, "m" },
        { "idn.altShare", 30, "%" },
        { "idn.altMinVisits", 20, "visits" },
        { "idn.unsigned", 3, "visits" },
        { "idn.unsignedWindow", 30, "d" },
        { "idn.signerPersons", 2, "persons" },
        { "vis.noShow", 30, "min" },
        { "vis.noShowWait", 72, "h" },
        { "vis.noShowKnown", 24, "h" },
        { "vis.planLow", 80, "%" },
        { "vis.planHigh", 120, "%" },
        { "vis.planMinItems", 8, "visits" },
        { "vis.planGrace", 5, "d" },
        { "elg.expirySecond", 60, "d" },
        { "idn.proofEvery", 7, "d" },
        { "idn.printCaregivers", 5, "caregivers" },
        { "idn.jointVisit", 30, "min" },
        { "col.shiftWindow", 2, "h" },
        { "col.ringMonths", 3, "months" },
        { "col.ringClients", 3, "persons" },
        { "col.ringShare", 80, "%" },
        { "col.ringSignals", 2, "rules" },
        { "col.ringAddress", 3, "persons" },
        { "col.sharers", 2, "persons" },
        { "col.accountWindow", 90, "d" },
        { "col.useGap", 31, "d" },
        { "typ.weightP1", 0.6, "score" },
        { "typ.weightP2", 0.35, "score" },
        { "typ.weightP3", 0.15, "score" },
        { "typ.weightP4", 0, "score" },
        { "typ.open", 0.5, "score" },
        { "typ.urgent", 0.8, "score" },
        { "vis.monthGrace", 5, "d" },
        { "vis.regularMinVisits", 10, "visits" },
        { "vis.regularSpread", 30, "s" },
        { "vis.oddMinVisits", 8, "visits" },
        { "vis.oddShare", 50, "%" },
        { "vis.nightFrom", 22, "h" },
        { "vis.nightTo", 6, "h" },
        { "stf.phantomDays", 30, "d" },
        { "stf.attendanceShare", 50, "%" },
        { "col.outlier", 3.5, "spreads" },
        { "col.outlierFigures", 2, "figures" },
        { "col.minPeers", 10, "caregivers" },
        { "col.minVisits", 10, "visits" },
        { "col.minClients", 3, "persons" },
        { "col.fullQuota", 98, "%" },
        { "col.minuteSpread", 3, "min" },
        { "col.shareSpread", 5, "%" },
    };

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_limit_has_its_default_in_both_regions_on_every_day(string key, double value, string unit)
    {
        Assert.Equal(["jiaxing", "tianjin"], ShippedPolicies.Book.Regions.Select(r => r.Id).Order());
        foreach (var limit in ShippedPolicies.Book.Regions.SelectMany(r => r.History(key)).Select(l => l.Limit))
        {
            Assert.Equal((key, value, unit), (limit.Key, limit.Value, limit.Unit));
        }
    }

    [Fact]
    public void Every_key_has_a_default_here() =>
        Assert.Equal(PolicyBook.Units.Keys.Order(), Defaults.Select(row => (string)row[0]).Order());

    /// <summary>The page writes <c>`key` (value unit)</c>; kilometres there are metres here.</summary>
    [Fact]
    public void The_page_of_the_rules_names_the_same_numbers()
    {
        var page = File.ReadAllText(Path.Combine(ShippedPolicies.Root, "docs", "rules.md"));
        var named = Written().Matches(page);
        Assert.True(named.Count >= 15, $"Only {named.Count} limits are named.");
        foreach (Match limit in named)
        {
            var factor = limit.Groups["unit"].Value == "km" ? 1000 : 1;
            var value = double.Parse(limit.Groups["value"].Value, CultureInfo.InvariantCulture) * factor;
            Assert.Contains(Defaults, row => (string)row[0] == limit.Groups["key"].Value && (double)row[1] == value);
        }
    }

    [Theory]
    [InlineData("120101", "stf.homeMax", "2026-06-01", "tianjin-2023-institutions:11")]
    [InlineData("120101", "stf.ratioMax", "2026-06-01", "tianjin-2023-institutions:11")]
    [InlineData("120101", "elg.levelMin", "2024-03-31", "proposed")]
    [InlineData("120101", "elg.levelMin", "2024-04-01", "tianjin-2024-assessment:15")]
    [InlineData("120101", "elg.assessmentYears", "2024-04-01", "tianjin-2024-assessment:11")]
    [InlineData("120101", "fam.practiceMonths", "2023-05-31", "proposed")]
    [InlineData("120101", "fam.practiceMonths", "2023-06-01", "tianjin-2023-family:1(2)")]
    [InlineData("120101", "geo.fence", "2026-06-01", "proposed")]
    [InlineData("330402", "stf.homeMax", "2026-06-01", "proposed")]
    [InlineData("330402", "elg.levelMin", "2026-06-01", "proposed")]
    public void A_limit_names_its_law_or_says_proposed(string district, string key, string day, string basis) =>
        Assert.Equal(basis, ShippedPolicies.Book.RegionOf(district).InForce(key, DateOnly.Parse(day, null)).Limit.Basis);

    [Fact]
    public void No_limit_of_Jiaxing_rests_on_a_text_of_Tianjin() =>
        Assert.All(
            PolicyBook.Units.Keys.SelectMany(ShippedPolicies.Book.Regions.Single(r => r.Id == "jiaxing").History),
            l => Assert.DoesNotContain("tianjin", l.Limit.Basis, StringComparison.Ordinal));

    [Fact]
    public void A_limit_can_be_written_out_though_it_is_no_time() =>
        Assert.Equal(
            "stf.homeMax 10 persons (tianjin-2023-institutions:11)",
            ShippedPolicies.Book.For("120101", new(2026, 6, 1)).HomeMax.ToString());

    [Theory]
    [InlineData("tianjin-2023-institutions", "draft", null, null)]
    [InlineData("tianjin-2023-catalogue", "draft", null, null)]
    [InlineData("tianjin-2023-family", "draft", "2023-06-01", "2028-05-31")]
    [InlineData("tianjin-2023-agency", "draft", null, null)]
    [InlineData("jiaxing-2019-supervision", "trial", "2020-01-01", null)]
    [InlineData("tianjin-2024-assessment", "in-force", "2024-04-01", "2029-03-31")]
    public void A_source_says_whether_and_when_it_binds(string id, string status, string? from, string? until)
    {
        var source = ShippedPolicies.Book.Source(id);
        Assert.Equal((status, from ?? "", until ?? ""), (source.StatusName, $"{source.ValidFrom:yyyy-MM-dd}", $"{source.ValidUntil:yyyy-MM-dd}"));
    }

    [Fact]
    public void Every_article_is_quoted_and_rendered()
    {
        foreach (var article in ShippedPolicies.Book.Sources.SelectMany(s => s.Articles.Values))
        {
            Assert.True(article.Text.Length >= 10, article.Text);
            Assert.Contains(article.Text, c => c is >= '一' and <= '龥');
            Assert.DoesNotContain(article.En, c => c is >= '一' and <= '龥');
        }
    }

    /// <summary>What the rules of docs/rules.md and their families rest on.</summary>
    [Theory]
    [InlineData("tianjin-2023-institutions", "8(4) 9 11 12 15 16 19 20 22 25 28")]
    [InlineData("tianjin-2023-catalogue", "1 3 4")]
    [InlineData("tianjin-2023-family", "1 1(1) 1(2) 2 3 4 5")]
    [InlineData("tianjin-2023-agency", "2 6")]
    [InlineData("jiaxing-2019-supervision", "2(3) 6(4) 10(1) 10(2) 10(5) 11(3) 11(4) 12(1) 12(2) 12(5) 12(6) 12(7) 12(8) 13 14")]
    [InlineData("tianjin-2024-assessment", "10 11 13 15")]
    public void Articles_that_rules_may_cite_are_there(string source, string articles) =>
        Assert.All(articles.Split(' '), a => Assert.Equal(source, ShippedPolicies.Book.Cite(new Citation(source, a)).Source.Id));

    [Fact]
    public void Every_rule_rests_on_articles_that_are_quoted_and_compares_with_limits_that_are_there() =>
        ShippedPolicies.Book.Check(Catalogue.All);

    [Theory]
    [InlineData("tianjin-2023-institutions", "25", "享受长护险待遇人员在医疗机构住院治疗期间中止享受长护险待遇。")]
    [InlineData("tianjin-2023-institutions", "11", "专业照护人员与接受机构护理的参保人员配比应不低于1：4")]
    [InlineData("tianjin-2023-catalogue", "4", "人脸识别、实时定位、视频稽核、电子签名")]
    [InlineData("tianjin-2023-family", "2", "参保人员和亲情照护人员实行1对1绑定管理")]
    [InlineData("tianjin-2023-family", "1(2)", "实践培训不少于三个月")]
    [InlineData("jiaxing-2019-supervision", "10(1)", "参保人员转出（死亡）后未按规定及时办理结算，继续空传费用的")]
    [InlineData("jiaxing-2019-supervision", "12(7)", "受到约谈3次（含）以上的")]
    [InlineData("tianjin-2024-assessment", "11", "自状态复核结论生成次日起终止本次待遇享受")]
    [InlineData("tianjin-2024-assessment", "15", "3级（重度失能I级）、4级（重度失能Ⅱ级）、5级（重度失能Ⅲ级）")]
    public void An_article_says_what_the_rules_hold_it_for(string source, string article, string words) =>
        Assert.Contains(words, ShippedPolicies.Book.Cite(new Citation(source, article)).Article.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("120116", "tianjin")]
    [InlineData("120221", "tianjin")]
    [InlineData("330481", "jiaxing")]
    [InlineData("330100", "tianjin")]
    [InlineData("", "tianjin")]
    [InlineData(null, "tianjin")]
    public void A_district_belongs_to_the_region_of_its_prefix_and_an_unknown_one_to_the_default(string? district, string region) =>
        Assert.Equal(region, ShippedPolicies.Book.RegionOf(district).Id);

    [Fact]
    public void Sixteen_districts_in_Tianjin_and_seven_in_Jiaxing() =>
        Assert.Equal([("jiaxing", 7), ("tianjin", 16)], ShippedPolicies.Book.Regions.Select(r => (r.Id, r.Districts.Count)).Order());

    /// <summary>
    /// The texts that are held name their annexes with the services (tianjin-2023-catalogue 1 and 3) and do not hold these: whoever has
    /// the list files it. A code that no text gives would accuse by guess.
    /// </summary>
    [Fact]
    public void No_region_ships_a_catalogue_of_services()
    {
        Assert.All(ShippedPolicies.Book.Regions, r => Assert.Empty(r.Catalogues));
        Assert.Null(ShippedPolicies.Book.For("120101", new(2026, 6, 1)).Catalogue);
        Assert.Contains("（附件1）", ShippedPolicies.Book.Cite(new("tianjin-2023-catalogue", "1")).Article.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"`(?<key>[a-z]{3}\.\w+)`,? \(?(?<value>[0-9.]+) ?(?<unit>km\b(?!/h))?")]
    private static partial Regex Written();
}
