using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Sign-in by another party, over a provider that runs: the whole round, and each way in which it is refused.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private OidcProvider provider = null!;
    private SiloFixture silo = null!;
    private Person administrator = null!;

    public async Task InitializeAsync()
    {
        provider = await OidcProvider.StartAsync(clock);
        await StartAsync(new() { Authority = provider.Address, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret, Name = "统一身份认证" });
    }

    public async Task DisposeAsync()
    {
        administrator.Dispose();
        await silo.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_linked_comes_in_as_by_a_password_and_where_he_wanted_to_be()
    {
        await LinkAsync();
        var browser = new Browser(silo);
        Assert.Equal("/alerts/A-1?severity=P1", await RoundAsync(browser, "/alerts/A-1?severity=P1"));
        using var who = await browser.GetAsync("/api/session");
        var session = await SiloFixture.JsonAsync(who);
        // A first password that was never used is no matter: it let nobody in.
        Assert.Equal(("li", "officer", false), (session.GetProperty("user").GetString(), session.GetProperty("role").GetString(), session.GetProperty("mustChange").GetBoolean()));
        using var without = await browser.PostAsync("/v1/alerts/A-1/acknowledge", null);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        using var change = await browser.PostAsync("/v1/alerts/A-1/acknowledge", session.GetProperty("csrf").GetString());
        Assert.Equal(HttpStatusCode.OK, change.StatusCode);
        Assert.Equal("li", silo.Engine.LastTriage!.By);
        var cookie = browser.Raw("ltc_session");
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        var begun = Kept("session.begun").Last();
        Assert.Equal(["kind", "by", "at", "id", "user", "fingerprint", "expires", "from", "way"], begun.EnumerateObject().Select(m => m.Name));
        var noted = Audited().Last(a => a.GetProperty("action").GetString() == "sign-in");
        Assert.Equal(("li", "done", "oidc"), (noted.GetProperty("by").GetString(), noted.GetProperty("result").GetString(), noted.GetProperty("note").GetString()));
        Assert.Equal(43, provider.Redeemed.Single()["code_verifier"].Length);
        Assert.DoesNotContain(silo.Log, line => line.Contains(OidcProvider.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonce", "nonce")]
    [InlineData("audience", "audience")]
    [InlineData("issuer", "issuer")]
    [InlineData("expired", "lifetime")]
    [InlineData("none", "signature")]
    [InlineData("hs256", "signature")]
    [InlineData("foreign", "signature")]
    public async Task A_token_that_is_not_for_this_sign_in_opens_nothing(string lie, string why)
    {
        await LinkAsync();
        switch (lie)
        {
            case "nonce": provider.Nonce = "639100000000000000.another"; break;
            case "audience": provider.Audience = "another-client"; break;
            case "issuer": provider.Issuer = "http://127.0.0.1:1/elsewhere"; break;
            case "expired": provider.Lasts = TimeSpan.FromMinutes(-1); break;
            default: provider.Signs = lie; break;
        }

        var browser = new Browser(silo);
        Assert.Equal("/alerts?signin=refused", await RoundAsync(browser, "/alerts"));
        await AssertOutAsync(browser, why);
    }

    [Fact]
    public async Task A_token_is_good_to_the_end_of_the_skew_and_not_beyond()
    {
        await LinkAsync();
        provider.Lasts = TimeSpan.FromSeconds(-59);
        Assert.Equal("/", await RoundAsync(new Browser(silo), "/"));
        provider.Lasts = TimeSpan.FromSeconds(-60);
        Assert.Equal("/?signin=refused", await RoundAsync(new Browser(silo), "/"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("made-up")]
    [InlineData("of-another-browser")]
    public async Task Nobody_comes_back_who_did_not_leave_from_here(string state)
    {
        await LinkAsync();
        var browser = new Browser(silo);
        var back = await browser.LeaveAsync("/alerts");
        var query = QueryHelpers.ParseQuery(back.Query).ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        query["state"] = state switch { "missing" => null, "made-up" => "CfDJ8made-up", _ => query["state"] };
        var returning = state == "of-another-browser" ? new Browser(silo) : browser;
        using var answer = await returning.GetAsync(QueryHelpers.AddQueryString(OidcSignIn.Callback, query));
        Assert.Contains("signin=refused", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(provider.Redeemed);
        await AssertOutAsync(returning, "state");
    }

    [Fact]
    public async Task What_came_back_once_does_not_come_back_again_even_with_its_cookies_and_to_a_careless_provider()
    {
        await LinkAsync();
        provider.KeepsCodes = true;
        var browser = new Browser(silo);
        var back = await browser.LeaveAsync("/");
        var thief = browser.Copy();
        using var first = await browser.GetAsync(back.PathAndQuery);
        Assert.Equal("/", first.Headers.Location!.OriginalString);
        using var second = await thief.GetAsync(back.PathAndQuery);
        Assert.Equal("/?signin=refused", second.Headers.Location!.OriginalString);
        await AssertOutAsync(thief, "replayed");
        // Without its cookies it is nobody's.
        using var third = await browser.GetAsync(back.PathAndQuery);
        Assert.Equal("/?signin=refused", third.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Whom_no_account_is_linked_with_gets_none_and_only_the_audit_says_who_it_was()
    {
        await LinkAsync();
        provider.Subject = "somebody else";
        var before = (await administrator.GetAsync("/v1/accounts")).GetRawText();
        var browser = new Browser(silo);
        Assert.Equal("/?signin=refused", await RoundAsync(browser, "/"));
        await AssertOutAsync(browser, "unlinked somebody else");
        Assert.Equal(before, (await administrator.GetAsync("/v1/accounts")).GetRawText());
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("locked")]
    public async Task An_account_that_may_not_come_in_may_not_by_another_door_either(string why)
    {
        await LinkAsync();
        if (why == "disabled")
        {
            await administrator.PostAsync("/v1/accounts/li/change", new { disabled = true });
        }
        else
        {
            using var guesser = silo.Client();
            for (var i = 0; i < 5; i++)
            {
                using var guess = await guesser.PostAsJsonAsync("/api/session", new { user = "li", password = "a guess" });
            }
        }

        var browser = new Browser(silo);
        Assert.Equal("/?signin=refused", await RoundAsync(browser, "/"));
        await AssertOutAsync(browser, why);
        Assert.Equal("li", Audited().Last(a => a.GetProperty("result").GetString() == "refused").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("link")]
    [InlineData("password")]
    [InlineData("disabled")]
    public async Task The_session_ends_with_the_link_the_password_and_the_account(string what)
    {
        await LinkAsync();
        var browser = new Browser(silo);
        await RoundAsync(browser, "/");
        using var before = await browser.GetAsync("/v1/alerts");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await (what switch
        {
            "link" => administrator.PostAsync("/v1/accounts/li/link", new { }),
            "password" => administrator.PostAsync("/v1/accounts/li/password", new { }),
            _ => administrator.PostAsync("/v1/accounts/li/change", new { disabled = true }),
        });
        using var after = await browser.GetAsync("/v1/alerts");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_person_there_is_one_account_here_and_the_first_account_is_the_operators()
    {
        await LinkAsync();
        await administrator.PostAsync("/v1/accounts", new { name = "wang", role = "supervisor" });
        Assert.Equal("/externalId", (await administrator.PostAsync("/v1/accounts/wang/link", new { externalId = "8c1f-li" }, 409)).GetProperty("pointer").GetString());
        Assert.Equal("access-conflict", (await administrator.PostAsync("/v1/accounts/admin/link", new { externalId = "root" }, 409)).GetProperty("code").GetString());
        Assert.Equal("8c1f-li", (await administrator.GetAsync("/v1/accounts/li")).GetProperty("externalId").GetString());
        await administrator.PostAsync("/v1/accounts/li/link", new { });
        Assert.False((await administrator.GetAsync("/v1/accounts/li")).TryGetProperty("externalId", out _));
        await administrator.PostAsync("/v1/accounts/wang/link", new { externalId = "8c1f-li" });
        Assert.Equal(["kind", "by", "at", "name", "authority", "externalId"], Kept("account.linked").First().EnumerateObject().Select(m => m.Name));
    }

    [Fact]
    public async Task Accounts_are_linked_by_another_claim_where_the_operator_says_so()
    {
        administrator.Dispose();
        await silo.DisposeAsync();
        await StartAsync(new() { Authority = provider.Address, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret, Claim = "preferred_username" });
        await LinkAsync("li@example.cn");
        var browser = new Browser(silo);
        Assert.Equal("/", await RoundAsync(browser, "/"));
        using var who = await browser.GetAsync("/api/session");
        Assert.Equal("li", (await SiloFixture.JsonAsync(who)).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\tevil")]
    public async Task The_way_back_leads_nowhere_else(string elsewhere)
    {
        await LinkAsync();
        Assert.Equal("/", await RoundAsync(new Browser(silo), elsewhere));
    }

    [Fact]
    public async Task Refusals_of_strangers_do_not_fill_the_journal()
    {
        var stranger = new Browser(silo);
        var before = Audited().Count;
        for (var i = 0; i < SiloLimits.Default.StrangersNoted + 5; i++)
        {
            using var answer = await stranger.GetAsync(OidcSignIn.Callback + "?state=x&code=y");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        Assert.Equal(SiloLimits.Default.StrangersNoted, Audited().Count - before);
        silo.Clock.Move(TimeSpan.FromMinutes(1));
        using var later = await stranger.GetAsync(OidcSignIn.Callback + "?state=x&code=y");
        Assert.Equal(SiloLimits.Default.StrangersNoted + 1, Audited().Count - before);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_or_says_no_leads_back_to_the_sign_in()
    {
        var browser = new Browser(silo);
        using var denied = await browser.GetAsync(OidcSignIn.Callback + "?error=access_denied&state=x");
        Assert.Equal("/?signin=refused", denied.Headers.Location!.OriginalString);
        await provider.DisposeAsync();
        using var leaving = await browser.GetAsync("/api/oidc/sign-in?return=/silences");
        Assert.Equal("/silences?signin=unreachable", leaving.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Without_the_journal_nobody_comes_in()
    {
        await LinkAsync();
        var browser = new Browser(silo);
        var back = await browser.LeaveAsync("/");
        silo.Engine.RecordFailure = new JournalUnavailableException("full");
        using var answer = await browser.GetAsync(back.PathAndQuery);
        Assert.Equal("/?signin=unreachable", answer.Headers.Location!.OriginalString);
        Assert.Equal("", browser.Raw("ltc_session"));
    }

    [Fact]
    public async Task The_sign_in_page_knows_of_it_and_of_nothing_where_it_is_not_configured()
    {
        using var client = silo.Client();
        Assert.Equal("统一身份认证", (await client.GetFromJsonAsync<JsonElement>("/api/sign-in")).GetProperty("oidc").GetProperty("name").GetString());
        administrator.Dispose();
        await silo.DisposeAsync();
        await StartAsync(new());
        using var other = silo.Client();
        Assert.False((await other.GetFromJsonAsync<JsonElement>("/api/sign-in")).TryGetProperty("oidc", out _));
        using var gone = await other.GetAsync(new Uri("/api/oidc/sign-in", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await administrator.PostAsync("/v1/accounts", new { name = "wang", role = "supervisor" });
        await administrator.PostAsync("/v1/accounts/wang/link", new { externalId = "x" }, 409);
    }

    [Fact]
    public async Task Behind_a_proxy_the_provider_is_told_the_address_that_browsers_see()
    {
        administrator.Dispose();
        await silo.DisposeAsync();
        await StartAsync(
            new() { Authority = provider.Address, ClientId = OidcProvider.ClientId, Secret = OidcProvider.Secret }, ["https://board.example.cn"]);
        using var leaving = await new Browser(silo).GetAsync("/api/oidc/sign-in");
        Assert.Equal("https://board.example.cn/api/oidc/callback", QueryHelpers.ParseQuery(leaving.Headers.Location!.Query)["redirect_uri"]);
    }

    [Theory]
    [InlineData("http://sso.example.cn/", "ltc", null, "--oidc-authority")]
    [InlineData("https://user@sso.example.cn/", "ltc", null, "--oidc-authority")]
    [InlineData("https://sso.example.cn/?x=1", "ltc", null, "--oidc-authority")]
    [InlineData("sso.example.cn", "ltc", null, "--oidc-authority")]
    [InlineData("https://sso.example.cn/", null, null, "--oidc-client-id")]
    [InlineData("https://sso.example.cn/", "ltc", "no/such/file", "--oidc-secret-file")]
    [InlineData(null, "ltc", null, "--oidc-client-id")]
    public void Wrong_settings_are_said_before_the_start(string? authority, string? client, string? file, string named)
    {
        var problems = new SiloOptions { Oidc = new() { Authority = authority, ClientId = client, SecretFile = file } }.Problems();
        Assert.Contains(named, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Https_anywhere_and_http_on_this_machine_are_right()
    {
        Assert.Empty(new SiloOptions { Oidc = new() { Authority = "https://sso.example.cn/realms/ltc", ClientId = "ltc" } }.Problems());
        Assert.Empty(new SiloOptions { Oidc = new() { Authority = "http://127.0.0.1:8080/", ClientId = "ltc" } }.Problems());
    }

    private async Task StartAsync(OidcOptions oidc, string[]? origins = null)
    {
        silo = new SiloFixture(clock) { Options = new() { Urls = "http://127.0.0.1:0", Oidc = oidc, Origins = origins ?? [] } };
        await silo.InitializeAsync();
        administrator = await Person.AdministratorAsync(silo);
    }

    private async Task LinkAsync(string externalId = "8c1f-li")
    {
        await administrator.PostAsync("/v1/accounts", new { name = "li", role = "officer", districts = new[] { Person.Own } });
        await administrator.PostAsync("/v1/accounts/li/link", new { externalId });
    }

    /// <returns>Where the browser is sent in the end.</returns>
    private static async Task<string> RoundAsync(Browser browser, string returnTo)
    {
        var back = await browser.LeaveAsync(returnTo);
        using var answer = await browser.GetAsync(back.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task AssertOutAsync(Browser browser, string why)
    {
        using var who = await browser.GetAsync("/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, who.StatusCode);
        Assert.Equal("", browser.Raw("ltc_session"));
        var noted = Audited().Last(a => a.GetProperty("action").GetString() == "sign-in");
        Assert.Equal(("refused", "oidc: " + why), (noted.GetProperty("result").GetString(), noted.GetProperty("note").GetString()));
    }

    private List<JsonElement> Audited() =>
        [.. silo.Engine.Records.Where(r => r.Kind == DecisionKind.Audit).Select(r => JsonElement.Parse(r.Json.Span))];

    private IEnumerable<JsonElement> Kept(string kind) =>
        silo.Engine.Records.Where(r => r.Kind == DecisionKind.Desk).Select(r => JsonElement.Parse(r.Json.Span)).Where(k => k.GetProperty("kind").GetString() == kind);
}
