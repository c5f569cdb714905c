using LtcActors.Bench;

if (args is ["bare", "--data", var bareData, "--urls", var bareUrl])
{
    return await BareSilo.ServeAsync(bareData, bareUrl);
}

// bench [scenario …] [--runs N] [--events N] [--data DIR] [--store sqlite|postgres] [--against DIR] [--minutes N]: the machine's limits and ours, in one run, as ratios.
var scenarios = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
var options = new BenchOptions(
    Runs: Option("--runs", 3),
    Events: Option("--events", 1_000_000),
    Folder: args.SkipWhile(a => a != "--data").Skip(1).FirstOrDefault() ?? Path.Combine(Path.GetTempPath(), "ltc-bench"),
    Store: args.SkipWhile(a => a != "--store").Skip(1).FirstOrDefault() ?? "sqlite",
    Against: args.SkipWhile(a => a != "--against").Skip(1).FirstOrDefault(),
    Minutes: Option("--minutes", 30));
if (scenarios.Count == 0)
{
    scenarios = [.. Scenarios.All.Keys];
}

foreach (var name in scenarios)
{
    if (!Scenarios.All.TryGetValue(name, out var scenario))
    {
        Console.Error.WriteLine($"No scenario is called {name}; there are: {string.Join(", ", Scenarios.All.Keys)}.");
        return 2;
    }

    Report.Note($"\n## {name}");
    await scenario(options);
}

return 0;

int Option(string name, int otherwise) =>
    args.SkipWhile(a => a != name).Skip(1).FirstOrDefault() is { } text
        ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
