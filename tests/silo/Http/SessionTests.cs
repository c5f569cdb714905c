using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LtcActors.Silo.Tests.Http;

/// <summary>A silo a test: the clock is moved and names are locked.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var client = silo.Client();
        using var answer = await TryAsync(client, silo.Password);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.Contains("max-age=36000", cookie, StringComparison.Ordinal);
        Assert.Equal("admin", (await SiloFixture.JsonAsync(answer)).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("wrong", 403)]
    [InlineData("right", 200)]
    public async Task A_change_by_cookie_needs_the_csrf_header(string? header, int status)
    {
        var (client, csrf) = await silo.SignInAsync();
        using (client)
        {
            if (header is not null)
            {
                client.DefaultRequestHeaders.Add("X-CSRF", header == "right" ? csrf : header);
            }

            using var answer = await client.PostAsJsonAsync("/v1/alerts/A-1/acknowledge", new { note = "看过" });
            Assert.Equal(status, (int)answer.StatusCode);
            if (status == 403)
            {
                Assert.Equal((HttpStatusCode.Forbidden, "csrf"), await EventsTests.ProblemOf(answer));
            }
            else
            {
                Assert.Equal(("admin", "看过"), (silo.Engine.LastTriage!.By, silo.Engine.LastTriage.Note));
            }
        }
    }

    [Fact]
    public async Task Five_failures_lock_the_name_for_fifteen_minutes_also_for_the_right_password()
    {
        using var client = silo.Client();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await TryAsync(client, "guess");
            Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-refused"), await EventsTests.ProblemOf(wrong));
        }

        using var locked = await TryAsync(client, silo.Password);
        Assert.Equal("900", locked.Headers.GetValues("Retry-After").Single());
        Assert.Equal((HttpStatusCode.TooManyRequests, "locked"), await EventsTests.ProblemOf(locked));
        silo.Clock.Move(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        using var still = await TryAsync(client, silo.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, still.StatusCode);
        silo.Clock.Move(TimeSpan.FromSeconds(1));
        using var open = await TryAsync(client, silo.Password);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task A_sign_in_sets_the_failures_back()
    {
        using var client = silo.Client();
        for (var i = 0; i < 8; i++)
        {
            using var answer = await TryAsync(client, i % 4 == 3 ? silo.Password : "guess");
            Assert.Equal(i % 4 == 3 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Guesses_sent_side_by_side_are_counted_too()
    {
        using var client = silo.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TryAsync(client, "guess")));
        Assert.Equal((5, 7), (answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized), answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests)));
    }

    [Fact]
    public async Task Sign_ins_of_names_that_nobody_has_do_not_fill_the_journal_and_those_of_an_account_are_noted_all_the_same()
    {
        using var client = silo.Client();
        for (var i = 0; i < SiloLimits.Default.StrangersNoted + 2; i++)
        {
            using var answer = await TryAsync(client, "guess", "nobody" + i);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.Equal(SiloLimits.Default.StrangersNoted, Noted());
        using var wrong = await TryAsync(client, "guess");
        Assert.Equal(SiloLimits.Default.StrangersNoted + 1, Noted());
        silo.Clock.Move(TimeSpan.FromMinutes(1));
        using var later = await TryAsync(client, "guess", "nobody");
        Assert.Equal(SiloLimits.Default.StrangersNoted + 2, Noted());

        int Noted() => silo.Engine.Recorded(Engine.Ports.DecisionKind.Audit, 0).Count();
    }

    [Fact]
    public async Task Signing_out_ends_it_at_once()
    {
        var (client, csrf) = await silo.SignInAsync();
        using (client)
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(client));
            client.DefaultRequestHeaders.Add("X-CSRF", csrf);
            using var gone = await client.DeleteAsync(new Uri("/api/session", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(client));
        }
    }

    [Fact]
    public async Task A_session_outlives_a_restart_and_ends_with_its_password()
    {
        using var browser = silo.Client();
        using var signedIn = await TryAsync(browser, silo.Password);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.All(silo.Engine.Records, r => Assert.DoesNotContain(cookie.Split('=')[1], Encoding.UTF8.GetString(r.Json.Span), StringComparison.Ordinal));

        await silo.StopAsync();
        await silo.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await WhoAsync(cookie));

        await silo.StopAsync();
        var access = Path.Combine(silo.Data, "access.json");
        var file = JsonNode.Parse(await File.ReadAllTextAsync(access))!;
        file["users"]![0]!["password"] = "another";
        await File.WriteAllTextAsync(access, file.ToJsonString());
        await silo.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await WhoAsync(cookie));
    }

    private async Task<HttpStatusCode> WhoAsync(string cookie)
    {
        using var client = silo.Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return await GetAsync(client);
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/api/session", UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> TryAsync(HttpClient client, string password, string user = "admin") =>
        client.PostAsJsonAsync("/api/session", new { user, password });
}
