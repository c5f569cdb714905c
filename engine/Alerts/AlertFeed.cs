using System.Runtime.CompilerServices;
using System.Text.Json;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Alerts;

/// <summary>Alerts as readers see them: durable changes only, in the order of the journal. Any thread.</summary>
/// <param name="follows">
/// It is fed from the journal, and perhaps by the writer too: what it has shown already is passed over, and no checkpoint asks what it
/// has not saved.
/// </param>
internal sealed class AlertFeed(IJournal journal, int recentMax, Func<AlertRecord, AlertRecord> readable, bool follows = false)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, AlertRecord> latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<long>> changes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<string>> byEvidence = [];
    private readonly List<(long Seq, string Id)> log = [];
    private readonly Queue<AlertRecord> recent = new();
    private readonly Departures departures = new(recentMax);
    private readonly List<string> unsaved = [];
    private TaskCompletionSource published = New();
    private long lastSeq;
    private int open;

    /// <summary>The silences, as far as they are durable.</summary>
    public SilenceRegister Silences { get; } = new();

    /// <summary>The policy versions, as far as they are durable.</summary>
    public PolicyRegister Policies { get; } = new();

    public long OpenAlerts => Volatile.Read(ref open);

    /// <summary>Shows durable changes, in order of place.</summary>
    public void Publish(IReadOnlyList<AlertRecord> records)
    {
        TaskCompletionSource wake;
        lock (gate)
        {
            foreach (var record in records)
            {
                if (follows && record.Seq <= lastSeq)
                {
                    continue;
                }

                Show(record);
                if (!follows)
                {
                    unsaved.Add(record.Id);
                }

                recent.Enqueue(record);
                if (recent.Count > recentMax)
                {
                    recent.Dequeue();
                }
            }

            (wake, published) = (published, New());
        }

        wake.TrySetResult();
    }

    /// <summary>Shows durable decisions of any kind as the journal has them, in order of place.</summary>
    /// <returns>The changes of alerts among them.</returns>
    public IReadOnlyList<AlertRecord> PublishStored(IEnumerable<StoredDecision> decisions)
    {
        var alerts = new List<AlertRecord>();
        long last = 0;
        foreach (var decision in decisions)
        {
            last = decision.Seq;
            switch (decision.Kind)
            {
                case DecisionKind.Alert or DecisionKind.Triage: alerts.Add(Parse(decision)); break;
                case DecisionKind.Silence: Silences.Show(Silence.Read(decision.Json.Span, decision.Seq)); break;
                case DecisionKind.Policy: Policies.Show(new(decision.Seq, PolicyStepJson.Read(decision.Json.Span))); break;
                case DecisionKind.Desk or DecisionKind.Audit: break;
                default: throw new InvalidDataException($"The journal has a decision of kind {(byte)decision.Kind} at {decision.Seq}, which this program does not know.");
            }
        }

        Publish(alerts);
        lock (gate)
        {
            lastSeq = Math.Max(lastSeq, last);
        }

        return alerts;
    }

    /// <summary>Place of the last decision shown; 0 when there is none.</summary>
    public long LastSeq
    {
        get
        {
            lock (gate)
            {
                return lastSeq;
            }
        }
    }

    /// <summary>All alerts as they are now.</summary>
    public IReadOnlyList<AlertRecord> Latest()
    {
        lock (gate)
        {
            return [.. latest.Values];
        }
    }

    /// <summary>All alerts as they were after the decisions up to a place of the journal.</summary>
    public IReadOnlyList<AlertRecord> AsOf(long seq)
    {
        var then = new List<AlertRecord>();
        var earlier = new List<long>();
        lock (gate)
        {
            foreach (var (id, record) in latest)
            {
                if (record.Seq <= seq)
                {
                    then.Add(record);
                }
                else if (changes[id].FindLast(place => place <= seq) is var place and > 0)
                {
                    earlier.Add(place);
                }
            }
        }

        then.AddRange(earlier.Select(At));
        return then;
    }

    public IReadOnlyList<AlertRecord> Read(AlertFilter filter, long after, int limit)
    {
        var found = new List<AlertRecord>();
        lock (gate)
        {
            for (var i = FirstAfter(after); i < log.Count && found.Count < limit; i++)
            {
                var record = latest[log[i].Id];
                if (record.Seq == log[i].Seq && filter.Matches(record))
                {
                    found.Add(record);
                }
            }
        }

        return found;
    }

    public IReadOnlyList<AlertRecord> ReadNewest(AlertFilter filter, long before, int limit)
    {
        var found = new List<AlertRecord>();
        lock (gate)
        {
            for (var i = (before == 0 ? log.Count : FirstAfter(before - 1)) - 1; i >= 0 && found.Count < limit; i--)
            {
                var record = latest[log[i].Id];
                if (record.Seq == log[i].Seq && filter.Matches(record))
                {
                    found.Add(record);
                }
            }
        }

        return found;
    }

    /// <summary>An alert before one of its changes; null: that was the first.</summary>
    public AlertRecord? Before(AlertRecord change)
    {
        long place;
        lock (gate)
        {
            place = changes.TryGetValue(change.Id, out var seqs) ? seqs.FindLast(seq => seq < change.Seq) : 0;
        }

        return place == 0 ? null : At(place);
    }

    public AlertRecord? Get(string id)
    {
        lock (gate)
        {
            return latest.GetValueOrDefault(id);
        }
    }

    public IReadOnlyList<string> RestingOn(long seq)
    {
        lock (gate)
        {
            return byEvidence.TryGetValue(seq, out var ids) ? [.. ids] : [];
        }
    }

    public IReadOnlyList<AlertRecord> HistoryOf(string id)
    {
        long[] places;
        lock (gate)
        {
            places = changes.TryGetValue(id, out var seqs) ? [.. seqs] : [];
        }

        return [.. places.Select(At)];
    }

    public async IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Task more;
            List<AlertRecord> next;
            bool behind;
            lock (gate)
            {
                more = published.Task;
                behind = recent.Count > 0 ? recent.Peek().Seq > after + 1 && HasBetween(after, recent.Peek().Seq) : lastSeq > after;
                next = behind ? [] : [.. recent.Where(r => r.Seq > after)];
            }

            if (behind)
            {
                var stored = journal.ReadDecisions(after, 500);
                next = [.. stored.Where(IsOfAlert).Select(Parse)];
                if (next.Count == 0 && stored.Count > 0)
                {
                    // Decisions of another kind: on to what comes after them.
                    after = stored[^1].Seq;
                    continue;
                }
            }

            foreach (var record in next)
            {
                after = record.Seq;
                if (filter.Matches(record))
                {
                    yield return record;
                }
            }

            if (next.Count == 0)
            {
                await more.WaitAsync(stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Alerts that have left a scope after the place, then each that leaves it, until cancelled.</summary>
    public async IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Task more;
            List<AlertDeparture> next;
            lock (gate)
            {
                more = published.Task;
                next = departures.After(scope, after);
            }

            foreach (var departure in next)
            {
                after = departure.Seq;
                yield return departure;
            }

            if (next.Count == 0)
            {
                await more.WaitAsync(stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Rows of the alerts that changed since the last call: the record, and the places of all its changes.</summary>
    public IReadOnlyList<KeyedRow> TakeUnsaved()
    {
        lock (gate)
        {
            var rows = unsaved.Distinct().Select(id => new KeyedRow("alert", id, AlertRow.Write(latest[id], changes[id]))).ToList();
            unsaved.Clear();
            return rows;
        }
    }

    /// <summary>A checkpoint failed: these rows must be in the next one.</summary>
    public void MarkUnsaved(IEnumerable<string> ids)
    {
        lock (gate)
        {
            unsaved.AddRange(ids);
        }
    }

    /// <summary>Takes a row of a checkpoint over. Call <see cref="Restored"/> after the last one.</summary>
    public AlertRecord Restore(ReadOnlyMemory<byte> row)
    {
        var (stored, seqs) = AlertRow.Read(row);
        var record = readable(stored);
        lock (gate)
        {
            foreach (var seq in seqs)
            {
                log.Add((seq, record.Id));
            }

            changes[record.Id] = seqs;
            Index(record, null);
            latest[record.Id] = record;
            lastSeq = Math.Max(lastSeq, record.Seq);
        }

        return record;
    }

    public void Restored()
    {
        lock (gate)
        {
            log.Sort();
            // A checkpoint has each alert as it was last.
            departures.BeginAfter(lastSeq);
        }
    }

    private AlertRecord Parse(StoredDecision decision) =>
        readable(JsonSerializer.Deserialize(decision.Json.Span, AlertJson.Readable.AlertRecord)! with { Seq = decision.Seq });

    private AlertRecord At(long seq) => Parse(journal.ReadDecisions(seq - 1, 1)[0]);

    private static bool IsOfAlert(StoredDecision decision) => decision.Kind is DecisionKind.Alert or DecisionKind.Triage;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Show(AlertRecord record)
    {
        var before = latest.GetValueOrDefault(record.Id);
        if (before is not null && before.Seq >= record.Seq)
        {
            return;
        }

        Index(record, before);
        departures.Note(before, record);
        latest[record.Id] = record;
        log.Add((record.Seq, record.Id));
        lastSeq = record.Seq;
        if (!changes.TryGetValue(record.Id, out var seqs))
        {
            changes[record.Id] = seqs = [];
        }

        seqs.Add(record.Seq);
    }

    private void Index(AlertRecord record, AlertRecord? before)
    {
        open += (record.Status is AlertStatus.Open or AlertStatus.Acknowledged ? 1 : 0)
            - (before?.Status is AlertStatus.Open or AlertStatus.Acknowledged ? 1 : 0);
        foreach (var evidence in record.Evidence)
        {
            if (!byEvidence.TryGetValue(evidence.Seq, out var ids))
            {
                byEvidence[evidence.Seq] = ids = new(1);
            }

            if (!ids.Contains(record.Id))
            {
                ids.Add(record.Id);
            }
        }
    }

    private int FirstAfter(long after)
    {
        var (low, high) = (0, log.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = log[middle].Seq <= after ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private bool HasBetween(long after, long before)
    {
        var first = FirstAfter(after);
        return first < log.Count && log[first].Seq < before;
    }
}
