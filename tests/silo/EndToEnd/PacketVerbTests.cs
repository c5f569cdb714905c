using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>A packet of a real finding, held against the journal it was made of.</summary>
public sealed class PacketVerbTests
{
    [Fact]
    public async Task A_packet_stands_against_its_journal_and_one_made_anew_with_other_facts_does_not()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await PostAsync(silo, "ltc.person.registered", """{"name":"李建国","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}""");
        await PostAsync(silo, "ltc.visit.checked-in", """{"visitId":"far-away","caregiverId":"carer-1","position":{"lat":39.12,"lon":117.2,"accuracy":10}}""");
        await silo.SettledAsync();
        var alert = (await silo.AlertsAsync()).Single(a => a.GetProperty("rule").GetString() == "GEO-01").GetProperty("id").GetString()!;
        using (var note = await silo.Officer.PostAsync($"/v1/alerts/{alert}/acknowledge", JsonContent.Create(new { note = "现场核实" })))
        {
            note.EnsureSuccessStatusCode();
        }

        using (var kept = await silo.Officer.PostAsync("/v1/cases/persons/person-1/notes", JsonContent.Create(new { text = "家属称无人上门" })))
        {
            kept.EnsureSuccessStatusCode();
        }

        var file = Path.Combine(silo.Data, "packet.zip");
        await File.WriteAllBytesAsync(file, await PacketAsync(silo, alert));
        silo.Stop();

        Assert.Equal(0, (await Verbs.RunAsync("verify", file)).Code);
        Assert.Equal(0, (await Verbs.RunAsync("verify", file, "--journal", "--data", silo.Data)).Code);

        // Somebody moves the check-in to the home and makes every hash anew: only the journal knows.
        var forged = Path.Combine(silo.Data, "forged.zip");
        File.Copy(file, forged);
        Forge(forged, "39.12,", "39.10,");
        Assert.Equal(0, (await Verbs.RunAsync("verify", forged)).Code);
        Assert.Equal(1, (await Verbs.RunAsync("verify", forged, "--journal", "--data", silo.Data)).Code);

        var renoted = Path.Combine(silo.Data, "renoted.zip");
        File.Copy(file, renoted);
        Forge(renoted, "现场核实", "无需核实");
        Assert.Equal(1, (await Verbs.RunAsync("verify", renoted, "--journal", "--data", silo.Data)).Code);

        var misquoted = Path.Combine(silo.Data, "misquoted.zip");
        File.Copy(file, misquoted);
        Forge(misquoted, "家属称无人上门", "家属称有人上门");
        Assert.Equal(0, (await Verbs.RunAsync("verify", misquoted)).Code);
        Assert.Equal(1, (await Verbs.RunAsync("verify", misquoted, "--journal", "--data", silo.Data)).Code);

        // As a folder, by its JSON; and the JSON alone, which the journal knows as well.
        var folder = Directory.CreateDirectory(Path.Combine(silo.Data, "unpacked")).FullName;
        await ZipFile.ExtractToDirectoryAsync(file, folder);
        var json = Path.Combine(folder, "packet.json");
        Assert.Equal(0, (await Verbs.RunAsync("verify", json, "--journal", "--data", silo.Data)).Code);
        File.Delete(Path.Combine(folder, "manifest.json"));
        Assert.Equal(0, (await Verbs.RunAsync("verify", json, "--journal", "--data", silo.Data)).Code);
        await File.WriteAllTextAsync(json, (await File.ReadAllTextAsync(json)).Replace("39.12,", "39.10,", StringComparison.Ordinal));
        Assert.Equal(1, (await Verbs.RunAsync("verify", json)).Code);

        await File.WriteAllTextAsync(forged, "no packet");
        Assert.Equal(2, (await Verbs.RunAsync("verify", forged)).Code);
    }

    private static async Task<byte[]> PacketAsync(SiloUnderTest silo, string alert)
    {
        using var made = await silo.Officer.PostAsync("/v1/packets", JsonContent.Create(new { alerts = new[] { alert }, purpose = "行政复议答复" }));
        made.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await made.Content.ReadAsStringAsync());
        return await silo.Officer.GetByteArrayAsync($"/v1/packets/{answer.RootElement.GetProperty("id").GetString()}/packet.zip");
    }

    private static void Forge(string file, string from, string to)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Update);
        var data = Read(zip, "packet.json");
        var forged = data.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(data, forged);
        using var before = JsonDocument.Parse(data);
        using var after = JsonDocument.Parse(forged);
        foreach (var (old, anew) in before.RootElement.GetProperty("entries").EnumerateArray().Zip(after.RootElement.GetProperty("entries").EnumerateArray()))
        {
            forged = forged.Replace(old.GetProperty("sha256").GetString()!, Hash(anew.GetProperty("event").GetRawText()), StringComparison.Ordinal);
        }

        var manifest = Read(zip, "manifest.json").Replace(Hash(data), Hash(forged), StringComparison.Ordinal);
        Write(zip, "packet.json", forged);
        Write(zip, "manifest.json", manifest);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static void Write(ZipArchive zip, string name, string text)
    {
        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static async Task PostAsync(SiloUnderTest silo, string type, string data)
    {
        var body = $$"""{"specversion":"1.0","type":"{{type}}","source":"/test","id":"{{type}}","time":"2026-06-05T09:00:00+08:00","subject":"person-1","data":{{data}}}""";
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/cloudevents+json"));
        using var answer = await silo.Feed.PostAsync("/v1/events", content);
        Assert.Contains("accepted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
