using System.Net;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>How long a session lasts: with somebody there, with nobody, and on a wall. The clock is moved by hand.</summary>
public sealed class SessionLifeTests() : AdministeredSilo(new() { Urls = "http://127.0.0.1:0", Limits = SiloLimits.Default with { SessionSweep = TimeSpan.FromMilliseconds(50) } })
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task It_ends_after_half_an_hour_with_nobody_there_whatever_the_board_asks_for()
    {
        Silo.Clock.Move(Minutes(15));
        await Administrator.GetAsync("/v1/alerts");
        using var seen = await Administrator.Client.PostAsync(new Uri("/v1/attendance", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.True(seen.IsSuccessStatusCode);
        await Administrator.GetAsync("/api/session");
        Silo.Clock.Move(Minutes(15) - Second);
        await Administrator.GetAsync("/v1/alerts");
        Silo.Clock.Move(Second);
        await Administrator.GetAsync("/v1/alerts", 401);
        // And is not had back by saying that one was there all the time.
        await Administrator.PostAsync("/api/session/stay", new { }, 401);
    }

    [Fact]
    public async Task It_goes_on_while_somebody_says_so_and_ends_with_the_shift()
    {
        for (var told = 0; told < 20; told++)
        {
            Silo.Clock.Move(Minutes(29));
            await Administrator.PostAsync("/api/session/stay", new { });
        }

        Silo.Clock.Move(Minutes(20) - Second);
        var session = await Administrator.PostAsync("/api/session/stay", new { });
        Assert.Equal(session.GetProperty("expires").GetDateTimeOffset(), session.GetProperty("ends").GetDateTimeOffset());
        Assert.Equal(Second, session.GetProperty("ends").GetDateTimeOffset() - session.GetProperty("now").GetDateTimeOffset());
        Silo.Clock.Move(Second);
        await Administrator.GetAsync("/v1/alerts", 401);
    }

    [Fact]
    public async Task A_board_is_told_when_it_will_end()
    {
        Silo.Clock.Move(Minutes(10));
        var session = await Administrator.GetAsync("/api/session");
        Assert.Equal(Minutes(20), session.GetProperty("ends").GetDateTimeOffset() - session.GetProperty("now").GetDateTimeOffset());
        Assert.Equal(Minutes(590), session.GetProperty("expires").GetDateTimeOffset() - session.GetProperty("now").GetDateTimeOffset());
    }

    [Fact]
    public async Task The_journal_is_told_every_two_minutes_at_most()
    {
        Silo.Clock.Move(Minutes(2) - Second);
        await Administrator.PostAsync("/api/session/stay", new { });
        Assert.Empty(Seen());
        Silo.Clock.Move(Second);
        await Administrator.PostAsync("/api/session/stay", new { });
        await Administrator.PostAsync("/api/session/stay", new { });
        Silo.Clock.Move(Minutes(2) - Second);
        await Administrator.PostAsync("/api/session/stay", new { });
        Assert.Equal(["kind", "by", "at", "id"], Assert.Single(Seen()).EnumerateObject().Select(m => m.Name));
    }

    [Fact]
    public async Task A_restart_knows_what_the_journal_was_told()
    {
        Silo.Clock.Move(Minutes(25));
        await Administrator.PostAsync("/api/session/stay", new { });
        Silo.Clock.Move(Minutes(1));
        await Administrator.PostAsync("/api/session/stay", new { });
        await Silo.StopAsync();
        await Silo.StartAsync();
        Silo.Clock.Move(Minutes(29) - Second);
        Assert.Equal(200, await StatusAsync(Administrator.Cookie, "/v1/alerts"));
        Silo.Clock.Move(Second);
        Assert.Equal(401, await StatusAsync(Administrator.Cookie, "/v1/alerts"));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_throws_nobody_out()
    {
        Silo.Clock.Move(Minutes(29));
        Silo.Engine.RecordFailure = new JournalUnavailableException("full");
        await Administrator.PostAsync("/api/session/stay", new { });
        Silo.Clock.Move(Minutes(29));
        await Administrator.GetAsync("/api/session");
    }

    [Fact]
    public async Task Streams_end_with_it()
    {
        await using var hub = await HubClient.ConnectAsync(Silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", Administrator.Cookie));
        await hub.StreamAsync("1", "null,0");
        await hub.ItemAsync();
        Silo.Clock.Move(Minutes(30));
        await hub.ClosedAsync();
    }

    [Fact]
    public async Task A_display_on_a_wall_stays_for_a_week_with_nobody_there_and_shows_the_list_and_nothing_else()
    {
        using var chief = await Person.MakeAsync(Silo, Administrator, "chief", Roles.Supervisor);
        var (cookie, session) = await HangAsync(chief);
        Assert.Equal(("wall", "read"), (session.GetProperty("way").GetString(), session.GetProperty("rights").EnumerateArray().Single().GetString()));
        // It is instead of the session it was made of.
        await chief.GetAsync("/api/session", 401);
        await using var hub = await HubClient.ConnectAsync(Silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", cookie));
        Silo.Clock.Move(TimeSpan.FromDays(7) - Second);
        foreach (var path in new[] { "/v1/alerts", "/v1/alerts/counts", "/v1/rules", "/api/session" })
        {
            Assert.Equal((200, path), (await StatusAsync(cookie, path), path));
        }

        foreach (var path in new[] { "/v1/alerts/A-1", "/v1/persons/P-1", "/v1/persons/P-1/history", "/v1/events/1", "/v1/silences", "/v1/alerts?format=csv", "/v1/views", "/openapi/v1.json", "/metrics" })
        {
            Assert.Equal((403, path), (await StatusAsync(cookie, path), path));
        }

        var csrf = session.GetProperty("csrf").GetString()!;
        foreach (var path in new[] { "/v1/alerts/A-1/acknowledge", "/v1/persons/P-1/reveal", "/api/session/stay", "/api/session/wall", "/api/session/password", "/v1/packets" })
        {
            Assert.Equal((403, path), (await StatusAsync(cookie, path, csrf), path));
        }

        Assert.Contains(Audited(), a => a.GetProperty("action").GetString() == "refused" && a.GetProperty("request").GetString() == "GET /v1/persons/{id}");
        Silo.Engine.Raise(Samples.Alert("A-9", 9));
        await hub.StreamAsync("1", "null,8");
        Assert.Equal("A-9", (await hub.ItemAsync()).GetProperty("id").GetString());
        Silo.Clock.Move(Second);
        await hub.ClosedAsync();
        Assert.Equal(401, await StatusAsync(cookie, "/v1/alerts"));
    }

    [Theory]
    [InlineData(Roles.Officer)]
    [InlineData(Roles.Investigator)]
    [InlineData(Roles.Auditor)]
    [InlineData(Roles.QualityControl)]
    [InlineData(Roles.Editor)]
    public async Task Only_who_keeps_what_others_see_hangs_up_a_display(string role)
    {
        using var other = await Person.MakeAsync(Silo, Administrator, "other", role, [Person.Own]);
        await other.PostAsync("/api/session/wall", new { }, 403);
        await other.GetAsync("/v1/alerts");
    }

    [Fact]
    public async Task A_display_is_taken_down_from_the_list_of_sessions_and_with_its_account()
    {
        using var chief = await Person.MakeAsync(Silo, Administrator, "chief", Roles.Supervisor);
        var (first, _) = await HangAsync(chief);
        var listed = (await Administrator.GetAsync("/v1/sessions")).GetProperty("items").EnumerateArray()
            .Single(s => s.TryGetProperty("way", out var way) && way.GetString() == "wall");
        await Administrator.PostAsync($"/v1/sessions/{listed.GetProperty("id").GetString()}/revoke", new { });
        Assert.Equal(401, await StatusAsync(first, "/v1/alerts"));
        using var again = await Person.InAsync(Silo.Client(), "chief", Person.Chosen);
        var (second, _) = await HangAsync(again);
        await Administrator.PostAsync("/v1/accounts/chief/change", new { disabled = true });
        Assert.Equal(401, await StatusAsync(second, "/v1/alerts"));
    }

    [Theory]
    [InlineData(4, 10, 168, "--session-idle")]
    [InlineData(481, 10, 168, "--session-idle")]
    [InlineData(90, 1, 168, "--session-hours")]
    [InlineData(30, 25, 168, "--session-hours")]
    [InlineData(30, 10, 0, "--wall-hours")]
    [InlineData(30, 10, 721, "--wall-hours")]
    [InlineData(5, 1, 1, null)]
    [InlineData(480, 24, 720, null)]
    public void The_terms_have_bounds(int idleMinutes, int hours, int wallHours, string? named)
    {
        var broken = (SiloLimits.Default with
        {
            SessionIdle = Minutes(idleMinutes), SessionLength = TimeSpan.FromHours(hours), WallLength = TimeSpan.FromHours(wallHours),
        }).Broken().ToList();
        Assert.Equal(named is null ? 0 : 1, broken.Count);
        Assert.All(broken, fault => Assert.Contains(named!, fault, StringComparison.Ordinal));
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static async Task<(string Cookie, JsonElement Session)> HangAsync(Person chief)
    {
        using var answer = await chief.Client.PostAsync(new Uri("/api/session/wall", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var set = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("max-age=604800", set, StringComparison.Ordinal);
        return (set.Split(';')[0], await SiloFixture.JsonAsync(answer));
    }

    private async Task<int> StatusAsync(string cookie, string path, string? csrf = null)
    {
        using var client = Silo.Client();
        using var request = new HttpRequestMessage(csrf is null ? HttpMethod.Get : HttpMethod.Post, path)
        {
            Headers = { { "Cookie", cookie }, { "X-Forwarded-For", "203.0.113.9" } },
        };
        if (csrf is not null)
        {
            request.Headers.Add("X-CSRF", csrf);
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private IEnumerable<JsonElement> Seen() => Silo.Engine.Records.Where(r => r.Kind == DecisionKind.Desk).Select(r => JsonElement.Parse(r.Json.Span))
        .Where(k => k.GetProperty("kind").GetString() == "session.seen");

    private IEnumerable<JsonElement> Audited() =>
        Silo.Engine.Records.Where(r => r.Kind == DecisionKind.Audit).Select(r => JsonElement.Parse(r.Json.Span));
}
