using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>Who may write, and what becomes of a commit whose answer is lost.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresLeaseTests(PostgresFixture fixture) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string connection = fixture.NewDatabase();
    private readonly List<IDisposable> opened = [];

    [Fact]
    public void A_second_taker_waits_until_the_first_gives_it_up()
    {
        var first = PostgresLease.TryTake(Database(), "first")!;
        Assert.Null(PostgresLease.TryTake(Database(), "second"));
        Assert.Equal("first", PostgresLease.Holder(Database()).Holder);
        first.Dispose();
        using var second = PostgresLease.TryTake(Database(), "second");
        Assert.True(second!.Token > first.Token);
    }

    [Fact]
    public void The_lease_of_a_holder_who_is_known_to_be_gone_is_taken_at_once_and_nobody_elses_is()
    {
        var (journal, first, _) = Open("first");
        Assert.Null(PostgresLease.TryTake(Database(), "second", static holder => holder == "another"));
        using var second = PostgresLease.TryTake(Database(), "second", static holder => holder == "first");
        Assert.True(second!.Token > first.Token);
        // It lived after all.
        Assert.Throws<JournalUnavailableException>(() => journal.Append(Noon, [Events.Of("a")], []));
        Assert.Null(PostgresLease.TryTake(Database(), "third", static holder => holder == "first"));
    }

    [Fact]
    public void Whoever_lost_the_lease_writes_nothing_more()
    {
        var (journal, lease, database) = Open("old");
        var store = PostgresStateStore.Open(database, lease);
        journal.Append(Noon, [Events.Of("a")], []);
        var (successor, _, _) = TakeOver("new");

        var refused = Assert.Throws<JournalUnavailableException>(() => journal.Append(Noon, [Events.Of("b")], []));
        Assert.IsType<LeaseLostException>(refused.InnerException);
        Assert.Throws<LeaseLostException>(() => store.Save(new Checkpoint(1, [new(ActorId.Person("p"), default, default, null)], [], [])));
        Assert.True(lease.Lost.IsCompleted);
        Assert.False(lease.IsCertain);

        successor.Append(Noon, [Events.Of("c")], []);
        Assert.Throws<JournalUnavailableException>(() => journal.Append(Noon, [Events.Of("b")], []));
        Assert.Equal(["a", "c"], successor.ReadBatches(0).SelectMany(b => b.Events).Select(Events.IdOf));
    }

    [Fact]
    public async Task A_commit_under_way_when_the_lease_is_taken_is_wholly_before_the_successor_or_never()
    {
        var (journal, _, _) = Open("old");
        journal.Append(Noon, [Events.Of("first")], []);
        // Stands in the server's queue, as if the process had been paused right after sending it.
        using var blocker = Lock("ltcactors.batch");
        var append = Task.Run(() => journal.Append(Noon, [Events.Of("a")], []));
        WaitFor("query LIKE '%ltcactors.batch(%' AND wait_event_type = 'Lock'");
        var taken = Task.Run(() => TakeOver("new"));
        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(() => append.WaitAsync(Patience));
        Assert.True(refused.InnerException is LeaseLostException, refused.ToString());
        blocker.Dispose();
        var (successor, _, _) = await taken.WaitAsync(Patience);
        Assert.Equal(1, successor.LastSeq);
        successor.Append(Noon, [Events.Of("b")], []);
        Assert.Equal(["first", "b"], successor.ReadBatches(0).SelectMany(b => b.Events).Select(Events.IdOf));
    }

    [Fact]
    public async Task A_commit_that_is_durable_though_its_connection_broke_counts_once()
    {
        var (journal, _, _) = Open("only");
        journal.Append(Noon, [Events.Of("a")], []);
        // The server writes the commit, then waits for a replica that does not exist before it answers.
        PostgresFixture.Run(connection, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        PostgresFixture.Run(connection, "SELECT pg_reload_conf()");
        using var enough = new CancellationTokenSource();
        var written = 0;
        var appending = Task.Run(() =>
        {
            for (; !enough.IsCancellationRequested; written++)
            {
                journal.Append(Noon, [Events.Of($"b{written}")], [new NewDecision(DecisionKind.Alert, "\"x\""u8.ToArray())]);
            }
        });
        try
        {
            WaitFor("query LIKE '%ltcactors.batch(%' AND wait_event = 'SyncRep'");
            PostgresFixture.Run(connection,
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE query LIKE '%ltcactors.batch(%' AND wait_event = 'SyncRep'");
        }
        finally
        {
            PostgresFixture.Run(connection, "ALTER SYSTEM RESET synchronous_standby_names");
            PostgresFixture.Run(connection, "SELECT pg_reload_conf()");
            await enough.CancelAsync();
        }

        await appending.WaitAsync(Patience);
        Assert.Equal(
            ["a", .. Enumerable.Range(0, written).Select(i => $"b{i}")],
            journal.ReadBatches(0).SelectMany(b => b.Events).Select(Events.IdOf));
        Assert.Equal(1 + (2 * written), journal.LastSeq);
        Assert.Equal(written, journal.ReadDecisions(0, int.MaxValue).Count);
    }

    [Fact]
    public async Task A_commit_whose_connection_broke_before_it_was_durable_is_refused_and_can_be_tried_again()
    {
        var (journal, _, _) = Open("only");
        journal.Append(Noon, [Events.Of("a")], []);
        var blocker = Lock("ltcactors.batch");
        var append = Task.Run(() => journal.Append(Noon, [Events.Of("b")], []));
        WaitFor("query LIKE '%ltcactors.batch(%' AND wait_event_type = 'Lock'");
        PostgresFixture.Run(connection,
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE query LIKE '%ltcactors.batch(%' AND wait_event_type = 'Lock'");
        blocker.Dispose();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => append.WaitAsync(Patience));
        Assert.Equal((1, 0), (journal.LastSeq, Events.Find(journal, "b")));
        journal.Append(Noon, [Events.Of("b")], []);
        Assert.Equal(["a", "b"], journal.ReadBatches(0).SelectMany(b => b.Events).Select(Events.IdOf));
    }

    [Fact]
    public async Task Crashes_of_the_server_lose_nothing_that_was_written_and_keep_nothing_that_was_refused()
    {
        var (journal, lease, _) = Open("only");
        var written = new List<string>();
        using var enough = new CancellationTokenSource();
        var refusals = 0;
        var writing = Task.Run(() =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                try
                {
                    journal.Append(Noon, [Events.Of($"{i}")], []);
                    lock (written)
                    {
                        written.Add($"{i}");
                    }
                }
                catch (JournalUnavailableException e) when (e.InnerException is not LeaseLostException)
                {
                    Interlocked.Increment(ref refusals);
                }
            }
        });
        for (var crash = 0; crash < 3; crash++)
        {
            int before;
            lock (written)
            {
                before = written.Count;
            }

            SpinWait.SpinUntil(() => written.Count > before + 20 || writing.IsCompleted, Patience);
            fixture.Cluster.Crash();
            fixture.Cluster.Start();
        }

        var reached = written.Count;
        SpinWait.SpinUntil(() => written.Count > reached + 20 || writing.IsCompleted, Patience);
        await enough.CancelAsync();
        await writing.WaitAsync(Patience);
        Assert.Equal(written, journal.ReadBatches(0).SelectMany(b => b.Events).Select(Events.IdOf));
        Assert.Equal(written.Count, journal.LastSeq);
        Assert.False(lease.Lost.IsCompleted);
    }

    public void Dispose()
    {
        foreach (var one in opened.ToArray().Reverse())
        {
            one.Dispose();
        }
    }

    private PostgresDatabase Database()
    {
        var database = new PostgresDatabase(PostgresFixture.AsWriter(connection));
        opened.Add(database);
        return database;
    }

    private (PostgresJournal Journal, PostgresLease Lease, PostgresDatabase Database) Open(string holder)
    {
        var database = Database();
        return Open(PostgresLease.TryTake(database, holder)!, database);
    }

    private (PostgresJournal Journal, PostgresLease Lease, PostgresDatabase Database) Open(PostgresLease lease, PostgresDatabase database)
    {
        opened.Add(lease);
        var journal = PostgresJournal.Open(database, lease);
        opened.Add(journal);
        return (journal, lease, database);
    }

    private (PostgresJournal Journal, PostgresLease Lease, PostgresDatabase Database) TakeOver(string holder)
    {
        var database = Database();
        PostgresLease? lease;
        do
        {
            // As if the holder had not been heard of for its lifetime; it renews it once a second.
            PostgresFixture.Run(connection, "UPDATE ltcactors.lease SET expires_at = '-infinity'");
            lease = PostgresLease.TryTake(database, holder);
        }
        while (lease is null);
        return Open(lease, database);
    }

    /// <summary>Keeps others from writing to a table until disposed.</summary>
    private IDisposable Lock(string table)
    {
        var blocking = new Npgsql.NpgsqlConnection(connection + ";Pooling=false");
        blocking.Open();
        using var command = new Npgsql.NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE", blocking);
        command.ExecuteNonQuery();
        opened.Add(blocking);
        return blocking;
    }

    private void WaitFor(string activity) => Assert.True(SpinWait.SpinUntil(
        () => PostgresFixture.Run(connection, $"SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND {activity}") is not null,
        Patience));
}
