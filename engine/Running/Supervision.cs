using System.Collections.Frozen;
using System.Text.Json;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>The embedded engine: one process, one journal, actors in partitions.</summary>
public sealed class Supervision : ISupervision, IAsyncDisposable
{
    internal static readonly JsonSerializerOptions ViewOptions = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly EngineOptions options;
    private readonly Conductor conductor;
    private readonly Intake intake;
    private readonly AlertFeed feed;
    private readonly ShadowDesk shadows;
    private readonly ReplayDesk replays;

    private Supervision(EngineOptions options)
    {
        this.options = options with { Limits = options.Limits.Check() };
        feed = new(options.Journal, options.Limits.RecentChanges, record => Readable(record, options.Cite, options.Policies.Clocks));
        var parser = new ThreadLocal<Func<ReadOnlyMemory<byte>, ParsedEvent>>(options.Parsers);
        var book = new AlertBook(seq => IdentityOf(options.Journal, parser.Value!, seq), options.Cite, options.Policies);
        conductor = new(this.options, feed, book);
        intake = new(options.Journal, options.Clock, options.Limits, conductor.Take, () => conductor.Unjudged);
        shadows = new(this.options, () => new ThreadScheduler(options.Clock));
        conductor.Followed = shadows.Signal;
        replays = new(Replay);
    }

    public EngineHealth Health
    {
        get
        {
            var reason = intake.Failure is { } failure ? $"The journal cannot be written: {failure}" : NotJudging;
            return new(reason is null, reason, options.Journal.LastSeq, conductor.Position, intake.Waiting, conductor.Active, feed.OpenAlerts)
            {
                Faults = conductor.Faults,
                CheckpointFailure = conductor.SaveFailure?.Message,
                LastFault = (conductor.Broken ?? conductor.LastFault)?.ToString(),
            };
        }
    }

    private string? NotJudging => conductor.Broken is { } broken ? $"Judging stopped: {broken.Message}"
        : conductor.Recovering ? "Judging what was in the journal at the start."
        : null;

    /// <summary>For whatever is decided by what stands: until the journal's tail is judged that is not known.</summary>
    private Conductor Judging => NotJudging is { } reason ? throw new JournalUnavailableException(reason) : conductor;

    /// <summary>
    /// Opens the checkpoint and begins to judge the journal's tail; returns at once. Until that is done it is not ready, and takes no
    /// events.
    /// </summary>
    public static Supervision Start(EngineOptions options)
    {
        var supervision = new Supervision(options);
        supervision.conductor.Start(options.Scheduler, supervision.intake);
        supervision.conductor.Ready.Task.ContinueWith(
            _ => supervision.Follow(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        return supervision;
    }

    /// <summary>As <see cref="Start"/>, and waits until it takes events.</summary>
    /// <exception cref="InvalidOperationException">The journal could not be judged.</exception>
    public static async Task<Supervision> StartAsync(EngineOptions options)
    {
        var supervision = Start(options);
        await supervision.conductor.Ready.Task.ConfigureAwait(false);
        return supervision;
    }

    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events) =>
        NotJudging is { } reason ? throw new JournalUnavailableException(reason) : intake.SubmitAsync(events);

    public Task SettledAsync()
    {
        var marker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        intake.Mark(marker);
        return marker.Task;
    }

    /// <summary>Writes a checkpoint now; completes when it is written.</summary>
    public Task CheckpointAsync() => conductor.CheckpointAsync();

    public IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit) => feed.Read(filter, after, limit);

    public IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit) => feed.ReadNewest(filter, before, limit);

    public AlertRecord? Alert(string id) => feed.Get(id);

    public IReadOnlyList<AlertRecord> AlertHistory(string id) => feed.HistoryOf(id);

    public Task<TriageResult> TriageAsync(TriageCommand command) => Judging.Triage(command);

    public Task<SilenceResult> SilenceAsync(SilenceCommand command) => Judging.ChangeSilence(command);

    public IReadOnlyList<Silence> Silences() => feed.Silences.All();

    public Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request) => Task.FromResult(replays.Begin(policy, request));

    public Task<IReadOnlyList<ReplayState>> ReplaysAsync() => Task.FromResult(replays.All());

    public Task<ReplayState?> ReplayAsync(string id) => Task.FromResult(replays.Find(id));

    public Task<ReplayState?> CancelReplayAsync(string id) => replays.CancelAsync(id);

    /// <summary>One that stands in no list, for tests.</summary>
    /// <exception cref="PolicyException">The values do not fit the policies from that day on.</exception>
    internal PolicyReplay Replay(ReplayRequest request) => PolicyReplay.Start(options, request);

    public async Task<PolicyResult> PolicyAsync(PolicyCommand command)
    {
        var result = await Judging.ChangePolicy(command).ConfigureAwait(false);
        Follow();
        return result;
    }

    public Task<ShadowAnswer> ShadowAsync(ShadowQuestion question) => Task.FromResult(Shadow(question.Judged, question.GoesOn).Answer(question));

    /// <summary>All of it, for tests: answers have a page.</summary>
    internal ShadowReport Shadow(IReadOnlyDictionary<string, string>? judged = null, bool goesOn = false) =>
        shadows.Report(feed.LastSeq, feed.Latest, judged ?? FrozenDictionary<string, string>.Empty, goesOn);

    /// <summary>Completes when what is tried beside has caught up with what the journal had at its beginning.</summary>
    internal Task ShadowCaughtUp => shadows.CaughtUp;

    private void Follow() => shadows.Follow(feed.Policies.Versions(), feed.Policies.Steps() is [.., var last] ? last.Seq : 0);

    public IReadOnlyList<PolicyVersion> PolicyVersions() => feed.Policies.Versions();

    public IReadOnlyList<StoredPolicyStep> PolicySteps() => feed.Policies.Steps();

    public long AlertsSeq => feed.LastSeq;

    public IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, CancellationToken stop) => feed.Stream(filter, after, stop);

    public IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, CancellationToken stop) => feed.Left(scope, after, stop);

    public async Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf)
    {
        var now = options.Clock.GetUtcNow();
        if (asOf is not { } instant)
        {
            // As JSON at once: the actor goes on changing when the next epoch begins.
            return await conductor.Ask<object?>(() => conductor.Peek(id) is { } slot ? JsonSerializer.SerializeToElement(slot.Actor.View(now), ViewOptions) : null)
                .ConfigureAwait(false);
        }

        var (rebuilder, places) = await conductor.Ask(() => conductor.Places(id)).ConfigureAwait(false);
        return ViewAsOf(rebuilder, id, places, instant);
    }

    public async Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit)
    {
        var (rebuilder, places) = await conductor.Ask(() => conductor.Places(id)).ConfigureAwait(false);
        return History(rebuilder, places, feed, from, to, after, limit);
    }

    public async Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit)
    {
        var (_, places) = await conductor.Ask(() => conductor.Places(id)).ConfigureAwait(false);
        return Latest(options.Journal.ReadEvent, places, knownAt, limit);
    }

    public StoredEvent? ReadEvent(long seq) => options.Journal.ReadEvent(seq);

    public IEnumerable<StoredBatch> ReadBatches(long after) => options.Journal.ReadBatches(after);

    public Task<long> RecordAsync(IReadOnlyList<NewDecision> entries) =>
        NotJudging is { } reason ? throw new JournalUnavailableException(reason) : intake.RecordAsync(entries);

    public IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after) => options.Journal.Records(kind, after);

    public IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before) => options.Journal.RecordsBack(kind, before);

    /// <summary>What stopped the judging for good; null while it works.</summary>
    public Exception? Broken => conductor.Broken;

    /// <summary>Writes what waits, judges it, keeps a checkpoint, ends, and closes journal and store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Health.Ready)
        {
            await SettledAsync().ConfigureAwait(false);
            await CheckpointAsync().ConfigureAwait(false);
        }

        Abandon();
    }

    /// <summary>
    /// Ends after the steps under way, and closes journal and store: for whoever has lost the journal to another process. What
    /// waits is neither written nor answered.
    /// </summary>
    public void Abandon()
    {
        shadows.Dispose();
        replays.Dispose();
        intake.Stop();
        conductor.Stop();
        options.Scheduler.Dispose();
        options.Store.Dispose();
        options.Journal.Dispose();
    }

    internal static (string Source, string Id) IdentityOf(IJournal journal, Func<ReadOnlyMemory<byte>, ParsedEvent> parse, long seq)
    {
        var stored = journal.ReadEvent(seq) ?? throw new InvalidOperationException($"Evidence at {seq} is not in the journal.");
        var parsed = parse(stored.Json);
        return (parsed.Source!, parsed.Id!);
    }

    /// <summary>A stored alert with what is not stored with it: the texts of the law, and its clock.</summary>
    internal static AlertRecord Readable(AlertRecord record, Citing cite, DeskClocks clocks) => DeskClock.Read(
        record with { Citations = [.. record.Citations.Select(cite.Quoted)] }, clocks);

    /// <summary>Entries that concern an actor, oldest first, each with the alerts that rest on it.</summary>
    internal static List<HistoryItem> History(
        Rebuilder rebuilder, IEnumerable<long> places, AlertFeed feed, DateTimeOffset? from, DateTimeOffset? to, long after, int limit)
    {
        var items = new List<HistoryItem>();
        foreach (var seq in places.Where(p => p > after))
        {
            if (items.Count == limit)
            {
                break;
            }

            if (rebuilder.Read(seq) is { } read && !(read.Entry.Time < from) && !(read.Entry.Time >= to))
            {
                using var json = JsonDocument.Parse(read.Event.Json);
                items.Add(new(seq, read.Entry.RecordedAt, json.RootElement.Clone(), feed.RestingOn(seq)));
            }
        }

        return items;
    }

    /// <summary>The latest of an actor's entries as known at an instant, the newest first.</summary>
    /// <param name="places">In the order of the journal, in which the instants of recording never go back: the last one known then is found by halving.</param>
    internal static List<StoredEvent> Latest(Func<long, StoredEvent?> read, IReadOnlyList<long> places, DateTimeOffset knownAt, int limit)
    {
        var (known, unknown) = (0, places.Count);
        while (known < unknown)
        {
            var middle = known + ((unknown - known) / 2);
            (known, unknown) = read(places[middle])?.RecordedAt <= knownAt ? (middle + 1, unknown) : (known, middle);
        }

        return [.. places.Take(known).TakeLast(limit).Reverse().Select(read).OfType<StoredEvent>()];
    }

    /// <summary>The view of an actor as known at an instant; null when nothing was known of it then.</summary>
    internal static object? ViewAsOf(Rebuilder rebuilder, ActorId id, IReadOnlyList<long> places, DateTimeOffset instant)
    {
        var first = places.Select(rebuilder.Read).FirstOrDefault(r => r?.Entry.Fact is not (null or Fact.EventWithdrawn));
        return first is null || first.Value.Entry.RecordedAt > instant
            ? null
            : JsonSerializer.SerializeToElement(rebuilder.Build(id, places, instant).View(instant), ViewOptions);
    }
}
