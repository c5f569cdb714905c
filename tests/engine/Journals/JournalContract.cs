using System.Text;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>One journal for one test.</summary>
public interface IJournalBed : IDisposable
{
    /// <summary>Opens it, or opens it again after it was disposed.</summary>
    IJournal Open();

    /// <summary>Makes appends to the journal that is open fail, or lifts that.</summary>
    void Break(bool broken);
}

/// <summary>What every journal does. A journal's own tests inherit this and give it a bed.</summary>
public abstract class JournalContract(IJournalBed bed) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_empty_journal_has_no_place_and_no_time()
    {
        using var journal = bed.Open();
        Assert.Equal(0, journal.LastSeq);
        Assert.Null(journal.LastRecordedAt);
        Assert.Null(journal.ReadEvent(1));
        Assert.Null(journal.ReadEvent(0));
        Assert.Empty(journal.ReadBatches(0));
        Assert.Empty(journal.ReadDecisions(0, 10));
        Assert.Equal(0, journal.Find(EventKey.Of("s", "a"), "s", "a"));
    }

    [Fact]
    public void Places_run_from_one_without_a_gap_events_before_decisions()
    {
        using var journal = bed.Open();
        journal.Append(Noon, [Event("a"), Event("b")], [Alert("x")]);
        journal.Append(Noon, [], [Triage("y"), Alert("z")]);
        journal.Append(Noon, [Event("c")], []);

        Assert.Equal(6, journal.LastSeq);
        var batches = journal.ReadBatches(0).ToList();
        Assert.Equal([1, 4, 6], batches.Select(b => b.FirstSeq));
        Assert.Equal(["a", "b"], batches[0].Events.Select(IdOf));
        Assert.Equal([(3L, DecisionKind.Alert, "\"x\"")], batches[0].Decisions.Select(Row));
        Assert.Empty(batches[1].Events);
        Assert.Equal([(4L, DecisionKind.Triage, "\"y\""), (5L, DecisionKind.Alert, "\"z\"")], batches[1].Decisions.Select(Row));
        Assert.Equal(["c"], batches[2].Events.Select(IdOf));
        Assert.Empty(batches[2].Decisions);
    }

    [Fact]
    public void An_empty_append_leaves_no_trace()
    {
        using var journal = bed.Open();
        journal.Append(Noon, [], []);
        Assert.Equal(0, journal.LastSeq);
        Assert.Null(journal.LastRecordedAt);
        Assert.Empty(journal.ReadBatches(0));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 0)]
    [InlineData(900, 0)]
    public void Reading_after_a_place_begins_with_the_commit_that_holds_the_next(long after, long first)
    {
        using var journal = bed.Open();
        journal.Append(Noon, [Event("a"), Event("b")], [Alert("x")]);
        journal.Append(Noon, [Event("c"), Event("d")], []);
        Assert.Equal(first, journal.ReadBatches(after).FirstOrDefault()?.FirstSeq ?? 0);
    }

    [Fact]
    public void An_event_is_read_at_its_place_byte_for_byte_and_a_decision_is_no_event()
    {
        using var journal = bed.Open();
        journal.Append(Noon, [Event("a"), Event("b")], [Alert("x")]);
        journal.Append(Noon.AddMilliseconds(1), [Event("c")], []);

        Assert.Equal("b", IdOf(journal.ReadEvent(2)!.Value.Json));
        Assert.Null(journal.ReadEvent(3));
        var third = journal.ReadEvent(4)!.Value;
        Assert.Equal(Event("c").Json.ToArray(), third.Json.ToArray());
        Assert.Equal((4, Noon.AddMilliseconds(1)), (third.Seq, third.RecordedAt));
        Assert.Null(journal.ReadEvent(5));
        Assert.Null(journal.ReadEvent(-1));
    }

    [Fact]
    public void Decisions_are_read_after_a_place_up_to_a_limit()
    {
        using var journal = bed.Open();
        journal.Append(Noon, [Event("a")], [Alert("x"), Alert("y")]);
        journal.Append(Noon, [], [Triage("z")]);
        Assert.Equal([2, 3, 4], journal.ReadDecisions(0, 10).Select(d => d.Seq));
        Assert.Equal([3, 4], journal.ReadDecisions(2, 10).Select(d => d.Seq));
        Assert.Equal([2], journal.ReadDecisions(1, 1).Select(d => d.Seq));
        Assert.Empty(journal.ReadDecisions(4, 10));
        Assert.Empty(journal.ReadDecisions(0, 0));
    }

    [Fact]
    public void Records_are_read_by_their_kind_after_a_place_up_to_a_limit_also_after_reopening()
    {
        for (var opened = 0; opened < 2; opened++)
        {
            using var journal = bed.Open();
            if (opened == 0)
            {
                Assert.Empty(journal.ReadRecords(DecisionKind.Desk, 0, 10));
                Assert.Empty(journal.ReadRecordsBack(DecisionKind.Audit, long.MaxValue, 10));
                journal.Append(Noon, [Event("a")], [Alert("x"), Desk("1"), Audit("2")]);
                journal.Append(Noon, [], [Desk("3"), Triage("y"), Desk("4")]);
            }

            Assert.Equal([(3L, DecisionKind.Desk, "\"1\""), (5L, DecisionKind.Desk, "\"3\""), (7L, DecisionKind.Desk, "\"4\"")], journal.ReadRecords(DecisionKind.Desk, 0, 10).Select(Row));
            Assert.Equal([5, 7], journal.ReadRecords(DecisionKind.Desk, 3, 10).Select(d => d.Seq));
            Assert.Equal([5], journal.ReadRecords(DecisionKind.Desk, 4, 1).Select(d => d.Seq));
            Assert.Equal([4], journal.ReadRecords(DecisionKind.Audit, 0, 10).Select(d => d.Seq));
            Assert.Empty(journal.ReadRecords(DecisionKind.Audit, 4, 10));
            Assert.Empty(journal.ReadRecords(DecisionKind.Desk, 0, 0));
            Assert.Equal([7, 5, 3], journal.ReadRecordsBack(DecisionKind.Desk, long.MaxValue, 10).Select(d => d.Seq));
            Assert.Equal([5], journal.ReadRecordsBack(DecisionKind.Desk, 7, 1).Select(d => d.Seq));
            Assert.Empty(journal.ReadRecordsBack(DecisionKind.Audit, 4, 10));
            Assert.Equal([2, 3, 4, 5, 6, 7], journal.ReadDecisions(0, 10).Select(d => d.Seq));
        }
    }

    [Theory]
    [InlineData(DecisionKind.Alert)]
    [InlineData(DecisionKind.Policy)]
    public void What_is_judged_is_not_read_as_a_record(DecisionKind kind)
    {
        using var journal = bed.Open();
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.ReadRecords(kind, 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.ReadRecordsBack(kind, 10, 10));
    }

    [Fact]
    public void The_bytes_are_copied_before_an_append_returns()
    {
        using var journal = bed.Open();
        var e = Event("a");
        var bytes = e.Json.ToArray();
        var decision = "\"x\""u8.ToArray();
        journal.Append(Noon, [e with { Json = bytes }], [new NewDecision(DecisionKind.Alert, decision)]);
        bytes.AsSpan().Fill((byte)'!');
        decision.AsSpan().Fill((byte)'!');
        Assert.Equal("a", IdOf(journal.ReadEvent(1)!.Value.Json));
        Assert.Equal("\"x\"", Row(journal.ReadDecisions(0, 1)[0]).Item3);
    }

    [Fact]
    public void A_duplicate_is_found_at_its_place_also_after_reopening()
    {
        for (var opened = 0; opened < 3; opened++)
        {
            using var journal = bed.Open();
            if (opened == 0)
            {
                journal.Append(Noon, [Event("a"), Event("b")], [Alert("x")]);
                journal.Append(Noon, [Event("c")], []);
            }

            Assert.Equal([1, 2, 4, 0], new[] { "a", "b", "c", "d" }.Select(id => Find(journal, id)));
            Assert.Equal(0, journal.Find(EventKey.Of("elsewhere", "a"), "elsewhere", "a"));
        }
    }

    [Fact]
    public void No_known_key_is_ever_said_to_be_new_also_after_reopening()
    {
        ulong[] known = [.. new[] { "a", "b", "c" }.Select(id => EventKey.Of(Source, id))];
        for (var opened = 0; opened < 3; opened++)
        {
            using var journal = bed.Open();
            if (opened == 0)
            {
                journal.Append(Noon, [Event("a"), Event("b")], [Alert("x")]);
                journal.Append(Noon, [Event("c")], []);
            }

            var may = new bool[known.Length];
            journal.MayHold(known, may);
            Assert.All(may, Assert.True);
        }
    }

    [Fact]
    public void Ids_of_one_key_are_told_apart_also_after_reopening()
    {
        var (first, second, third) = Collisions.Three();
        Assert.Equal(EventKey.Of(Source, first), EventKey.Of(Source, second));
        Assert.Equal(EventKey.Of(Source, first), EventKey.Of(Source, third));
        using (var journal = bed.Open())
        {
            journal.Append(Noon, [Event(first)], []);
            Assert.Equal([1, 0, 0], new[] { first, second, third }.Select(id => Find(journal, id)));
            journal.Append(Noon, [Event("between"), Event(second)], []);
            Assert.Equal([1, 3, 0], new[] { first, second, third }.Select(id => Find(journal, id)));
        }

        using var again = bed.Open();
        Assert.Equal([1, 3, 0], new[] { first, second, third }.Select(id => Find(again, id)));
    }

    [Theory]
    [InlineData("签到-甲")]
    [InlineData("\U00020BB7野家")]
    [InlineData("e\u0301 is not \u00e9")]
    [InlineData("a \"quoted\" \\ back\nslash \u0001")]
    public void An_id_may_hold_any_text(string id)
    {
        using (var journal = bed.Open())
        {
            journal.Append(Noon, [Event(id)], []);
            Assert.Equal(1, Find(journal, id));
            Assert.Equal(0, Find(journal, id.Normalize(NormalizationForm.FormD) + " "));
        }

        using var again = bed.Open();
        Assert.Equal(1, Find(again, id));
    }

    [Fact]
    public void The_latest_time_is_kept_and_never_goes_back()
    {
        using (var journal = bed.Open())
        {
            journal.Append(Noon.AddMilliseconds(5), [], [Alert("x")]);
            journal.Append(Noon.AddMilliseconds(5), [Event("a")], []);
            Assert.Throws<ArgumentOutOfRangeException>(() => journal.Append(Noon.AddMilliseconds(4), [Event("b")], []));
            Assert.Throws<ArgumentOutOfRangeException>(() => journal.Append(Noon.AddMilliseconds(5).AddTicks(1), [Event("b")], []));
            Assert.Equal(2, journal.LastSeq);
        }

        using var again = bed.Open();
        Assert.Equal(Noon.AddMilliseconds(5), again.LastRecordedAt);
        Assert.Equal(2, again.LastSeq);
        Assert.Throws<ArgumentOutOfRangeException>(() => again.Append(Noon, [Event("b")], []));
        again.Append(Noon.AddMilliseconds(6).ToOffset(TimeSpan.FromHours(8)), [Event("b")], []);
        Assert.Equal(Noon.AddMilliseconds(6), again.ReadEvent(3)!.Value.RecordedAt);
    }

    [Fact]
    public void A_failed_append_leaves_nothing_and_can_be_tried_again()
    {
        using var journal = bed.Open();
        journal.Append(Noon, [Event("a")], []);
        bed.Break(true);
        NewEvent[] events = [Event("b"), Large("c")];
        Assert.Throws<JournalUnavailableException>(() => journal.Append(Noon.AddMilliseconds(1), events, [Alert("x")]));
        Assert.Throws<JournalUnavailableException>(() => journal.Append(Noon.AddMilliseconds(1), events, [Alert("x")]));

        Assert.Equal((1, Noon), (journal.LastSeq, journal.LastRecordedAt));
        Assert.Equal([1, 0, 0], new[] { "a", "b", "c" }.Select(id => Find(journal, id)));
        Assert.Null(journal.ReadEvent(2));
        Assert.Single(journal.ReadBatches(0));
        Assert.Empty(journal.ReadDecisions(0, 10));

        bed.Break(false);
        journal.Append(Noon, events, [Alert("x")]);
        Assert.Equal([1, 2, 3], new[] { "a", "b", "c" }.Select(id => Find(journal, id)));
        Assert.Equal(4, journal.LastSeq);
    }

    [Fact]
    public void A_large_commit_and_an_empty_event_come_back_whole()
    {
        using var journal = bed.Open();
        var many = Enumerable.Range(0, 20_000).Select(i => Event($"many-{i}")).ToArray();
        journal.Append(Noon, [Large("large"), .. many], []);
        journal.Append(Noon, [new NewEvent(1, "s", "nothing", default)], []);
        Assert.Equal(Large("large").Json.ToArray(), journal.ReadEvent(1)!.Value.Json.ToArray());
        Assert.Equal("many-19999", IdOf(journal.ReadEvent(20_001)!.Value.Json));
        Assert.Equal(0, journal.ReadEvent(20_002)!.Value.Json.Length);
        Assert.Equal(20_001, Find(journal, "many-19999"));
    }

    [Fact]
    public async Task Readers_on_other_threads_see_whole_commits_in_order()
    {
        using var journal = bed.Open();
        const int Commits = 300;
        var reader = Task.Run(() =>
        {
            for (long last = 0; last < Commits * 3;)
            {
                foreach (var batch in journal.ReadBatches(last))
                {
                    Assert.Equal(last + 1, batch.FirstSeq);
                    Assert.Equal((2, 1), (batch.Events.Count, batch.Decisions.Count));
                    Assert.Equal($"{batch.FirstSeq}", IdOf(journal.ReadEvent(batch.FirstSeq)!.Value.Json));
                    last += 3;
                }
            }
        });
        for (var i = 0; i < Commits; i++)
        {
            journal.Append(Noon, [Event($"{(3 * i) + 1}"), Event($"{(3 * i) + 2}")], [Alert("x")]);
        }

        await reader.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        bed.Dispose();
        GC.SuppressFinalize(this);
    }

    private const string Source = Events.Source;

    private static NewEvent Event(string id) => Events.Of(id);

    private static NewEvent Large(string id) => Events.Of(id, Convert.ToHexString(Events.Noise(200_000)));

    private static long Find(IJournal journal, string id) => Events.Find(journal, id);

    private static string IdOf(ReadOnlyMemory<byte> json) => Events.IdOf(json);

    private static NewDecision Alert(string text) => new(DecisionKind.Alert, Encoding.UTF8.GetBytes($"\"{text}\""));

    private static NewDecision Triage(string text) => new(DecisionKind.Triage, Encoding.UTF8.GetBytes($"\"{text}\""));

    private static NewDecision Desk(string text) => new(DecisionKind.Desk, Encoding.UTF8.GetBytes($"\"{text}\""));

    private static NewDecision Audit(string text) => new(DecisionKind.Audit, Encoding.UTF8.GetBytes($"\"{text}\""));

    private static (long, DecisionKind, string) Row(StoredDecision d) => (d.Seq, d.Kind, Encoding.UTF8.GetString(d.Json.Span));
}
