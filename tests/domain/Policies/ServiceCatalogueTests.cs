using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>What the reader of a region's catalogue of services refuses, and which catalogue is in force on a day.</summary>
public sealed class ServiceCatalogueTests
{
    private static readonly string Two = CatalogueFiles.Of(CatalogueFiles.Version("2024-01-01", "2025-12-31", "A", "B"), CatalogueFiles.Version("2026-01-01", null, "A"));

    [Theory]
    // The form.
    [InlineData("\"from\": \"2024-01-01\", ", "", "(2): \"from\" is missing.")]
    [InlineData("2024-01-01", "2024-1-1", "(2): \"2024-1-1\" is no date.")]
    [InlineData("\"until\"", "\"to\"", "(2): \"to\" is not known here.")]
    [InlineData("\"citation\": {\"source\": \"tianjin-2023-catalogue\", \"article\": \"1\"}, ", "", "(2): \"citation\" is missing.")]
    [InlineData("\"citation\": {\"source\": \"tianjin-2023-catalogue\", \"article\": \"1\"}", "\"proposed\": \"a usual list\"", "(2): \"proposed\" is not known here.")]
    [InlineData("\"zh\": \"项目A\", ", "", "(2): \"zh\" is missing.")]
    [InlineData("\"zh\": \"项目A\"", "\"zh\": \" \"", "(2): \" \" is no text.")]
    [InlineData("\"en\": \"Service A\"", "\"en\": null", "(2): null is no text.")]
    [InlineData("\"code\": \"A\"", "\"code\": 1", "(2): 1 is no text.")]
    [InlineData("\"code\": \"A\"", "\"code\": \"A \"", "(2): \"A \" is no code: at most 128 characters, and no space around them.")]
    [InlineData("\"code\": \"B\"", "\"code\": \"A\"", "(2): code \"A\" stands twice.")]
    // Where it comes from.
    [InlineData("tianjin-2023-catalogue", "tianjin-2032-catalogue", "(2): source \"tianjin-2032-catalogue\" is not known.")]
    [InlineData("tianjin-2023-catalogue", "jiaxing-2019-supervision", "(2): source \"jiaxing-2019-supervision\" is of jiaxing and says nothing of tianjin.")]
    [InlineData("\"article\": \"1\"", "\"article\": \"111\"", "(2): source \"tianjin-2023-catalogue\" has no article \"111\".")]
    [InlineData("\"source\": \"tianjin-2023-catalogue\", \"article\": \"1\"", "\"source\": \"tianjin-2024-assessment\", \"article\": \"11\"",
        "(2): source \"tianjin-2024-assessment\" begins on 2024-04-01, after 2024-01-01.")]
    // When it counts.
    [InlineData("2025-12-31", "2023-12-31", "(2): ends on 2023-12-31, before it begins.")]
    [InlineData("2025-12-31", "2026-01-01", "(3): a catalogue from 2026-01-01 begins before that from 2024-01-01 has ended, on 2026-01-01.")]
    [InlineData("2026-01-01", "2024-01-01", "(3): a catalogue from 2024-01-01 comes after 2024-01-01; dates go up, each once.")]
    public void What_is_wrong_is_refused_with_its_place(string written, string instead, string why)
    {
        var at = Two.IndexOf(written, StringComparison.Ordinal);
        Assert.True(at >= 0, written);
        Assert.Equal(CatalogueFiles.File + why, Refused(Two.Remove(at, written.Length).Insert(at, instead)));
    }

    [Fact]
    public void One_that_is_empty_or_too_long_is_refused()
    {
        Assert.Equal("tianjin/catalogue.json(2): a catalogue has 1 to 1000 services, not 0.", Refused(CatalogueFiles.Of(CatalogueFiles.Version("2024-01-01", null))));
        var most = Enumerable.Range(0, 1_000).Select(n => $"A{n}").ToArray();
        Assert.Equal(1_000, On(CatalogueFiles.With(CatalogueFiles.Version("2024-01-01", null, most)), "2024-01-01")!.Services.Count);
        Assert.Equal(
            "tianjin/catalogue.json(2): a catalogue has 1 to 1000 services, not 1001.", Refused(CatalogueFiles.Of(CatalogueFiles.Version("2024-01-01", null, [.. most, "B"]))));
        Assert.Equal("tianjin/catalogue.json(1): there are 1 to 100 catalogues; where there is none, there is no file.", Refused("[]"));
        Assert.Equal(
            "tianjin/catalogue.json(1): there are 1 to 100 catalogues; where there is none, there is no file.",
            Refused(CatalogueFiles.Of([.. Enumerable.Range(0, 101).Select(n => CatalogueFiles.Version($"{1900 + n}-01-01", null, "A"))])));
    }

    [Theory]
    [InlineData("2023-12-31", null)]
    [InlineData("2024-01-01", "A B")]
    [InlineData("2025-06-30", "A B")]
    [InlineData("2025-07-01", null)]
    [InlineData("2025-12-31", null)]
    [InlineData("2026-01-01", "A")]
    [InlineData("9999-12-31", "A")]
    public void A_catalogue_counts_from_its_first_day_to_its_last_and_between_two_there_is_none(string day, string? codes)
    {
        var book = CatalogueFiles.With(CatalogueFiles.Version("2024-01-01", "2025-06-30", "A", "B"), CatalogueFiles.Version("2026-01-01", null, "A"));
        Assert.Equal(codes, On(book, day) is { } found ? string.Join(' ', found.Services.Select(s => s.Code)) : null);
        Assert.Null(On(book, day, "330402"));
        Assert.Equal(150, book.For("120101", DateOnly.Parse(day, null)).Fence.Value); // The numbers of the day stay what they are.
    }

    [Fact]
    public void Without_a_last_day_it_counts_until_the_next_begins_and_says_by_what_it_stands()
    {
        var book = CatalogueFiles.With(CatalogueFiles.Version("2010-01-01", null, "A", "B"), CatalogueFiles.Version("2026-01-01", "9999-12-31", "A"));
        Assert.True(On(book, "2016-01-01")!.Holds("B")); // It began before the region's first day.
        Assert.True(On(book, "2025-12-31")!.Holds("B"));
        Assert.False(On(book, "2026-01-01")!.Holds("B"));
        Assert.Equal(("tianjin-2023-catalogue:1", "项目A", "Service A"), (On(book, "2026-01-01")!.Basis, On(book, "2026-01-01")!.Services[0].Name.Zh, On(book, "2026-01-01")!.Services[0].Name.En));
    }

    /// <summary>By both a start finds out that it is to judge everybody anew.</summary>
    [Fact]
    public void A_catalogue_that_is_filed_or_changed_makes_other_policies()
    {
        var (none, one, other) = (ShippedPolicies.Book, CatalogueFiles.With(CatalogueFiles.Version("2024-01-01", null, "A")), CatalogueFiles.With(CatalogueFiles.Version("2024-01-01", null, "B")));
        Assert.Equal(3, new[] { none, one, other }.Select(b => b.Version).Distinct().Count());
        Assert.Equal(3, new[] { none, one, other }.Select(b => b.Files.GetValueOrDefault(CatalogueFiles.File)).Distinct().Count());
    }

    /// <summary>A version of the policies changes numbers alone: the catalogue stays as it is filed.</summary>
    [Fact]
    public void It_stays_under_policy_versions()
    {
        var book = CatalogueFiles.With(CatalogueFiles.Version("2024-01-01", null, "A"));
        var tried = book.Trying(new("policy-1", "t", [new("tianjin", "geo.fence", 200, "m", null, "why")], PolicyStatus.Live, ["li"], "wang", new(2026, 6, 1)));
        Assert.Equal((200, 150), (tried.For("120101", new(2026, 6, 1)).Fence.Value, book.For("120101", new(2026, 6, 1)).Fence.Value));
        Assert.Same(On(book, "2026-06-01"), On(tried, "2026-06-01"));
    }

    private static ServiceCatalogue? On(PolicyBook book, string day, string district = "120101") => book.For(district, DateOnly.Parse(day, null)).Catalogue;

    private static string Refused(string text)
    {
        var refusal = Assert.Throws<PolicyException>(() => PolicyBook.Read(ShippedPolicies.Files.Append(new(CatalogueFiles.File, text))));
        Assert.Equal((CatalogueFiles.File, true), (refusal.File, refusal.Line is not null));
        return refusal.Message;
    }
}
