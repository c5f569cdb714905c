using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Wire;
using LtcActors.Silo;

namespace LtcActors.Bench;

/// <summary>
/// The silo's HTTP server, parsing and answering as ever, with neither engine nor journal: what one event a request could reach at
/// most. A process of the bench's own, so that no silo can be started in a way that answers <c>accepted</c> without writing.
/// </summary>
internal sealed class BareSilo : ISupervision
{
    private long seq;

    public EngineHealth Health => new(true, null, 0, 0, 0, 0, 0);

    public static async Task<int> ServeAsync(string data, string url)
    {
        var parts = new SiloParts { Policies = LtcActors.Silo.Hosting.PolicyFiles.Read(), Supervision = _ => new BareSilo(), Rules = (_, _) => [] };
        await using var silo = await SiloHost.StartAsync(new SiloOptions { Data = data, Urls = url }, parts);
        await silo.WaitForShutdownAsync(default);
        return 0;
    }

    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events)
    {
        var results = new EventResult[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = new(events[i].Id, EventStatus.Accepted, Interlocked.Increment(ref seq), []);
        }

        return Task.FromResult(results);
    }

    public Task SettledAsync() => Task.CompletedTask;

    public IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit) => [];

    public IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit) => [];

    public AlertRecord? Alert(string id) => null;

    public IReadOnlyList<AlertRecord> AlertHistory(string id) => [];

    public Task<TriageResult> TriageAsync(TriageCommand command) => throw new NotSupportedException();

    public Task<SilenceResult> SilenceAsync(SilenceCommand command) => throw new NotSupportedException();

    public IReadOnlyList<Silence> Silences() => [];

    public Task<PolicyResult> PolicyAsync(PolicyCommand command) => throw new NotSupportedException();

    public Task<Engine.Shadowing.ShadowAnswer> ShadowAsync(Engine.Shadowing.ShadowQuestion question) => throw new NotSupportedException();

    public IReadOnlyList<PolicyVersion> PolicyVersions() => [];

    public IReadOnlyList<StoredPolicyStep> PolicySteps() => [];

    public Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request) => throw new NotSupportedException();

    public Task<IReadOnlyList<ReplayState>> ReplaysAsync() => throw new NotSupportedException();

    public Task<ReplayState?> ReplayAsync(string id) => throw new NotSupportedException();

    public Task<ReplayState?> CancelReplayAsync(string id) => throw new NotSupportedException();

    public long AlertsSeq => 0;

    public IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, CancellationToken stop) => throw new NotSupportedException();

    public IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, CancellationToken stop) => throw new NotSupportedException();

    public Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf) => Task.FromResult<object?>(null);

    public Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit) =>
        Task.FromResult<IReadOnlyList<HistoryItem>>([]);

    public Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit) => Task.FromResult<IReadOnlyList<StoredEvent>>([]);

    public StoredEvent? ReadEvent(long seq) => null;

    public IEnumerable<StoredBatch> ReadBatches(long after) => [];

    public Task<long> RecordAsync(IReadOnlyList<NewDecision> entries) => Task.FromResult(Interlocked.Add(ref seq, entries.Count) - entries.Count + 1);

    public IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after) => [];

    public IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before) => [];
}
