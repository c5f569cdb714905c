using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Saved views, and what changed since an officer was last there; the officer's token and the administrator's session are two people.</summary>
public sealed class WorkplaceTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_private_view_is_seen_by_whoever_made_it_and_a_shared_one_by_all()
    {
        using var officer = silo.Officer();
        using var admin = await AdminAsync();
        var mine = await SaveAsync(officer, new { name = "我的", query = "?assignee=me&sort=due", sharing = "private" });
        await SaveAsync(officer, new { name = "紧急", query = "severity=P1", sharing = "shared" });
        Assert.Equal("assignee=me&sort=due", mine.GetProperty("query").GetString());
        Assert.Equal(["我的 private True", "紧急 shared True"], await ViewsAsync(officer));
        Assert.Equal(["紧急 shared False"], await ViewsAsync(admin));
        await silo.StopAsync();
        await silo.StartAsync();
        using var after = silo.Officer();
        Assert.Equal(["我的 private True", "紧急 shared True"], await ViewsAsync(after));
    }

    [Fact]
    public async Task A_view_is_changed_and_deleted_by_its_owner_alone()
    {
        using var officer = silo.Officer();
        using var admin = await AdminAsync();
        var id = (await SaveAsync(officer, new { name = "a", query = "severity=P1", sharing = "shared" })).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(admin.PostAsJsonAsync("/v1/views", new { id, name = "b", sharing = "private" })));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(admin.DeleteAsync(new Uri("/v1/views/" + id, UriKind.Relative))));
        var changed = await SaveAsync(officer, new { id, name = "b", query = "severity=P2", sharing = "private" });
        Assert.Equal((id, "b", "severity=P2"), (changed.GetProperty("id").GetString(), changed.GetProperty("name").GetString(), changed.GetProperty("query").GetString()));
        Assert.Empty(await ViewsAsync(admin));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin.DeleteAsync(new Uri("/v1/views/" + id, UriKind.Relative))));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(officer.DeleteAsync(new Uri("/v1/views/" + id, UriKind.Relative))));
        Assert.Empty(await ViewsAsync(officer));
    }

    [Fact]
    public async Task The_boards_of_a_role_open_with_a_shared_view_until_it_is_private_or_gone()
    {
        using var admin = await AdminAsync();
        using var officer = silo.Officer();
        var id = (await SaveAsync(admin, new { name = "a", query = "due=soon", sharing = "private" })).GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "officer" })));
        await SaveAsync(admin, new { id, name = "a", query = "due=soon", sharing = "shared" });
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "king" })));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(officer.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "officer" })));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "officer" })));
        Assert.True(await IsDefaultAsync(officer));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default/end", new { role = "officer" })));
        Assert.False(await IsDefaultAsync(officer));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default/end", new { role = "officer" })));
        await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "officer" }));
        await SaveAsync(admin, new { id, name = "a", query = "due=soon", sharing = "private" });
        await SaveAsync(admin, new { id, name = "a", query = "due=soon", sharing = "shared" });
        Assert.False(await IsDefaultAsync(officer));
    }

    [Fact]
    public async Task Entries_are_stored_as_they_always_were()
    {
        using var admin = await AdminAsync();
        var id = (await SaveAsync(admin, new { name = "值班", query = "severity=P1&sort=due", sharing = "shared" })).GetProperty("id").GetString()!;
        Assert.Matches("^view-[0-9a-f]{12}$", id);
        await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default", new { role = "officer" }));
        await StatusAsync(admin.PostAsJsonAsync($"/v1/views/{id}/default/end", new { role = "officer" }));
        await StatusAsync(admin.DeleteAsync(new Uri("/v1/views/" + id, UriKind.Relative)));
        await StatusAsync(admin.PostAsync(new Uri("/v1/attendance", UriKind.Relative), null));
        const string head = "\"by\":\"admin\",\"at\":\"2026-03-01T08:00:00+08:00\"";
        Assert.Equal(
            [
                $$"""{"kind":"view.saved",{{head}},"id":"{{id}}","name":"值班","query":"severity=P1&sort=due","shared":true}""",
                $$"""{"kind":"view.default",{{head}},"role":"officer","id":"{{id}}"}""",
                $$"""{"kind":"view.default",{{head}},"role":"officer"}""",
                $$"""{"kind":"view.deleted",{{head}},"id":"{{id}}"}""",
                $$"""{"kind":"board.seen",{{head}}}""",
            ],
            silo.Engine.Records.Select(r => System.Text.Encoding.UTF8.GetString(r.Json.Span)).Where(r => r.Contains("\"view.", StringComparison.Ordinal) || r.Contains("\"board.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_officer_keeps_a_hundred_views_and_no_more()
    {
        using var officer = silo.Officer();
        for (var i = 0; i < 100; i++)
        {
            await SaveAsync(officer, new { name = $"v{i}", query = "", sharing = "private" });
        }

        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(officer.PostAsJsonAsync("/v1/views", new { name = "one more", sharing = "private" })));
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_what_changed_since_and_a_newcomer_nothing()
    {
        using var officer = silo.Officer();
        Assert.False((await JsonAsync(officer, "/v1/attendance")).TryGetProperty("at", out _));
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(officer.PostAsync(new Uri("/v1/attendance", UriKind.Relative), null)));
        var then = silo.Clock.GetUtcNow();
        silo.Clock.Move(TimeSpan.FromHours(1));
        var now = silo.Clock.GetUtcNow();
        silo.Engine.Raise(Samples.Alert("old", 20) with { RaisedAt = then, ChangedAt = then });
        silo.Engine.Raise(Samples.Alert("new", 21) with { RaisedAt = now, ChangedAt = now, DueAt = now });
        silo.Engine.Raise(Samples.Alert("mine", 22, "P3", AlertStatus.Acknowledged) with { RaisedAt = then, ChangedAt = now, Assignee = "officer", By = "wang" });
        silo.Engine.Raise(Samples.Alert("own", 23, "P3", AlertStatus.Acknowledged) with { RaisedAt = then, ChangedAt = now, Assignee = "officer", By = "officer" });
        silo.Engine.Raise(Samples.Alert("closed", 24, "P3", AlertStatus.Resolved) with { RaisedAt = now, ChangedAt = now, By = "wang" });
        silo.Engine.Raise(Samples.Alert("gone", 25, "P3", AlertStatus.Withdrawn) with { RaisedAt = then, ChangedAt = now });
        var since = await JsonAsync(officer, "/v1/attendance");
        Assert.Equal(then, since.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("""{"P1":1}""", since.GetProperty("raised").GetRawText());
        int Number(string name) => since.GetProperty(name).GetInt32();
        Assert.Equal((1, 1, 1, 1), (Number("closed"), Number("withdrawn"), Number("mine"), Number("overdue")));
    }

    private async Task<HttpClient> AdminAsync()
    {
        var (client, csrf) = await silo.SignInAsync();
        client.DefaultRequestHeaders.Add("X-CSRF", csrf);
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return answer.StatusCode;
    }

    private static async Task<JsonElement> SaveAsync(HttpClient client, object view)
    {
        using var answer = await client.PostAsJsonAsync("/v1/views", view);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    private static async Task<string[]> ViewsAsync(HttpClient client) =>
    [
        .. (await JsonAsync(client, "/v1/views")).GetProperty("items").EnumerateArray()
            .Select(v => $"{v.GetProperty("name").GetString()} {v.GetProperty("sharing").GetString()} {v.GetProperty("mine").GetBoolean()}"),
    ];

    private static async Task<bool> IsDefaultAsync(HttpClient client) =>
        (await JsonAsync(client, "/v1/views")).GetProperty("items").EnumerateArray().Single().GetProperty("default").GetBoolean();

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
