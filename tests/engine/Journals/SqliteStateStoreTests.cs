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
        other.Exec("BEGIN IMMEDIATE; DELETE FROM actor");
        Assert.NotNull(store.ReadActor(ActorId.Person("a")));
        other.Exec("ROLLBACK");
    }

    public void Dispose() => folder.Dispose();
}
