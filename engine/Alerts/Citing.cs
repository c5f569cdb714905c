using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Alerts;

/// <summary>Articles as alerts quote them. Any thread.</summary>
public sealed class Citing(PolicyBook book)
{
    /// <summary>What a finding rests on in its district, each article with its status on the day the finding concerns.</summary>
    /// <exception cref="PolicyException">No such source, or no such article in it.</exception>
    public IReadOnlyList<AlertCitation> Of(Rule rule, string? districtCode, DateTimeOffset occurredAt) =>
    [
        .. book.LawOf(rule, districtCode, Shanghai.DayOf(occurredAt)).Select(law =>
            new AlertCitation(law.Citation.Source, law.Citation.Article, Source.NameOf(law.Status), book.Cite(law.Citation).Article.Text)),
    ];

    /// <summary>All that a rule rests on in whatever region, as it stands on a day; what has yet to begin is named with the status it will have.</summary>
    /// <exception cref="PolicyException">No such source, or no such article in it.</exception>
    public IReadOnlyList<AlertCitation> Anywhere(Rule rule, DateOnly day) =>
    [
        .. rule.Basis.Select(book.Cite).Select(law => new AlertCitation(
            law.Citation.Source, law.Citation.Article, Source.NameOf(law.Source.StatusOn(day) ?? law.Source.Status), law.Article.Text)),
    ];

    /// <summary>The same article with its clause.</summary>
    /// <exception cref="PolicyException">No such source, or no such article in it.</exception>
    public AlertCitation Quoted(AlertCitation citation) =>
        citation.Text is not null ? citation : citation with { Text = book.Cite(new(citation.Source, citation.Article)).Article.Text };
}
