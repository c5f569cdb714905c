using System.Diagnostics;
using System.Net;
using System.Text;
using LtcActors.Journal.Postgres;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Two processes on one database: one is active, the other waits, and a third party kills and pauses them.</summary>
[Collection(ServerCollection.Name)]
public sealed class StandbyTests(ServerFixture server, ITestOutputHelper output)
{
    private const int Batch = 25;

    private static readonly CityUnderFire City = new(seed: 11, persons: 20, days: 10, Batch);

    private static List<string[]> Batches => City.Batches;

    [Fact]
    public async Task A_standby_takes_over_when_the_active_process_is_killed_with_all_that_was_accepted()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] store = ["--store", "postgres", "--connection", connection];
        var undisturbed = City.UndisturbedAsync();
        using var first = await SiloUnderTest.StartAsync(store);
        using var second = await SiloUnderTest.StartStandbyAsync(store);
        await AssertStandbyAsync(second);

        await PostAllAsync(first, Batches.Take(Batches.Count / 2));
        await AssertStandbyAsync(second);
        first.Kill();
        var killed = Stopwatch.StartNew();
        await second.WaitForAsync("/health/ready");
        output.WriteLine($"Ready {killed.Elapsed.TotalSeconds:0.0} s after the active process was killed; the lease lives {PostgresLease.Lifetime.TotalSeconds} s.");
        Assert.Equal(Ids(Batches.Take(Batches.Count / 2)), Written(connection));

        await PostAllAsync(second, Batches.Skip(Batches.Count / 2));
        await second.SettledAsync();
        Assert.Equal(await undisturbed, KillTests.Outcome(await second.AlertsAsync()));
        Assert.Equal(Ids(Batches), Written(connection));
    }

    [Fact]
    public async Task Accounts_sessions_and_the_audit_go_on_where_the_killed_process_left_them()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] store = ["--store", "postgres", "--connection", connection];
        using var first = await SiloUnderTest.StartAsync(store);
        using var second = await SiloUnderTest.StartStandbyAsync(store);
        using var administrator = await Access.Person.InAsync(new HttpClient { BaseAddress = first.Url }, "admin", first.Password);
        var made = await administrator.PostAsync("/v1/accounts", new { name = "li", role = "supervisor" });
        var password = made.GetProperty("password").GetString()!;
        using var li = await Access.Person.InAsync(new HttpClient { BaseAddress = first.Url }, "li", password);
        await li.PostAsync("/api/session/password", new { current = password, next = "a password of 2026" });
        using var signedIn = await Access.Person.InAsync(new HttpClient { BaseAddress = first.Url }, "li", "a password of 2026");
        await signedIn.GetAsync("/v1/persons/P-1/history");
        first.Kill();
        await second.WaitForAsync("/health/ready");

        using var client = new HttpClient { BaseAddress = second.Url };
        client.DefaultRequestHeaders.Add("Cookie", signedIn.Cookie);
        using (var answer = await client.GetAsync(new Uri("/v1/persons/P-1/history", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The session of the first password ended with it, in the other process too.
        using var old = new HttpClient { BaseAddress = second.Url };
        old.DefaultRequestHeaders.Add("Cookie", li.Cookie);
        using (var answer = await old.GetAsync(new Uri("/v1/alerts", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal((0, ""), await Verbs.RunAsync(["verify-audit", .. store]));
    }

    [Fact]
    public async Task A_paused_process_that_goes_on_can_write_nothing_more_says_so_and_stands_by()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] store = ["--store", "postgres", "--connection", connection];
        using var first = await SiloUnderTest.StartAsync(store);
        using var second = await SiloUnderTest.StartStandbyAsync(store);
        await PostAllAsync(first, Batches.Take(5));

        first.Pause();
        await second.WaitForAsync("/health/ready");
        await PostAllAsync(second, Batches.Skip(5).Take(5));
        first.Resume();
        // Not one request in between is taken: it is refused for the lease's age at first, then because it stands by.
        for (var i = 0; i < 20; i++)
        {
            using var content = new StringContent($"[{string.Join(',', Batches[10])}]", Encoding.UTF8, "application/cloudevents-batch+json");
            using var answer = await first.Feed.PostAsync("/v1/events", content);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            using var ready = await first.Feed.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        await AssertStandbyAsync(first);
        Assert.Equal(Ids(Batches.Take(10)), Written(connection));

        // And it is of use again.
        second.Stop();
        await first.WaitForAsync("/health/ready");
        await PostAllAsync(first, Batches.Skip(10).Take(1));
        Assert.Equal(Ids(Batches.Take(11)), Written(connection));
    }

    [Fact]
    public async Task Crashes_of_the_database_during_ingest_lose_nothing_double_nothing_and_change_no_alert()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        var undisturbed = City.UndisturbedAsync();
        using var silo = await SiloUnderTest.StartAsync("--store", "postgres", "--connection", connection);
        await City.IngestAsync(senders: 1, (_, batch) => KillTests.SendAsync(silo, batch), blows: 3, _ =>
        {
            server.Cluster.Crash();
            server.Cluster.Start();
            return Task.CompletedTask;
        });
        await silo.SettledAsync();
        Assert.Equal(Ids(Batches), Written(connection));
        Assert.Equal(await undisturbed, KillTests.Outcome(await silo.AlertsAsync()));
    }

    private static async Task PostAllAsync(SiloUnderTest silo, IEnumerable<string[]> batches)
    {
        foreach (var batch in batches)
        {
            Assert.True(await KillTests.PostAsync(silo, batch));
        }
    }

    /// <summary>Lives, is not ready, says why, and refuses everything else with a time to come back.</summary>
    private static async Task AssertStandbyAsync(SiloUnderTest silo)
    {
        string why;
        do
        {
            using var ready = await silo.Feed.GetAsync("/health/ready");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            why = await ready.Content.ReadAsStringAsync();
        }
        while (!why.Contains("is the active process", StringComparison.Ordinal));
        using var live = await silo.Feed.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        foreach (var path in new[] { "/v1/alerts", "/v1/rules", "/" })
        {
            using var refused = await silo.Officer.GetAsync(path);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
    }

    private static List<string> Ids(IEnumerable<string[]> batches) =>
        [.. batches.SelectMany(b => b).Select(e => KillTests.Identity(Encoding.UTF8.GetBytes(e))).Order(StringComparer.Ordinal)];

    private static List<string> Written(string connection)
    {
        using var database = new PostgresDatabase(connection);
        using var reader = PostgresJournalReader.Open(database);
        return [.. reader.ReadBatches(0).SelectMany(b => b.Events).Select(KillTests.Identity).Order(StringComparer.Ordinal)];
    }
}
