using LtcActors.Domain.Actors;

namespace LtcActors.Engine.Running;

/// <summary>
/// Which events count as never known. A withdrawal may come before what it withdraws, and may itself be withdrawn; what holds
/// depends on which events there are, never on their order.
/// </summary>
internal sealed class Withdrawals
{
    private const int MaxDepth = 16;

    private readonly record struct Identity(string Source, string Id);

    // By what they withdraw: the withdrawals.
    private readonly Dictionary<Identity, List<Identity>> byTarget = [];

    // What a withdrawal withdraws, and where they and the events concerned stand, as far as they are known.
    private readonly Dictionary<Identity, Identity> targetOf = [];
    private readonly Dictionary<Identity, long> seqOf = [];

    public bool Any => byTarget.Count > 0;

    public bool IsWithdrawn(string source, string id) => Any && IsWithdrawn(new(source, id), 0);

    /// <summary>Notes an event that is, or may be the target of, a withdrawal.</summary>
    public void Arrived(string source, string id, long seq)
    {
        if (Any && byTarget.ContainsKey(new(source, id)))
        {
            seqOf[new(source, id)] = seq;
        }
    }

    /// <summary>Notes a withdrawal.</summary>
    /// <param name="source">The withdrawal's own.</param>
    /// <param name="seq">The withdrawal's own.</param>
    /// <param name="targetSeq">0: the event withdrawn is not known yet.</param>
    /// <returns>The place of the event that it bears on in the end, 0 when that is not known; and whether that stops or starts to count by it.</returns>
    public (long Seq, bool Changes) Add(string source, string id, long seq, string targetSource, string targetId, long targetSeq)
    {
        var withdrawal = new Identity(source, id);
        if (seq > 0)
        {
            seqOf[withdrawal] = seq;
        }

        var target = new Identity(targetSource, targetId);
        if (targetSeq > 0)
        {
            seqOf[target] = targetSeq;
        }

        // Down the chain to the event that is no withdrawal: that is what the actors know.
        var end = target;
        for (var depth = 0; depth < MaxDepth && targetOf.TryGetValue(end, out var next); depth++)
        {
            end = next;
        }

        var before = IsWithdrawn(end, 0);
        targetOf[withdrawal] = target;
        if (!byTarget.TryGetValue(target, out var withdrawals))
        {
            byTarget[target] = withdrawals = [];
        }

        withdrawals.Add(withdrawal);
        return seqOf.TryGetValue(end, out var known) ? (known, IsWithdrawn(end, 0) != before) : (0, false);
    }

    /// <summary>Places of all known withdrawals of an event, and of those.</summary>
    public IReadOnlyCollection<long> Of(string source, string id)
    {
        if (!Any || !byTarget.ContainsKey(new(source, id)))
        {
            return [];
        }

        var places = new SortedSet<long>();
        var seen = new HashSet<Identity>();
        var open = new Stack<Identity>([new(source, id)]);
        while (open.TryPop(out var target))
        {
            foreach (var withdrawal in byTarget.GetValueOrDefault(target) ?? [])
            {
                if (seen.Add(withdrawal))
                {
                    open.Push(withdrawal);
                    places.Add(seqOf[withdrawal]);
                }
            }
        }

        return places;
    }

    public void Write(StateWriter to)
    {
        to.Int(targetOf.Count);
        foreach (var (withdrawal, target) in targetOf)
        {
            to.Text(withdrawal.Source);
            to.Text(withdrawal.Id);
            to.Text(target.Source);
            to.Text(target.Id);
        }

        to.Int(seqOf.Count);
        foreach (var (identity, seq) in seqOf)
        {
            to.Text(identity.Source);
            to.Text(identity.Id);
            to.Long(seq);
        }
    }

    public void Read(StateReader from)
    {
        for (var n = from.Int(); n > 0; n--)
        {
            Add(from.Text(), from.Text(), 0, from.Text(), from.Text(), 0);
        }

        for (var n = from.Int(); n > 0; n--)
        {
            seqOf[new(from.Text(), from.Text())] = from.Long();
        }
    }

    private bool IsWithdrawn(Identity identity, int depth)
    {
        if (depth >= MaxDepth || !byTarget.TryGetValue(identity, out var withdrawals))
        {
            return false;
        }

        foreach (var withdrawal in withdrawals)
        {
            if (!IsWithdrawn(withdrawal, depth + 1))
            {
                return true;
            }
        }

        return false;
    }
}
