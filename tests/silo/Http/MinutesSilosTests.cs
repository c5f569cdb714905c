using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Silo.Packets;
using LtcActors.Silo.Tests.EndToEnd;
using Npgsql;

namespace LtcActors.Silo.Tests.Http;

/// <summary>What is kept for minutes holds at every silo of a database: packets just made, and the lock of a name.</summary>
[Collection(ServerCollection.Name)]
public sealed class MinutesSilosTests(ServerFixture server) : IAsyncLifetime
{
    private const int MaxNames = 3;

    private static readonly string[] Files = ["packet.docx", "packet.html", "packet.json", "manifest.json", "packet.zip"];

    private readonly ManualClock clock = new();
    private SiloFixture one = null!;
    private SiloFixture two = null!;
    private string connection = "";

    public async Task InitializeAsync()
    {
        connection = await Verbs.NewDatabaseAsync(server.Cluster);
        var options = new SiloOptions
        {
            Urls = "http://127.0.0.1:0", Store = SiloOptions.Postgres, Connection = connection,
            Limits = SiloLimits.Default with { SignInNames = MaxNames, TableSweep = TimeSpan.FromMilliseconds(10) },
        };
        var journal = new FakeSupervision();
        (one, two) = (new(clock) { Engine = journal, Options = options }, new(clock) { Engine = journal, Options = options });
        await one.InitializeAsync();
        await two.InitializeAsync();
        using var feed = one.Feed();
        using var body = SiloFixture.Content(Samples.Death("e-1"), "application/cloudevents+json");
        (await feed.PostAsync("/v1/events", body)).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    [Fact]
    public async Task A_packet_made_at_one_silo_is_fetched_at_the_other_file_by_file_as_it_was_made()
    {
        var made = await SiloFixture.JsonAsync(await MakeAsync());
        Assert.Equal(Files, made.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        foreach (var name in Files)
        {
            using var here = await FileAsync(one, made, name);
            using var there = await FileAsync(two, made, name);
            Assert.Equal(HttpStatusCode.OK, there.StatusCode);
            Assert.Equal(here.Content.Headers.ContentType, there.Content.Headers.ContentType);
            Assert.Equal(Sha256Of(made, name), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await there.Content.ReadAsByteArrayAsync())));
        }

        using var none = await FileAsync(two, made, "packet.pdf");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task There_too_it_is_found_by_who_made_it_alone_and_for_minutes_and_then_is_deleted()
    {
        var made = await SiloFixture.JsonAsync(await MakeAsync());
        using (var administrator = await Access.Person.AdministratorAsync(two))
        {
            await administrator.GetAsync($"/v1/packets/{made.GetProperty("id").GetString()}/packet.json", 404);
        }

        clock.Move(IPacketShelf.Kept);
        using (var last = await FileAsync(two, made, "packet.json"))
        {
            Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        }

        clock.Move(TimeSpan.FromSeconds(1));
        using (var over = await FileAsync(two, made, "packet.json"))
        {
            Assert.Equal(HttpStatusCode.NotFound, over.StatusCode);
        }

        await UntilEmptyAsync("packet");
    }

    [Fact]
    public async Task Failures_at_two_silos_count_together_and_lock_the_name_at_both()
    {
        foreach (var silo in new[] { one, two, one, two, one })
        {
            using var wrong = await TryAsync(silo, "guess");
            Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-refused"), await EventsTests.ProblemOf(wrong));
        }

        foreach (var silo in new[] { one, two })
        {
            using var locked = await TryAsync(silo, silo.Password);
            Assert.Equal("900", locked.Headers.GetValues("Retry-After").Single());
            Assert.Equal((HttpStatusCode.TooManyRequests, "locked"), await EventsTests.ProblemOf(locked));
        }

        clock.Move(TimeSpan.FromMinutes(15));
        await UntilEmptyAsync("failed_sign_in");
        using var open = await TryAsync(two, two.Password);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task Of_guesses_sent_to_both_at_the_same_instant_five_are_tried()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => TryAsync(i % 2 == 0 ? one : two, "guess")));
        Assert.Equal((5, 7), (answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized), answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task A_sign_in_at_one_silo_sets_back_the_failures_at_the_other()
    {
        for (var i = 0; i < 8; i++)
        {
            using var answer = await TryAsync(i % 4 == 3 ? two : one, i % 4 == 3 ? two.Password : "guess");
            Assert.Equal(i % 4 == 3 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Names_that_nobody_has_do_not_fill_the_table()
    {
        for (var i = 0; i < 5; i++)
        {
            clock.Move(TimeSpan.FromSeconds(1));
            using var answer = await TryAsync(i % 2 == 0 ? one : two, "guess", "nobody" + i);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(Math.Min(i + 1, MaxNames), await CountAsync("failed_sign_in"));
        }
    }

    [Fact]
    public async Task Without_the_database_a_packet_and_a_sign_in_are_refused_as_all_else_is()
    {
        var made = await SiloFixture.JsonAsync(await MakeAsync());
        await RunAsync("DROP TABLE ltcactors.packet, ltcactors.failed_sign_in");
        foreach (var refused in new[] { await MakeAsync(), await FileAsync(two, made, "packet.json"), await TryAsync(one, one.Password) })
        {
            using (refused)
            {
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal-unavailable"), await EventsTests.ProblemOf(refused));
            }
        }
    }

    private static string? Sha256Of(JsonElement made, string name) =>
        made.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name).GetProperty("sha256").GetString();

    private static Task<HttpResponseMessage> FileAsync(SiloFixture silo, JsonElement made, string name) =>
        AsOfficerAsync(silo, client => client.GetAsync(new Uri($"/v1/packets/{made.GetProperty("id").GetString()}/{name}", UriKind.Relative)));

    private static async Task<HttpResponseMessage> AsOfficerAsync(SiloFixture silo, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        using var client = silo.Officer();
        return await ask(client);
    }

    private static async Task<HttpResponseMessage> TryAsync(SiloFixture silo, string password, string user = "admin")
    {
        using var client = silo.Client();
        return await client.PostAsJsonAsync("/api/session", new { user, password });
    }

    private Task<HttpResponseMessage> MakeAsync() =>
        AsOfficerAsync(one, client => client.PostAsJsonAsync("/v1/packets", new { alerts = new[] { "A-1" }, purpose = "复议", language = "zh" }));

    /// <summary>By the silos' own sweep: nothing else is asked of the table.</summary>
    private async Task UntilEmptyAsync(string table)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await CountAsync(table) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private async Task<long> CountAsync(string table) => (long)(await RunAsync($"SELECT count(*) FROM ltcactors.{table}"))!;

    private async Task<object?> RunAsync(string sql)
    {
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
