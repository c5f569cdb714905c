using System.Text.Json.Nodes;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>What comes out depends on the batches alone (docs/decisions/0002): not on partitions, interleavings or crashes.</summary>
public sealed class ReplayTests
{
    /// <summary>Smaller than anyone would run it: a checkpoint every few requests, and actors that hardly stay.</summary>
    private static readonly Limits Small = new()
    {
        CommitEvents = 64, CheckpointEvents = 500, RestAfter = TimeSpan.Zero, IdleAfter = TimeSpan.Zero, ActiveActors = 60, HistoryPageBytes = 8, RecentChanges = 10,
        CheckpointInterval = TimeSpan.FromSeconds(30),
    };

    /// <summary>Actors stay, as bytes whenever nobody speaks to them.</summary>
    private static readonly Limits Resting = Small with { IdleAfter = TimeSpan.FromDays(400), ActiveActors = 100_000 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_batches_give_the_same_changes_of_alerts_whatever_the_partitions_and_the_interleaving(ulong seed)
    {
        var (outcome, changes) = OfBatches(seed, partitions: 1, interleaving: 1, new Limits());
        Assert.NotEmpty(changes);
        for (var other = 2; other < 14; other++)
        {
            var again = OfBatches(seed, partitions: 1 + (other % 3), interleaving: other, other % 2 == 0 ? Small : Resting);
            Assert.Equal(outcome, again.Outcome);
            Assert.Equal(changes, again.Changes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void An_engine_that_crashes_again_and_again_journals_the_very_changes_of_one_that_never_did(ulong seed)
    {
        var city = OrderCity.Of(seed);
        var (unanswered, undecided) = (0, 0);
        for (var run = 0; run < 2; run++)
        {
            var number = ((int)seed * 1_000_003) + run;
            var random = new Random(number);
            // Shuffled, and in another order with every city; in one of them all comes thrice, which takes long.
            var requests = Requests(WithWithdrawals(city, run * (int)seed, random), random);
            var (expected, journal) = (Ended(Crashing(requests, new(), null, ref unanswered, ref undecided)), new MemoryJournal());
            var crashed = Ended(Crashing(requests, journal, new Random(number), ref unanswered, ref undecided));
            city.AssertOutcome(expected.Outcome(), crashed, run);
            Assert.Equal(Changes(expected), Changes(crashed));
            AssertNoChangeTwice(journal, $"City {seed}, run {run}");
        }

        Assert.True(unanswered > 2 && undecided > 2, $"Too few crashes before an answer, {unanswered}, or a decision, {undecided}.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Where_the_journal_was_decided_by_other_rules_a_start_adds_only_what_its_own_end_in(ulong seed)
    {
        var city = OrderCity.Of(seed);
        var random = new Random((int)seed);
        var requests = Requests(WithWithdrawals(city, 1, random), random);
        var none = 0;
        var expected = Ended(Crashing(requests, new(), null, ref none, ref none));
        var otherwise = new MemoryJournal();
        foreach (var batch in expected.Journal.ReadBatches(0))
        {
            // Whatever they found had another severity, and every tenth change was a withdrawal. Places stay.
            otherwise.Append(
                batch.RecordedAt,
                [.. batch.Events.Select(e => TestEngine.Parse(e.ToArray())).Select(e => new NewEvent(e.Key, e.Source!, e.Id!, e.Json))],
                [.. batch.Decisions.Select(d => new NewDecision(d.Kind, ByOthers(d.Json, withdrawn: d.Seq % 10 == 0)))]);
        }

        var before = otherwise.LastSeq;
        var again = Ended(TestEngine.Start(otherwise, clock: new ManualClock(expected.Clock.GetUtcNow())));
        city.AssertOutcome(expected.Outcome(), again, 1);
        var added = otherwise.ReadDecisions(before, int.MaxValue).Select(d => (string)JsonNode.Parse(d.Json.Span)!["id"]!).ToList();
        Assert.NotEmpty(added);
        Assert.Equal(added.Count, added.Distinct().Count());
    }

    private static ReadOnlyMemory<byte> ByOthers(ReadOnlyMemory<byte> alert, bool withdrawn)
    {
        var other = JsonNode.Parse(alert.Span)!;
        other["severity"] = "P0";
        other["status"] = withdrawn ? "withdrawn" : (string)other["status"]!;
        return System.Text.Encoding.UTF8.GetBytes(other.ToJsonString());
    }

    private static (string Outcome, List<string> Changes) OfBatches(ulong seed, int partitions, int interleaving, Limits limits)
    {
        var city = OrderCity.Of(seed);
        var random = new Random((int)seed);
        var events = WithWithdrawals(city, (int)seed, random);
        var engine = TestEngine.Start(partitions: partitions, seed: interleaving, limits: limits);
        for (var (at, take) = (0, 0); at < events.Length; at += take)
        {
            take = Math.Min(random.Next(1, 100), events.Length - at);
            engine.Post(events[at..(at + take)]);
            engine.Pass(TimeSpan.FromMilliseconds(random.Next(5_000)));
        }

        Ended(engine);
        return (engine.Outcome(), Changes(engine));
    }

    private static List<string> Changes(TestEngine engine) => [.. engine.Journal.ReadDecisions(0, int.MaxValue).Select(d => Text(d, "seq"))];

    private static ParsedEvent[] WithWithdrawals(OrderCity city, int order, Random random)
    {
        var events = city.Order(order, random).ToList();
        var number = 0;
        foreach (var e in random.GetItems(city.Events, 5).Distinct().ToList())
        {
            events.Insert(random.Next(events.Count + 1), OrderCity.Withdrawal(e, ++number));
        }

        return [.. events];
    }

    /// <summary>Requests, each with the time that passes after it.</summary>
    private static List<(ParsedEvent[] Events, TimeSpan Then)> Requests(ParsedEvent[] events, Random random)
    {
        var requests = new List<(ParsedEvent[], TimeSpan)>();
        for (var (at, take) = (0, 0); at < events.Length; at += take)
        {
            take = Math.Min(random.Next(1, 80), events.Length - at);
            requests.Add((events[at..(at + take)], TimeSpan.FromMilliseconds(random.Next(2_000))));
        }

        return requests;
    }

    /// <summary>Requests one after the other, each sent again after a crash in which it was not answered.</summary>
    /// <param name="chance">Of crashes; null: of none.</param>
    /// <param name="unanswered">Counts crashes before a request was answered.</param>
    /// <param name="undecided">Counts crashes after a commit of which not all decisions were written.</param>
    private static TestEngine Crashing(
        List<(ParsedEvent[] Events, TimeSpan Then)> requests, MemoryJournal journal, Random? chance, ref int unanswered, ref int undecided)
    {
        var (store, clock) = (new MemoryStateStore(), new ManualClock(TestEngine.Today));
        TestEngine Restart(int steps) => TestEngine.Start(
            journal, store, chance?.Next(1, 4) ?? 1, chance?.Next() ?? 1, chance?.Next(2) == 0 ? Small : Resting, clock, steps);
        var engine = Restart(int.MaxValue);
        foreach (var (events, then) in requests)
        {
            for (var answered = false; !answered;)
            {
                var answer = engine.Supervision.SubmitAsync(events);
                var isCut = chance?.Next(3) == 0;
                engine.Run(isCut ? chance!.Next(16) : int.MaxValue);
                answered = answer.IsCompletedSuccessfully;
                if (isCut)
                {
                    // Dropped where it stands, and sometimes again before it is up.
                    var last = journal.LastSeq;
                    for (var again = chance!.Next(3); again > 0; again--)
                    {
                        Restart(chance.Next(40));
                    }

                    engine = Restart(int.MaxValue);
                    unanswered += answered ? 0 : 1;
                    undecided += journal.LastSeq > last ? 1 : 0;
                }
            }

            clock.Advance(then);
        }

        return engine;
    }

    /// <summary>At one instant for all, so that what the clock alone decides is the same.</summary>
    private static TestEngine Ended(TestEngine engine)
    {
        engine.Pass(TestEngine.Today.AddHours(2) - engine.Clock.GetUtcNow());
        Assert.Equal((0, null), (engine.Supervision.Health.Faults, engine.Supervision.Health.Reason));
        return engine;
    }

    private static void AssertNoChangeTwice(MemoryJournal journal, string where)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in journal.ReadDecisions(0, int.MaxValue))
        {
            var id = (string)JsonNode.Parse(decision.Json.Span)!["id"]!;
            var text = Text(decision, "seq", "action", "changedAt");
            Assert.False(last.TryGetValue(id, out var before) && before == text, $"{where}: {id} is journaled twice.\n{text}");
            last[id] = text;
        }
    }

    private static string Text(StoredDecision decision, params string[] without)
    {
        var alert = JsonNode.Parse(decision.Json.Span)!.AsObject();
        foreach (var field in without)
        {
            alert.Remove(field);
        }

        foreach (var evidence in alert["evidence"]!.AsArray())
        {
            evidence!.AsObject().Remove("seq");
        }

        return alert.ToJsonString();
    }
}
