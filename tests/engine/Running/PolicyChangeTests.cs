using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Policy versions that go live in mid-stream: wherever they stand among the events, the same is found.</summary>
public sealed class PolicyChangeTests
{
    private const string Author = "li";
    private const string Reviewer = "wang";

    /// <summary>In the middle of the cities' ten days.</summary>
    internal static readonly DateOnly FirstDay = new(2026, 6, 25);
    private static readonly DateTimeOffset Before = new(2026, 6, 18, 0, 0, 0, TimeSpan.Zero);

    internal static readonly PolicyValue[] Stricter =
    [
        new("tianjin", "geo.fence", 7, "m", null, "a test"), new("tianjin", "vis.dayHigh", 1, "h", null, "a test"),
        new("tianjin", "vis.overlap", 0, "min", null, "a test"), new("tianjin", "vis.travelSpeed", 8, "km/h", null, "a test"),
        new("tianjin", "stf.homeMax", 1, "persons", null, "a test"), new("tianjin", "idn.face", 0.99, "score", null, "a test"),
        new("tianjin", "vis.checkoutAfterPlan", 1, "min", null, "a test"), new("tianjin", "dev.accounts", 1, "accounts", null, "a test"),
        new("tianjin", "vis.unpaid", 60, "min", null, "a test"), new("tianjin", "vis.loadVisits", 1, "visits", null, "a test"),
    ];

    private static readonly ConcurrentDictionary<OrderCity, Lazy<string>> Outcomes = new();

    private static readonly Limits Small = new()
    {
        CommitEvents = 64, CheckpointEvents = 400, RestAfter = TimeSpan.Zero, IdleAfter = TimeSpan.Zero, ActiveActors = 60, HistoryPageBytes = 8, RecentChanges = 10,
        CheckpointInterval = TimeSpan.FromSeconds(30),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Wherever_it_stands_among_the_events_the_same_is_found(ulong seed)
    {
        var city = OrderCity.Of(seed);
        var expected = Published(city);
        var without = Run(city.Events, -1, new Random(1)).Outcome();
        Assert.True(expected.Split('\n').Except(without.Split('\n')).Count() > 20, "The version changes too little to show anything.");
        for (var order = 0; order < 10; order++)
        {
            var random = new Random(((int)seed * 1_000_003) + order);
            var events = city.Order(order, random);
            city.AssertOutcome(expected, Run(events, random.Next(events.Length + 1), random), order);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_engine_that_crashes_around_it_again_and_again_ends_as_one_that_never_did_and_journals_no_change_twice(ulong seed)
    {
        var city = OrderCity.Of(seed);
        var expected = Published(city);
        for (var run = 0; run < 2; run++)
        {
            var random = new Random(((int)seed * 1_000_003) + run);
            var events = city.Order(run * (int)seed, random);
            var journal = new MemoryJournal();
            city.AssertOutcome(expected, Crashing(events, random.Next(events.Length), journal, random), run);
            AssertNoChangeTwice(journal, $"City {seed}, run {run}");
        }
    }

    [Fact]
    public void What_happened_before_its_first_day_is_judged_as_without_it()
    {
        var city = OrderCity.Of(4);
        var (with, without) = (Alerts(Run(city.Events, city.Events.Length / 2, new Random(1))), Alerts(Run(city.Events, -1, new Random(1))));
        var first = Domain.Calendars.Shanghai.StartOf(FirstDay);
        // Overlaps, loads and breaches that last are of every day they touch: those that ended before it. An institution's habit (VIS-01,
        // by its check-ins) goes on after it.
        string[] Earlier(Dictionary<string, (DateTimeOffset At, string Text)> of) =>
            [.. of.Where(a => a.Key[..6] is "GEO-01" or "IDN-01" or "VIS-04" or "VIS-01" && a.Value.At < first
                && !a.Value.Text.Contains("checkIns=", StringComparison.Ordinal)).Select(a => $"{a.Key} {a.Value.Text}").Order(StringComparer.Ordinal)];
        Assert.NotEmpty(Earlier(without));
        Assert.Equal(Earlier(without), Earlier(with));
        bool HasNewLimit(KeyValuePair<string, (DateTimeOffset At, string Text)> alert) =>
            alert.Key.StartsWith("GEO-01", StringComparison.Ordinal) && alert.Value.Text.Contains("limit=7 ", StringComparison.Ordinal);
        Assert.Contains(with, HasNewLimit);
        Assert.All(with.Where(HasNewLimit), a => Assert.True(a.Value.At >= first));
        Assert.DoesNotContain(without, HasNewLimit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_restart_its_values_count_as_before(bool checkpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = TestEngine.Start(journal, store, clock: new ManualClock(Before));
        Publish(engine, all: true);
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        var again = TestEngine.Start(journal, store, clock: engine.Clock);
        var version = Assert.Single(again.Supervision.PolicyVersions());
        Assert.Equal((PolicyStatus.Live, FirstDay, Reviewer), (version.Status, version.From, version.Reviewer));
        Assert.Equal(3, again.Supervision.PolicySteps().Count);
        var city = OrderCity.Of(5);
        OrderCity.Run(again, city.Events, _ => 100);
        city.AssertOutcome(Published(city), Ended(again), 0);
    }

    [Fact]
    public void A_version_that_is_withdrawn_before_its_day_leaves_no_trace_in_what_is_found()
    {
        var city = OrderCity.Of(5);
        var engine = TestEngine.Start(clock: new ManualClock(Before));
        Publish(engine, all: true);
        OrderCity.Run(engine, city.Events, _ => 100);
        Assert.Equal(PolicyAnswer.Done, Step(engine, new PolicyCommand.Withdraw("policy-1", "an error", Author)).Answer);
        city.AssertOutcome(Run(city.Events, -1, new Random(1)).Outcome(), Ended(engine), 0);
    }

    [Fact]
    public void A_step_that_may_not_be_is_answered_and_leaves_nothing_in_the_journal()
    {
        var engine = TestEngine.Start(clock: new ManualClock(Before));
        Assert.Equal(PolicyAnswer.NotFound, Step(engine, new PolicyCommand.Approve("policy-1", null, Reviewer)).Answer);
        Step(engine, new PolicyCommand.Draft("t", Stricter, Author));
        Assert.Equal(PolicyAnswer.OwnDraft, Step(engine, new PolicyCommand.Approve("policy-1", null, Author)).Answer);
        Assert.Equal(PolicyAnswer.Conflict, Step(engine, new PolicyCommand.Publish("policy-1", FirstDay, Author)).Answer);
        Step(engine, new PolicyCommand.Approve("policy-1", null, Reviewer));
        Assert.Equal(PolicyAnswer.NotAhead, Step(engine, new PolicyCommand.Publish("policy-1", new(2026, 6, 18), Author)).Answer);
        Assert.Equal(PolicyAnswer.Done, Step(engine, new PolicyCommand.Publish("policy-1", FirstDay, Author)).Answer);
        Step(engine, new PolicyCommand.Draft("u", Stricter, Author));
        Step(engine, new PolicyCommand.Approve("policy-2", null, Reviewer));
        var twice = Step(engine, new PolicyCommand.Publish("policy-2", FirstDay, Author));
        Assert.Equal(PolicyAnswer.Invalid, twice.Answer);
        Assert.Contains("has a value from 2026-06-25 already", twice.Reason, StringComparison.Ordinal);
        Assert.Equal(PolicyAnswer.Done, Step(engine, new PolicyCommand.Publish("policy-2", FirstDay.AddDays(1), Author)).Answer);
        Assert.Equal(6, engine.Journal.LastSeq);
        Assert.All(engine.Journal.ReadDecisions(0, 100), d => Assert.Equal(DecisionKind.Policy, d.Kind));
    }

    /// <summary>A draft that came before the tail with the first one was judged would have got its id.</summary>
    [Fact]
    public async Task What_is_asked_before_the_journal_is_judged_is_refused_and_not_decided_by_half_of_what_stands()
    {
        var journal = new MemoryJournal();
        var engine = TestEngine.Start(journal, clock: new ManualClock(Before));
        Publish(engine, all: true);
        var starting = TestEngine.Start(journal, clock: engine.Clock, steps: 0);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => starting.Supervision.PolicyAsync(new PolicyCommand.Draft("t", Stricter, Author)));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await starting.Supervision.TriageAsync(new("x", TriageAction.Resolve, "li", null, null, null)));
        starting.Run(int.MaxValue);
        Assert.Equal("policy-2", Step(starting, new PolicyCommand.Draft("t", Stricter, Author)).Version!.Id);
    }

    /// <summary>An update brings a value that begins on the day of one that editors have published: nothing says which of the two is meant.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Files_that_do_not_fit_what_counts_stop_the_judging_with_a_word_on_what_to_do_and_nothing_is_lost(bool checkpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = TestEngine.Start(journal, store, clock: new ManualClock(Before));
        Publish(engine, all: true);
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        var texts = TestEngine.PolicyTexts();
        texts["tianjin/location.json"] = texts["tianjin/location.json"].Replace(
            "\"value\": 150, ", "\"value\": 150, \"proposed\": \"before\"}, {\"from\": \"2026-06-25\", \"value\": 120, ", StringComparison.Ordinal);
        var again = TestEngine.Start(journal, store, clock: engine.Clock, policies: PolicyBook.Read(texts));
        Assert.False(again.Supervision.Health.Ready);
        Assert.Equal(
            "Judging stopped: policies/: the files do not fit the versions that count. policy-1: geo.fence of tianjin has a value from 2026-06-25 already: 120 m. "
            + "Give the files' value another first day, or start the program with the files before.", again.Supervision.Health.Reason);
        Assert.True(TestEngine.Start(journal, store, clock: engine.Clock).Supervision.Health.Ready);
    }

    /// <summary>What a city comes to by a version that is published before its first event.</summary>
    private static string Published(OrderCity city) => Outcomes.GetOrAdd(city, static c => new(() => Run(c.Events, 0, new Random(1)).Outcome())).Value;

    /// <param name="at">Before which event it is published; -1: it is not.</param>
    internal static TestEngine Run(ParsedEvent[] events, int at, Random random)
    {
        var engine = TestEngine.Start(partitions: random.Next(1, 4), seed: random.Next(), clock: new ManualClock(Before));
        for (var (from, take) = (0, 0); from < events.Length; from += take)
        {
            if (at >= from && at < from + 200)
            {
                Publish(engine, all: true);
                at = -1;
            }

            take = Math.Min(random.Next(1, 201), events.Length - from);
            take = at >= from ? Math.Max(1, Math.Min(take, at - from)) : take;
            engine.Post([.. events.Skip(from).Take(take)]);
        }

        if (at >= 0)
        {
            Publish(engine, all: true);
        }

        return Ended(engine);
    }

    private static TestEngine Crashing(ParsedEvent[] events, int publishAt, MemoryJournal journal, Random random)
    {
        var (store, clock) = (new MemoryStateStore(), new ManualClock(Before));
        TestEngine Restart(int steps) => TestEngine.Start(journal, store, random.Next(1, 4), random.Next(), Small, clock, steps);
        var engine = Restart(int.MaxValue);
        for (var at = 0; at < events.Length;)
        {
            if (at >= publishAt && engine.Supervision.PolicySteps().Count < 3)
            {
                Publish(engine, all: false, random.Next(4) == 0 ? int.MaxValue : random.Next(12));
            }

            var take = Math.Min(random.Next(1, 80), events.Length - at);
            var answer = engine.Supervision.SubmitAsync(events[at..(at + take)]);
            var isCut = random.Next(3) == 0;
            engine.Run(isCut ? random.Next(16) : int.MaxValue);
            at += answer.IsCompletedSuccessfully ? take : 0;
            if (isCut)
            {
                for (var again = random.Next(3); again > 0; again--)
                {
                    Restart(random.Next(40));
                }

                engine = Restart(int.MaxValue);
            }
        }

        while (engine.Supervision.PolicySteps().Count < 3)
        {
            Publish(engine, all: true);
        }

        return Ended(engine);
    }

    /// <summary>The steps that are still to be taken, or the next of them.</summary>
    /// <param name="steps">That the engine runs after it: fewer than it needs are a crash in the middle.</param>
    private static void Publish(TestEngine engine, bool all, int steps = int.MaxValue)
    {
        PolicyCommand[] commands =
            [new PolicyCommand.Draft("Stricter", Stricter, Author), new PolicyCommand.Approve("policy-1", "agreed", Reviewer), new PolicyCommand.Publish("policy-1", FirstDay, Author)];
        foreach (var command in commands.Skip(engine.Supervision.PolicySteps().Count).Take(all ? 3 : 1))
        {
            var answer = engine.Supervision.PolicyAsync(command);
            engine.Run(steps);
            if (all)
            {
                Assert.Equal(PolicyAnswer.Done, engine.Wait(answer).Answer);
            }
        }
    }

    private static PolicyResult Step(TestEngine engine, PolicyCommand command) => engine.Wait(engine.Supervision.PolicyAsync(command));

    private static TestEngine Ended(TestEngine engine)
    {
        engine.Pass(TestEngine.Today.AddHours(2) - engine.Clock.GetUtcNow());
        Assert.Equal((0, null), (engine.Supervision.Health.Faults, engine.Supervision.Health.Reason));
        return engine;
    }

    private static Dictionary<string, (DateTimeOffset At, string Text)> Alerts(TestEngine engine) => engine.AllAlerts()
        .Where(a => a.Status != LtcActors.Engine.Alerts.AlertStatus.Withdrawn)
        .ToDictionary(a => a.Id, a => (a.OccurredAt, string.Join(' ', a.Figures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value.Number}{f.Value.Text} limit={f.Value.Limit} "))));

    private static void AssertNoChangeTwice(MemoryJournal journal, string where)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in journal.ReadDecisions(0, int.MaxValue).Where(d => d.Kind == DecisionKind.Alert))
        {
            var alert = JsonNode.Parse(decision.Json.Span)!.AsObject();
            var id = (string)alert["id"]!;
            foreach (var field in new[] { "seq", "action", "changedAt" })
            {
                alert.Remove(field);
            }

            var text = alert.ToJsonString();
            Assert.False(last.TryGetValue(id, out var before) && before == text, $"{where}: {id} is journaled twice.\n{text}");
            last[id] = text;
        }
    }
}
