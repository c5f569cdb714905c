using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtcActors.Silo.Tests.Desk;

/// <summary>What the desk keeps is a fold of the journal's entries, the same in every process.</summary>
public sealed class DeskBookTests
{
    private readonly FakeSupervision journal = new();

    [Fact]
    public async Task An_entry_is_folded_when_it_is_durable_and_says_who_and_when()
    {
        var (book, names) = Open();
        var (seq, counts) = await book.KeepAsync("name.taken", "li", new NameTaken("甲"));
        Assert.Equal((1, true), (seq, counts));
        Assert.Equal(["1 甲 li"], names.Taken);
        var stored = Assert.Single(journal.Records);
        Assert.Equal(
            (DecisionKind.Desk, "{\"kind\":\"name.taken\",\"by\":\"li\",\"at\":\"2026-03-01T08:00:00+08:00\",\"name\":\"甲\"}"),
            (stored.Kind, Encoding.UTF8.GetString(stored.Json.Span)));
    }

    [Fact]
    public async Task Of_two_processes_that_decide_at_once_both_learn_who_was_first()
    {
        var ((one, namesOfOne), (other, namesOfOther)) = (Open(), Open());
        await other.FreshAsync();
        await one.KeepAsync("name.taken", "li", new NameTaken("甲"));
        var (seq, counts) = await other.KeepAsync("name.taken", "wang", new NameTaken("甲"));
        Assert.Equal((2, false), (seq, counts));
        await one.KeepAsync("name.taken", "li", new NameTaken("乙"));
        Assert.Equal(["1 甲 li", "3 乙 li"], namesOfOne.Taken);
        await other.KeepAsync("name.taken", "wang", new NameTaken("丙"));
        Assert.Equal(["1 甲 li", "3 乙 li", "4 丙 wang"], namesOfOther.Taken);
    }

    [Fact]
    public async Task A_book_that_is_opened_later_holds_the_same_and_passes_over_what_it_does_not_know()
    {
        var (book, names) = Open();
        await book.KeepAsync("name.taken", "li", new NameTaken("甲"));
        await journal.RecordAsync([new(DecisionKind.Desk, "{\"kind\":\"of.later\",\"by\":\"x\",\"at\":\"2026-05-20T08:00:00Z\"}"u8.ToArray())]);
        await journal.RecordAsync([new(DecisionKind.Audit, "{\"a\":1}"u8.ToArray())]);
        await book.KeepAsync("name.taken", "li", new NameTaken("乙"));
        var (again, folded) = Open();
        await again.FreshAsync();
        Assert.Equal(names.Taken, folded.Taken);
    }

    [Fact]
    public async Task What_is_not_durable_is_not_folded()
    {
        var (book, names) = Open();
        journal.RecordFailure = new JournalUnavailableException("full");
        await Assert.ThrowsAsync<JournalUnavailableException>(() => book.KeepAsync("name.taken", "li", new NameTaken("甲")));
        Assert.Empty(names.Taken);
        journal.RecordFailure = null;
        await book.KeepAsync("name.taken", "li", new NameTaken("甲"));
        Assert.Equal(["1 甲 li"], names.Taken);
    }

    [Fact]
    public async Task Nobody_keeps_what_nobody_folds_or_a_member_that_every_entry_has()
    {
        var (book, _) = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => book.KeepAsync("name.given", "li", new NameTaken("甲")));
        await Assert.ThrowsAsync<ArgumentException>(() => book.KeepAsync("name.taken", "li", new { By = "somebody else" }));
        Assert.Empty(journal.Records);
    }

    private (DeskBook Book, Names Names) Open()
    {
        var names = new Names();
        return (new(journal, [names], new ManualClock(), SiloLimits.Default, NullLogger<DeskBook>.Instance), names);
    }

    private sealed record NameTaken(string Name);

    private sealed class Names : IDeskPart
    {
        private readonly HashSet<string> known = [];

        public List<string> Taken { get; } = [];

        public IReadOnlyList<string> Kinds { get; } = ["name.taken"];

        public bool Apply(DeskEntry entry)
        {
            var name = entry.Read<NameTaken>().Name;
            if (!known.Add(name))
            {
                return false;
            }

            Taken.Add($"{entry.Seq} {name} {entry.By}");
            return true;
        }
    }
}
