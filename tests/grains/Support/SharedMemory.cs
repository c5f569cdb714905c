using System.Collections.Concurrent;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Grains.Ports;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace LtcActors.Grains.Tests.Support;

/// <summary>One journal for all silos of a test, with the fence a database would hold: only the holder of the latest token appends.</summary>
internal sealed class SharedMemoryJournal : ISharedJournal
{
    private readonly Lock gate = new();
    private long token;
    private TaskCompletionSource lost = new();

    public MemoryJournal Memory { get; } = new();

    public IJournal Reader => Memory;

    /// <summary>Writers so far.</summary>
    public long Token => Interlocked.Read(ref token);

    /// <summary>Appends that came too late, and were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Who may become the writer, by its name: a lease keeps others away, and a killed process asks no more.</summary>
    public Func<string, bool> MayTake { get; set; } = static _ => true;

    public Task<JournalWriter> TakeAsync(string holder, Func<string, bool> isGone, CancellationToken stop)
    {
        lock (gate)
        {
            if (!MayTake(holder))
            {
                throw new JournalUnavailableException("Another writer has it.");
            }

            token++;
            lost.TrySetResult();
            lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.FromResult(new JournalWriter(new Fenced(this, token), token, lost.Task, () => { }));
        }
    }

    public Task WaitAsync(long after, TimeSpan atMost, CancellationToken stop) => Task.Delay(TimeSpan.FromMilliseconds(5), stop);

    public void Dispose()
    {
    }

    private sealed class Fenced(SharedMemoryJournal shared, long own) : IJournal
    {
        public long LastSeq => shared.Memory.LastSeq;

        public DateTimeOffset? LastRecordedAt => shared.Memory.LastRecordedAt;

        public long Find(ulong key, string source, string id) => shared.Memory.Find(key, source, id);

        public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => shared.Memory.MayHold(keys, may);

        public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
        {
            lock (shared.gate)
            {
                if (shared.token != own)
                {
                    shared.Refused++;
                    throw new JournalUnavailableException($"Token {own} is not the latest.");
                }

                shared.Memory.Append(recordedAt, events, decisions);
            }
        }

        public StoredEvent? ReadEvent(long seq) => shared.Memory.ReadEvent(seq);

        public IEnumerable<StoredBatch> ReadBatches(long after) => shared.Memory.ReadBatches(after);

        public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => shared.Memory.ReadDecisions(after, limit);

        public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) => shared.Memory.ReadRecords(kind, after, limit);

        public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) => shared.Memory.ReadRecordsBack(kind, before, limit);

        public void Dispose()
        {
        }
    }
}

/// <summary>Grain storage that outlives the silos of a test, with the tags that a database would hold.</summary>
/// <param name="beforeWrite">Called with the state's name before a row is written; the write waits for it.</param>
internal sealed class SharedMemoryStorage(
    ConcurrentDictionary<(string, string), (string Tag, byte[] State)> rows, Serializer serializer, Func<string, Task>? beforeWrite = null)
    : IGrainStorage, ISnapshotRows
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (rows.TryGetValue((stateName, grainId.Key.ToString()!), out var row))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (serializer.Deserialize<T>(row.State)!, row.Tag, true);
        }
        else
        {
            (grainState.ETag, grainState.RecordExists) = (null, false);
        }

        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = serializer.SerializeToArray(grainState.State);
        await (beforeWrite?.Invoke(stateName) ?? Task.CompletedTask);
        var key = (stateName, grainId.Key.ToString()!);
        var next = (Guid.NewGuid().ToString("N"), written);
        var fits = rows.TryGetValue(key, out var row)
            ? row.Tag == grainState.ETag && rows.TryUpdate(key, next, row)
            : grainState.ETag is null && rows.TryAdd(key, next);
        if (!fits)
        {
            throw new InconsistentStateException($"{key} has another tag.");
        }

        (grainState.ETag, grainState.RecordExists) = (next.Item1, true);
    }

    public Task<IReadOnlyList<string>> KeysAsync(string stateName, string prefix) =>
        Task.FromResult<IReadOnlyList<string>>([.. rows.Keys.Where(k => k.Item1 == stateName && k.Item2.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k.Item2)]);

    public Task DropAsync(string stateName, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            rows.TryRemove((stateName, key), out _);
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}
