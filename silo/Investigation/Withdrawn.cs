namespace LtcActors.Silo.Investigation;

/// <summary>
/// Which events count as never known, by source and id. A withdrawal may come before what it withdraws and may itself be
/// withdrawn, so this is asked when something is shown, not when it is read.
/// </summary>
internal sealed class Withdrawn
{
    /// <summary>A chain of withdrawals longer than this is taken to end here; a ring of them must not run for ever.</summary>
    private const int MaxDepth = 16;

    private readonly Dictionary<EventIdentity, List<Withdrawal>> byTarget = [];

    /// <param name="at">When the withdrawal was recorded.</param>
    public void Add(EventIdentity withdrawal, EventIdentity target, DateTimeOffset at)
    {
        if (!byTarget.TryGetValue(target, out var by))
        {
            byTarget[target] = by = [];
        }

        by.Add(new(withdrawal, at));
    }

    public bool Contains(EventIdentity identity) => Contains(identity, DateTimeOffset.MaxValue, 0);

    /// <summary>Whether something that was told was known at an instant, and not known to be withdrawn.</summary>
    public bool Counts(Telling telling, DateTimeOffset knownAt) => telling.RecordedAt <= knownAt && !Contains(telling.Identity, knownAt, 0);

    /// <summary>When an event turned: withdrawn at the first of these instants, counting again at the second, and so on.</summary>
    public IReadOnlyList<DateTimeOffset> TurnsOf(EventIdentity identity)
    {
        if (!byTarget.ContainsKey(identity))
        {
            return [];
        }

        var instants = new SortedSet<DateTimeOffset>();
        Gather(identity, instants, 0);
        var turns = new List<DateTimeOffset>();
        foreach (var instant in instants)
        {
            if (Contains(identity, instant, 0) != (turns.Count % 2 == 1))
            {
                turns.Add(instant);
            }
        }

        return turns;
    }

    private void Gather(EventIdentity identity, SortedSet<DateTimeOffset> instants, int depth)
    {
        if (depth < MaxDepth && byTarget.TryGetValue(identity, out var by))
        {
            foreach (var withdrawal in by)
            {
                instants.Add(withdrawal.At);
                Gather(withdrawal.Identity, instants, depth + 1);
            }
        }
    }

    private bool Contains(EventIdentity identity, DateTimeOffset asOf, int depth) => depth < MaxDepth && byTarget.TryGetValue(identity, out var by)
        && by.Exists(w => w.At <= asOf && !Contains(w.Identity, asOf, depth + 1));

    private readonly record struct Withdrawal(EventIdentity Identity, DateTimeOffset At);
}

/// <summary>What names an event for ever.</summary>
internal readonly record struct EventIdentity(string Source, string Id);

/// <summary>An entry of the journal that an index rests on: which event it is, and from when on it was known.</summary>
internal readonly record struct Telling(EventIdentity Identity, DateTimeOffset RecordedAt);
