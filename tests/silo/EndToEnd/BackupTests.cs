using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtcActors.Simulator;
using Npgsql;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The drill of docs/backup.md as an operator runs it, on a silo that takes events all the while.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class BackupTests(ServerFixture server, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private static readonly List<string> Events = [.. City.Create(new CityOptions
    {
        Persons = 120, Days = 20, Offences = 40, Seed = 13, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
    }).Events.Select(e => Encoding.UTF8.GetString(e.ToJson()))];

    [Theory]
    [InlineData("with its checkpoint", "0")]
    [InlineData("from the journal alone", "1")]
    public async Task A_backup_of_SQLite_under_load_restores_on_an_empty_machine_to_the_same_alerts(string how, string fromZero)
    {
        output.WriteLine(how);
        using var silo = await SiloUnderTest.StartAsync();
        var (code, said) = await DrillUnderLoadAsync(silo, "sqlite", new() { ["FROM_ZERO"] = fromZero });
        AssertGood(code, said);
    }

    [Fact]
    public async Task A_backup_of_PostgreSQL_under_load_restores_on_an_empty_machine_to_the_same_alerts()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        using var silo = await SiloUnderTest.StartAsync("--store", "postgres", "--connection", connection);
        var where = new NpgsqlConnectionStringBuilder(connection);
        var (code, said) = await DrillUnderLoadAsync(silo, "postgres", new()
        {
            ["PGHOST"] = where.Host!, ["PGPORT"] = where.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = where.Username!,
            ["PGDATABASE"] = where.Database!, ["SILO_LOGIN"] = where.Username!,
        });
        AssertGood(code, said);
    }

    [Fact]
    public async Task The_drill_fails_when_the_running_silo_has_other_alerts_than_the_backup()
    {
        // The address of one silo and the folder of another, which has more: what a wrong restore would look like.
        using var running = await SiloUnderTest.StartAsync();
        using var other = await SiloUnderTest.StartAsync();
        await PostAsync(running, Events.Take(Events.Count / 2));
        await PostAsync(other, Events.Skip(Events.Count / 4));
        await running.SettledAsync();
        await other.SettledAsync();
        File.Copy(Path.Combine(running.Data, "access.json"), Path.Combine(other.Data, "access.json"), overwrite: true);
        var scratch = Directory.CreateTempSubdirectory("ltc-drill-");
        var (code, said) = await DrillAsync(running, other.Data, "sqlite", new()
        {
            ["OFFICER_TOKEN"] = running.OfficerToken, ["TMPDIR"] = scratch.FullName,
        });
        scratch.Delete(recursive: true);
        Assert.True(code == 1, said);
        Assert.Contains("FAILED: The alerts differ", said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said)> DrillUnderLoadAsync(SiloUnderTest silo, string store, Dictionary<string, string> settings)
    {
        await PostAsync(silo, Events.Take(Events.Count / 2));
        await silo.SettledAsync();
        // Ending in good order keeps a checkpoint: without one a restore with and without it would be the same.
        silo.Stop();
        await silo.StartAgainAsync();
        using var done = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            foreach (var few in Events.Skip(Events.Count / 2).Chunk(2).TakeWhile(_ => !done.IsCancellationRequested))
            {
                Assert.True(await KillTests.PostAsync(silo, few));
            }
        });
        var result = await DrillAsync(silo, silo.Data, store, settings);
        await done.CancelAsync();
        await load;
        return result;
    }

    private async Task<(int Code, string Said)> DrillAsync(SiloUnderTest silo, string data, string store, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(Path.Combine(Sources.Root, "deploy", "backup-drill.sh"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])[store, silo.Url.ToString(), data])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SILO"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "LtcActors.Silo.dll")}";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience) + await errors.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        output.WriteLine(said);
        return (process.ExitCode, said);
    }

    private static void AssertGood(int code, string said)
    {
        Assert.True(code == 0, said);
        var places = Meanwhile().Match(said);
        Assert.True(places.Success, said);
        // It was under load: the journal grew while the backup was taken.
        Assert.True(Number(places, 2) > Number(places, 1), said);
        var alerts = Compared().Match(said);
        Assert.True(alerts.Success && Number(alerts, 1) > 0, said);
    }

    private static async Task PostAsync(SiloUnderTest silo, IEnumerable<string> events)
    {
        foreach (var batch in events.Chunk(200))
        {
            Assert.True(await KillTests.PostAsync(silo, batch));
        }
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"from place (\d+) to (\d+) meanwhile")]
    private static partial Regex Meanwhile();

    [GeneratedRegex(@"^alerts +(\d+) the same", RegexOptions.Multiline)]
    private static partial Regex Compared();
}
