using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Replaying;

/// <summary>
/// Which suspicions findings lead to, when nobody has decided anything on them. Evidence is named only for what is shown: most suspicions
/// are the same before and after.
/// </summary>
internal sealed class ReplayedSuspicions
{
    private readonly Dictionary<string, AlertRecord> byId;
    private readonly Func<long, (string Source, string Id)> identityOf;

    public ReplayedSuspicions(
        IEnumerable<Finding> findings, IPolicies policies, DateTimeOffset at, Func<long, (string Source, string Id)> identityOf, Citing cite)
    {
        this.identityOf = identityOf;
        var book = new AlertBook(static _ => ("", ""), cite, policies);
        foreach (var finding in findings.Where(f => !Typologies.With(f.Rule.Id).IsEmpty))
        {
            book.Apply(finding.Id, finding, at);
        }

        byId = book.Suspect(at).ToDictionary(s => s.Id, StringComparer.Ordinal);
    }

    public IEnumerable<AlertRecord> All => byId.Values;

    /// <summary>Ids of those that are others here than there, in order.</summary>
    public IEnumerable<string> DifferentIn(ReplayedSuspicions other) => byId.Keys.Union(other.byId.Keys)
        .Where(id => Get(id) is not { } mine || other.Get(id) is not { } theirs || !AlertBook.SameContent(mine, theirs))
        .Order(StringComparer.Ordinal);

    public AlertRecord? Get(string id) => byId.GetValueOrDefault(id);

    /// <summary>With source and id of its evidence.</summary>
    public AlertRecord? Shown(string id) => Get(id) is not { } record ? null : record with
    {
        Evidence = [.. record.Evidence.Select(e => identityOf(e.Seq) is var (source, name) ? e with { Source = source, Id = name } : e)],
    };
}
