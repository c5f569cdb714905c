namespace LtcActors.Silo.Investigation;

/// <summary>
/// Which events count as never known, by source and id. A withdrawal may come before what it withdraws and may itself be
/// withdrawn, so this is asked when something is shown, not when it is read.
/// </summary>
internal sealed class Withdrawn
{
    /// <summary>A chain of withdrawals longer than this is taken to end here; a ring of them must not run for ever.</summary>
    private const int MaxDepth = 16;

    private readonly Dictionary<EventIdentity, List<EventIdentity>> byTarget = [];

    public void Add(EventIdentity withdrawal, EventIdentity target)
    {
        if (!byTarget.TryGetValue(target, out var by))
        {
            byTarget[target] = by = [];
        }

        by.Add(withdrawal);
    }

    public bool Contains(EventIdentity identity) => byTarget.Count > 0 && Contains(identity, 0);

    private bool Contains(EventIdentity identity, int depth) =>
        depth < MaxDepth && byTarget.TryGetValue(identity, out var by) && by.Exists(w => !Contains(w, depth + 1));
}

/// <summary>What names an event for ever.</summary>
internal readonly record struct EventIdentity(string Source, string Id);
