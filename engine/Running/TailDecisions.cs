using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// At a start: what judging the journal's tail finds, epoch by epoch, held against what the journal says was decided on it. As long as
/// the same rules judge, the decisions are the beginning of what is found; the rest is decided now, each change that a reader would
/// have seen, as if nothing had ended. Where they differ (other rules, other policies, another program) only the end counts: what is
/// found last against what was decided last. The conductor's thread only.
/// </summary>
/// <param name="book">As it was after the decisions before the tail.</param>
/// <param name="isWhole">The tail is the whole journal: what is not found in it is not found at all.</param>
internal sealed class TailDecisions(AlertBook book, bool isWhole)
{
    private readonly Queue<(string Id, Finding? After, DateTimeOffset Now, int Epoch)> found = new();
    private readonly Queue<(StoredDecision Stored, AlertRecord? Record)> decided = new();
    private readonly Dictionary<string, (Finding? After, DateTimeOffset Now)> last = new(StringComparer.Ordinal);

    private int epochs;
    private bool isWhole = isWhole;

    /// <summary>Whether the journal's decisions are not those that judging comes to.</summary>
    public bool Differs { get; private set; }

    /// <summary>The journal cannot be followed decision by decision: it is not known which of them the checkpoint holds.</summary>
    public void Differ()
    {
        Differs = true;
        found.Clear();
        while (decided.TryDequeue(out var next))
        {
            Restore(next.Stored, next.Record);
        }
    }

    /// <summary>The next decision of the journal.</summary>
    /// <param name="record">Null: it is a silence.</param>
    public void Decided(StoredDecision stored, AlertRecord? record)
    {
        if (Differs)
        {
            Restore(stored, record);
            return;
        }

        decided.Enqueue((stored, record));
        Compare();
    }

    /// <summary>The net changes of the next epoch, in the order in which they would be announced.</summary>
    public void Found(IReadOnlyList<(string Id, Finding? After)> net, DateTimeOffset now)
    {
        epochs++;
        foreach (var (id, after) in net)
        {
            last[id] = (after, now);
            if (!Differs)
            {
                found.Enqueue((id, after, now, epochs));
                Compare();
            }
        }
    }

    /// <summary>All that stands after the tail, whatever was found before: the journal cannot be followed decision by decision.</summary>
    public void FoundAll(IReadOnlyList<(string Id, Finding? After)> all, DateTimeOffset now)
    {
        isWhole = true;
        last.Clear();
        Found(all, now);
    }

    /// <summary>The tail is judged.</summary>
    /// <returns>What is to be decided now.</returns>
    /// <param name="now">The instant of what nothing in the tail leads to: typologies that are others than they were.</param>
    public List<AlertRecord> End(DateTimeOffset now)
    {
        if (decided.Count > 0)
        {
            Differ();
        }

        var missing = Differs ? Last(now) : found;
        var changes = new List<AlertRecord>();
        foreach (var epoch in missing.GroupBy(m => m.Epoch))
        {
            changes.AddRange(epoch.Select(m => book.Apply(m.Id, m.After, m.Now)).OfType<AlertRecord>());
            changes.AddRange(book.Suspect(epoch.Max(m => m.Now)));
        }

        book.DoubtAll();
        changes.AddRange(book.Suspect(now));
        return changes;
    }

    /// <summary>What is found last; and that the rest is not, where all that is found is known.</summary>
    private IEnumerable<(string Id, Finding? After, DateTimeOffset Now, int Epoch)> Last(DateTimeOffset now)
    {
        foreach (var gone in isWhole ? book.Findings : [])
        {
            last.TryAdd(gone, (null, now));
        }

        return [.. last.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, l.Value.After, l.Value.Now, 0))];
    }

    // Either may be ahead of the other: a decision comes some commits after its events, and one that time has brought about comes
    // before the batch that shows that the time has come.
    private void Compare()
    {
        while (decided.TryPeek(out var next))
        {
            if (next.Record is not { } record || !IsOfFinding(next.Stored, record))
            {
                Restore(next.Stored, next.Record);
                decided.Dequeue();
                continue;
            }

            if (!found.TryDequeue(out var f))
            {
                return;
            }

            if (book.Next(f.Id, f.After, f.Now, f.Id == record.Id ? record.Evidence : []) is not { } change)
            {
                continue;
            }

            if (!AlertJson.Journaled(change).AsSpan().SequenceEqual(next.Stored.Json.Span))
            {
                Differ();
                return;
            }

            book.Restore(record);
            decided.Dequeue();
        }
    }

    /// <summary>
    /// The others are an officer's, or the end of what an officer had begun, or suspicions, which follow from alerts: no finding leads
    /// to them.
    /// </summary>
    private static bool IsOfFinding(StoredDecision stored, AlertRecord record) =>
        stored.Kind == DecisionKind.Alert && record.Action != AlertBook.SilenceExpired && record.Contributions is null;

    private void Restore(StoredDecision stored, AlertRecord? record)
    {
        if (record is not null)
        {
            book.Restore(record);
        }
        else
        {
            book.Silences.Restore(Silence.Read(stored.Json.Span, stored.Seq));
        }
    }
}
