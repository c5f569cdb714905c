using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Notes, pins and attachments: who, when, and that nothing of it can be changed.</summary>
public sealed class CaseTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = [0xEF, 0xBB, 0xBF, .. "姓名,日期\n"u8];

    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_note_stands_with_who_and_when_and_is_there_after_a_restart()
    {
        using (var answer = await PostAsync("/v1/cases/persons/P-1/notes", new { text = "家属电话：当日无人上门", by = "somebody else" }))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await silo.StopAsync();
        await silo.StartAsync();
        var note = Assert.Single(await ItemsAsync("/v1/cases/persons/P-1"));
        Assert.Equal(("note", "家属电话：当日无人上门", "officer"), (note.GetProperty("type").GetString(), note.GetProperty("text").GetString(), note.GetProperty("by").GetString()));
        Assert.Equal(silo.Clock.GetUtcNow(), note.GetProperty("at").GetDateTimeOffset());
        Assert.Empty(await ItemsAsync("/v1/cases/persons/P-2"));
        Assert.Empty(await ItemsAsync("/v1/cases/caregivers/P-1"));
    }

    [Fact]
    public async Task An_entry_is_pinned_once_and_taken_off_once_and_both_stay_in_the_file()
    {
        var seq = await SeqAsync();
        (await PostAsync("/v1/cases/alerts/A-1/pins", new { seq, text = "关键" })).EnsureSuccessStatusCode();
        using var again = await PostAsync("/v1/cases/alerts/A-1/pins", new { seq });
        Assert.Equal((HttpStatusCode.Conflict, "case-conflict"), await EventsTests.ProblemOf(again));
        var pin = Assert.Single(await ItemsAsync("/v1/cases/alerts/A-1"));
        Assert.Equal((seq, "关键"), (pin.GetProperty("seq").GetInt64(), pin.GetProperty("text").GetString()));

        var remove = $"/v1/cases/alerts/A-1/pins/{pin.GetProperty("id").GetInt64()}/remove";
        (await PostAsync(remove, new { })).EnsureSuccessStatusCode();
        using var twice = await PostAsync(remove, new { });
        Assert.Equal((HttpStatusCode.Conflict, "case-conflict"), await EventsTests.ProblemOf(twice));
        Assert.Equal("officer", Assert.Single(await ItemsAsync("/v1/cases/alerts/A-1")).GetProperty("removedBy").GetString());
        (await PostAsync("/v1/cases/alerts/A-1/pins", new { seq })).EnsureSuccessStatusCode();
        Assert.Equal(2, (await ItemsAsync("/v1/cases/alerts/A-1")).Count);
    }

    [Fact]
    public async Task A_file_comes_back_byte_for_byte_under_its_hash()
    {
        var item = await AttachAsync("通话记录.csv");
        Assert.Equal(("通话记录.csv", Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(Bytes)), "officer"), (
            item.GetProperty("name").GetString(), item.GetProperty("size").GetInt32(), item.GetProperty("sha256").GetString(), item.GetProperty("by").GetString()));
        using var client = silo.Officer();
        using var answer = await client.GetAsync(Download(item));
        Assert.Equal(Bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("通话记录.csv", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition.DispositionType);
        using var ofAnother = await client.GetAsync(new Uri($"/v1/cases/persons/P-2/attachments/{item.GetProperty("id").GetInt64()}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, ofAnother.StatusCode);
    }

    [Fact]
    public async Task A_file_that_was_changed_on_the_disk_is_not_handed_out_and_attaching_it_again_heals_it()
    {
        var item = await AttachAsync("a.csv");
        var hash = item.GetProperty("sha256").GetString()!;
        var path = Path.Combine(silo.Data, "attachments", hash[..2], hash);
        await File.WriteAllBytesAsync(path, [1, 2, 3]);
        using var client = silo.Officer();
        using (var damaged = await client.GetAsync(Download(item)))
        {
            Assert.Equal((HttpStatusCode.Gone, "attachment-damaged"), await EventsTests.ProblemOf(damaged));
        }

        File.Delete(path);
        using (var missing = await client.GetAsync(Download(item)))
        {
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }

        await AttachAsync("b.csv");
        using var healed = await client.GetAsync(Download(item));
        Assert.Equal(Bytes, await healed.Content.ReadAsByteArrayAsync());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("?name=", "missing")]
    [InlineData("?name=..", "malformed")]
    [InlineData("?name=%0a", "missing")]
    [InlineData("?name=a%0ab", "malformed")]
    public async Task A_file_needs_a_name(string query, string code)
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsync(new Uri("/v1/cases/persons/P-1/attachments" + query, UriKind.Relative), new ByteArrayContent(Bytes));
        Assert.Equal((HttpStatusCode.BadRequest, code), await EventsTests.ProblemOf(answer));
    }

    [Fact]
    public async Task A_path_in_front_of_a_name_is_left_out()
    {
        Assert.Equal("b.csv", (await AttachAsync("../../etc/b.csv")).GetProperty("name").GetString());
        Assert.Equal("c.csv", (await AttachAsync(@"C:\evil\c.csv")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_empty_file_and_one_byte_too_many_are_refused()
    {
        using var client = silo.Officer();
        var url = new Uri("/v1/cases/persons/P-1/attachments?name=a", UriKind.Relative);
        using var empty = await client.PostAsync(url, new ByteArrayContent([]));
        Assert.Equal((HttpStatusCode.BadRequest, "empty-body"), await EventsTests.ProblemOf(empty));
        using var large = await client.PostAsync(url, new ByteArrayContent(new byte[SiloLimits.Default.AttachmentBytes + 1]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), await EventsTests.ProblemOf(large));
        using var whole = await client.PostAsync(url, new ByteArrayContent(new byte[SiloLimits.Default.AttachmentBytes]));
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
    }

    [Theory]
    [InlineData("/v1/cases/persons/P-1/notes", """{}""", "missing", "/text")]
    [InlineData("/v1/cases/persons/P-1/notes", """{"text":7}""", "wrong-type", "/text")]
    [InlineData("/v1/cases/persons/P-1/pins", """{}""", "missing", "/seq")]
    [InlineData("/v1/cases/persons/P-1/pins", """{"seq":"7"}""", "wrong-type", "/seq")]
    [InlineData("/v1/cases/persons/P-1/pins", """{"seq":1.5}""", "wrong-type", "/seq")]
    [InlineData("/v1/cases/persons/P-1/pins", """{"seq":0}""", "out-of-range", "/seq")]
    [InlineData("/v1/cases/persons/P-1/pins", """{"seq":999}""", "out-of-range", "/seq")]
    public async Task A_fault_names_its_member(string path, string body, string code, string pointer)
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), SiloFixture.Content(body, "application/json"));
        var problem = await SiloFixture.JsonAsync(answer);
        Assert.Equal((code, pointer), (problem.GetProperty("code").GetString(), problem.GetProperty("pointer").GetString()));
    }

    [Theory]
    [InlineData("/v1/cases/devices/D-1")]
    [InlineData("/v1/cases/persons/nobody")]
    [InlineData("/v1/cases/alerts/none")]
    public async Task There_is_no_case_of_what_nobody_knows(string path)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static Uri Download(JsonElement item) => new($"/v1/cases/persons/P-1/attachments/{item.GetProperty("id").GetInt64()}", UriKind.Relative);

    private async Task<JsonElement> AttachAsync(string name)
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsync(
            new Uri($"/v1/cases/persons/P-1/attachments?name={Uri.EscapeDataString(name)}&text=evidence", UriKind.Relative), new ByteArrayContent(Bytes));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await SiloFixture.JsonAsync(answer)).GetProperty("items").EnumerateArray().Last();
    }

    private async Task<long> SeqAsync()
    {
        using var feed = silo.Feed();
        using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(Samples.Death("d-1"), "application/cloudevents+json"));
        return (await SiloFixture.JsonAsync(sent)).GetProperty("results")[0].GetProperty("seq").GetInt64();
    }

    private async Task<List<JsonElement>> ItemsAsync(string path)
    {
        using var client = silo.Officer();
        return [.. (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object body)
    {
        using var client = silo.Officer();
        return await client.PostAsJsonAsync(path, body);
    }
}
