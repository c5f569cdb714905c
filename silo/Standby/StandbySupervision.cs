using System.Runtime.CompilerServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Postgres;

namespace LtcActors.Silo.Standby;

/// <summary>
/// One of any number of processes on one database. Whichever takes the lease runs the engine; the others wait for it. One that
/// loses it (because it was paused, or the database was away) drops its engine and waits again.
/// </summary>
internal sealed partial class StandbySupervision : ISupervision, IStandby, IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private readonly string connection;
    private readonly Func<IJournal, IStateStore, Supervision> start;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;
    private volatile Term? term;
    private volatile string waiting = "Standby: waiting for the lease.";

    /// <param name="start">Starts the engine on journal and store; these are its own from then on.</param>
    /// <exception cref="JournalUnavailableException">The database cannot be reached, or is not migrated to this version.</exception>
    public StandbySupervision(string connection, Func<IJournal, IStateStore, Supervision> start, ILogger logger)
    {
        this.connection = connection;
        this.start = start;
        this.logger = logger;
        using (var database = new PostgresDatabase(connection))
        {
            try
            {
                Migrator.Check(database);
            }
            catch (Exception e) when (PostgresDatabase.IsFailure(e))
            {
                throw new JournalUnavailableException($"The database {database.Where} cannot be read: {e.Message}", e);
            }
        }

        running = Task.Run(RunAsync);
    }

    public string? Waiting => term is null ? waiting : null;

    public EngineHealth Health => term is not { } t
        ? new(false, waiting, 0, 0, 0, 0, 0)
        : t.Engine.Health is var health && health.Ready && !t.Lease.IsCertain
            ? health with { Ready = false, Reason = $"The lease is not renewed: {t.Lease.Trouble ?? "no answer from the database"}" }
            : health;

    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events)
    {
        var t = Active;
        return t.Lease.IsCertain
            ? t.WithinAsync(t.Engine.SubmitAsync(events))
            : throw new JournalUnavailableException("The lease is not renewed: another process may be the active one.");
    }

    public async Task SettledAsync()
    {
        var t = Active;
        await t.WithinAsync(Settled(t.Engine));

        static async Task<bool> Settled(Supervision engine)
        {
            await engine.SettledAsync();
            return true;
        }
    }

    public IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit) => Active.Engine.Alerts(filter, after, limit);

    public IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit) => Active.Engine.NewestAlerts(filter, before, limit);

    public AlertRecord? Alert(string id) => Active.Engine.Alert(id);

    public IReadOnlyList<AlertRecord> AlertHistory(string id) => Active.Engine.AlertHistory(id);

    public Task<TriageResult> TriageAsync(TriageCommand command) => WithinAsync(e => e.TriageAsync(command));

    public Task<SilenceResult> SilenceAsync(SilenceCommand command) => WithinAsync(e => e.SilenceAsync(command));

    public IReadOnlyList<Silence> Silences() => Active.Engine.Silences();

    public Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request) => WithinAsync(e => e.BeginReplayAsync(policy, request));

    public Task<IReadOnlyList<ReplayState>> ReplaysAsync() => WithinAsync(e => e.ReplaysAsync());

    public Task<ReplayState?> ReplayAsync(string id) => WithinAsync(e => e.ReplayAsync(id));

    public Task<ReplayState?> CancelReplayAsync(string id) => WithinAsync(e => e.CancelReplayAsync(id));

    public Task<PolicyResult> PolicyAsync(PolicyCommand command) => WithinAsync(e => e.PolicyAsync(command));

    public Task<ShadowAnswer> ShadowAsync(ShadowQuestion question) => WithinAsync(e => e.ShadowAsync(question));

    public IReadOnlyList<PolicyVersion> PolicyVersions() => Active.Engine.PolicyVersions();

    public IReadOnlyList<StoredPolicyStep> PolicySteps() => Active.Engine.PolicySteps();

    public long AlertsSeq => Active.Engine.AlertsSeq;

    public IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, CancellationToken stop) => Within((e, token) => e.Stream(filter, after, token), stop);

    public IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, CancellationToken stop) => Within((e, token) => e.Left(scope, after, token), stop);

    public Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf) => WithinAsync(e => e.ViewAsync(id, asOf));

    public Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit) =>
        WithinAsync(e => e.HistoryAsync(id, from, to, after, limit));

    public Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit) => WithinAsync(e => e.LatestAsync(id, knownAt, limit));

    public StoredEvent? ReadEvent(long seq) => Active.Engine.ReadEvent(seq);

    public IEnumerable<StoredBatch> ReadBatches(long after) => Active.Engine.ReadBatches(after);

    public Task<long> RecordAsync(IReadOnlyList<NewDecision> entries)
    {
        var t = Active;
        return t.Lease.IsCertain
            ? t.WithinAsync(t.Engine.RecordAsync(entries))
            : throw new JournalUnavailableException("The lease is not renewed: another process may be the active one.");
    }

    public IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after) => Active.Engine.Recorded(kind, after);

    public IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before) => Active.Engine.RecordedBefore(kind, before);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        if (term is { } t)
        {
            await t.DisposeAsync();
        }

        stopping.Dispose();
    }

    /// <exception cref="JournalUnavailableException">This process is not the active one, or no longer before the work was done.</exception>
    private Task<T> WithinAsync<T>(Func<Supervision, Task<T>> work)
    {
        var t = Active;
        return t.WithinAsync(work(t.Engine));
    }

    /// <summary>What the active engine streams; it ends with that engine.</summary>
    private async IAsyncEnumerable<T> Within<T>(Func<Supervision, CancellationToken, IAsyncEnumerable<T>> stream, [EnumeratorCancellation] CancellationToken stop)
    {
        var t = Active;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, t.Ended);
        await foreach (var item in stream(t.Engine, either.Token).WithCancellation(either.Token))
        {
            yield return item;
        }
    }

    private Term Active => term ?? throw new JournalUnavailableException(waiting);

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (term is { Over: { } over } ended)
                {
                    waiting = "Standby: " + over;
                    term = null;
                    LogEnded(over);
                    ended.Abandon();
                }
                else if (term is null)
                {
                    Take();
                }
            }
            catch (Exception e) when (e is JournalUnavailableException || PostgresDatabase.IsFailure(e))
            {
                waiting = $"Standby: {e.Message}";
                LogTrouble(e.Message);
            }

            try
            {
                await Task.Delay(AskEvery, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Take()
    {
        // A name of its own in the database for every term: a successor ends all connections of that name.
        var database = new PostgresDatabase(connection);
        PostgresLease? lease = null;
        try
        {
            lease = PostgresLease.TryTake(database, $"{Environment.MachineName} process {Environment.ProcessId}");
            if (lease is null)
            {
                waiting = $"Standby: {PostgresLease.Holder(database).Holder} is the active process.";
                database.Dispose();
                return;
            }

            var journal = PostgresJournal.Open(database, lease);
            term = new Term(database, lease, start(journal, PostgresStateStore.Open(database, lease)));
            LogActive(lease.Token);
        }
        catch
        {
            lease?.Dispose();
            database.Dispose();
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "This is the active process now, by lease {Token}.")]
    private partial void LogActive(long token);

    [LoggerMessage(2, LogLevel.Warning, "This is no longer the active process. {Why}")]
    private partial void LogEnded(string why);

    [LoggerMessage(3, LogLevel.Warning, "Waiting for the database: {Why}")]
    private partial void LogTrouble(string why);
}
