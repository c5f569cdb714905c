namespace LtcActors.Engine.Replaying;

/// <summary>Alerts of every rule, before and after.</summary>
internal sealed class ReplayCounts
{
    private readonly Dictionary<string, ReplayCount> byRule = new(StringComparer.Ordinal);

    /// <summary>In the order of the rules.</summary>
    public IReadOnlyList<ReplayCount> All => [.. byRule.Values.OrderBy(c => c.Rule, StringComparer.Ordinal)];

    /// <summary>Alerts as the policies that counted have them, by their rules.</summary>
    public void Stand(IEnumerable<string> rules)
    {
        foreach (var rule in rules)
        {
            byRule[rule] = Of(rule) with { Before = Of(rule).Before + 1 };
        }
    }

    /// <summary>An alert is another.</summary>
    public void Differs(string rule, bool was, bool now)
    {
        var count = Of(rule);
        byRule[rule] = (was, now) switch
        {
            (false, _) => count with { Appear = count.Appear + 1 },
            (_, false) => count with { Vanish = count.Vanish + 1 },
            _ => count with { Change = count.Change + 1 },
        };
    }

    private ReplayCount Of(string rule) => byRule.GetValueOrDefault(rule) ?? new(rule, 0, 0, 0, 0);
}
