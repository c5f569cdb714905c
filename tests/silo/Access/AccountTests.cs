using System.Net;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>A silo a test: accounts are made, changed, locked out.</summary>
public sealed class AccountTests : AdministeredSilo
{
    [Fact]
    public async Task Whoever_signs_in_is_told_role_scope_and_rights_and_no_hash_leaves_the_silo()
    {
        Assert.Equal("administrator", Administrator.Session.GetProperty("role").GetString());
        using var li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101", "120102"]);
        Assert.Equal(["120101", "120102"], Texts(li.Session, "districts"));
        Assert.Equal(["read", "triage", "reveal", "investigate"], Texts(li.Session, "rights"));
        var listed = (await Administrator.GetAsync("/v1/accounts")).GetRawText();
        Assert.Contains("\"li\"", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("AQAAAA", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_took_in_its_time_is_routed_to_supervisors_and_administrators_in_their_scope_and_no_others()
    {
        Assert.Contains("supervise", Texts(Administrator.Session, "rights"));
        foreach (var role in Roles.OfPeople.Where(r => r != Roles.Administrator))
        {
            using var person = await Person.MakeAsync(Silo, Administrator, $"of-{role}", role, [Person.Own]);
            Assert.Equal(role == Roles.Supervisor, Texts(person.Session, "rights").Contains("supervise"));
        }

        using var foreign = await Person.MakeAsync(Silo, Administrator, "foreign", Roles.Supervisor, [Person.Foreign]);
        using var own = await Person.MakeAsync(Silo, Administrator, "own", Roles.Supervisor, [Person.Own]);
        var now = Silo.Clock.GetUtcNow();
        Silo.Engine.Raise(Samples.Alert("late", 30) with { DueAt = now, EscalatesAt = now });
        Silo.Engine.Raise(Samples.Alert("late-away", 31, district: Person.Foreign) with { DueAt = now, EscalatesAt = now });
        foreach (var (person, id) in new[] { (own, "late"), (foreign, "late-away") })
        {
            Assert.Equal([id], (await person.GetAsync("/v1/alerts?due=escalated")).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetString()));
            Assert.Equal("""{"escalated":1,"overdue":1}""", (await person.GetAsync("/v1/alerts/counts?due=escalated")).GetProperty("due").GetRawText());
        }
    }

    [Fact]
    public async Task A_first_password_opens_nothing_but_the_choice_of_another()
    {
        var made = await Administrator.PostAsync("/v1/accounts", new { name = "li", role = "supervisor" });
        using var li = await Person.InAsync(Silo.Client(), "li", made.GetProperty("password").GetString()!);
        Assert.True(li.Session.GetProperty("mustChange").GetBoolean());
        Assert.Equal("password-expired", (await li.GetAsync("/v1/alerts", 403)).GetProperty("code").GetString());
        Assert.Equal("li", (await li.GetAsync("/api/session")).GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("elevenchars", "at least 12")]
    [InlineData("my name is li and more", "does not contain the name")]
    [InlineData("aaaaaaaaaaaaaaaa", "five different")]
    public async Task A_password_that_is_easily_guessed_is_refused(string next, string why)
    {
        var made = await Administrator.PostAsync("/v1/accounts", new { name = "li", role = "supervisor" });
        var first = made.GetProperty("password").GetString()!;
        using var li = await Person.InAsync(Silo.Client(), "li", first);
        var problem = await li.PostAsync("/api/session/password", new { current = first, next }, 400);
        Assert.Equal("/next", problem.GetProperty("pointer").GetString());
        Assert.Contains(why, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"li","role":"officer"}""", 400, "/districts")]
    [InlineData("""{"name":"li","role":"investigator","districts":[]}""", 400, "/districts")]
    [InlineData("""{"name":"li","role":"feed"}""", 400, "/role")]
    [InlineData("""{"name":"li"}""", 400, "/role")]
    [InlineData("""{"name":"l i","role":"auditor"}""", 400, "/name")]
    [InlineData("""{"name":"admin","role":"auditor"}""", 409, "/name")]
    [InlineData("""{"name":"li","role":"auditor","districts":"120101"}""", 400, "/districts")]
    [InlineData("""{"name":"li","role":"auditor","districts":["12 01"]}""", 400, "/districts")]
    public async Task A_bad_account_is_refused_with_the_member_named(string body, int status, string pointer) =>
        Assert.Equal(pointer, (await Administrator.PostAsync("/v1/accounts", JsonElement.Parse(body), status)).GetProperty("pointer").GetString());

    [Fact]
    public async Task A_change_of_scope_counts_at_once_and_ends_open_streams()
    {
        using var li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101"]);
        await using var hub = await HubClient.ConnectAsync(Silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", li.Cookie));
        Assert.NotEmpty((await li.GetAsync("/v1/alerts")).GetProperty("items").EnumerateArray());
        await Administrator.PostAsync("/v1/accounts/li/change", new { districts = new[] { "120999" } });
        await hub.ClosedAsync();
        Assert.Empty((await li.GetAsync("/v1/alerts")).GetProperty("items").EnumerateArray());
        await li.GetAsync("/v1/alerts/A-1", 404);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_and_cannot_come_in()
    {
        using var li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101"]);
        await using var hub = await HubClient.ConnectAsync(Silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", li.Cookie));
        await Administrator.PostAsync("/v1/accounts/li/change", new { disabled = true });
        await hub.ClosedAsync();
        await li.GetAsync("/v1/alerts", 401);
        await Assert.ThrowsAnyAsync<Exception>(() => Person.InAsync(Silo.Client(), "li", "a password of 2026"));
        await Administrator.PostAsync("/v1/accounts/li/change", new { disabled = false });
        await li.GetAsync("/v1/alerts");
    }

    [Fact]
    public async Task A_session_that_is_revoked_is_over_with_its_streams()
    {
        using var li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101"]);
        await using var hub = await HubClient.ConnectAsync(Silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", li.Cookie));
        var sessions = (await Administrator.GetAsync("/v1/sessions")).GetProperty("items").EnumerateArray().ToList();
        Assert.True(sessions.Single(s => s.GetProperty("user").GetString() == "admin").GetProperty("own").GetBoolean());
        // The choice of a password began one, too.
        var ids = sessions.Where(s => s.GetProperty("user").GetString() == "li").Select(s => s.GetProperty("id").GetString()).ToList();
        Assert.Equal(2, ids.Count);
        foreach (var id in ids)
        {
            await Administrator.PostAsync($"/v1/sessions/{id}/revoke", new { });
            await Administrator.PostAsync($"/v1/sessions/{id}/revoke", new { }, 404);
        }

        await hub.ClosedAsync();
        await li.GetAsync("/v1/alerts", 401);
    }

    [Fact]
    public async Task A_password_reset_ends_every_session_of_the_account()
    {
        using var li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101"]);
        await Administrator.PostAsync("/v1/accounts/li/password", new { });
        await li.GetAsync("/v1/alerts", 401);
    }

    [Fact]
    public async Task The_first_administrator_chooses_a_password_and_whoever_makes_the_file_anew_takes_it_back()
    {
        await Administrator.PostAsync("/api/session/password", new { current = Silo.Password, next = "a password of 2026" });
        await Assert.ThrowsAnyAsync<Exception>(() => Person.InAsync(Silo.Client(), "admin", Silo.Password));
        using var again = await Person.InAsync(Silo.Client(), "admin", "a password of 2026");
        await Silo.StopAsync();
        File.Delete(Path.Combine(Silo.Data, "access.json"));
        await Silo.StartAsync();
        using var anew = await Person.InAsync(Silo.Client(), "admin", Silo.Password);
        await Assert.ThrowsAnyAsync<Exception>(() => Person.InAsync(Silo.Client(), "admin", "a password of 2026"));
    }

    [Fact]
    public async Task Nobody_takes_his_own_role_away_or_changes_who_is_of_the_file()
    {
        using var wang = await Person.MakeAsync(Silo, Administrator, "wang", Roles.Administrator);
        Assert.Equal("access-conflict", (await wang.PostAsync("/v1/accounts/wang/change", new { role = "auditor" }, 409)).GetProperty("code").GetString());
        Assert.Equal("access-conflict", (await wang.PostAsync("/v1/accounts/wang/change", new { disabled = true }, 409)).GetProperty("code").GetString());
        Assert.Equal("access-conflict", (await wang.PostAsync("/v1/accounts/admin/change", new { disabled = true }, 409)).GetProperty("code").GetString());
        await Administrator.PostAsync("/v1/accounts/wang/change", new { role = "auditor" });
        await wang.GetAsync("/v1/accounts", 403);
    }

    [Fact]
    public async Task Without_the_journal_nobody_signs_in_and_no_account_is_made()
    {
        Silo.Engine.RecordFailure = new JournalUnavailableException("full");
        await Administrator.PostAsync("/v1/accounts", new { name = "li", role = "auditor" }, 503);
        using var client = Silo.Client();
        using var answer = await client.PostAsync(new Uri("/api/session", UriKind.Relative),
            SiloFixture.Content($$"""{"user":"admin","password":"{{Silo.Password}}"}""", "application/json"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Silo.Engine.RecordFailure = null;
        await Administrator.GetAsync("/v1/accounts/li", 404);
    }

    [Fact]
    public async Task Accounts_are_kept_as_they_always_were()
    {
        await Administrator.PostAsync("/v1/accounts", new { name = "li", displayName = "李", role = "officer", districts = new[] { "120101" } });
        await Administrator.PostAsync("/v1/accounts/li/change", new { institutions = new[] { "I-1" } });
        await Administrator.PostAsync("/v1/tokens", new { name = "p", role = "device", caregiverId = "C-1" });
        var kept = Silo.Engine.Records.Where(r => r.Kind == DecisionKind.Desk).Select(r => JsonElement.Parse(r.Json.Span)).ToList();
        Assert.Equal(
            ["kind", "by", "at", "name", "displayName", "role", "districts", "institutions", "password"],
            kept.Single(k => k.GetProperty("kind").GetString() == "account.created").EnumerateObject().Select(m => m.Name));
        Assert.Equal(
            ["kind", "by", "at", "name", "displayName", "role", "districts", "institutions", "disabled"],
            kept.Single(k => k.GetProperty("kind").GetString() == "account.changed").EnumerateObject().Select(m => m.Name));
        Assert.Equal(
            ["kind", "by", "at", "id", "name", "role", "sha256", "sources", "caregiverId"],
            kept.Single(k => k.GetProperty("kind").GetString() == "token.issued").EnumerateObject().Select(m => m.Name));
        Assert.Equal(
            ["kind", "by", "at", "id", "user", "fingerprint", "expires", "from"],
            kept.First(k => k.GetProperty("kind").GetString() == "session.begun").EnumerateObject().Select(m => m.Name));
        Assert.All(Silo.Engine.Records, r => Assert.DoesNotContain(Silo.Password, Encoding.UTF8.GetString(r.Json.Span), StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Texts(JsonElement json, string name) => json.GetProperty(name).EnumerateArray().Select(t => t.GetString());
}
