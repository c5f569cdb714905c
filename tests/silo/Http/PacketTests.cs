using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Packets;
using Microsoft.Extensions.DependencyInjection;

namespace LtcActors.Silo.Tests.Http;

public sealed class PacketTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public async Task InitializeAsync()
    {
        await silo.InitializeAsync();
        using var feed = silo.Feed();
        using var body = SiloFixture.Content(Samples.Death("e-1"), "application/cloudevents+json");
        (await feed.PostAsync("/v1/events", body)).EnsureSuccessStatusCode();
    }

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_packet_has_a_word_file_that_is_valid_and_says_what_was_found()
    {
        var made = await MakeAsync(["A-1"], "zh");
        using var file = new MemoryStream(await FileAsync(made, "packet.docx"));
        using var word = WordprocessingDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(word).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var text = word.MainDocumentPart!.Document.InnerText;
        foreach (var said in new[] { "证据材料", "ELG-01 死亡后享受待遇", "复议", "距离", "220.5 米", "150 米", "条文", "死亡登记", "SHA-256", "ltc.person.died" })
        {
            Assert.Contains(said, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_packet_has_a_page_that_loads_nothing_and_may_stand_in_a_frame_of_ours()
    {
        var made = await MakeAsync(["A-1"], "en");
        using var officer = silo.Officer();
        using var answer = await officer.GetAsync($"/v1/packets/{made.GetProperty("id").GetString()}/packet.html");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<h2>ELG-01 Benefit after death</h2>", page, StringComparison.Ordinal);
        Assert.Contains("Distance", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        var style = page[(page.IndexOf("<style>", StringComparison.Ordinal) + 7)..page.IndexOf("</style>", StringComparison.Ordinal)];
        Assert.Contains(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style))), policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_wrote_is_text_in_the_page_and_never_markup()
    {
        silo.Engine.Raise(Samples.Alert("A-7", 7) with { Note = "<img src=x onerror=alert(1)>" });
        var page = Encoding.UTF8.GetString(await FileAsync(await MakeAsync(["A-7"], "zh"), "packet.html"));
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_entry_stands_in_the_json_byte_for_byte_under_its_hash()
    {
        using var json = JsonDocument.Parse(await FileAsync(await MakeAsync(["A-1", "A-1"], "zh"), "packet.json"));
        var entry = Assert.Single(json.RootElement.GetProperty("entries").EnumerateArray());
        Assert.Equal(Samples.Death("e-1"), entry.GetProperty("event").GetRawText());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Samples.Death("e-1")))), entry.GetProperty("sha256").GetString());
        Assert.Equal("复议", json.RootElement.GetProperty("purpose").GetString());
        Assert.Single(json.RootElement.GetProperty("alerts").EnumerateArray());
    }

    [Fact]
    public async Task What_was_made_verifies_and_a_changed_byte_does_not()
    {
        var zip = await FileAsync(await MakeAsync(["A-1"], "zh"), "packet.zip");
        Assert.Empty(Verified(zip).Faults);
        foreach (var name in new[] { "packet.docx", "packet.html" })
        {
            Assert.Equal($"{name} is not the file that the manifest speaks of.", Assert.Single(Verified(Changed(zip, name, b => b[^1] ^= 1)).Faults));
        }

        Assert.Equal("packet.docx is missing.", Assert.Single(Verified(Without(zip, "packet.docx")).Faults));
        var forged = Changed(zip, "packet.json", b => Replace(b, "2026-02-28", "2026-02-27"));
        Assert.Equal(["The entry at 1 is not what its hash is of.", "packet.json is not the file that the manifest speaks of."], Verified(forged).Faults.Order());
        Assert.Throws<InvalidDataException>(() => Verified(Without(zip, "manifest.json")));
        Assert.Throws<InvalidDataException>(() => Verified([1, 2, 3]));
    }

    [Fact]
    public async Task The_json_verifies_with_what_lies_beside_it_and_alone_by_its_own_hashes()
    {
        var folder = Directory.CreateDirectory(Path.Combine(silo.Data, "packet")).FullName;
        using (var zip = new ZipArchive(new MemoryStream(await FileAsync(await MakeAsync(["A-1"], "zh"), "packet.zip"))))
        {
            zip.ExtractToDirectory(folder);
        }

        var data = Path.Combine(folder, "packet.json");
        var whole = PacketVerifier.OfFile(data);
        Assert.Equal((3, 1, 0), (whole.Files, whole.Entries, whole.Faults.Count));
        await File.AppendAllTextAsync(Path.Combine(folder, "packet.html"), " ");
        Assert.Equal("packet.html is not the file that the manifest speaks of.", Assert.Single(PacketVerifier.OfFile(data).Faults));

        File.Delete(Path.Combine(folder, "manifest.json"));
        var alone = PacketVerifier.OfFile(data);
        Assert.Equal((1, 1, 0, null), (alone.Files, alone.Entries, alone.Faults.Count, alone.Sha256));
        await File.WriteAllTextAsync(data, (await File.ReadAllTextAsync(data)).Replace("2026-02-28", "2026-02-27", StringComparison.Ordinal));
        Assert.Equal("The entry at 1 is not what its hash is of.", Assert.Single(PacketVerifier.OfFile(data).Faults));
        await File.WriteAllTextAsync(data, "{}");
        Assert.Throws<InvalidDataException>(() => PacketVerifier.OfFile(data));
    }

    [Fact]
    public async Task A_packet_is_found_by_who_made_it_and_for_minutes()
    {
        var made = await MakeAsync(["A-1"], "zh");
        var path = $"/v1/packets/{made.GetProperty("id").GetString()}/packet.json";
        var (other, _) = await silo.SignInAsync();
        using (other)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(path)).StatusCode);
        }

        using var officer = silo.Officer();
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync(path)).StatusCode);
        silo.Clock.Move(IPacketShelf.Kept + TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Every_packet_stands_in_the_audit_with_its_purpose_and_its_hash_and_cannot_be_had_without()
    {
        var made = await MakeAsync(["A-1"], "zh");
        var note = silo.Engine.Recorded(Engine.Ports.DecisionKind.Audit, 0).Select(d => JsonDocument.Parse(d.Json).RootElement)
            .Single(e => e.GetProperty("action").GetString() == "export" && e.GetProperty("kind").GetString() == "packet");
        Assert.Equal(made.GetProperty("sha256").GetString(), note.GetProperty("id").GetString());
        Assert.Equal("复议", note.GetProperty("purpose").GetString());

        silo.Engine.RecordFailure = new Engine.Ports.JournalUnavailableException("full");
        using var officer = silo.Officer();
        using var refused = await officer.PostAsync("/v1/packets", JsonContent.Create(new { alerts = new[] { "A-1" }, purpose = "复议" }));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
    }

    [Fact]
    public async Task Whoever_is_shown_in_a_packet_is_found_in_the_audit_by_the_own_id_with_the_packet_and_its_purpose()
    {
        var made = await MakeAsync(["A-1"], "zh");
        using var administrator = await Access.Person.AdministratorAsync(silo);
        foreach (var (id, kind) in new[] { ("P-1", "person"), ("C-1", "caregiver") })
        {
            var note = Assert.Single((await administrator.GetAsync($"/v1/audit?action=export&id={id}")).GetProperty("items").EnumerateArray());
            Assert.Equal((kind, "shown", "复议"), (note.GetProperty("kind").GetString(), note.GetProperty("result").GetString(), note.GetProperty("purpose").GetString()));
            Assert.Equal($"packet {made.GetProperty("sha256").GetString()}", note.GetProperty("note").GetString());
        }
    }

    [Fact]
    public async Task What_investigators_kept_of_the_alert_and_of_whom_it_names_stands_in_all_forms_with_the_entries_they_pinned()
    {
        await KeepAsync("alerts/A-1/notes", JsonContent.Create(new { text = "家属称当日无人上门" }));
        await KeepAsync("caregivers/C-1/attachments?name=roster.csv&text=排班表", new ByteArrayContent([1, 2, 3]));
        using (var feed = silo.Feed())
        using (var body = SiloFixture.Content(Samples.CheckIn("e-2"), "application/cloudevents+json"))
        {
            (await feed.PostAsync("/v1/events", body)).EnsureSuccessStatusCode();
        }

        await KeepAsync("persons/P-1/pins", JsonContent.Create(new { seq = 2, text = "关键签到" }));
        await KeepAsync("persons/P-2/notes", JsonContent.Create(new { text = "与本案无关" }));
        var made = await MakeAsync(["A-1"], "zh");
        var hash = Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]));
        using var word = WordprocessingDocument.Open(new MemoryStream(await FileAsync(made, "packet.docx")), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(word));
        var page = Encoding.UTF8.GetString(await FileAsync(made, "packet.html"));
        foreach (var text in new[] { word.MainDocumentPart!.Document.InnerText, System.Net.WebUtility.HtmlDecode(page) })
        {
            Assert.All(["家属称当日无人上门", "roster.csv", hash, "排班表", "关键签到"], said => Assert.Contains(said, text, StringComparison.Ordinal));
            Assert.DoesNotContain("与本案无关", text, StringComparison.Ordinal);
        }

        using var json = JsonDocument.Parse(await FileAsync(made, "packet.json"));
        Assert.Equal([1, 2], json.RootElement.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("seq").GetInt32()));
        Assert.Equal(["alerts A-1", "persons P-1", "caregivers C-1"],
            json.RootElement.GetProperty("cases").EnumerateArray().Select(c => $"{c.GetProperty("kind").GetString()} {c.GetProperty("id").GetString()}"));
        Assert.Equal(hash, json.RootElement.GetProperty("cases")[2].GetProperty("items")[0].GetProperty("sha256").GetString());
        var verified = Verified(await FileAsync(made, "packet.zip"));
        Assert.Empty(verified.Faults);
        Assert.Equal(3, verified.Kept);
    }

    [Fact]
    public async Task An_alert_of_another_district_is_not_there_and_entries_about_others_are_withheld_by_their_places()
    {
        using var administrator = await Access.Person.AdministratorAsync(silo);
        using var foreign = await Access.Person.MakeAsync(silo, administrator, "foreign", Silo.Access.Roles.Officer, [Access.Person.Foreign]);
        using var refused = await foreign.Client.PostAsync("/v1/packets", JsonContent.Create(new { alerts = new[] { "A-1" }, purpose = "复议" }));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        var noted = JsonElement.Parse(silo.Engine.Recorded(Engine.Ports.DecisionKind.Audit, 0).Last().Json.Span);
        Assert.Equal(
            ("refused", "alert", "A-1", "out-of-scope"),
            (noted.GetProperty("action").GetString(), noted.GetProperty("kind").GetString(), noted.GetProperty("id").GetString(), noted.GetProperty("result").GetString()));

        // The alert is of the foreign district, the entry it rests on about a person of another.
        silo.Engine.Raise(Samples.Alert("A-8", 8, district: Access.Person.Foreign));
        using var made = await foreign.Client.PostAsync("/v1/packets", JsonContent.Create(new { alerts = new[] { "A-8" }, purpose = "复议" }));
        var id = (await SiloFixture.JsonAsync(made)).GetProperty("id").GetString();
        using var json = JsonDocument.Parse(await foreign.Client.GetByteArrayAsync($"/v1/packets/{id}/packet.json"));
        Assert.Empty(json.RootElement.GetProperty("entries").EnumerateArray());
        Assert.Equal([1], json.RootElement.GetProperty("withheld").EnumerateArray().Select(s => s.GetInt32()));
    }

    [Fact]
    public async Task The_home_of_a_person_whom_the_caller_does_not_see_is_not_on_the_map_of_an_alert_of_his()
    {
        using (var feed = silo.Feed())
        using (var body = SiloFixture.Content(
            """{"specversion":"1.0","type":"ltc.caregiver.tracked","source":"/test","id":"t","time":"2026-03-01T07:30:00+08:00","subject":"C-1","data":{"points":[{"time":"2026-03-01T07:30:00+08:00","lat":39.1,"lon":117.2}]}}""",
            "application/cloudevents+json"))
        {
            (await feed.PostAsync("/v1/events", body)).EnsureSuccessStatusCode();
        }

        // The caregiver is employed by the caller's institution; the person is arranged for another.
        silo.Engine.Views[ActorId.Caregiver("C-1")] = new { employments = new[] { new { institutionId = "I-2" } } };
        silo.Engine.Views[ActorId.Institution("I-2")] = new { districtCode = "120101" };
        var alert = Samples.Alert("A-8", 8) with { InstitutionId = "I-2", Evidence = [new AlertEvidence(2, "/test", "t", "track", Samples.Now)] };
        Assert.Null((await MapAsync(Scope.Of([], ["I-2"]))).Home);
        Assert.NotNull((await MapAsync(Scope.All)).Home);

        async Task<Silo.Packets.Maps.MapScene> MapAsync(Scope scope) => Assert.Single((await silo.Host.Services.GetRequiredService<PacketMaker>().MakeAsync(
            [alert], new("li", Silo.Access.Roles.Officer, scope), "复议", Silo.Texts.Words.Chinese)).Alerts).Map!;
    }

    [Theory]
    [InlineData("""{"purpose":"复议"}""", 400, "missing", "/alerts")]
    [InlineData("""{"alerts":"A-1","purpose":"复议"}""", 400, "wrong-type", "/alerts")]
    [InlineData("""{"alerts":[],"purpose":"复议"}""", 400, "out-of-range", "/alerts")]
    [InlineData("""{"alerts":[1],"purpose":"复议"}""", 400, "wrong-type", "/alerts")]
    [InlineData("""{"alerts":["A-1"]}""", 400, "missing", "/purpose")]
    [InlineData("""{"alerts":["A-1"],"purpose":" "}""", 400, "missing", "/purpose")]
    [InlineData("""{"alerts":["A-1"],"purpose":"复议","language":"fr"}""", 400, "unknown-value", "/language")]
    [InlineData("""{"alerts":["nobody's"],"purpose":"复议"}""", 404, "not-found", "/alerts")]
    public async Task A_packet_that_cannot_be_made_says_which_member_is_wrong(string body, int status, string code, string pointer)
    {
        using var officer = silo.Officer();
        using var answer = await officer.PostAsync("/v1/packets", SiloFixture.Content(body, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await SiloFixture.JsonAsync(answer);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(pointer, problem.GetProperty("pointer").GetString());
    }

    private async Task<JsonElement> MakeAsync(string[] alerts, string language)
    {
        using var officer = silo.Officer();
        using var answer = await officer.PostAsync("/v1/packets", JsonContent.Create(new { alerts, purpose = "复议", language }));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    private async Task<byte[]> FileAsync(JsonElement made, string name)
    {
        using var officer = silo.Officer();
        var bytes = await officer.GetByteArrayAsync($"/v1/packets/{made.GetProperty("id").GetString()}/{name}");
        Assert.Equal(
            made.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("name").GetString() == name).GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return bytes;
    }

    private async Task KeepAsync(string path, HttpContent content)
    {
        using var officer = silo.Officer();
        using var answer = await officer.PostAsync($"/v1/cases/{path}", content);
        answer.EnsureSuccessStatusCode();
    }

    private static PacketVerifier Verified(byte[] zip) => PacketVerifier.Of(new MemoryStream(zip));

    private static byte[] Changed(byte[] zip, string name, Action<byte[]> change) => Rewritten(zip, name, bytes =>
    {
        change(bytes);
        return bytes;
    });

    private static byte[] Without(byte[] zip, string name) => Rewritten(zip, name, _ => null);

    private static byte[] Rewritten(byte[] zip, string name, Func<byte[], byte[]?> change)
    {
        using var file = new MemoryStream();
        file.Write(zip);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = archive.GetEntry(name)!;
            using var content = new MemoryStream();
            using (var old = entry.Open())
            {
                old.CopyTo(content);
            }

            entry.Delete();
            if (change(content.ToArray()) is { } bytes)
            {
                using var anew = archive.CreateEntry(name).Open();
                anew.Write(bytes);
            }
        }

        return file.ToArray();
    }

    private static void Replace(byte[] bytes, string from, string to) => Encoding.UTF8.GetBytes(to).CopyTo(bytes, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(from)));
}
