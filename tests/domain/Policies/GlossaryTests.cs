using System.Text.RegularExpressions;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>Holds docs/glossary.md against the texts it points to.</summary>
public partial class GlossaryTests
{
    private static readonly Dictionary<string, string> Sources = new()
    {
        ["TJ-A"] = "tianjin-2023-institutions",
        ["TJ-B"] = "tianjin-2023-catalogue",
        ["TJ-C"] = "tianjin-2023-family",
        ["TJ-D"] = "tianjin-2023-agency",
        ["JX"] = "jiaxing-2019-supervision",
        ["TJ24"] = "tianjin-2024-assessment",
    };

    public static TheoryData<string, string, string> Words { get; } = ReadWords();

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_stands_in_an_article_it_points_to(string word, string official, string articles)
    {
        var texts = Articles().Matches(articles)
            .SelectMany(m => m.Groups["article"].Captures.Select(a => new Citation(Sources[m.Groups["source"].Value], a.Value)))
            .Select(c => ShippedPolicies.Book.Cite(c).Article.Text).ToList();
        Assert.NotEmpty(texts);
        var terms = Term().Matches(official).Select(t => t.Value).ToList();
        Assert.True(
            terms.Exists(t => texts.Exists(a => a.Contains(t, StringComparison.Ordinal))),
            $"{word}: none of {official} stands in {articles}.");
    }

    private static TheoryData<string, string, string> ReadWords()
    {
        var words = new TheoryData<string, string, string>();
        var page = File.ReadAllText(Path.Combine(ShippedPolicies.Root, "docs", "glossary.md"));
        foreach (Match row in Rows().Matches(page))
        {
            words.Add(row.Groups["word"].Value, row.Groups["official"].Value, row.Groups["articles"].Value);
        }

        return words;
    }

    [GeneratedRegex(@"^\| (?<word>[^|]+) \| (?<official>[^|]+) \| (?<articles>[^|]*(?:TJ|JX)[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"(?<source>TJ-[ABCD]|TJ24|JX) (?<article>\d+(?:\(\d+\))?)(?:, (?<article>\d+(?:\(\d+\))?))*")]
    private static partial Regex Articles();

    /// <summary>A run of Chinese characters; the numerals of levels end it.</summary>
    [GeneratedRegex(@"[\u4e00-\u9fff]{2,}")]
    private static partial Regex Term();
}
