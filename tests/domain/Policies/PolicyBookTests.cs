using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>What the reader refuses, and how what it read is asked. Each case is the shipped policies with one thing changed.</summary>
public class PolicyBookTests
{
    private const string Staffing = "tianjin/staffing.json";

    [Theory]
    // A limit.
    [InlineData(Staffing, "\"unit\": \"persons\",", "", "(2): stf.homeMax has no unit; its unit is \"persons\".")]
    [InlineData(Staffing, "\"unit\": \"persons/caregiver\"", "\"unit\": \"persons\"",
        "stf.ratioMax is in \"persons\"; its unit is \"persons/caregiver\".")]
    [InlineData(Staffing, "stf.homeMax", "stf.homeMost", "(3): key \"stf.homeMost\" is not known.")]
    [InlineData(Staffing, "stf.homeMax", "stf.homeMin", "key \"stf.homeMin\" stands twice.")]
    [InlineData(Staffing, "\"value\": 10", "\"value\": \"10\"", "(6): \"10\" is no finite number.")]
    [InlineData(Staffing, "\"value\": 10", "\"value\": 1e999", "(6): 1e999 is no finite number.")]
    [InlineData(Staffing, "\"value\": 10", "\"value\": null", "(6): null is no finite number.")]
    [InlineData(Staffing, "\"value\": 10", "\"value\": -10", "(6): stf.homeMax cannot be -10 persons.")]
    [InlineData(Staffing, "\"value\": 10", "\"value\": 9.5", "(6): stf.homeMax cannot be 9.5 persons.")]
    [InlineData(Staffing, "\"value\": 10,", "", "(6): stf.homeMax has no value.")]
    [InlineData(Staffing, "\"value\": 10,", "\"value\": 10, \"valeu\": 1,", "(6): \"valeu\" is not known here.")]
    [InlineData(Staffing, "\"value\": 10,", "\"value\": 10, \"value\": 12,", "(6): \"value\" stands twice.")]
    // Where a number comes from.
    [InlineData(Staffing, "\"article\": \"11\"", "\"article\": \"111\"",
        "(6): source \"tianjin-2023-institutions\" has no article \"111\".")]
    [InlineData(Staffing, "tianjin-2023-institutions", "tianjin-2032-institutions",
        "(6): source \"tianjin-2032-institutions\" is not known.")]
    [InlineData(Staffing, "\"value\": 10, \"citation\": {\"source\": \"tianjin-2023-institutions\", \"article\": \"11\"}", "\"value\": 10",
        "(6): stf.homeMax 10 has neither a citation nor a reason to be proposed.")]
    [InlineData(Staffing, "\"value\": 10,", "\"value\": 10, \"proposed\": \"ours\",",
        "(6): stf.homeMax 10 has a citation and is proposed as well.")]
    [InlineData("tianjin/family.json", "\"proposed\": \"As the 2023 notice, before its first day.\"", "\"proposed\": \" \"",
        "(6): \" \" is no text.")]
    [InlineData("tianjin/family.json", "2023-06-01", "2023-05-31",
        "(7): source \"tianjin-2023-family\" begins on 2023-06-01, after 2023-05-31.")]
    // Dates.
    [InlineData(Staffing, "2016-01-01", "2016-01-02", "(5): stf.homeMax has no value on 2016-01-01, the region's first day.")]
    [InlineData(Staffing, "2016-01-01", "2016-1-1", "(6): \"2016-1-1\" is no date.")]
    [InlineData(Staffing, "2016-01-01", "2016-02-30", "(6): \"2016-02-30\" is no date.")]
    [InlineData("tianjin/family.json", "2016-01-01", "2023-06-01",
        "(7): fam.practiceMonths from 2023-06-01 comes after 2023-06-01; dates go up, each once.")]
    [InlineData("tianjin/family.json", "2016-01-01", "2024-01-01",
        "(7): fam.practiceMonths from 2023-06-01 comes after 2024-01-01; dates go up, each once.")]
    // The text itself.
    [InlineData(Staffing, "\"key\": \"stf.homeMax\",", "\"key\": \"stf.homeMax\"", "(4): no JSON")]
    [InlineData(Staffing, "[", "// a comment\n[", "(1): no JSON")]
    // Sources.
    [InlineData("sources.json", "\"legalStatus\": \"trial\"", "\"legalStatus\": \"binding\"",
        "\"binding\" is no legal status (in-force, trial, draft).")]
    [InlineData("sources.json", "\"validUntil\": \"2028-05-31\"", "\"validUntil\": \"2022-05-31\"",
        "ends on 2022-05-31, before it begins.")]
    [InlineData("sources.json", "\"id\": \"tianjin-2023-agency\"", "\"id\": \"tianjin-2023-family\"",
        "source \"tianjin-2023-family\" stands twice.")]
    [InlineData("sources.json", "\"region\": \"jiaxing\"", "\"region\": \"ningbo\"", "region \"ningbo\" is not known.")]
    [InlineData("jiaxing/institutions.json", "jiaxing-2019-supervision\", \"article\": \"13\"", "tianjin-2023-institutions\", \"article\": \"11\"",
        "source \"tianjin-2023-institutions\" is of tianjin and says nothing of jiaxing.")]
    // Regions.
    [InlineData("regions.json", "\"default\": \"tianjin\"", "\"default\": \"ningbo\"", "(2): region \"ningbo\" is not known.")]
    [InlineData("regions.json", "\"id\": \"jiaxing\"", "\"id\": \"tianjin\"",
        "(28): region \"tianjin\" or its prefix \"3304\" stands twice.")]
    [InlineData("regions.json", "\"prefix\": \"12\"", "\"prefix\": \"120\"", "(6): \"120\" is no prefix of two or four digits.")]
    [InlineData("regions.json", "120102", "330102", "(11): \"330102\" is no six digits that begin with 12, or stands twice.")]
    // Calendars.
    [InlineData("calendars/2026.json", "\"year\": 2026", "\"year\": 2025", "(2): 2025 is not the year of calendars/2026.json.")]
    [InlineData("calendars/2026.json", "\"2026-01-04\"", "\"2026-01-03\"", "2026-01-03 is a day off as well.")]
    [InlineData("calendars/2026.json", "\"2026-01-02\"", "\"2026-01-01\"",
        "(5): 2026-01-01 comes after 2026-01-01; dates go up, each once.")]
    [InlineData("calendars/2026.json", "\"2026-01-01\"", "\"2016-01-01\"", "(5): 2016-01-01 is no day of a notice for 2026.")]
    public void What_is_wrong_is_refused_with_its_place(string file, string written, string instead, string why)
    {
        var refusal = Assert.Throws<PolicyException>(() => PolicyBook.Read(Changed(file, written, instead)));
        Assert.StartsWith(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(file, refusal.File);
        Assert.NotNull(refusal.Line);
    }

    [Fact]
    public void A_key_that_a_region_lacks_is_refused() =>
        Refused(ShippedPolicies.Files.Where(f => f.Key != "jiaxing/device.json"), "regions.json(28): jiaxing has no key \"dev.accounts\"; tianjin/device.json(3) has it.");

    [Fact]
    public void A_region_without_files_is_refused() =>
        Refused(
            ShippedPolicies.Files.Where(f => !f.Key.StartsWith("jiaxing/", StringComparison.Ordinal)),
            "regions.json(28): jiaxing has no key \"elg.lateNotice\"; tianjin/eligibility.json(3) has it.");

    [Fact]
    public void A_key_that_no_region_has_is_refused() =>
        Refused(
            ShippedPolicies.Files.Where(f => !f.Key.EndsWith("/device.json", StringComparison.Ordinal)),
            "regions.json(4): tianjin has no key \"dev.accounts\".");

    [Fact]
    public void A_file_of_a_region_not_known_is_refused() =>
        Refused(
            ShippedPolicies.Files.Append(new("ningbo/visits.json", "[]")),
            "ningbo/visits.json: is no file of the policies, and of no region known.");

    [Fact]
    public void Policies_without_sources_are_refused() =>
        Refused(ShippedPolicies.Files.Where(f => f.Key != "sources.json"), "sources.json: is missing.");

    [Fact]
    public void A_file_given_twice_is_refused() =>
        Refused(ShippedPolicies.Files.Append(new("regions.json", "{}")), "regions.json: is given twice.");

    [Fact]
    public void Two_notices_that_disagree_on_a_day_are_refused() =>
        Refused(
            Changed("calendars/2026.json", "\"2026-01-01\"", "\"2025-09-28\", \"2026-01-01\""),
            "calendars/2026.json(5): 2025-09-28 is off here and worked by calendars/2025.json(16).");

    [Fact]
    public void A_limit_changes_on_its_first_day_and_not_before()
    {
        const string Later = "150, \"proposed\": \"before\"}, {\"from\": \"2026-07-01\", \"value\": 200,";
        var book = PolicyBook.Read(Changed("tianjin/location.json", "150,", Later));
        Assert.Equal(150, book.For("120101", new(2026, 6, 30)).Fence.Value);
        Assert.Equal(200, book.For("120101", new(2026, 7, 1)).Fence.Value);
        Assert.Equal(200, book.For("120101", DateOnly.MaxValue).Fence.Value);
        Assert.Equal(150, book.For("330402", new(2026, 7, 1)).Fence.Value);
        Assert.Equal([150, 200], book.RegionOf("120101").History("geo.fence").Select(l => l.Limit.Value));
    }

    [Fact]
    public void Before_the_first_day_the_limits_of_the_first_day_count() =>
        Assert.Same(ShippedPolicies.Book.For("120101", new(2016, 1, 1)), ShippedPolicies.Book.For("120101", DateOnly.MinValue));

    [Fact]
    public void Asking_allocates_nothing()
    {
        var book = ShippedPolicies.Book;
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            for (var n = 0; n < 1000; n++)
            {
                _ = book.For("330402", new DateOnly(2026, 6, 30));
                _ = book.For("120101", new DateOnly(2020, 6, 30));
                _ = book.For(null, new DateOnly(2024, 4, 1));
            }
        }
    }

    [Fact]
    public void A_citation_leads_to_the_text_and_its_force()
    {
        var text = ShippedPolicies.Book.Cite(new("jiaxing-2019-supervision", "13"));
        Assert.Equal("嘉兴市长期护理保险护理服务监管办法（试行）", text.Source.Title.Zh);
        Assert.Equal("嘉医保〔2019〕76号", text.Source.Number);
        Assert.Equal("trial", text.Source.StatusName);
        Assert.Equal("限期整改时间最长不超过1个月，暂停协议时间最长不超过6个月。限期整改或暂停协议期间期满，通过整改验收的可继续履行协议。", text.Article.Text);
    }

    /// <summary>Two drafts of Tianjin, and a text of Jiaxing that is on trial from 2020 on.</summary>
    [Theory]
    [InlineData("120101", "2026-06-01", "tianjin-2023-family:2 draft")]
    [InlineData(null, "2026-06-01", "tianjin-2023-family:2 draft")]
    [InlineData("330402", "2026-06-01", "jiaxing-2019-supervision:12(1) trial")]
    [InlineData("330402", "2020-01-01", "jiaxing-2019-supervision:12(1) trial")]
    [InlineData("330402", "2019-12-31", "")]
    // A draft was never in force, so it neither begins nor ends.
    [InlineData("120101", "2023-05-31", "tianjin-2023-family:2 draft")]
    [InlineData("120101", "2028-06-01", "tianjin-2023-family:2 draft")]
    public void A_finding_rests_on_what_its_own_region_says_on_its_day(string? district, string day, string laws) =>
        Assert.Equal(laws, LawOf(district, day, new("tianjin-2023-family", "2"), new("jiaxing-2019-supervision", "12(1)")));

    [Theory]
    [InlineData("2024-03-31", "tianjin-2023-institutions:15 draft")]
    [InlineData("2024-04-01", "tianjin-2024-assessment:11 in-force, tianjin-2023-institutions:15 draft")]
    [InlineData("2029-03-31", "tianjin-2024-assessment:11 in-force, tianjin-2023-institutions:15 draft")]
    // Nothing that binds has taken its place: the number it gave is compared with still, and the alert says how it stands.
    [InlineData("2029-04-01", "tianjin-2024-assessment:11 ended, tianjin-2023-institutions:15 draft")]
    public void A_text_binds_from_its_first_day_to_its_last(string day, string laws) =>
        Assert.Equal(laws, LawOf("120101", day, new("tianjin-2024-assessment", "11"), new("tianjin-2023-institutions", "15")));

    [Fact]
    public void What_has_ended_is_not_cited_beside_what_binds_now()
    {
        var files = Changed("sources.json", "\"validFrom\": \"2020-01-01\"", "\"validFrom\": \"2020-01-01\", \"validUntil\": \"2024-12-31\"");
        // As if the text of Tianjin had been made for all.
        files["sources.json"] = files["sources.json"].Replace(
            "\"id\": \"tianjin-2024-assessment\",\n    \"region\": \"tianjin\",", "\"id\": \"tianjin-2024-assessment\",", StringComparison.Ordinal);
        var book = PolicyBook.Read(files);
        Citation[] both = [new("jiaxing-2019-supervision", "13"), new("tianjin-2024-assessment", "11")];
        Assert.Equal("jiaxing-2019-supervision:13 trial, tianjin-2024-assessment:11 in-force", LawOf(book, "330402", "2024-12-31", both));
        Assert.Equal("tianjin-2024-assessment:11 in-force", LawOf(book, "330402", "2025-01-01", both));
        Assert.Equal("jiaxing-2019-supervision:13 ended", LawOf(book, "330402", "2025-01-01", both[..1]));
    }

    [Fact]
    public void A_citation_that_leads_nowhere_is_refused()
    {
        Assert.Throws<PolicyException>(() => ShippedPolicies.Book.Cite(new("jiaxing-2019-supervision", "99")));
        Assert.Throws<PolicyException>(() => ShippedPolicies.Book.Cite(new("ningbo-2025", "1")));
    }

    [Fact]
    public void A_rule_that_compares_with_an_unknown_key_or_cites_an_unknown_article_is_refused()
    {
        ShippedPolicies.Book.Check([Rule("11", "stf.homeMax")]);
        Assert.Contains(
            "\"stf.homeMost\"", Assert.Throws<PolicyException>(() => ShippedPolicies.Book.Check([Rule("11", "stf.homeMost")])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "\"111\"", Assert.Throws<PolicyException>(() => ShippedPolicies.Book.Check([Rule("111", "stf.homeMax")])).Message,
            StringComparison.Ordinal);

        static Rule Rule(string article, string key) =>
            new("STF-01", 1, "", "", Severity.P2, [new("tianjin-2023-institutions", article)], [key]);
    }

    [Fact]
    public void The_version_is_that_of_the_contents_whatever_the_order_and_line_ends()
    {
        var files = ShippedPolicies.Files;
        Assert.Matches("^[0-9a-f]{12}$", ShippedPolicies.Book.Version);
        Assert.Equal(ShippedPolicies.Book.Version, PolicyBook.Read(files.Reverse()).Version);
        var elsewhere = files.ToDictionary(f => f.Key, f => f.Value.ReplaceLineEndings("\r\n"));
        Assert.Equal(ShippedPolicies.Book.Version, PolicyBook.Read(elsewhere).Version);
        Assert.NotEqual(ShippedPolicies.Book.Version, PolicyBook.Read(Changed("tianjin/location.json", "150", "151")).Version);
    }

    private static string LawOf(string? district, string day, params Citation[] basis) => LawOf(ShippedPolicies.Book, district, day, basis);

    private static string LawOf(PolicyBook book, string? district, string day, params Citation[] basis) => string.Join(", ",
        book.LawOf(new("STF-01", 1, "", "", Severity.P2, [.. basis], []), district, DateOnly.Parse(day, null))
            .Select(l => $"{l.Citation.Source}:{l.Citation.Article} {Source.NameOf(l.Status)}"));

    private static void Refused(IEnumerable<KeyValuePair<string, string>> files, string why) =>
        Assert.Equal(why, Assert.Throws<PolicyException>(() => PolicyBook.Read(files)).Message);

    /// <summary>The shipped files, the first place where something is written in one of them replaced.</summary>
    private static Dictionary<string, string> Changed(string file, string written, string instead)
    {
        var files = ShippedPolicies.Files.ToDictionary();
        var at = files[file].IndexOf(written, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} has no {written}.");
        files[file] = files[file].Remove(at, written.Length).Insert(at, instead);
        return files;
    }
}
