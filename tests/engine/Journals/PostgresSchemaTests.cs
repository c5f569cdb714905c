using LtcActors.Engine.Ports;
using LtcActors.Engine.Tests.Running;
using LtcActors.Journal.Postgres;
using Npgsql;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>Migrations, rights, and the index of ids.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresSchemaTests(PostgresFixture fixture)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_empty_database_is_refused_with_the_command_that_makes_it()
    {
        using var database = new PostgresDatabase(fixture.NewEmptyDatabase());
        var refused = Assert.Throws<JournalUnavailableException>(() => Migrator.Check(database));
        Assert.Contains("silo migrate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_names_all_and_changes_nothing()
    {
        using var database = new PostgresDatabase(fixture.NewEmptyDatabase());
        Assert.Equal(Migrator.All, Migrator.Migrate(database, dryRun: true));
        Assert.Throws<JournalUnavailableException>(() => Migrator.Check(database));
        Assert.Equal(Migrator.All, Migrator.Migrate(database, dryRun: false));
        Assert.Empty(Migrator.Migrate(database, dryRun: false));
        Migrator.Check(database);
    }

    [Fact]
    public async Task Two_at_once_migrate_it_once()
    {
        var connection = fixture.NewEmptyDatabase();
        using var one = new PostgresDatabase(connection);
        using var two = new PostgresDatabase(connection);
        var done = await Task.WhenAll(Task.Run(() => Migrator.Migrate(one, false)), Task.Run(() => Migrator.Migrate(two, false)));
        Assert.Equal([0, Migrator.All.Count], done.Select(d => d.Count).Order());
    }

    [Theory]
    [InlineData("DELETE FROM ltcactors.migration WHERE number = (SELECT max(number) FROM ltcactors.migration)", "lacks migration")]
    [InlineData("UPDATE ltcactors.migration SET checksum = 'x' WHERE number = 2", "made by something else")]
    [InlineData("INSERT INTO ltcactors.migration SELECT max(number) + 1, 'later', 'x' FROM ltcactors.migration", "later version")]
    public void A_schema_that_is_not_the_programs_is_refused(string change, string reason)
    {
        var connection = fixture.NewDatabase();
        PostgresFixture.Run(connection, change);
        using var database = new PostgresDatabase(PostgresFixture.AsWriter(connection));
        using var lease = PostgresLease.TryTake(database, "test")!;
        foreach (var open in new Action[] { () => PostgresJournal.Open(database, lease), () => PostgresStateStore.Open(database, lease) })
        {
            Assert.Contains(reason, Assert.Throws<JournalUnavailableException>(open).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("UPDATE ltcactors.batch SET body = ''")]
    [InlineData("DELETE FROM ltcactors.batch")]
    [InlineData("TRUNCATE ltcactors.batch")]
    [InlineData("UPDATE ltcactors.decision SET body = ''")]
    [InlineData("DELETE FROM ltcactors.decision")]
    [InlineData("TRUNCATE ltcactors.decision")]
    [InlineData("DROP TABLE ltcactors.batch")]
    [InlineData("UPDATE ltcactors.meta SET value = ''")]
    [InlineData("DELETE FROM ltcactors.lease")]
    [InlineData("UPDATE ltcactors.migration SET checksum = ''")]
    [InlineData("UPDATE ltcactors.protection_key SET body = ''")]
    [InlineData("DELETE FROM ltcactors.protection_key")]
    [InlineData("UPDATE ltcactors.attachment SET bytes = ''")]
    [InlineData("DELETE FROM ltcactors.attachment")]
    [InlineData("UPDATE ltcactors.packet SET zip = ''")]
    [InlineData("TRUNCATE ltcactors.packet")]
    [InlineData("TRUNCATE ltcactors.failed_sign_in")]
    public void The_writer_cannot_change_what_is_written(string sql)
    {
        var refused = Assert.Throws<PostgresException>(() => PostgresFixture.Run(PostgresFixture.AsWriter(fixture.NewDatabase()), sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("decision")]
    [InlineData("lease")]
    [InlineData("actor_chunk")]
    [InlineData("attachment")]
    public void The_reader_reads_and_writes_nothing(string table)
    {
        var connection = PostgresFixture.AsReader(fixture.NewDatabase());
        PostgresFixture.Run(connection, $"SELECT count(*) FROM ltcactors.{table}");
        foreach (var sql in new[] { $"DELETE FROM ltcactors.{table}", $"INSERT INTO ltcactors.{table} DEFAULT VALUES" })
        {
            var refused = Assert.Throws<PostgresException>(() => PostgresFixture.Run(connection, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Theory]
    [InlineData("packet")]
    [InlineData("failed_sign_in")]
    public void What_is_there_for_minutes_is_not_the_readers_and_goes_into_no_backup(string table)
    {
        var connection = fixture.NewDatabase();
        var refused = Assert.Throws<PostgresException>(() => PostgresFixture.Run(PostgresFixture.AsReader(connection), $"SELECT count(*) FROM ltcactors.{table}"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Equal('u', PostgresFixture.Run(connection, $"SELECT relpersistence FROM pg_class WHERE oid = 'ltcactors.{table}'::regclass"));
    }

    [Fact]
    public void The_page_of_the_schema_names_every_column_under_its_table()
    {
        var sections = File.ReadAllText(Path.Combine(TestEngine.SolutionRoot(), "docs", "journal-postgres.md")).Split("\n## ");
        var columns = (string)PostgresFixture.Run(fixture.NewDatabase(),
            "SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns WHERE table_schema = 'ltcactors'")!;
        var missing = columns.Split(' ').Where(column => !IsNamed(column.Split('.'))).ToList();
        Assert.Empty(missing);

        bool IsNamed(string[] column) => sections.Any(s => s.Split('\n')[0].Contains($"`{column[0]}`", StringComparison.Ordinal)
            && (s.Contains($"`{column[1]}`", StringComparison.Ordinal) || s.Contains($".{column[1]}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_writer_shares_keys_in_their_order_each_once_and_the_reader_sees_none()
    {
        var connection = fixture.NewDatabase();
        using var one = new ProtectionKeys(PostgresFixture.AsWriter(connection));
        using var two = new ProtectionKeys(PostgresFixture.AsWriter(connection));
        one.Add("key-b", "<key>1</key>");
        two.Add("key-a", "<key>2</key>");
        two.Add("key-a", "<key>3</key>");
        Assert.Equal(["<key>1</key>", "<key>2</key>"], one.All());
        Assert.Equal(one.All(), two.All());
        using var reader = new ProtectionKeys(PostgresFixture.AsReader(connection));
        Assert.Throws<JournalUnavailableException>(() => reader.All());
        Assert.Throws<JournalUnavailableException>(() => reader.Add("key-c", ""));
    }

    [Fact]
    public void Every_id_is_found_through_runs_and_merges_and_again_after_reopening()
    {
        const int Count = 20_000;
        using var bed = new PostgresJournalBed(fixture, new PostgresJournalOptions(RunEvents: 1_000));
        var journal = (PostgresJournal)bed.Open();
        Fill(journal, Count);
        Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        Assert.Null(journal.Ids.Indexer.Problem);
        Assert.Equal([1, 1, 0, 0, 0, 0], journal.Ids.Indexer.Current.Runs.Select(r => r.Level));
        FindAll(journal, Count);
        journal.Dispose();
        using var again = bed.Open();
        FindAll(again, Count);
    }

    [Theory]
    [InlineData("DELETE FROM ltcactors.run")]
    [InlineData("DELETE FROM ltcactors.block WHERE number = 1")]
    [InlineData("UPDATE ltcactors.block SET body = set_byte(body, 99, 1 - get_byte(body, 99) % 2) WHERE run = (SELECT max(id) FROM ltcactors.run)")]
    [InlineData("UPDATE ltcactors.run SET mark = 'x'")]
    public void A_bad_index_of_ids_is_built_again(string damage)
    {
        const int Count = 5_000;
        using var bed = new PostgresJournalBed(fixture, new PostgresJournalOptions(RunEvents: 1_000));
        var journal = (PostgresJournal)bed.Open();
        Fill(journal, Count);
        Assert.True(journal.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        journal.Dispose();
        PostgresFixture.Run(bed.Connection, damage);
        using var again = (PostgresJournal)bed.Open();
        FindAll(again, Count);
        Assert.True(again.Ids.Indexer.WaitUntilIdle(TimeSpan.FromSeconds(60)));
        FindAll(again, Count);
    }

    private static void Fill(PostgresJournal journal, int count)
    {
        for (var i = 0; i < count; i += 500)
        {
            journal.Append(Noon, Enumerable.Range(i, 500).Select(n => Events.Of($"id-{n}")).ToArray(), []);
        }
    }

    private static void FindAll(IJournal journal, int count)
    {
        for (var i = 0; i < count; i += 37)
        {
            Assert.Equal(i + 1, Events.Find(journal, $"id-{i}"));
        }

        Assert.Equal(0, Events.Find(journal, $"id-{count}"));
    }
}
