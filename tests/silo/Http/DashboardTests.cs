using System.Net;

namespace LtcActors.Silo.Tests.Http;

public sealed class DashboardTests : IClassFixture<SiloFixture>
{
    private readonly SiloFixture silo;

    public DashboardTests(SiloFixture silo) => this.silo = silo;

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/alerts/A-1")]
    [InlineData("/persons/P-1?asOf=2026-03-01T00:00:00Z")]
    public async Task Any_address_that_is_not_the_apis_shows_the_page(string path)
    {
        using var answer = await GetAsync(path, "text/html,application/xhtml+xml");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<title>LtcActors", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoCache);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/nothing", "text/html")]
    [InlineData("/api/nothing", "text/html")]
    [InlineData("/hubs/nothing", "text/html")]
    [InlineData("/assets/gone-123.js", "text/html")]
    [InlineData("/alerts/A-1", "application/json")]
    public async Task What_is_the_apis_or_a_missing_file_is_not_answered_with_the_page(string path, string accept)
    {
        using var answer = await GetAsync(path, accept);
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthenticated"), await EventsTests.ProblemOf(answer));
    }

    [Fact]
    public async Task Files_named_by_their_content_are_kept_for_ever()
    {
        using var answer = await GetAsync("/assets/main-abc123.js", "*/*");
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../data/first-run.json")]
    [InlineData("/..%2fdata%2ffirst-run.json")]
    [InlineData("/assets/%2e%2e/%2e%2e/data/access.json")]
    public async Task Nothing_outside_its_folder_is_served(string path)
    {
        await using var raw = await RawClient.ConnectAsync(silo.Host.Address);
        await raw.SendAsync($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answer = await raw.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_plays_into_the_api_with_a_token_of_its_own()
    {
        var played = new TaskCompletionSource<string>();
        var demo = new SiloFixture
        {
            Options = new SiloOptions { Urls = "http://127.0.0.1:0", Demo = true },
            Demo = async (client, stop) =>
            {
                using var content = SiloFixture.Content(Samples.Death("demo-1"), "application/cloudevents+json");
                using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content, stop);
                played.TrySetResult(await answer.Content.ReadAsStringAsync(stop));
                await Task.Delay(Timeout.Infinite, stop);
            },
        };
        await demo.InitializeAsync();
        Assert.Contains("\"accepted\"", await played.Task.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
        await demo.DisposeAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept)
    {
        using var client = silo.Client();
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        return await client.GetAsync(new Uri(path, UriKind.Relative));
    }
}
