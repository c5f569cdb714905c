using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Alerts;

/// <summary>Articles as alerts quote them.</summary>
public static class Citing
{
    /// <exception cref="PolicyException">No such source, or no such article in it.</exception>
    public static AlertCitation Of(PolicyBook book, Citation citation)
    {
        var law = book.Cite(citation);
        return new(citation.Source, citation.Article, law.Source.StatusName, law.Article.Text);
    }
}
