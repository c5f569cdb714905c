using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using LtcActors.Silo.Tests.EndToEnd;
using Microsoft.Playwright;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Orleans' own dashboard is the administrator's, signed in by password, and nobody else's.</summary>
[Collection(ServerCollection.Name)]
public sealed class ClusterDashboardTests(ClusterDashboardTests.OneSilo only, BrowserFixture browser)
    : BoardScenes(browser), IClassFixture<ClusterDashboardTests.OneSilo>, IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("/orleans/")]
    [InlineData("/orleans/index.min.js")]
    [InlineData("/orleans/DashboardCounters")]
    [InlineData("/orleans/ClusterStats")]
    public async Task The_dashboard_of_the_cluster_opens_for_the_administrators_session_alone(string path)
    {
        var silo = only.Silo;
        using var anybody = new HttpClient { BaseAddress = silo.Url };
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await silo.Officer.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await silo.Feed.GetAsync(path)).StatusCode);
        var signedIn = await anybody.PostAsJsonAsync("/api/session", new { user = "admin", password = silo.Password });
        Assert.True(signedIn.IsSuccessStatusCode, $"Signing in: {signedIn.StatusCode}");
        var answer = await anybody.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As an administrator sees it, in the session of the board.</summary>
    [Fact]
    public async Task The_dashboard_shows_its_silo_in_a_browser_and_asks_nobody_else()
    {
        // By its address alone: this build of the silo may be without the board.
        await using var board = await Browser.OpenAsync(only.Silo, "/health/live");
        var signedIn = await board.Page.APIRequest.PostAsync("/api/session", new() { DataObject = new { user = "admin", password = only.Silo.Password } });
        Assert.True(signedIn.Ok, $"Signing in: {signedIn.Status}");
        var foreign = new ConcurrentQueue<string>();
        board.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsFile: false, Scheme: "http" or "https" } asked && asked.Authority != only.Silo.Url.Authority)
            {
                foreign.Enqueue(request.Url);
            }
        };
        await board.Page.GotoAsync("/orleans/");
        await ShowAsync(board, "orleans-overview");
        await board.Page.GotoAsync("/orleans/#/silos");
        await Assertions.Expect(board.Page.GetByText("Silo Health")).ToBeVisibleAsync();
        await Assertions.Expect(board.Page.GetByText("127.0.0.1").First).ToBeVisibleAsync();
        await ShowAsync(board, "orleans-silos");
        await board.Page.GotoAsync("/orleans/#/grains");
        await Assertions.Expect(board.Page.GetByText("ConductorGrain").First).ToBeVisibleAsync();
        await ShowAsync(board, "orleans-grains");
        Assert.Empty(foreign);
    }

    public sealed class OneSilo(ServerFixture server) : IAsyncLifetime
    {
        internal SiloUnderTest Silo { get; private set; } = null!;

        public async Task InitializeAsync() => Silo = await SiloUnderTest.StartAsync(
            [.. ClusterTests.Arguments(await Verbs.NewDatabaseAsync(server.Cluster)), "--cluster-dashboard"]);

        public Task DisposeAsync()
        {
            Silo.Dispose();
            return Task.CompletedTask;
        }
    }
}
