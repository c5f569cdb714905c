using System.Net;

namespace LtcActors.Silo.Tests.Http;

/// <summary>The contract's routes by a stranger, its two tokens and the first administrator; all routes by all roles: <see cref="Access.MatrixTests"/>.</summary>
public sealed class AccessTests : IClassFixture<SiloFixture>
{
    private static readonly string[] Who = ["none", "feed", "officer", "session"];

    private readonly SiloFixture silo;

    public AccessTests(SiloFixture silo) => this.silo = silo;

    /// <summary>Method, path, body's type, then the status for each of <see cref="Who"/>.</summary>
    public static TheoryData<string, string, string?, int[]> Matrix => new()
    {
        { "POST", "/v1/events", "application/cloudevents+json", [401, 200, 403, 403] },
        { "GET", "/v1/alerts", null, [401, 403, 200, 200] },
        { "GET", "/v1/alerts/A-1", null, [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/acknowledge", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/assign", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/resolve", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/dismiss", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/reopen", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/investigate", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/release", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/alerts/A-1/undo", "application/json", [401, 403, 200, 200] },
        { "GET", "/v1/alerts/counts", null, [401, 403, 200, 200] },
        { "POST", "/v1/triage", "application/json", [401, 403, 400, 400] },
        { "POST", "/v1/triage/next?rule=NONE-01", "application/json", [401, 403, 204, 204] },
        { "GET", "/v1/views", null, [401, 403, 200, 200] },
        { "POST", "/v1/views", "application/json", [401, 403, 400, 400] },
        { "DELETE", "/v1/views/none", null, [401, 403, 404, 404] },
        { "POST", "/v1/views/none/default", "application/json", [401, 403, 403, 400] },
        { "POST", "/v1/views/none/default/end", "application/json", [401, 403, 403, 400] },
        { "GET", "/v1/attendance", null, [401, 403, 200, 200] },
        { "POST", "/v1/attendance", "application/json", [401, 403, 204, 204] },
        { "POST", "/v1/alerts/A-1/silence", "application/json", [401, 403, 200, 200] },
        { "GET", "/v1/silences", null, [401, 403, 200, 200] },
        { "GET", "/v1/silences/silence-1", null, [401, 403, 200, 200] },
        { "POST", "/v1/silences/silence-1/end", "application/json", [401, 403, 200, 200] },
        { "GET", "/v1/policies", null, [401, 403, 403, 200] },
        { "POST", "/v1/policies", "application/json", [401, 403, 403, 400] },
        { "GET", "/v1/policies/none", null, [401, 403, 403, 404] },
        { "POST", "/v1/policies/none/revise", "application/json", [401, 403, 403, 400] },
        { "POST", "/v1/policies/none/approve", "application/json", [401, 403, 403, 404] },
        { "POST", "/v1/policies/none/reject", "application/json", [401, 403, 403, 404] },
        { "POST", "/v1/policies/none/publish", "application/json", [401, 403, 403, 400] },
        { "POST", "/v1/policies/none/withdraw", "application/json", [401, 403, 403, 404] },
        { "POST", "/v1/replays", "application/json", [401, 403, 403, 400] },
        { "GET", "/v1/replays/none", null, [401, 403, 403, 404] },
        { "POST", "/v1/replays/none/cancel", "application/json", [401, 403, 403, 404] },
        { "GET", "/v1/outcomes", null, [401, 403, 200, 200] },
        { "GET", "/v1/persons/P-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/persons/P-1/history", null, [401, 403, 200, 200] },
        { "GET", "/v1/caregivers/C-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/caregivers/C-1/history", null, [401, 403, 200, 200] },
        { "GET", "/v1/institutions/I-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/institutions/I-1/history", null, [401, 403, 200, 200] },
        { "GET", "/v1/bindings/P-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/bindings/P-1/history", null, [401, 403, 200, 200] },
        { "GET", "/v1/payment-accounts/A-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/payment-accounts/A-1/history", null, [401, 403, 200, 200] },
        { "GET", "/v1/events/999", null, [401, 403, 404, 404] },
        { "GET", "/v1/persons/P-1/alerts", null, [401, 403, 200, 200] },
        { "GET", "/v1/caregivers/C-1/alerts", null, [401, 403, 200, 200] },
        { "GET", "/v1/institutions/I-1/alerts", null, [401, 403, 200, 200] },
        { "GET", "/v1/persons/P-1/homes", null, [401, 403, 200, 200] },
        { "GET", "/v1/persons/P-1/visits/none", null, [401, 403, 404, 404] },
        { "GET", "/v1/caregivers/C-1/days/2026-03-01", null, [401, 403, 200, 200] },
        { "GET", "/v1/persons/P-1/days/2026-03-01", null, [401, 403, 200, 200] },
        { "GET", "/v1/map?bbox=116,38,118,40", null, [401, 403, 200, 200] },
        { "GET", "/v1/institutions", null, [401, 403, 200, 200] },
        { "GET", "/v1/map/tiles", null, [401, 403, 200, 200] },
        { "GET", "/v1/graph/persons/P-1", null, [401, 403, 200, 200] },
        { "GET", "/v1/cases/persons/P-1", null, [401, 403, 200, 200] },
        { "POST", "/v1/cases/persons/P-1/notes", "application/json", [401, 403, 400, 400] },
        { "POST", "/v1/cases/persons/P-1/pins", "application/json", [401, 403, 400, 400] },
        { "POST", "/v1/cases/persons/P-1/pins/999/remove", "application/json", [401, 403, 404, 404] },
        { "POST", "/v1/cases/persons/P-1/attachments?name=a.txt", "application/octet-stream", [401, 403, 200, 200] },
        { "GET", "/v1/cases/persons/P-1/attachments/999", null, [401, 403, 404, 404] },
        { "GET", "/v1/rules", null, [401, 403, 200, 200] },
        { "GET", "/schemas", null, [401, 200, 200, 200] },
        { "GET", "/schemas/ltc.person.died.json", null, [401, 200, 200, 200] },
        { "GET", "/openapi/v1.json", null, [401, 200, 200, 200] },
        { "GET", "/api/session", null, [401, 403, 403, 200] },
        { "GET", "/metrics", null, [401, 403, 200, 200] },
        { "GET", "/health/live", null, [200, 200, 200, 200] },
        { "GET", "/health/ready", null, [200, 200, 200, 200] },
        { "POST", "/hubs/alerts/negotiate?negotiateVersion=1", "application/json", [401, 403, 200, 200] },
        { "POST", "/v1/policies/none/shadow", "application/json", [401, 403, 403, 400] },
        { "POST", "/v1/policies/none/unshadow", "application/json", [401, 403, 403, 404] },
        { "GET", "/v1/replays", null, [401, 403, 403, 200] },
        { "GET", "/v1/policy-values", null, [401, 403, 403, 200] },
        { "GET", "/v1/shadow/alerts", null, [401, 403, 403, 200] },
        { "GET", "/v1/shadow/outcomes", null, [401, 403, 403, 200] },
        { "POST", "/v1/shadow/alerts/none/outcome", "application/json", [401, 403, 403, 400] },
        { "GET", "/v1/nothing", null, [401, 404, 404, 404] },
        { "DELETE", "/api/session", null, [401, 403, 403, 204] },
    };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_route_answers_those_it_is_for(string method, string path, string? type, int[] expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var statuses = new List<int>();
        foreach (var who in Who)
        {
            var (client, csrf) = who == "session" ? await silo.SignInAsync() : (who switch
            {
                "feed" => silo.Feed(),
                "officer" => silo.Officer(),
                _ => silo.Client(),
            }, "");
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("X-CSRF", csrf);
            // As through a proxy: what is open to this machine alone must not be open to the proxy's clients.
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            if (type is not null)
            {
                request.Content = SiloFixture.Content("""{"note":"x","assignee":"admin","reason":"x","until":"2026-03-31","subject":"caregiver"}""", type);
            }

            using var answer = await client.SendAsync(request);
            statuses.Add((int)answer.StatusCode);
            client.Dispose();
        }

        Assert.Equal(expected, statuses);
    }

    [Fact]
    public async Task Metrics_are_open_to_this_machine()
    {
        using var client = silo.Client();
        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_stranger_is_told_how_to_come_in_and_what_he_may_not_keep()
    {
        using var client = silo.Client();
        using var answer = await client.GetAsync(new Uri("/v1/alerts", UriKind.Relative));
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_bad_token_is_not_mended_by_a_good_cookie()
    {
        var (client, _) = await silo.SignInAsync();
        using (client)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
            using var answer = await client.GetAsync(new Uri("/v1/alerts", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }
}
