using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Actors;

/// <summary>Findings of one actor by scope. Empty scopes take no room: most actors never have a finding.</summary>
public sealed class ScopedFindings
{
    private static readonly Finding[] None = [];
    private Dictionary<string, Finding[]>? scopes;

    public bool Any => scopes is { Count: > 0 };

    public IEnumerable<KeyValuePair<string, Finding[]>> Scopes => scopes ?? [];

    public ReadOnlySpan<Finding> Of(string scope) => scopes is not null && scopes.TryGetValue(scope, out var found) ? found : None;

    public bool Has(string scope) => scopes is not null && scopes.ContainsKey(scope);

    public void Set(string scope, ReadOnlySpan<Finding> findings)
    {
        if (findings.IsEmpty)
        {
            scopes?.Remove(scope);
            return;
        }

        (scopes ??= new(StringComparer.Ordinal))[scope] = findings.ToArray();
    }

    public void Clear() => scopes = null;
}
