using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>One state store for one test.</summary>
public interface IStateStoreBed : IDisposable
{
    /// <summary>Opens it, or opens it again after it was disposed.</summary>
    IStateStore Open();
}

/// <summary>What every state store does. A store's own tests inherit this and give it a bed.</summary>
public abstract class StateStoreContract(IStateStoreBed bed) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_empty_store_is_at_position_nought()
    {
        using var store = bed.Open();
        Assert.Equal(0, store.Position);
        Assert.Null(store.ReadActor(ActorId.Person("p")));
        Assert.Empty(store.ReadPages(ActorId.Person("p")));
        Assert.Empty(store.ReadDeadlines());
        Assert.Empty(store.ReadRows("alert"));
    }

    [Fact]
    public void What_is_saved_is_read_also_after_reopening()
    {
        var deadline = Noon.AddTicks(1);
        for (var opened = 0; opened < 2; opened++)
        {
            using var store = bed.Open();
            if (opened == 0)
            {
                store.Save(new Checkpoint(
                    7,
                    [
                        new(ActorId.Person("张三"), Bytes(1, 2), Bytes(3), deadline.ToOffset(TimeSpan.FromHours(8))),
                        new(ActorId.Binding("张三"), default, default, null),
                    ],
                    [new(ActorId.Person("张三"), 5, Bytes(5)), new(ActorId.Person("张三"), 1, Bytes(1))],
                    [new("alert", "b", Bytes(2)), new("alert", "a", Bytes(1)), new("engine", "a", Bytes(9)), new("alert", "", Bytes(0))])
                {
                    StatePages = [new(ActorId.Person("张三"), new(0, Bytes(4))), new(ActorId.Person("张三"), new(12, Bytes(6, 7)))],
                });
            }

            Assert.Equal(7, store.Position);
            var row = store.ReadActor(ActorId.Person("张三"))!.Value;
            Assert.Equal(([1, 2], [3], deadline), (row.State.ToArray(), row.HistoryTail.ToArray(), row.Deadline), Same);
            var binding = store.ReadActor(ActorId.Binding("张三"))!.Value;
            Assert.Equal((0, 0, null), (binding.State.Length, binding.HistoryTail.Length, binding.Deadline));
            Assert.Null(store.ReadActor(ActorId.Caregiver("张三")));
            Assert.Equal([(1L, 1), (5L, 5)], store.ReadPages(ActorId.Person("张三")).Select(p => (p.FirstSeq, (int)p.Seqs.Span[0])));
            Assert.Empty(store.ReadPages(ActorId.Binding("张三")));
            Assert.Equal([4], store.Read(ActorId.Person("张三"), 0).ToArray());
            Assert.Equal([6, 7], store.Read(ActorId.Person("张三"), 12).ToArray());
            Assert.Throws<InvalidDataException>(() => store.Read(ActorId.Binding("张三"), 0));
            Assert.Equal([(ActorId.Person("张三"), deadline)], store.ReadDeadlines());
            Assert.Equal([("", 0), ("a", 1), ("b", 2)], store.ReadRows("alert").Select(r => (r.Key, (int)r.Body.Span[0])));
            Assert.Equal([9], store.ReadRows("engine").Single().Body.ToArray());
        }
    }

    [Fact]
    public void Saving_again_replaces_what_is_named_and_keeps_the_rest()
    {
        using var store = bed.Open();
        store.Save(new Checkpoint(
            1,
            [new(ActorId.Person("a"), Bytes(1), Bytes(1), Noon), new(ActorId.Person("b"), Bytes(1), Bytes(1), Noon)],
            [new(ActorId.Person("a"), 1, Bytes(1))],
            [new("alert", "x", Bytes(1)), new("alert", "y", Bytes(1))])
        {
            StatePages = [new(ActorId.Person("a"), new(1, Bytes(1))), new(ActorId.Person("a"), new(2, Bytes(1)))],
        });
        store.Save(new Checkpoint(
            2,
            [new(ActorId.Person("a"), Bytes(2), Bytes(2), null)],
            [new(ActorId.Person("a"), 2, Bytes(2))],
            [new("alert", "x", Bytes(2))])
        {
            StatePages = [new(ActorId.Person("a"), new(2, Bytes(2)))],
        });

        Assert.Equal((1, 2), (store.Read(ActorId.Person("a"), 1).Span[0], store.Read(ActorId.Person("a"), 2).Span[0]));
        Assert.Equal(2, store.Position);
        Assert.Equal((2, 1), (First(store, "a"), First(store, "b")));
        Assert.Equal([ActorId.Person("b")], store.ReadDeadlines().Select(d => d.Id));
        Assert.Equal([1L, 2L], store.ReadPages(ActorId.Person("a")).Select(p => p.FirstSeq));
        Assert.Equal([2, 1], store.ReadRows("alert").Select(r => (int)r.Body.Span[0]));
    }

    [Fact]
    public void An_actor_saved_many_times_has_the_state_and_the_deadline_of_the_last()
    {
        using var store = bed.Open();
        DateTimeOffset?[] deadlines = [Noon, Noon, Noon.AddDays(1), null, null, Noon, Noon.AddDays(-1)];
        for (var i = 0; i < deadlines.Length; i++)
        {
            // Others come before and after it in every order there is, and one new one each time.
            store.Save(new Checkpoint(
                i + 1,
                [
                    new(ActorId.Person($"z{i}"), Bytes(9), default, Noon),
                    new(ActorId.Person("m"), Bytes((byte)i), default, deadlines[i]),
                    new(ActorId.Person($"a{i}"), Bytes(9), default, null),
                ],
                [],
                []));
            Assert.Equal(i, First(store, "m"));
            Assert.Equal(deadlines[i], store.ReadActor(ActorId.Person("m"))!.Value.Deadline);
            Assert.Equal(
                deadlines[i] is { } deadline ? [deadline] : [],
                store.ReadDeadlines().Where(d => d.Id == ActorId.Person("m")).Select(d => d.Deadline));
        }

        Assert.Equal(deadlines.Length * 2 + 1, store.ReadActors().Count());
    }

    [Fact]
    public void A_save_that_fails_changes_nothing_and_can_be_tried_again()
    {
        using var store = bed.Open();
        store.Save(new Checkpoint(1, [new(ActorId.Person("a"), Bytes(1), default, Noon)], [], []));
        ActorRow[] next = [new(ActorId.Person("a"), Bytes(2), default, null), new(ActorId.Person("b"), Bytes(2), default, Noon)];
        Assert.ThrowsAny<Exception>(() => store.Save(new Checkpoint(2, next, new Failing<HistoryPage>(), [])));
        Assert.Equal((1L, 1), (store.Position, First(store, "a")));
        Assert.Null(store.ReadActor(ActorId.Person("b")));

        store.Save(new Checkpoint(2, [.. next, new(ActorId.Person("c"), Bytes(2), default, null)], [], []));
        Assert.Equal((2L, 2, 2, 2), (store.Position, First(store, "a"), First(store, "b"), First(store, "c")));
        Assert.Equal([ActorId.Person("b")], store.ReadDeadlines().Select(d => d.Id));
    }

    [Fact]
    public void What_is_saved_after_clearing_is_all_there_is()
    {
        using var store = bed.Open();
        store.Save(new Checkpoint(1, [new(ActorId.Person("a"), Bytes(1), default, Noon), new(ActorId.Person("b"), Bytes(1), default, Noon)], [], []));
        store.Clear();
        store.Save(new Checkpoint(2, [new(ActorId.Person("b"), Bytes(2), default, Noon)], [], []));
        Assert.Null(store.ReadActor(ActorId.Person("a")));
        Assert.Equal(2, First(store, "b"));
    }

    [Fact]
    public void The_bytes_are_copied_before_a_save_returns()
    {
        using var store = bed.Open();
        var (state, page, body, statePage) = (new byte[] { 1 }, new byte[] { 2 }, new byte[] { 3 }, new byte[] { 4 });
        store.Save(new Checkpoint(
            1, [new(ActorId.Person("a"), state, state, null)], [new(ActorId.Person("a"), 1, page)], [new("t", "k", body)])
        {
            StatePages = [new(ActorId.Person("a"), new(1, statePage))],
        });
        state[0] = page[0] = body[0] = statePage[0] = 9;
        Assert.Equal(1, First(store, "a"));
        Assert.Equal([2], store.ReadPages(ActorId.Person("a"))[0].Seqs.ToArray());
        Assert.Equal([3], store.ReadRows("t").Single().Body.ToArray());
        Assert.Equal([4], store.Read(ActorId.Person("a"), 1).ToArray());
    }

    [Fact]
    public void A_large_checkpoint_is_read_back_whole()
    {
        using var store = bed.Open();
        var ids = Enumerable.Range(0, 5_000).Select(i => $"{i:00000}").ToList();
        store.Save(new Checkpoint(
            1,
            [.. ids.Select(i => new ActorRow(ActorId.Person(i), new byte[3_000], Bytes(1), Noon))],
            [],
            [.. ids.Select(i => new KeyedRow("alert", i, Bytes(1)))]));
        Assert.Equal(ids, store.ReadRows("alert").Select(r => r.Key));
        Assert.Equal(ids, store.ReadDeadlines().Select(d => d.Id.Id).Order());
    }

    [Fact]
    public void Clearing_throws_everything_away_for_good()
    {
        using (var store = bed.Open())
        {
            store.Save(new Checkpoint(
                3,
                [new(ActorId.Person("a"), Bytes(1), default, Noon)],
                [new(ActorId.Person("a"), 1, Bytes(1))],
                [new("t", "k", Bytes(1))])
            {
                StatePages = [new(ActorId.Person("a"), new(1, Bytes(1)))],
            });
            store.Clear();
            Assert.Equal(0, store.Position);
        }

        using var again = bed.Open();
        Assert.Equal(0, again.Position);
        Assert.Null(again.ReadActor(ActorId.Person("a")));
        Assert.Empty(again.ReadPages(ActorId.Person("a")));
        Assert.Throws<InvalidDataException>(() => again.Read(ActorId.Person("a"), 1));
        Assert.Empty(again.ReadDeadlines());
        Assert.Empty(again.ReadRows("t"));
    }

    public void Dispose()
    {
        bed.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class Failing<T> : IReadOnlyList<T>
    {
        public int Count => 1;

        public T this[int index] => throw new IOException("planned");

        public IEnumerator<T> GetEnumerator() => throw new IOException("planned");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static int First(IStateStore store, string person) => store.ReadActor(ActorId.Person(person))!.Value.State.Span[0];

    private static byte[] Bytes(params byte[] bytes) => bytes;

    private static bool Same(
        (byte[] State, byte[] Tail, DateTimeOffset? Deadline) a, (byte[] State, byte[] Tail, DateTimeOffset? Deadline) b) =>
        a.State.SequenceEqual(b.State) && a.Tail.SequenceEqual(b.Tail) && a.Deadline == b.Deadline;
}
