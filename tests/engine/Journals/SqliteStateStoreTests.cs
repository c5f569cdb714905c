using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Engine.Tests.Journals;

public sealed class SqliteStateStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("text")]
    [InlineData("of another version")]
    public void A_file_that_cannot_be_used_is_thrown_away(string damage)
    {
        using (var store = SqliteStateStore.Open(folder.Path))
        {
            store.Save(new Checkpoint(3, [new ActorRow(ActorId.Person("a"), default, default, null)], [], []));
        }

        if (damage == "text")
        {
            File.WriteAllText(folder["state.sqlite"], new string('x', 10_000));
        }
        else
        {
            using var db = Db.OpenWriter(folder["state.sqlite"]);
            db.Exec("UPDATE meta SET value = '0' WHERE key = 'version'");
        }

        using var again = SqliteStateStore.Open(folder.Path);
        Assert.Equal(0, again.Position);
        Assert.Null(again.ReadActor(ActorId.Person("a")));
    }

    [Fact]
    public void What_was_saved_is_there_after_an_unclean_end()
    {
        using var store = SqliteStateStore.Open(folder.Path);
        store.Save(new Checkpoint(3, [new ActorRow(ActorId.Person("a"), default, default, null)], [], []));
        using var cut = folder.Copy();
        using var after = SqliteStateStore.Open(cut.Path);
        Assert.Equal(3, after.Position);
        Assert.NotNull(after.ReadActor(ActorId.Person("a")));
    }

    [Fact]
    public void A_row_is_read_while_a_checkpoint_is_being_written()
    {
        using var store = SqliteStateStore.Open(folder.Path);
        store.Save(new Checkpoint(1, [new ActorRow(ActorId.Person("a"), default, default, null)], [], []));
        using var other = Db.OpenWriter(folder["state.sqlite"]);
        other.Exec("BEGIN IMMEDIATE; DELETE FROM chunk");
        Assert.NotNull(store.ReadActor(ActorId.Person("a")));
        other.Exec("ROLLBACK");
    }

    [Fact]
    public void A_row_whose_chunk_is_gone_or_cut_is_an_error_and_not_an_actor_that_never_was()
    {
        using var store = SqliteStateStore.Open(folder.Path);
        store.Save(new Checkpoint(1, [new ActorRow(ActorId.Person("a"), new byte[100], default, null)], [], []));
        using var other = Db.OpenWriter(folder["state.sqlite"]);
        other.Exec("UPDATE chunk SET rows = x'00'");
        Assert.Throws<InvalidDataException>(() => store.ReadActor(ActorId.Person("a")));
        other.Exec("DELETE FROM chunk");
        Assert.Throws<InvalidDataException>(() => store.ReadActor(ActorId.Person("a")));
    }

    /// <summary>Chunks fill, lose their validity, give what is left to later ones and go, while others read.</summary>
    [Fact]
    public async Task Whatever_is_saved_in_any_order_every_actor_has_its_last_row()
    {
        const int Actors = 1_000;
        const int Saves = 60;
        var random = new Random(7);
        var expected = new ActorRow?[Actors];
        var saved = new int[Actors];
        var store = SqliteStateStore.Open(folder.Path);
        for (var n = 1; n <= Saves; n++)
        {
            // Now a few, now nearly all; rows of nothing, of a kilobyte, and now and then of more than a chunk.
            var share = random.Next(1, 100);
            var rows = Enumerable.Range(0, Actors).Where(_ => random.Next(100) < share).Select(i => Row(random, i, n)).ToList();
            var ended = false;
            var reading = Task.Run(() =>
            {
                var some = new Random(n);
                while (!Volatile.Read(ref ended))
                {
                    var i = some.Next(Actors);
                    var before = Volatile.Read(ref saved[i]);
                    var read = store.ReadActor(Id(i));
                    Assert.InRange(read is { } row ? BitConverter.ToInt32(row.State.Span) : 0, before, n);
                }
            });
            store.Save(new Checkpoint(n, rows, [], []));
            rows.ForEach(r => expected[int.Parse(r.Id.Id)] = r);
            rows.ForEach(r => Volatile.Write(ref saved[int.Parse(r.Id.Id)], n));
            Volatile.Write(ref ended, true);
            await reading;
            if (n % 10 == 0)
            {
                store.Dispose();
                store = SqliteStateStore.Open(folder.Path);
            }

            if (n % 5 == 0)
            {
                Assert.Equal(
                    expected.OfType<ActorRow>().Select(Text).Order(StringComparer.Ordinal),
                    store.ReadActors().Select(Text).Order(StringComparer.Ordinal));
                Assert.Equal(expected.OfType<ActorRow>().Count(r => r.Deadline is not null), store.ReadDeadlines().Count());
            }
        }

        store.Dispose();
        using var db = Db.OpenReader(folder["state.sqlite"]);
        var bytes = expected.OfType<ActorRow>().Sum(r => r.State.Length + r.HistoryTail.Length);
        Assert.InRange(long.Parse(db.Scalar("SELECT sum(length(rows)) FROM chunk")!), bytes, bytes * 4);
    }

    public void Dispose() => folder.Dispose();

    private static ActorId Id(int i) => ActorId.Person($"{i}");

    private static ActorRow Row(Random random, int i, int n)
    {
        var state = new byte[sizeof(int) + (random.Next(500) == 0 ? 150_000 : random.Next(1_000))];
        random.NextBytes(state);
        BitConverter.TryWriteBytes(state, n);
        return new(Id(i), state, state.AsMemory(0, random.Next(4)), random.Next(3) == 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(n));
    }

    private static string Text(ActorRow row) =>
        $"{row.Id} {Convert.ToHexString(row.State.Span)} {Convert.ToHexString(row.HistoryTail.Span)} {row.Deadline?.UtcTicks}";
}
