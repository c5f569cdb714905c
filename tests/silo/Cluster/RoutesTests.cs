using System.Text.Json;
using LtcActors.Silo.Tests.Access;
using LtcActors.Silo.Tests.EndToEnd;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Whoever is served by a silo of a cluster is served as by one alone.</summary>
public sealed class RoutesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly (string Path, object Body)[] Steps =
    [
        ("/v1/policies", new { title = "wide", values = new[] { new { region = "tianjin", key = "geo.fence", unit = "m", value = 1000, proposed = "a test" } } }),
        ("/v1/policies/policy-1/shadow", new { from = "2026-06-01" }),
        ("/v1/policies/policy-1/shadow", new { from = "2026-06-01" }),
        ("/v1/replays", new { policy = "policy-1", from = "2026-06-01" }),
        ("/v1/replays/replay-1/cancel", new { }),
        ("/v1/replays", new { policy = "policy-1", from = "2015-06-01" }),
        ("/v1/shadow/alerts/GEO-99-none/outcome", new { outcome = "confirmed", note = "x" }),
        ("/v1/policies/policy-1/unshadow", new { }),
        ("/v1/cases/persons/p1/notes", new { text = "x" }),
        ("/v1/cases/persons/p1/attachments?name=a.txt", new { }),
        ("/v1/persons/p1/reveal", new { purpose = "appeal" }),
        ("/v1/views", new { name = "mine", query = "severity=P1" }),
        ("/v1/triage/next", new { }),
        ("/v1/alerts/{alert}/assign", new { assignee = "admin" }),
        ("/v1/alerts/{alert}/silence", new { subject = "caregiver", until = DateTime.UtcNow.AddDays(9).ToString("yyyy-MM-dd", null), reason = "a test" }),
        ("/v1/silences/silence-1/end", new { note = "x" }),
        ("/v1/packets", new { alerts = new[] { "{alert}" }, purpose = "appeal" }),
    ];

    [Fact]
    public async Task Every_route_that_reads_and_every_step_of_an_editor_answers_as_without_a_cluster()
    {
        using var alone = await SiloUnderTest.StartAsync();
        using var one = await SiloUnderTest.StartAsync(ClusterTests.Arguments(await Verbs.NewDatabaseAsync(server.Cluster)));
        var answers = new List<List<string>>();
        foreach (var silo in new[] { alone, one })
        {
            Assert.True(await KillTests.PostAsync(silo, OtherPoliciesTests.Far));
            await silo.SettledAsync();
            using var administrator = await Person.InAsync(new HttpClient { BaseAddress = silo.Url }, "admin", silo.Password);
            var alert = (await silo.AlertsAsync("GEO-01", 1))[0].GetProperty("id").GetString();
            var said = new List<string>();
            foreach (var (path, body) in Steps)
            {
                using var content = new StringContent(JsonSerializer.Serialize(body).Replace("{alert}", alert, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
                using var answer = await administrator.Client.PostAsync(new Uri(path.Replace("{alert}", alert, StringComparison.Ordinal), UriKind.Relative), content);
                said.Add($"POST {path} {(int)answer.StatusCode}");
            }

            foreach (var path in MatrixTests.Read.Append("/v1/persons/p1").Append("/v1/persons/p1/history").Append("/v1/replays/replay-1"))
            {
                using var answer = await administrator.Client.GetAsync(new Uri(path, UriKind.Relative));
                said.Add($"GET {path} {(int)answer.StatusCode}");
            }

            answers.Add(said);
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.DoesNotContain(answers[1], line => line[^3] == '5');
    }
}
