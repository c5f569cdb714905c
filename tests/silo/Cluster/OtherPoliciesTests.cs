using LtcActors.Silo.Tests.EndToEnd;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>An update that brings another file of policies/, to a cluster that runs by the one before.</summary>
public sealed class OtherPoliciesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    /// <summary>300 m from home.</summary>
    internal static readonly string[] Far =
    [
        """{"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p1","time":"2026-06-01T08:00:00+08:00","subject":"p1","data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}""",
        """{"specversion":"1.0","type":"ltc.visit.checked-in","source":"/phones","id":"v1","time":"2026-06-10T09:00:00+08:00","subject":"p1","data":{"visitId":"v1","caregiverId":"c1","position":{"lat":39.1227,"lon":117.2,"accuracy":10,"mock":false}}}""",
    ];

    [Fact]
    public async Task A_silo_with_it_ends_with_one_line_while_the_cluster_runs_and_judges_all_anew_after_its_last_silo()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        using var other = OtherProgram.With("tianjin/location.json", "\"value\": 150", "\"value\": 1000");
        using var before = await SiloUnderTest.StartAsync(ClusterTests.Arguments(connection));
        Assert.True(await KillTests.PostAsync(before, Far));
        Assert.Equal("open", (await before.AlertsAsync("GEO-01", 1))[0].GetProperty("status").GetString());

        var data = Directory.CreateTempSubdirectory("ltc-silo-").FullName;
        var (code, errors) = await Verbs.RunOtherAsync(other.Folder, ["--data", data, "--urls", "http://127.0.0.1:0", .. ClusterTests.Arguments(connection)]);
        Directory.Delete(data, recursive: true);
        Assert.Equal(1, code);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The silo cannot start: it would judge by others than the cluster that runs (generation 1, 127.0.0.1:", line, StringComparison.Ordinal);
        Assert.Contains("): policies/tianjin/location.json. Stop all of its silos first", line, StringComparison.Ordinal);
        // The other heard nothing of it, and goes on.
        Assert.Equal("open", (await before.AlertsAsync("GEO-01", 1))[0].GetProperty("status").GetString());

        before.Stop();
        using var after = await SiloUnderTest.StartOtherAsync(other.Folder, ClusterTests.Arguments(connection));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await after.AlertsAsync("GEO-01", 1))[0].GetProperty("status").GetString() != "withdrawn")
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
