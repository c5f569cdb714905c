using System.Security.Cryptography;
using System.Text;
using LtcActors.Journal.Postgres;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>Two processes of one database count the same names: five tries of a quarter of an hour.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FailedSignInsTests : IDisposable
{
    private const int Limit = 5;

    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    private readonly string connection;
    private readonly FailedSignIns one;
    private readonly FailedSignIns two;

    public FailedSignInsTests(PostgresFixture fixture)
    {
        connection = fixture.NewDatabase();
        (one, two) = (new(PostgresFixture.AsWriter(connection)), new(PostgresFixture.AsWriter(connection)));
    }

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }

    [Fact]
    public async Task Of_forty_tries_at_the_same_instant_at_two_processes_five_are_let_through()
    {
        using var start = new Barrier(8);
        var counted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Enumerable.Range(0, 5).Count(_ => Try(i % 2 == 0 ? one : two, "li", Noon) is null);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(Limit, counted.Sum());
        Assert.All([one, two], process => Assert.Equal(Noon, Last(process, "li", Noon)));
    }

    [Fact]
    public void What_is_refused_makes_the_lock_no_longer_and_at_its_end_counting_begins_anew()
    {
        for (var i = 0; i < Limit; i++)
        {
            Assert.Null(Try(one, "li", Noon));
        }

        Assert.Equal(Noon, Try(two, "li", Noon + Lock - TimeSpan.FromSeconds(1)));
        Assert.Equal(Noon, Last(one, "li", Noon + Lock - TimeSpan.FromSeconds(1)));
        Assert.Null(Last(one, "li", Noon + Lock));
        Assert.Null(Try(two, "li", Noon + Lock));
        Assert.Equal(1, Run("SELECT tries FROM ltcactors.failed_sign_in"));
    }

    [Fact]
    public void A_right_password_at_one_process_sets_the_failures_back_at_all_and_only_those_of_its_name()
    {
        for (var i = 0; i < Limit; i++)
        {
            Assert.Null(Try(i % 2 == 0 ? one : two, "li", Noon));
            Assert.Null(Try(one, "wang", Noon));
        }

        two.Forget(Hash("li"));
        Assert.Null(Last(one, "li", Noon));
        Assert.Equal(Noon, Last(two, "wang", Noon));
    }

    [Fact]
    public void Names_that_nobody_tries_any_more_and_those_that_are_too_many_are_deleted_the_oldest_first()
    {
        for (var i = 0; i < 6; i++)
        {
            Assert.Null(Try(one, $"name-{i}", Noon + TimeSpan.FromMinutes(i)));
        }

        // The first is over by then; of the other five the newest three stay.
        two.Trim(Noon, names: 10);
        Assert.Equal(["name-1", "name-2", "name-3", "name-4", "name-5"], Kept());
        two.Trim(Noon, names: 3);
        Assert.Equal(["name-3", "name-4", "name-5"], Kept());
    }

    [Fact]
    public void A_name_lies_there_as_its_hash_alone()
    {
        Try(one, "a password typed into the wrong field", Noon);
        Assert.Equal(Hash("a password typed into the wrong field"), Run("SELECT name_hash FROM ltcactors.failed_sign_in"));
        Assert.Equal(3L, Run("SELECT count(*) FROM information_schema.columns WHERE table_name = 'failed_sign_in'"));
    }

    private static DateTimeOffset? Try(FailedSignIns process, string name, DateTimeOffset now) => process.Count(Hash(name), now, now - Lock, Limit);

    private static DateTimeOffset? Last(FailedSignIns process, string name, DateTimeOffset now) => process.Last(Hash(name), now - Lock, Limit);

    private static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private IEnumerable<string> Kept() => Enumerable.Range(0, 6).Select(i => $"name-{i}").Where(n => one.Last(Hash(n), DateTimeOffset.UnixEpoch, 1) is not null);

    private object? Run(string sql) => PostgresFixture.Run(connection, sql);
}
