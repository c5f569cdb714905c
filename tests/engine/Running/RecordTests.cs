using System.Text;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using static LtcActors.Engine.Tests.Running.EngineTests;
using static LtcActors.Engine.Tests.Running.SilenceTests;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Records of the desk and of the audit stand in the journal beside what is judged, and nothing is judged by them.</summary>
public sealed class RecordTests
{
    [Fact]
    public void Records_are_durable_when_the_call_completes_and_have_consecutive_places()
    {
        var engine = TestEngine.Start();
        var first = engine.Wait(engine.Supervision.RecordAsync([Desk("a"), Audit("b"), Desk("c")]));
        Assert.Equal([(first, "a"), (first + 2, "c")], Texts(engine, DecisionKind.Desk, 0));
        Assert.Equal([(first + 1, "b")], Texts(engine, DecisionKind.Audit, 0));
        Assert.Equal([(first + 2, "c")], Texts(engine, DecisionKind.Desk, first));
        Assert.Equal(first + 2, engine.Journal.LastSeq);
    }

    [Fact]
    public void Calls_that_gather_share_a_commit_and_each_hears_its_own_place()
    {
        var engine = TestEngine.Start();
        var calls = Enumerable.Range(0, 20).Select(i => engine.Supervision.RecordAsync([Desk($"{i}"), Audit($"{i}")])).ToList();
        engine.Run(int.MaxValue);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 1L + 2 * i), calls.Select(c => engine.Wait(c)));
        Assert.Single(engine.Journal.ReadBatches(0));
    }

    [Theory]
    [InlineData(DecisionKind.Alert)]
    [InlineData(DecisionKind.Triage)]
    [InlineData(DecisionKind.Silence)]
    [InlineData(DecisionKind.Policy)]
    [InlineData((DecisionKind)7)]
    public void What_is_judged_by_is_no_record(DecisionKind kind)
    {
        var engine = TestEngine.Start();
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = engine.Supervision.RecordAsync([Desk("a"), new(kind, "{}"u8.ToArray())]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = engine.Supervision.RecordAsync([]); });
        Assert.Equal(0, engine.Journal.LastSeq);
    }

    [Fact]
    public void A_journal_that_cannot_be_written_refuses_the_record_for_good_and_keeps_what_the_engine_decided()
    {
        var journal = new MemoryJournal();
        var engine = WithMissingCheckOuts(journal);
        var alert = engine.AllAlerts()[0];
        journal.FailNextAppend = () => true;
        var triage = engine.Supervision.TriageAsync(new(alert.Id, TriageAction.Acknowledge, "li", null, null, null));
        var record = engine.Supervision.RecordAsync([Audit("lost")]);
        Assert.Throws<JournalUnavailableException>(() => { engine.Wait(record); });
        journal.FailNextAppend = null;
        // What the engine decided is tried again after a while.
        engine.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(TriageStatus.Done, engine.Wait(triage).Status);
        var later = engine.Wait(engine.Supervision.RecordAsync([Audit("kept")]));
        Assert.Equal([(later, "kept")], Texts(engine, DecisionKind.Audit, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_start_judges_past_records_whatever_stands_around_them(bool withCheckpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = TestEngine.Start(journal, store);
        engine.Wait(engine.Supervision.RecordAsync([Desk("first of all")]));
        engine = WithMissingCheckOuts(journal, store);
        engine.Wait(engine.Supervision.RecordAsync([Audit("between")]));
        if (withCheckpoint)
        {
            engine.Checkpoint();
        }

        engine.Wait(engine.Supervision.RecordAsync([Desk("in the tail")]));
        engine.Post(CheckOut("p1", "c1", 20));
        engine.Settle();
        engine.Wait(engine.Supervision.RecordAsync([Audit("last")]));
        var (before, outcome) = (journal.LastSeq, engine.Outcome());

        var again = TestEngine.Start(journal, store).Settle();
        Assert.Null(again.Supervision.Broken);
        Assert.Equal(outcome, again.Outcome());
        Assert.Equal(before, journal.LastSeq);
        Assert.Equal(["first of all", "in the tail"], Texts(again, DecisionKind.Desk, 0).Select(t => t.Text));
    }

    [Fact]
    public async Task A_stream_goes_past_records_and_misses_no_alert()
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = WithMissingCheckOuts(journal, store);
        for (var i = 0; i < 600; i++)
        {
            engine.Wait(engine.Supervision.RecordAsync([Audit("read")]));
        }

        engine.Post(CheckOut("p1", "c1", 20));
        engine.Settle();
        // A follower of the journal meets every decision in it.
        var follower = new AlertFeed(journal, 2, r => r, follows: true);
        follower.PublishStored(journal.ReadDecisions(0, int.MaxValue));
        Assert.Equal(engine.AllAlerts().Select(a => (a.Id, a.Seq)), follower.Read(AlertFilter.All, 0, int.MaxValue).Select(a => (a.Id, a.Seq)));

        var expected = journal.ReadDecisions(0, int.MaxValue).Where(d => d.Kind is DecisionKind.Alert or DecisionKind.Triage).Select(d => d.Seq).ToList();
        var seen = new List<long>();
        await foreach (var change in follower.Stream(AlertFilter.All, 0, CancellationToken.None))
        {
            seen.Add(change.Seq);
            if (seen.Count == expected.Count)
            {
                break;
            }
        }

        Assert.Equal(expected, seen);
    }

    private static List<(long Seq, string Text)> Texts(TestEngine engine, DecisionKind kind, long after) =>
        [.. engine.Supervision.Recorded(kind, after).Select(r => (r.Seq, JsonElement.Parse(r.Json.Span).GetProperty("text").GetString()!))];

    private static NewDecision Desk(string text) => new(DecisionKind.Desk, Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\"}}"));

    internal static NewDecision Audit(string text) => new(DecisionKind.Audit, Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\"}}"));
}
