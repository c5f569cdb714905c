using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;
using LtcActors.Engine.Shadowing;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using Microsoft.Extensions.Hosting;

namespace LtcActors.Grains.Serving;

/// <summary>
/// The cluster as one silo offers it: events go to the conductor, alerts come from this silo's own copy, entities are asked where
/// they live. It asks the conductor every second how it stands; that wakes one that was lost with its silo.
/// </summary>
internal sealed class ClusterSupervision : BackgroundService, ISupervision, IAsyncDisposable
{
    private static readonly ConductorHealth Unknown = new(false, "The cluster has not answered yet.", 0, 0, 0, 0, 0, 0, null, null, 0);

    private readonly ClusterEngineOptions options;
    private readonly IGrainFactory grains;
    private readonly SiloAlerts alerts;
    private readonly Rebuilder rebuilder;
    private readonly Lazy<IConductorGrain> conductorGrain;
    private readonly Gatherer gatherer;
    private volatile ConductorHealth health = Unknown;
    private Task shadowStays = Task.CompletedTask;

    public ClusterSupervision(ClusterEngineOptions options, IGrainFactory grains, EntityServices services, SiloAlerts alerts)
    {
        this.options = options;
        this.grains = grains;
        this.alerts = alerts;
        rebuilder = services.Rebuilder;
        // When it is first needed: this is made before the silo has started.
        conductorGrain = new(() => grains.GetGrain<IConductorGrain>(IConductorGrain.Key));
        gatherer = new(conductorGrain, options.ClusterLimits, options.Limits.RetryAfter);
    }

    /// <summary>How the conductor said it stands, within the last second.</summary>
    public ConductorHealth Conductor => health;

    private IConductorGrain Grain => conductorGrain.Value;

    private IReplayGrain Replays => grains.GetGrain<IReplayGrain>(IReplayGrain.Key);

    private IShadowGrain Shadow => grains.GetGrain<IShadowGrain>(IShadowGrain.Key);

    private bool IsAnythingTried => options.Policies.ShadowRules.Count > 0 || alerts.Feed.Policies.IsAnyTried;

    public EngineHealth Health
    {
        get
        {
            var h = health;
            return new(h.Ready, h.Reason, h.LastSeq, h.Position, gatherer.Waiting, h.ActiveActors, alerts.Feed.OpenAlerts)
            {
                Faults = h.Faults,
                LastFault = h.LastFault,
                CheckpointFailure = h.CheckpointFailure,
            };
        }
    }

    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events) => gatherer.SubmitAsync(events);

    /// <exception cref="JournalUnavailableException">The cluster is between two generations.</exception>
    public async Task SettledAsync()
    {
        if (await Asked(Grain.Settled()).ConfigureAwait(false) < 0)
        {
            throw new JournalUnavailableException("The cluster is between two generations.");
        }

        await alerts.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes a checkpoint now; completes when it is written.</summary>
    public Task CheckpointAsync() => Grain.Checkpoint();

    public IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit) => alerts.Feed.Read(filter, after, limit);

    public IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit) => alerts.Feed.ReadNewest(filter, before, limit);

    public AlertRecord? Alert(string id) => alerts.Feed.Get(id);

    public IReadOnlyList<AlertRecord> AlertHistory(string id) => alerts.Feed.HistoryOf(id);

    public long AlertsSeq => alerts.Feed.LastSeq;

    public IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, CancellationToken stop) => alerts.Feed.Stream(filter, after, stop);

    public IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, CancellationToken stop) => alerts.Feed.Left(scope, after, stop);

    /// <exception cref="JournalUnavailableException">The cluster is between two generations; nothing is known of the outcome.</exception>
    public async Task<TriageResult> TriageAsync(TriageCommand command)
    {
        var answer = await Asked(Grain.Triage(
            new(command.AlertId, command.Action, command.By, command.Note, command.Assignee, command.Outcome, command.IfSeq))).ConfigureAwait(false);
        if (answer.Taken != Taken.Yes)
        {
            throw new JournalUnavailableException(answer.Reason ?? "The journal cannot be written.");
        }

        // Who asks this silo next sees it here.
        await alerts.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        var record = answer.Alert is null
            ? null
            : Supervision.Readable(JsonSerializer.Deserialize(answer.Alert, AlertJson.Readable.AlertRecord)! with { Seq = answer.Seq }, options.Cite, options.Policies.Clocks);
        return new(answer.Status, record, answer.Reason);
    }

    /// <exception cref="JournalUnavailableException">The cluster is between two generations; nothing is known of the outcome.</exception>
    public async Task<SilenceResult> SilenceAsync(SilenceCommand command)
    {
        var answer = await Asked(Grain.Silence(JsonSerializer.SerializeToUtf8Bytes(command))).ConfigureAwait(false);
        if (answer.Taken != Taken.Yes)
        {
            throw new JournalUnavailableException(answer.Reason ?? "The journal cannot be written.");
        }

        await alerts.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        return new(answer.Answer, answer.Silence is { } silence ? Silence.Read(silence, answer.Seq) : null, answer.Reason);
    }

    public IReadOnlyList<Silence> Silences() => alerts.Feed.Silences.All();

    /// <remarks>All of these in the one silo where replays run.</remarks>
    /// <exception cref="JournalUnavailableException">That silo does not answer now.</exception>
    public async Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request) =>
        BesideJson.Read<ReplayBegun>(await Asked(Replays.Begin(policy, BesideJson.Write(request))).ConfigureAwait(false))!;

    public async Task<IReadOnlyList<ReplayState>> ReplaysAsync() => BesideJson.Read<List<ReplayState>>(await Asked(Replays.All()).ConfigureAwait(false))!;

    public async Task<ReplayState?> ReplayAsync(string id) => BesideJson.Read<ReplayState>(await Asked(Replays.Find(id)).ConfigureAwait(false));

    public async Task<ReplayState?> CancelReplayAsync(string id) => BesideJson.Read<ReplayState>(await Asked(Replays.Cancel(id)).ConfigureAwait(false));

    /// <exception cref="JournalUnavailableException">The cluster is between two generations; nothing is known of the outcome.</exception>
    public async Task<PolicyResult> PolicyAsync(PolicyCommand command)
    {
        var answer = await Asked(Grain.Policy(PolicyCommandJson.Write(command))).ConfigureAwait(false);
        if (answer.Taken != Taken.Yes)
        {
            throw new JournalUnavailableException(answer.Reason ?? "The journal cannot be written.");
        }

        await alerts.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        return new(answer.Answer, answer.Id is { } id ? PolicyVersions().FirstOrDefault(v => v.Id == id) : null, answer.Reason);
    }

    /// <remarks>In the one silo where it runs.</remarks>
    /// <exception cref="JournalUnavailableException">That silo does not answer now.</exception>
    public async Task<ShadowAnswer> ShadowAsync(ShadowQuestion question)
    {
        // What this silo has not heard of yet the other may know: it is asked as long as anything may be tried.
        if (!IsAnythingTried)
        {
            await alerts.CatchUpAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return IsAnythingTried
            ? BesideJson.Read<ShadowAnswer>(await Asked(Shadow.Ask(ShadowCall.Of(question))).ConfigureAwait(false))!
            : ShadowReport.Nothing.Answer(question);
    }

    public IReadOnlyList<PolicyVersion> PolicyVersions() => alerts.Feed.Policies.Versions();

    public IReadOnlyList<StoredPolicyStep> PolicySteps() => alerts.Feed.Policies.Steps();

    public async Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf)
    {
        if (asOf is { } instant)
        {
            return Supervision.ViewAsOf(rebuilder, id, await PlacesAsync(id).ConfigureAwait(false), instant);
        }

        var view = await Asked(PartitionOf(id).View(ActorName.Of(id), options.Clock.GetUtcNow())).ConfigureAwait(false);
        return view is null ? null : JsonElement.Parse(view);
    }

    public async Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit) =>
        Supervision.History(rebuilder, await PlacesAsync(id).ConfigureAwait(false), alerts.Feed, from, to, after, limit);

    public async Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit) =>
        Supervision.Latest(options.Journal.Reader.ReadEvent, await PlacesAsync(id).ConfigureAwait(false), knownAt, limit);

    public StoredEvent? ReadEvent(long seq) => options.Journal.Reader.ReadEvent(seq);

    public IEnumerable<StoredBatch> ReadBatches(long after) => options.Journal.Reader.ReadBatches(after);

    public async Task<long> RecordAsync(IReadOnlyList<NewDecision> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        var call = new RecordCall([.. entries.Select(e => (byte)RecordKinds.Check(e.Kind))], [.. entries.Select(e => e.Json.ToArray())]);
        var answer = await Asked(Grain.Record(call)).ConfigureAwait(false);
        return answer.Taken == Taken.Yes ? answer.Seq : throw new JournalUnavailableException(answer.Reason ?? "The journal cannot be written.");
    }

    public IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after) => options.Journal.Reader.Records(kind, after);

    public IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before) => options.Journal.Reader.RecordsBack(kind, before);

    /// <summary>
    /// Before the silo leaves the cluster, requests that were taken are answered, and the conductor, wherever it is, writes a checkpoint:
    /// the partitions that go with this silo begin elsewhere without a tail, and of silos that go together none goes before it is written.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await gatherer.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
        {
            // Asked, whatever it said a second ago: it may have begun to judge since. Without it the next generation has a longer tail, and
            // that is all.
            await KeepAsync().WaitAsync(options.ClusterLimits.DrainAtMost, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await gatherer.DisposeAsync().ConfigureAwait(false);
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                health = await Grain.Health().WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                health = health with { Ready = false, Reason = $"The conductor does not answer: {e.Message}" };
            }

            if (shadowStays.IsCompleted && IsAnythingTried)
            {
                // Not waited for: what is tried must not keep this silo from knowing how the conductor stands.
                shadowStays = StayAsync();
            }

            await Task.Delay(options.ClusterLimits.Heartbeat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A shadow that was lost with its silo begins anew at another, whether or not an editor looks at it.</summary>
    private async Task StayAsync() => await Shadow.Stay().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task KeepAsync()
    {
        await Grain.Settled().ConfigureAwait(false);
        await Grain.Checkpoint().ConfigureAwait(false);
    }

    private IPartitionGrain PartitionOf(ActorId id) =>
        grains.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(EntityKeys.PartitionOf(id, EntityKeys.Partitions)));

    private Task<long[]> PlacesAsync(ActorId id) => Asked(PartitionOf(id).Places(ActorName.Of(id)));

    /// <exception cref="JournalUnavailableException">The cluster could not answer now: between two generations, or a silo is lost.</exception>
    private static async Task<T> Asked<T>(Task<T> question)
    {
        try
        {
            return await question.ConfigureAwait(false);
        }
        catch (Exception e) when (e is NotJudgingException or Orleans.Runtime.OrleansException or TimeoutException)
        {
            throw new JournalUnavailableException($"The cluster does not answer now: {e.Message}", e);
        }
    }
}
