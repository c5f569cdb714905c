using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LtcActors.Simulator;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The drill of docs/backup.md as an operator runs it, on a silo that takes events all the while.</summary>
public abstract partial class BackupDrill(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private protected ITestOutputHelper Output { get; } = output;

    private protected static List<string> Events { get; } = [.. City.Create(new CityOptions
    {
        Persons = 120, Days = 20, Offences = 40, Seed = 13, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
    }).Events.Select(e => Encoding.UTF8.GetString(e.ToJson()))];

    private protected async Task<(int Code, string Said)> DrillUnderLoadAsync(SiloUnderTest silo, string store, Dictionary<string, string> settings)
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

    private protected async Task<(int Code, string Said)> DrillAsync(SiloUnderTest silo, string data, string store, Dictionary<string, string> settings)
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
        Output.WriteLine(said);
        return (process.ExitCode, said);
    }

    private protected static void AssertGood(int code, string said)
    {
        Assert.True(code == 0, said);
        var places = Meanwhile().Match(said);
        Assert.True(places.Success, said);
        // It was under load: the journal grew while the backup was taken.
        Assert.True(Number(places, 2) > Number(places, 1), said);
        var alerts = Compared().Match(said);
        Assert.True(alerts.Success && Number(alerts, 1) > 0, said);
    }

    private protected static async Task PostAsync(SiloUnderTest silo, IEnumerable<string> events)
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
