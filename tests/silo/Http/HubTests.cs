using System.Net;
using System.Text.Json;

namespace LtcActors.Silo.Tests.Http;

public sealed class HubTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new() { Options = new SiloOptions { Urls = "http://127.0.0.1:0", HubConnections = 2, Origins = ["https://board.example.cn"] } };

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_stream_sends_what_came_after_the_place_and_then_what_comes()
    {
        await using var hub = await ConnectAsync();
        await hub.StreamAsync("1", "null,3");
        Assert.Equal("A-2", IdOf(await hub.ItemAsync()));
        silo.Engine.Raise(Samples.Alert("A-3", 9));
        var live = await hub.ItemAsync();
        Assert.Equal(("A-3", 9), (IdOf(live), live.GetProperty("seq").GetInt64()));
        Assert.Equal("死亡后享受待遇", live.GetProperty("title").GetProperty("zh").GetString());
        Assert.Equal("open", live.GetProperty("status").GetString());
        Assert.False(live.TryGetProperty("note", out _));
    }

    [Theory]
    [InlineData("""{"severity":"P3"}""", "A-2")]
    [InlineData("""{"severity":["P3","P4"]}""", "A-2")]
    [InlineData("""{"status":"withdrawn,resolved","rule":null}""", "A-2")]
    [InlineData("""{"district":["120101"]}""", "A-1")]
    [InlineData("""{"rule":"ELG-01","subject":"P-1"}""", "A-1")]
    [InlineData("""{}""", "A-1")]
    public async Task The_filter_has_the_names_of_the_query(string filter, string first)
    {
        await using var hub = await ConnectAsync();
        await hub.StreamAsync("1", filter + ",0");
        Assert.Equal(first, IdOf(await hub.ItemAsync()));
    }

    [Theory]
    [InlineData("""{"severity":"P9"},0""", "severity")]
    [InlineData("""{"sevrity":"P1"},0""", "severity")]
    [InlineData("""{"status":7},0""", "status")]
    [InlineData("[],0", "object")]
    [InlineData("null,-1", "afterSeq")]
    public async Task A_bad_filter_is_told_what_is_wrong(string arguments, string named)
    {
        await using var hub = await ConnectAsync();
        await hub.StreamAsync("1", arguments);
        Assert.Contains(named, await hub.CompletionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_ends_in_the_engine_too()
    {
        await using var hub = await ConnectAsync();
        await hub.StreamAsync("1", "null,3");
        await hub.ItemAsync();
        await hub.CancelAsync("1");
        await hub.CompletionAsync();
        await WaitAsync(() => silo.Engine.OpenStreams == 0);
        await hub.StreamAsync("2", "null,3");
        Assert.Equal("A-2", IdOf(await hub.ItemAsync()));
    }

    [Fact]
    public async Task A_connection_reads_four_streams_and_no_fifth()
    {
        await using var hub = await ConnectAsync();
        for (var i = 1; i <= 4; i++)
        {
            await hub.StreamAsync($"{i}", "null,3");
            await hub.ItemAsync();
        }

        await hub.StreamAsync("5", "null,3");
        Assert.Contains("at most 4", await hub.CompletionAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_in_the_query_opens_the_hub_and_a_feed_token_does_not()
    {
        await using var hub = await HubClient.ConnectAsync(silo.Host.Address, "access_token=" + silo.OfficerToken);
        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync("access_token=" + silo.FeedToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(""));
        Assert.DoesNotContain(silo.Log, l => l.Contains(silo.OfficerToken, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("https://board.example.cn", true)]
    public async Task A_page_of_a_foreign_origin_may_not_open_it(string origin, bool allowed)
    {
        var query = "access_token=" + silo.OfficerToken;
        if (!allowed)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(query, origin));
            return;
        }

        await using var hub = await HubClient.ConnectAsync(silo.Host.Address, query, o => o.SetRequestHeader("Origin", origin));
    }

    [Fact]
    public async Task A_connection_over_the_limit_is_refused()
    {
        await using var one = await ConnectAsync();
        await using var two = await ConnectAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await RefusedAsync("access_token=" + silo.OfficerToken));
    }

    [Fact]
    public async Task Signing_out_closes_the_sessions_connections()
    {
        var (client, csrf) = await silo.SignInAsync();
        using (client)
        {
            var cookie = client.DefaultRequestHeaders.GetValues("Cookie").Single();
            var origin = silo.Host.Address.GetLeftPart(UriPartial.Authority);
            await using var hub = await HubClient.ConnectAsync(silo.Host.Address, "", o =>
            {
                o.SetRequestHeader("Cookie", cookie);
                o.SetRequestHeader("Origin", origin);
            });
            await hub.StreamAsync("1", "null,3");
            await hub.ItemAsync();
            client.DefaultRequestHeaders.Add("X-CSRF", csrf);
            using var gone = await client.DeleteAsync(new Uri("/api/session", UriKind.Relative));
            await hub.ClosedAsync();
        }

        await WaitAsync(() => silo.Engine.OpenStreams == 0);
    }

    private static string? IdOf(JsonElement alert) => alert.GetProperty("id").GetString();

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private Task<HubClient> ConnectAsync() =>
        HubClient.ConnectAsync(silo.Host.Address, "", o => o.SetRequestHeader("Authorization", "Bearer " + silo.OfficerToken));

    private async Task<HttpStatusCode?> RefusedAsync(string query, string? origin = null)
    {
        var refused = await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            await using var hub = await HubClient.ConnectAsync(silo.Host.Address, query, o =>
            {
                if (origin is not null)
                {
                    o.SetRequestHeader("Origin", origin);
                }
            });
        });
        return refused.StatusCode;
    }
}
