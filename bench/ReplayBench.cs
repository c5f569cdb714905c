using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LtcActors.Bench;

/// <summary>
/// A replay of a stored journal under a draft, against the rate at which a city's events come in: that of a province at its peak, 3,500
/// a second, and the most that this machine takes in.
/// </summary>
internal static partial class ReplayBench
{
    private const double ProvincePeak = 3_500;
    private const int Batch = 100;
    private const int Connections = 32;
    private const string Draft =
        """{"title": "bench", "values": [{"region": "tianjin", "key": "geo.fence", "unit": "m", "value": 100, "proposed": "a measurement"}]}""";

    public static async Task MeasureAsync(BenchOptions o)
    {
        var folder = Path.Combine(o.Folder, "replay");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var draft = Path.Combine(o.Folder, "draft.json");
        await File.WriteAllTextAsync(draft, Draft);
        var taken = new List<double>();
        var (silo, _) = await SiloProcess.StartAsync(folder);
        using (silo)
        {
            var load = new Load(silo, Scenarios.City(100_000, o.Events, "r-"));
            await load.RegisterAsync();
            var watch = Stopwatch.StartNew();
            await load.PostAsync(0, o.Events, Batch, Connections);
            await silo.SettledAsync();
            taken.Add(o.Events / watch.Elapsed.TotalSeconds);
        }

        var rates = new List<double>();
        for (var run = 0; run < o.Runs; run++)
        {
            rates.Add(await ReplayAsync(folder, draft));
        }

        Report.Line("replay under a draft", new(rates), "events/s", new([ProvincePeak]), "a province's peak", 10);
        Report.Line("  and against the most it takes in", new(rates), "events/s", new(taken), "ingest until judged");
    }

    private static async Task<double> ReplayAsync(string folder, string draft)
    {
        var today = DateTimeOffset.UtcNow.AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "LtcActors.Silo.dll"), "replay", "--data", folder, "--policy", draft, "--from", today])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var said = await process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, process.WaitForExitAsync());
        var took = Took().Match(said);
        return process.ExitCode == 0 && took.Success
            ? double.Parse(took.Groups[1].Value, CultureInfo.InvariantCulture) / double.Parse(took.Groups[2].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The replay failed: {said}");
    }

    [GeneratedRegex(@"^(\d+) events in ([\d.]+) s\.", RegexOptions.Multiline)]
    private static partial Regex Took();
}
