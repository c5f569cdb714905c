using System.Security.Cryptography;
using System.Text;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using static LtcActors.Engine.Tests.Running.RecordTests;

namespace LtcActors.Engine.Tests.Running;

/// <summary>The audit is a chain: whatever is done to it afterwards, the first place that is wrong is named.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public void An_entry_is_stored_as_it_always_was()
    {
        var chain = new AuditChain(AuditHead.Empty);
        var first = Encoding.UTF8.GetString(chain.Seal("{\"action\":\"read\",\"by\":\"李\"}"u8));
        var body = "{\"action\":\"read\",\"by\":\"李\",\"n\":1,\"prev\":\"" + new string('0', 64) + "\"";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(body + ",\"hash\":\"" + hash + "\"}", first);
        Assert.Contains($",\"n\":2,\"prev\":\"{hash}\",", Encoding.UTF8.GetString(chain.Seal("{\"a\":1}"u8)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_that_nobody_touched_is_whole_across_restarts_and_failed_commits()
    {
        var journal = new MemoryJournal();
        var engine = TestEngine.Start(journal);
        engine.Wait(engine.Supervision.RecordAsync([Audit("a"), Audit("b")]));
        journal.FailNextAppend = () => true;
        Assert.Throws<JournalUnavailableException>(() => { engine.Wait(engine.Supervision.RecordAsync([Audit("lost")])); });
        journal.FailNextAppend = null;
        engine.Wait(engine.Supervision.RecordAsync([Audit("c")]));
        engine = TestEngine.Start(journal);
        engine.Wait(engine.Supervision.RecordAsync([Audit("d")]));
        var verdict = AuditChain.Verify(engine.Supervision.Recorded(DecisionKind.Audit, 0));
        Assert.Equal((4L, (AuditBreak?)null), (verdict.Head.Number, verdict.Break));
        Assert.Equal(verdict.Head, AuditChain.HeadOf(journal.ReadRecordsBack(DecisionKind.Audit, long.MaxValue, 1)[0]));
    }

    [Fact]
    public void An_empty_chain_is_whole() => Assert.Equal(new(AuditHead.Empty, null), AuditChain.Verify([]));

    [Theory]
    [InlineData("update", 3)]
    [InlineData("delete", 3)]
    [InlineData("delete first", 1)]
    [InlineData("swap", 3)]
    [InlineData("insert", 4)]
    [InlineData("garbage", 3)]
    [InlineData("empty", 3)]
    [InlineData("duplicate", 4)]
    public void What_was_done_to_it_is_found_at_its_place(string what, long at)
    {
        var entries = Chain(6);
        switch (what)
        {
            case "update":
                entries[2] = Changed(entries[2], t => t.Replace("e3", "x3", StringComparison.Ordinal));
                break;
            case "delete":
                entries.RemoveAt(2);
                break;
            case "delete first":
                entries.RemoveAt(0);
                break;
            case "swap":
                (entries[2], entries[3]) = (entries[3], entries[2]);
                break;
            case "insert":
                entries.Insert(3, Stored(99, new AuditChain(AuditHead.Empty).Seal("{\"text\":\"forged\"}"u8)));
                break;
            case "garbage":
                entries[2] = Stored(3, "no json"u8.ToArray());
                break;
            case "empty":
                entries[2] = Stored(3, "{}"u8.ToArray());
                break;
            case "duplicate":
                entries.Insert(3, entries[2]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what));
        }

        var verdict = AuditChain.Verify(entries);
        Assert.Equal(at, verdict.Break!.Number);
        Assert.Equal(at - 1, verdict.Head.Number);
    }

    [Fact]
    public void A_chain_cut_short_or_made_anew_is_whole_and_does_not_come_by_the_head_that_was_noted()
    {
        var noted = new List<AuditHead>();
        AuditChain.Verify(Chain(6), noted.Add);
        var cut = new List<AuditHead>();
        Assert.Null(AuditChain.Verify(Chain(6).Take(5), cut.Add).Break);
        Assert.DoesNotContain(noted[5], cut);
        var anew = new List<AuditHead>();
        Assert.Null(AuditChain.Verify(Chain(6, "forged"), anew.Add).Break);
        Assert.DoesNotContain(noted[5], anew);
        Assert.DoesNotContain(noted[0], anew);
    }

    [Fact]
    public void An_audit_whose_last_entry_was_spoiled_refuses_to_go_on_and_holds_up_nothing_else()
    {
        var journal = new MemoryJournal();
        journal.Append(TestEngine.Today, [], [new(DecisionKind.Audit, "{\"spoiled\":true}"u8.ToArray())]);
        var engine = TestEngine.Start(journal);
        Assert.Throws<JournalUnavailableException>(() => { engine.Wait(engine.Supervision.RecordAsync([Audit("a")])); });
        Assert.True(engine.Wait(engine.Supervision.RecordAsync([new(DecisionKind.Desk, "{\"a\":1}"u8.ToArray())])) > 1);
        Assert.True(engine.Supervision.Health.Ready);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"a\"")]
    [InlineData("")]
    public void What_is_no_object_with_members_is_no_audit_entry(string json)
    {
        var engine = TestEngine.Start();
        Assert.Throws<ArgumentException>(() => { _ = engine.Supervision.RecordAsync([new(DecisionKind.Audit, Encoding.UTF8.GetBytes(json))]); });
    }

    private static List<StoredDecision> Chain(int count, string text = "e")
    {
        var chain = new AuditChain(AuditHead.Empty);
        return [.. Enumerable.Range(1, count).Select(i => Stored(i, chain.Seal(Encoding.UTF8.GetBytes($"{{\"text\":\"{text}{i}\"}}"))))];
    }

    private static StoredDecision Stored(long seq, byte[] json) => new(seq, DecisionKind.Audit, TestEngine.Today, json);

    private static StoredDecision Changed(StoredDecision entry, Func<string, string> change) =>
        entry with { Json = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(entry.Json.Span))) };
}
