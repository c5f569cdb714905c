using System.Net;
using System.Net.Http.Json;
using LtcActors.Silo.Tests.EndToEnd;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Orleans' own dashboard is the administrator's, signed in by password, and nobody else's.</summary>
[Collection(ServerCollection.Name)]
public sealed class ClusterDashboardTests(ClusterDashboardTests.OneSilo only) : IClassFixture<ClusterDashboardTests.OneSilo>
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
