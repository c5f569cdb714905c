using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Tests.Http;

/// <summary>An engine that remembers what it is given and does what the test says.</summary>
internal sealed class FakeSupervision : ISupervision
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, string), long> places = [];
    private readonly List<byte[]> journal = [];
    private readonly List<AlertRecord> alerts = [];
    private readonly List<Channel<AlertRecord>> live = [];

    /// <summary>Thrown, one a call, in place of taking events.</summary>
    public Queue<Exception> Failures { get; } = new();

    /// <summary>Awaited before a submission completes.</summary>
    public Func<Task> BeforeDurable { get; set; } = () => Task.CompletedTask;

    public List<int> GroupSizes { get; } = [];

    public TriageCommand? LastTriage { get; private set; }

    public int OpenStreams => live.Count;

    public EngineHealth Health { get; set; } = new(true, null, 7, 7, 0, 3, 1);

    public async Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events)
    {
        lock (gate)
        {
            if (Failures.TryDequeue(out var failure))
            {
                throw failure;
            }

            GroupSizes.Add(events.Count);
        }

        await BeforeDurable();
        lock (gate)
        {
            return [.. events.Select(Take)];
        }
    }

    public Task SettledAsync() => Task.CompletedTask;

    public void Raise(AlertRecord alert)
    {
        lock (gate)
        {
            alerts.Add(alert);
            live.ForEach(l => l.Writer.TryWrite(alert));
        }
    }

    public IReadOnlyList<AlertRecord> Alerts(AlertFilter filter, long after, int limit)
    {
        lock (gate)
        {
            return [.. alerts.GroupBy(a => a.Id).Select(g => g.Last()).Where(a => a.Seq > after && filter.Matches(a)).OrderBy(a => a.Seq).Take(limit)];
        }
    }

    public IReadOnlyList<AlertRecord> NewestAlerts(AlertFilter filter, long before, int limit) =>
        [.. Alerts(filter, 0, int.MaxValue).Reverse().Where(a => before == 0 || a.Seq < before).Take(limit)];

    public long AlertsSeq
    {
        get
        {
            lock (gate)
            {
                return alerts.Select(a => a.Seq).DefaultIfEmpty().Max();
            }
        }
    }

    public AlertRecord? Alert(string id)
    {
        lock (gate)
        {
            return id == "throws" ? throw new InvalidOperationException("a secret of the engine") : alerts.LastOrDefault(a => a.Id == id);
        }
    }

    public IReadOnlyList<AlertRecord> AlertHistory(string id)
    {
        lock (gate)
        {
            return [.. alerts.Where(a => a.Id == id)];
        }
    }

    public Task<TriageResult> TriageAsync(TriageCommand command)
    {
        LastTriage = command;
        if (Alert(command.AlertId) is not { } alert)
        {
            return Task.FromResult(new TriageResult(TriageStatus.NotFound, null, null));
        }

        if (alert.Status == AlertStatus.Withdrawn)
        {
            return Task.FromResult(new TriageResult(TriageStatus.Conflict, alert, "A withdrawn alert is not triaged."));
        }

        var changed = alert with
        {
            Seq = alert.Seq + 100, Status = AlertStatus.Acknowledged, By = command.By, Note = command.Note, Action = "acknowledge",
            Assignee = command.Assignee, Outcome = command.Outcome,
        };
        Raise(changed);
        return Task.FromResult(new TriageResult(TriageStatus.Done, changed, null));
    }

    public SilenceCommand? LastSilence { get; private set; }

    /// <summary>What the next command is answered instead of done.</summary>
    public SilenceResult? RefuseSilence { get; set; }

    public Task<SilenceResult> SilenceAsync(SilenceCommand command)
    {
        LastSilence = command;
        return Task.FromResult(RefuseSilence ?? command switch
        {
            SilenceCommand.Begin { Until.Year: > 2030 } => new(SilenceAnswer.OutOfRange, null, "Too long."),
            SilenceCommand.Begin when Alert("A-2")!.Id == ((SilenceCommand.Begin)command).AlertId => new(SilenceAnswer.Conflict, null, "It is withdrawn."),
            SilenceCommand.Begin { Subject: SilenceSubject.Device } => new(SilenceAnswer.Forbidden, null, "ELG-01 is never silenced."),
            SilenceCommand.End { Id: "silence-2" } => new(SilenceAnswer.Conflict, null, "It has ended."),
            _ => new(SilenceAnswer.Done, Samples.Silence("silence-1"), null),
        });
    }

    public IReadOnlyList<Silence> Silences() => [Samples.Silence("silence-1"), Samples.Silence("silence-2", SilenceStatus.Expired)];

    private readonly List<StoredPolicyStep> steps = [];
    private readonly Dictionary<string, PolicyVersion> versions = [];

    public Task<PolicyResult> PolicyAsync(PolicyCommand command)
    {
        var id = command switch
        {
            PolicyCommand.Draft => $"policy-{versions.Count + 1}",
            PolicyCommand.Approve c => c.Id,
            PolicyCommand.Reject c => c.Id,
            PolicyCommand.Publish c => c.Id,
            PolicyCommand.Withdraw c => c.Id,
            PolicyCommand.Revise c => c.Id,
            PolicyCommand.Shadow c => c.Id,
            PolicyCommand.Unshadow c => c.Id,
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
        var state = versions.GetValueOrDefault(id);
        if (state is null && command is not PolicyCommand.Draft)
        {
            return Task.FromResult(new PolicyResult(PolicyAnswer.NotFound, null, null));
        }

        var decision = PolicyVersionDecider.Decide(command, state, new(2026, 3, 1));
        if (decision.Fact is not { } fact)
        {
            return Task.FromResult(new PolicyResult(Enum.Parse<PolicyAnswer>($"{decision.Refusal}".Replace("WrongState", "Conflict", StringComparison.Ordinal)), state, null));
        }

        var step = new PolicyStep(id, fact, command.By, Samples.Now);
        steps.Add(new(steps.Count + 1, step));
        return Task.FromResult(new PolicyResult(PolicyAnswer.Done, versions[id] = PolicyVersion.Evolve(state, step), null));
    }

    /// <summary>What is tried comes to.</summary>
    public Engine.Shadowing.ShadowReport Shadowed { get; set; } = Engine.Shadowing.ShadowReport.Nothing;

    /// <summary>The outcomes by which the shadow was last asked for.</summary>
    public IReadOnlyDictionary<string, string>? Judged { get; private set; }

    /// <summary>Whether the last question for the shadow went on with what was answered before.</summary>
    public bool WentOn { get; private set; }

    public Task<Engine.Shadowing.ShadowAnswer> ShadowAsync(Engine.Shadowing.ShadowQuestion question)
    {
        (Judged, WentOn) = (question.Judged, question.GoesOn);
        return Task.FromResult(Shadowed.Answer(question));
    }

    public IReadOnlyList<PolicyVersion> PolicyVersions() => [.. versions.Values];

    public IReadOnlyList<StoredPolicyStep> PolicySteps() => steps;

    private readonly ReplayDesk replays = new(static request =>
    {
        var book = Hosting.PolicyFiles.Read();
        return PolicyReplay.Start(
            new EngineOptions
            {
                Journal = new MemoryJournal(), Store = new MemoryStateStore(), Policies = book, Clock = TimeProvider.System,
                Scheduler = new ThreadScheduler(TimeProvider.System), Parsers = () => new EventParser().ParseStructured, Cite = new(book),
            }, request);
    });

    public Task<ReplayBegun> BeginReplayAsync(string policy, ReplayRequest request) => Task.FromResult(replays.Begin(policy, request));

    public Task<IReadOnlyList<ReplayState>> ReplaysAsync() => Task.FromResult(replays.All());

    public Task<ReplayState?> ReplayAsync(string id) => Task.FromResult(replays.Find(id));

    public Task<ReplayState?> CancelReplayAsync(string id) => replays.CancelAsync(id);

    public async IAsyncEnumerable<AlertRecord> Stream(AlertFilter filter, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = Channel.CreateUnbounded<AlertRecord>();
        List<AlertRecord> before;
        lock (gate)
        {
            before = [.. alerts.Where(a => a.Seq > after)];
            live.Add(channel);
        }

        try
        {
            foreach (var alert in before.Where(filter.Matches))
            {
                yield return alert;
            }

            await foreach (var alert in channel.Reader.ReadAllAsync(stop))
            {
                if (filter.Matches(alert))
                {
                    yield return alert;
                }
            }
        }
        finally
        {
            lock (gate)
            {
                live.Remove(channel);
            }
        }
    }

    public async IAsyncEnumerable<AlertDeparture> Left(Scope scope, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        List<AlertDeparture> left;
        lock (gate)
        {
            left = [.. alerts.Where((a, i) => a.Seq > after && !scope.Sees(a) && alerts.Take(i).LastOrDefault(b => b.Id == a.Id) is { } before && scope.Sees(before))
                .Select(a => new AlertDeparture(a.Id, a.Seq))];
        }

        foreach (var departure in left)
        {
            yield return departure;
        }

        await Task.Delay(Timeout.Infinite, stop);
    }

    /// <summary>What is known of some, or what is told for an instant; of all others a name and when they were born.</summary>
    public Dictionary<ActorId, object> Views { get; } = [];

    public Task<object?> ViewAsync(ActorId id, DateTimeOffset? asOf) =>
        Task.FromResult(id.Id == "nobody" ? null : Views.TryGetValue(id, out var view) ? view is Func<DateTimeOffset?, object> then ? then(asOf) : view : new
        {
            id.Id, Name = "王秀兰", BirthDate = "1950-01-01", AsOf = asOf, Kind = id.Kind, Gone = (string?)null, DistrictCode = DistrictOf(id),
            Homes = new[] { new { Position = new { Lat = 39.123456, Lon = 117.654321 } } },
            Arrangements = new[] { new { InstitutionId = "I-1" } }, Employments = new[] { new { InstitutionId = "I-1" } },
        });

    /// <summary>All are of the district 120101, but for those whose id begins with it: these are of the one it says.</summary>
    private static string DistrictOf(ActorId id) => id.Id.Length > 7 && id.Id[6] == '-' ? id.Id[..6] : "120101";

    public Task<IReadOnlyList<HistoryItem>> HistoryAsync(ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<HistoryItem>>([.. journal.Index().Where(e => e.Index + 1 > after).Take(limit)
                .Select(e => new HistoryItem(e.Index + 1, RecordedAt(e.Index + 1), JsonDocument.Parse(e.Item).RootElement, ["A-1"]))]);
        }
    }

    /// <summary>When some entries were recorded, by their places; all others at <see cref="Samples.Now"/>.</summary>
    public Dictionary<long, DateTimeOffset> Recording { get; } = [];

    private DateTimeOffset RecordedAt(long seq) => Recording.GetValueOrDefault(seq, Samples.Now);

    /// <summary>Of whom an entry is about by its route, and withdrawals of everybody.</summary>
    public Task<IReadOnlyList<StoredEvent>> LatestAsync(ActorId id, DateTimeOffset knownAt, int limit)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<StoredEvent>>([.. journal.Select((json, i) => new StoredEvent(i + 1, RecordedAt(i + 1), json))
                .Where(e => e.RecordedAt <= knownAt && IsOf(id, new StoredEventReader().Parse(e.Json).Fact!)).TakeLast(limit).Reverse()]);
        }
    }

    private static bool IsOf(ActorId id, Domain.Fact fact)
    {
        var to = new ActorId[Routes.Max];
        return fact is Domain.Fact.EventWithdrawn || to.AsSpan(0, Routes.Of(fact, to)).Contains(id);
    }

    public StoredEvent? ReadEvent(long seq)
    {
        lock (gate)
        {
            return seq <= journal.Count ? new StoredEvent(seq, RecordedAt(seq), journal[(int)seq - 1]) : null;
        }
    }

    public IEnumerable<StoredBatch> ReadBatches(long after)
    {
        lock (gate)
        {
            return [.. journal.Index().Where(e => e.Index + 1 > after).Select(e => new StoredBatch(e.Index + 1, RecordedAt(e.Index + 1), [e.Item], []))];
        }
    }

    private readonly AuditChain chain = new(AuditHead.Empty);

    /// <summary>What was recorded, in order.</summary>
    public List<StoredDecision> Records { get; } = [];

    /// <summary>Thrown in place of recording.</summary>
    public Exception? RecordFailure { get; set; }

    public Task<long> RecordAsync(IReadOnlyList<NewDecision> entries)
    {
        lock (gate)
        {
            if (RecordFailure is { } failure)
            {
                throw failure;
            }

            Records.AddRange(entries.Select((e, i) => new StoredDecision(
                Records.Count + 1 + i, e.Kind, Samples.Now, e.Kind == DecisionKind.Audit ? chain.Seal(e.Json.Span) : e.Json.ToArray())).ToList());
            return Task.FromResult(Records.Count - entries.Count + 1L);
        }
    }

    public IEnumerable<StoredDecision> Recorded(DecisionKind kind, long after)
    {
        lock (gate)
        {
            return [.. Records.Where(r => r.Kind == kind && r.Seq > after)];
        }
    }

    public IEnumerable<StoredDecision> RecordedBefore(DecisionKind kind, long before)
    {
        lock (gate)
        {
            return [.. Records.AsEnumerable().Reverse().Where(r => r.Kind == kind && r.Seq < before)];
        }
    }

    private EventResult Take(ParsedEvent parsed)
    {
        if (!parsed.IsValid)
        {
            return new EventResult(parsed.Id, EventStatus.Rejected, 0, parsed.Problems);
        }

        if (places.TryGetValue((parsed.Source!, parsed.Id!), out var place))
        {
            return journal[(int)place - 1].AsSpan().SequenceEqual(parsed.Json.Span)
                ? new EventResult(parsed.Id, EventStatus.Duplicate, place, [])
                : new EventResult(parsed.Id, EventStatus.Rejected, 0, [new Problem("id-reused", "This source and id named another event.", "/id")]);
        }

        journal.Add(parsed.Json.ToArray());
        places.Add((parsed.Source!, parsed.Id!), journal.Count);
        return new EventResult(parsed.Id, EventStatus.Accepted, journal.Count, []);
    }
}
