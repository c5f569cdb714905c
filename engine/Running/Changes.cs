using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Running;

/// <summary>What an epoch did to findings, net: a finding that came and went within it never was.</summary>
internal sealed class Changes
{
    private readonly Dictionary<string, (Finding? Before, Finding? After)> byId = new(StringComparer.Ordinal);

    public bool Any => byId.Count > 0;

    public void Note(string id, Finding? before, Finding? after)
    {
        if (byId.TryGetValue(id, out var known))
        {
            byId[id] = (known.Before, after);
        }
        else
        {
            byId[id] = (before, after);
        }
    }

    /// <summary>Compares a scope's findings before and after, and notes what differs.</summary>
    public void NoteScope(ReadOnlySpan<Finding> before, ReadOnlySpan<Finding> after)
    {
        foreach (var now in after)
        {
            var was = Find(before, now.Id);
            if (was is null || !was.Same(now))
            {
                Note(now.Id, was, now);
            }
        }

        foreach (var was in before)
        {
            if (Find(after, was.Id) is null)
            {
                Note(was.Id, was, null);
            }
        }
    }

    /// <summary>Moves the net changes over, in no particular order, and forgets them.</summary>
    public void Drain(List<(string Id, Finding? After)> into)
    {
        foreach (var (id, (before, after)) in byId)
        {
            if (before is null ? after is not null : after is null || !before.Same(after))
            {
                into.Add((id, after));
            }
        }

        byId.Clear();
    }

    private static Finding? Find(ReadOnlySpan<Finding> among, string id)
    {
        foreach (var finding in among)
        {
            if (finding.Id == id)
            {
                return finding;
            }
        }

        return null;
    }
}
