using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Silo.Packets;
using LtcActors.Silo.Tests.EndToEnd;
using Npgsql;

namespace LtcActors.Silo.Tests.Http;

/// <summary>What is kept for minutes holds at every silo of a database: packets just made.</summary>
[Collection(ServerCollection.Name)]
public sealed class MinutesSilosTests(ServerFixture server) : IAsyncLifetime
{
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
            Limits = SiloLimits.Default with { TableSweep = TimeSpan.FromMilliseconds(10) },
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
    public async Task Without_the_database_a_packet_is_refused_as_all_else_is()
    {
        var made = await SiloFixture.JsonAsync(await MakeAsync());
        await RunAsync("DROP TABLE ltcactors.packet");
        foreach (var refused in new[] { await MakeAsync(), await FileAsync(two, made, "packet.json") })
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
