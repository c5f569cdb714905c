using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>The chunks that the actors of a checkpoint lie in.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresChunksTests : IDisposable
{
    private const int Actors = 100;
    private const int StateBytes = 2_000;

    private readonly string connection;
    private readonly PostgresDatabase database;
    private readonly PostgresLease lease;
    private readonly PostgresStateStore store;

    public PostgresChunksTests(PostgresFixture fixture)
    {
        connection = fixture.NewDatabase();
        database = new(PostgresFixture.AsWriter(connection));
        lease = PostgresLease.TryTake(database, "test") ?? throw new InvalidOperationException("The lease is held.");
        store = PostgresStateStore.Open(database, lease);
    }

    public void Dispose()
    {
        store.Dispose();
        lease.Dispose();
        database.Dispose();
    }

    [Fact]
    public void What_is_less_than_half_valid_gives_up_the_rest_and_goes()
    {
        store.Save(new(1, Everybody(of: 1), [], []));
        var first = Chunks();
        Assert.True(first > 1);
        for (var n = 2; n <= 20; n++)
        {
            // Half of them, another half each time.
            store.Save(new(n, [.. Everybody(of: n).Where((_, i) => i % 2 == n % 2)], [], []));
        }

        Assert.InRange(Chunks(), first, 3 * first);
        Assert.Equal(Enumerable.Range(0, Actors).Select(i => i % 2 == 0 ? 20 : 19), Enumerable.Range(0, Actors).Select(i => Value(store, i)));
        using var again = PostgresStateStore.Open(database, lease);
        Assert.Equal(Actors, again.ReadActors().Count());
        Assert.Equal(19, Value(again, 1));
    }

    [Fact]
    public void After_a_checkpoint_of_which_nobody_knows_whether_it_was_written_it_looks_where_everything_lies()
    {
        store.Save(new(1, Everybody(of: 1), [], []));
        Assert.Throws<InvalidOperationException>(() => store.Save(new(2, Everybody(of: 2), [], Unreadable())));
        using (var other = PostgresStateStore.Open(database, lease))
        {
            // As if it had been written after all, and more: what the first knew of is gone.
            other.Save(new(2, Everybody(of: 2), [], []));
            other.Save(new(3, Everybody(of: 3), [], []));
        }

        Assert.Equal(3, Value(store, 7));
        store.Save(new(4, [Everybody(of: 4)[7]], [], []));
        Assert.Equal([3, 4], [Value(store, 6), Value(store, 7)]);
    }

    private static List<ActorRow> Everybody(int of) =>
        [.. Enumerable.Range(0, Actors).Select(i => new ActorRow(ActorId.Person($"p{i}"), Enumerable.Repeat((byte)of, StateBytes).ToArray(), default, null))];

    private static KeyedRow[] Unreadable() => [new("alert", "x", new Broken().Memory)];

    private static int Value(PostgresStateStore of, int person) => of.ReadActor(ActorId.Person($"p{person}"))!.Value.State.Span[0];

    private long Chunks() => (long)PostgresFixture.Run(connection, "SELECT count(*) FROM ltcactors.actor_chunk")!;

    /// <summary>Bytes that cannot be read when they are to be sent.</summary>
    private sealed class Broken : System.Buffers.MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(1);

        public override Span<byte> GetSpan() => throw new InvalidOperationException("planned");

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new InvalidOperationException("planned");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
