using System.Net.Http.Headers;
using System.Text.Json;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Tokens of phones and feeds: what they may send, and until when.</summary>
public sealed class TokenTests : AdministeredSilo
{
    [Fact]
    public async Task A_phone_sends_what_its_caregiver_does_and_nothing_else()
    {
        var (secret, _) = await IssueAsync(new { name = "phone", role = "device", caregiverId = "C-1" });
        Assert.StartsWith("ltcd_", secret, StringComparison.Ordinal);
        Assert.Equal(["accepted", "accepted", "accepted", "not-allowed", "not-allowed", "not-allowed"], await SendAsync(secret,
        [
            Event("1", "ltc.visit.checked-in", "P-1", """{"visitId":"V-1","caregiverId":"C-1"}"""),
            Event("2", "ltc.visit.checked-out", "P-1", """{"visitId":"V-1","caregiverId":"C-1"}"""),
            Event("3", "ltc.caregiver.tracked", "C-1", """{"points":[{"time":"2026-03-01T08:00:00+08:00","lat":39.1,"lon":117.2}]}"""),
            Event("4", "ltc.visit.checked-in", "P-1", """{"visitId":"V-2","caregiverId":"C-2"}"""),
            Event("5", "ltc.caregiver.tracked", "C-2", """{"points":[{"time":"2026-03-01T08:00:00+08:00","lat":39.1,"lon":117.2}]}"""),
            Event("6", "ltc.person.died", "P-1", """{"diedAt":"2026-02-28"}"""),
        ]));
    }

    [Fact]
    public async Task A_feed_sends_what_comes_from_its_sources_also_line_by_line()
    {
        var (secret, _) = await IssueAsync(new { name = "hospital", role = "feed", sources = new[] { "/hospitals/7/" } });
        string[] events =
        [
            Event("1", "ltc.person.died", "P-1", """{"diedAt":"2026-02-28"}""", "/hospitals/7/ward"),
            Event("2", "ltc.person.died", "P-1", """{"diedAt":"2026-02-28"}""", "/hospitals/77/ward"),
            Event("3", "ltc.person.died", "P-1", """{"diedAt":"2026-02-28"}""", "/registry"),
        ];
        Assert.Equal(["accepted", "not-allowed", "not-allowed"], await SendAsync(secret, events));
        using var client = Silo.Client(secret);
        using var lines = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(string.Join('\n', events), "application/x-ndjson"));
        var answered = (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["duplicate", "not-allowed", "not-allowed"], answered.Select(a => Outcome(JsonElement.Parse(a))));
    }

    [Fact]
    public async Task A_token_opens_nothing_but_the_door_for_events()
    {
        var (secret, _) = await IssueAsync(new { name = "phone", role = "device", caregiverId = "C-1" });
        using var client = Silo.Client(secret);
        foreach (var path in new[] { "/v1/alerts", "/v1/persons/P-1", "/v1/accounts", "/v1/audit", "/metrics" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", "203.0.113.9" } } };
            using var answer = await client.SendAsync(request);
            Assert.Equal(403, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_secret_is_void_when_it_is_rotated_and_when_it_is_taken_back()
    {
        var (first, id) = await IssueAsync(new { name = "phone", role = "device", caregiverId = "C-1" });
        Assert.Equal(200, await StatusAsync(first));
        var second = (await Administrator.PostAsync($"/v1/tokens/{id}/rotate", new { })).GetProperty("secret").GetString()!;
        Assert.Equal((401, 200), (await StatusAsync(first), await StatusAsync(second)));
        var revoked = await Administrator.PostAsync($"/v1/tokens/{id}/revoke", new { });
        Assert.True(revoked.GetProperty("revoked").GetBoolean());
        Assert.Equal(401, await StatusAsync(second));
        await Administrator.PostAsync($"/v1/tokens/{id}/rotate", new { }, 409);
        Assert.DoesNotContain(second, (await Administrator.GetAsync("/v1/tokens")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"p","role":"device"}""", "/caregiverId")]
    [InlineData("""{"name":"p","role":"feed"}""", "/sources")]
    [InlineData("""{"name":"p","role":"feed","sources":[]}""", "/sources")]
    [InlineData("""{"name":"p","role":"feed","sources":[""]}""", "/sources")]
    [InlineData("""{"name":"p","role":"officer"}""", "/role")]
    [InlineData("""{"role":"feed"}""", "/name")]
    public async Task A_token_without_bounds_is_not_issued(string body, string pointer) =>
        Assert.Equal(pointer, (await Administrator.PostAsync("/v1/tokens", JsonElement.Parse(body), 400)).GetProperty("pointer").GetString());

    [Fact]
    public async Task A_stream_of_lines_ends_with_its_token()
    {
        var (secret, id) = await IssueAsync(new { name = "hospital", role = "feed", sources = new[] { "/hospitals/" } });
        await using var stream = await RawClient.ConnectAsync(Silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        await stream.SendChunkAsync(Event("1", "ltc.person.died", "P-1", """{"diedAt":"2026-02-28"}""", "/hospitals/7") + "\n");
        Assert.Contains("accepted", await stream.ReadUntilAsync("}\n"), StringComparison.Ordinal);
        await Administrator.PostAsync($"/v1/tokens/{id}/revoke", new { });
        await stream.SendChunkAsync(Event("2", "ltc.person.died", "P-2", """{"diedAt":"2026-02-28"}""", "/hospitals/7") + "\n");
        Assert.DoesNotContain("accepted", await stream.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Null(Silo.Engine.ReadEvent(2));
    }

    [Fact]
    public async Task Tokens_outlive_a_restart()
    {
        var (secret, _) = await IssueAsync(new { name = "phone", role = "device", caregiverId = "C-1" });
        await Silo.StopAsync();
        await Silo.StartAsync();
        Assert.Equal(200, await StatusAsync(secret));
    }

    private async Task<(string Secret, string Id)> IssueAsync(object body)
    {
        var issued = await Administrator.PostAsync("/v1/tokens", body);
        return (issued.GetProperty("secret").GetString()!, issued.GetProperty("token").GetProperty("id").GetString()!);
    }

    private async Task<int> StatusAsync(string secret)
    {
        using var client = Silo.Client(secret);
        using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content("[]", "application/cloudevents-batch+json"));
        return (int)answer.StatusCode;
    }

    private async Task<IEnumerable<string?>> SendAsync(string secret, string[] events)
    {
        using var client = Silo.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var answer = await client.PostAsync(
            new Uri("/v1/events", UriKind.Relative), SiloFixture.Content($"[{string.Join(',', events)}]", "application/cloudevents-batch+json"));
        return [.. (await SiloFixture.JsonAsync(answer)).GetProperty("results").EnumerateArray().Select(Outcome)];
    }

    private static string? Outcome(JsonElement result) => result.GetProperty("status").GetString() is var status and not "rejected"
        ? status : result.GetProperty("problems")[0].GetProperty("code").GetString();

    private static string Event(string id, string type, string subject, string data, string source = "/phones/1") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"{{source}}","type":"{{type}}","subject":"{{subject}}","time":"2026-03-01T08:00:00+08:00","data":{{data}}}""";
}
