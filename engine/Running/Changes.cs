using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Running;

/// <summary>What an epoch did to findings, net: a finding that came and went within it never was.</summary>
internal sealed class Changes
{
    private readonly Dictionary<string, Net> byId = new(StringComparer.Ordinal);

    public bool Any => byId.Count > 0;

    /// <summary>
    /// Notes what became of a finding in one scope. It may move to another, as when its day changes: then it may be found there
    /// before it is gone here.
    /// </summary>
    public void Note(string id, Finding? before, Finding? after)
    {
        if (!byId.TryGetValue(id, out var net))
        {
            byId[id] = net = new();
        }

        if (before is not null)
        {
            var found = net.Found.FindIndex(f => f.Same(before));
            if (found >= 0)
            {
                net.Found.RemoveAt(found);
            }
            else
            {
                net.Before ??= before;
            }
        }

        if (after is not null)
        {
            net.Found.Add(after);
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
        CopyTo(into);
        byId.Clear();
    }

    /// <summary>The net changes so far, in no particular order.</summary>
    public void CopyTo(List<(string Id, Finding? After)> into)
    {
        foreach (var (id, net) in byId)
        {
            var (before, after) = (net.Before, net.Found.Count > 0 ? net.Found[^1] : null);
            if (before is null ? after is not null : after is null || !before.Same(after))
            {
                into.Add((id, after));
            }
        }
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

    private sealed class Net
    {
        /// <summary>As it was when the epoch began.</summary>
        public Finding? Before { get; set; }

        /// <summary>Found in this epoch, and not gone again.</summary>
        public List<Finding> Found { get; } = new(1);
    }
}
