using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Running;

/// <summary>
/// What a program judges by, part by part, each with a mark that is another where it may judge otherwise: the files of <c>policies/</c>,
/// the rules, and the state that actors keep. What editors publish is no part of it: of that the journal says from where on it counts.
/// </summary>
internal sealed class JudgingIdentity
{
    /// <summary>Parts that are named; of more only the number is told.</summary>
    private const int Named = 5;

    private readonly SortedDictionary<string, string> parts;

    private JudgingIdentity(IEnumerable<KeyValuePair<string, string>> parts) => this.parts = new(parts.ToDictionary(), StringComparer.Ordinal);

    /// <param name="further">Parts of whatever runs it.</param>
    public static JudgingIdentity Of(PolicyBook policies, params ReadOnlySpan<KeyValuePair<string, string>> further) => new(
    [
        .. policies.Files.Select(f => KeyValuePair.Create($"policies/{f.Key}", f.Value)),
        .. Catalogue.All.Select(r => KeyValuePair.Create($"rule {r.Id}", Catalogue.VersionOf(r))),
        KeyValuePair.Create("state of actors", FormattableString.Invariant($"{ActorState.Version}")),
        .. further,
    ]);

    /// <param name="written">By <see cref="Write"/>.</param>
    public static JudgingIdentity Read(string written) => new(
        written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(part => KeyValuePair.Create(part[0], part[1])));

    /// <summary>A line a part.</summary>
    public string Write() => string.Concat(parts.Select(p => $"{p.Key}\t{p.Value}\n"));

    /// <returns>For people: the parts that are others there, or are only here or there; null: it is the same.</returns>
    public string? DifferenceTo(JudgingIdentity other)
    {
        string[] differ = [.. parts.Keys.Union(other.parts.Keys).Where(p => parts.GetValueOrDefault(p) != other.parts.GetValueOrDefault(p)).Order(StringComparer.Ordinal)];
        return differ.Length == 0 ? null
            : string.Join(", ", differ.Take(Named)) + (differ.Length > Named ? FormattableString.Invariant($" and {differ.Length - Named} more") : "");
    }
}
