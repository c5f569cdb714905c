using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Sqlite;
using LtcActors.Simulator;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The verbs migrate, export and import, from SQLite to PostgreSQL and back.</summary>
[Collection(ServerCollection.Name)]
public sealed class TransferTests(ServerFixture server) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ltc-transfer-").FullName;

    [Fact]
    public async Task A_journal_goes_from_SQLite_to_PostgreSQL_and_back_unchanged_and_the_alerts_are_the_same()
    {
        var batches = City.Create(new CityOptions
        {
            Persons = 40, Days = 10, Offences = 20, Seed = 12, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
        }).Events.Select(e => Encoding.UTF8.GetString(e.ToJson())).Chunk(50).ToList();
        using var before = await SiloUnderTest.StartAsync();
        foreach (var batch in batches)
        {
            Assert.True(await KillTests.PostAsync(before, batch));
        }

        await before.SettledAsync();
        var alerts = (await before.AlertsAsync()).ConvertAll(a => a.GetRawText());
        Assert.NotEmpty(alerts);
        var persons = (await before.AlertsAsync()).Where(a => a.TryGetProperty("personId", out var p) && p.ValueKind == JsonValueKind.String)
            .Select(a => a.GetProperty("personId").GetString()!).Distinct().ToList();
        var histories = await HistoriesAsync(before, persons);
        var beside = await ReplayedAsync("--data", before.Data);
        before.Stop();
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] postgres = ["--store", "postgres", "--connection", connection];
        await GoodAsync("export", "--data", before.Data, "--to", In("a"));
        await GoodAsync(["import", .. postgres, "--from", In("a")]);
        // Again changes nothing; and back again.
        await GoodAsync(["import", .. postgres, "--from", In("a")]);
        await GoodAsync(["export", .. postgres, "--to", In("b")]);
        await GoodAsync("import", "--data", In("again"), "--from", In("b"));
        Assert.Equal(await File.ReadAllBytesAsync(In("a")), await File.ReadAllBytesAsync(In("b")));
        Assert.Equal(Text(before.Data), Text(In("again")));
        var replayed = await ReplayedAsync("--data", before.Data);
        Assert.Contains(replayed, line => line.StartsWith("GEO-01: ", StringComparison.Ordinal));
        Assert.Equal(beside, replayed);
        Assert.Equal(replayed, await ReplayedAsync(postgres));

        using var after = await SiloUnderTest.StartAsync(postgres);
        Assert.Equal(alerts, (await after.AlertsAsync()).ConvertAll(a => a.GetRawText()));
        Assert.Equal(histories, await HistoriesAsync(after, persons));
    }

    /// <summary>What a stricter draft would do, rule by rule.</summary>
    private async Task<List<string>> ReplayedAsync(params string[] store)
    {
        await File.WriteAllTextAsync(In("draft.json"),
            """{"title":"stricter","values":[{"region":"tianjin","key":"geo.fence","unit":"m","value":7,"proposed":"a test"}]}""");
        var (code, errors) = await Verbs.RunAsync(["replay", "--policy", In("draft.json"), "--from", "2026-06-20", .. store]);
        Assert.True(code == 0, errors);
        return [.. errors.Split('\n').Where(line => line.Contains(" would ", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Another_journal_a_damaged_file_and_a_half_done_import_are_told_apart()
    {
        Fill(In("one"), "a", "b", "c");
        Fill(In("two"), "a", "x");
        await GoodAsync("export", "--data", In("one"), "--to", In("file"));
        Assert.Contains("another journal", await BadAsync("import", "--data", In("two"), "--from", In("file")), StringComparison.Ordinal);
        Assert.Equal(["a", "x"], Text(In("two")));

        Fill(In("half"), "a");
        await GoodAsync("import", "--data", In("half"), "--from", In("file"));
        Assert.Equal(["a", "b", "c"], Text(In("half")));

        var bytes = await File.ReadAllBytesAsync(In("file"));
        await File.WriteAllBytesAsync(In("short"), bytes[..^10]);
        Assert.NotEmpty(await BadAsync("import", "--data", In("three"), "--from", In("short")));
        await File.WriteAllBytesAsync(In("other"), "something else"u8.ToArray());
        Assert.Contains("silo export", await BadAsync("import", "--data", In("three"), "--from", In("other")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("three")));
    }

    [Fact]
    public async Task A_silo_refuses_a_database_that_is_not_migrated_and_names_the_command()
    {
        Assert.Contains("silo migrate", await BadAsync("serve", "--data", In("d"), "--urls", "http://127.0.0.1:0",
            "--store", "postgres", "--connection", server.Cluster.Connection), StringComparison.Ordinal);
        var (code, errors) = await Verbs.RunAsync("migrate", "--dry-run", "--store", "postgres", "--connection", server.Cluster.Connection);
        Assert.Equal((0, true), (code, errors.Contains("Would apply 0001", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<List<string>> HistoriesAsync(SiloUnderTest silo, List<string> persons)
    {
        var histories = new List<string>();
        foreach (var person in persons)
        {
            histories.Add(await silo.Officer.GetStringAsync($"/v1/persons/{person}/history?limit=1000"));
        }

        return histories;
    }

    private static void Fill(string data, params string[] ids)
    {
        using var journal = SqliteJournal.Open(data);
        foreach (var id in ids)
        {
            journal.Append(DateTimeOffset.UnixEpoch, [new NewEvent((ulong)id[0], "s", id, Encoding.UTF8.GetBytes(id))], []);
        }
    }

    private static List<string> Text(string data)
    {
        using var journal = SqliteJournal.Open(data);
        return [.. journal.ReadBatches(0).SelectMany(b => b.Events.Concat(b.Decisions.Select(d => d.Json))).Select(j => Encoding.UTF8.GetString(j.Span))];
    }

    private static async Task GoodAsync(params string[] arguments)
    {
        var (code, errors) = await Verbs.RunAsync(arguments);
        Assert.True(code == 0, errors);
    }

    private static async Task<string> BadAsync(params string[] arguments)
    {
        var (code, errors) = await Verbs.RunAsync(arguments);
        Assert.True(code == 1, errors);
        return errors;
    }

    private string In(string name) => Path.Combine(folder, name);
}
