using System.CommandLine;
using System.Globalization;
using LtcActors.Simulator;

var root = new RootCommand("A city of long-term care from a seed, with planted offences and their ground truth.")
{
    Commands.Generate(),
    Commands.Run(),
    Commands.Verify(),
    Commands.PlayDemo(),
};
return await root.Parse(args).InvokeAsync();

internal static class Commands
{
    private static readonly Option<int> Persons = new("--persons") { Description = "insured persons", DefaultValueFactory = _ => 2_000 };
    private static readonly Option<int> Days = new("--days") { Description = "days of care", DefaultValueFactory = _ => 30 };
    private static readonly Option<int> Planted = new("--offences") { Description = "planted offences", DefaultValueFactory = _ => 60 };
    private static readonly Option<ulong> Seed =
        new("--seed") { Description = "the same seed gives the same city", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Start =
        new("--start") { Description = "first day, yyyy-MM-dd; default: so that it ends yesterday" };
    private static readonly Option<string?> RunId = new("--run-id") { Description = "begins every id; default: s and the seed" };
    private static readonly Option<Uri> Url = new("--url")
    {
        Description = "of the server",
        Required = true,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError("--url must be an http or https address");
            return null;
        },
    };
    private static readonly Option<string?> Token = new("--token") { Description = "bearer token" };

    public static Command Generate()
    {
        var output = new Option<DirectoryInfo>("--out") { Description = "where events.ndjson and truth.json go", Required = true };
        var command = new Command("generate", "writes a city to files and checks it")
        {
            Persons, Days, Planted, Seed, Start, RunId, output,
        };
        Act(command, async (parsed, stop) =>
        {
            var began = System.Diagnostics.Stopwatch.StartNew();
            var city = City.Create(Options(parsed));
            var took = began.Elapsed;
            var directory = parsed.GetValue(output)!;
            directory.Create();
            await using (var file = File.Create(Path.Combine(directory.FullName, "events.ndjson")))
            {
                foreach (var e in city.Events)
                {
                    await file.WriteAsync(e.ToJson(), stop);
                    file.WriteByte((byte)'\n');
                }
            }

            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "truth.json"), SelfCheck.WithScores(city).ToJson(), stop);
            Describe(city, took);
            var problems = SelfCheck.Run(city);
            foreach (var problem in problems.Take(50))
            {
                Console.Error.WriteLine(problem);
            }

            Console.WriteLine(problems.Count == 0 ? "self-check: passed" : $"self-check: {problems.Count} problems");
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }

    public static Command Run()
    {
        var speed = new Option<string>("--speed") { Description = "max, or story time over real time", DefaultValueFactory = _ => "max" };
        var batch = new Option<int>("--batch") { Description = "events a request", DefaultValueFactory = _ => 100 };
        var truth = new Option<FileInfo?>("--truth") { Description = "where the ground truth goes" };
        var command = new Command("run", "plays a city to a server")
        {
            Url, Token, Persons, Days, Planted, Seed, Start, RunId, speed, batch, truth,
        };
        Act(command, async (parsed, stop) =>
        {
            var began = System.Diagnostics.Stopwatch.StartNew();
            var city = City.Create(Options(parsed));
            Describe(city, began.Elapsed);
            if (parsed.GetValue(truth) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, SelfCheck.WithScores(city).ToJson(), stop);
            }

            using var http = Server.Client(parsed.GetValue(Url)!, parsed.GetValue(Token));
            var said = parsed.GetValue(speed)!;
            var pace = said == "max" ? 0 : double.Parse(said.TrimEnd('x', '×'), CultureInfo.InvariantCulture);
            var summary = await new Server(http).SendAsync(
                city.Events, Math.Clamp(parsed.GetValue(batch), 1, 10_000), pace, Time.At(city.Options.FirstDay), Console.WriteLine, stop);
            Console.WriteLine(summary);
            return summary.Rejected == 0 ? 0 : 1;
        });
        return command;
    }

    public static Command Verify()
    {
        var truthFile = new Option<FileInfo>("--truth") { Description = "the ground truth", Required = true };
        var wait = new Option<int>("--wait") { Description = "seconds to wait for the alerts to agree", DefaultValueFactory = _ => 0 };
        var command = new Command("verify", "compares the server's alerts with the ground truth") { Url, Token, truthFile, wait };
        Act(command, async (parsed, stop) =>
        {
            var truth = GroundTruth.FromJson(await File.ReadAllTextAsync(parsed.GetValue(truthFile)!.FullName, stop));
            using var http = Server.Client(parsed.GetValue(Url)!, parsed.GetValue(Token));
            var server = new Server(http);
            var until = DateTimeOffset.UtcNow.AddSeconds(parsed.GetValue(wait));
            var report = Verification.Compare(truth, await server.AlertsAsync(stop));
            while (!report.Passed && DateTimeOffset.UtcNow < until)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                report = Verification.Compare(truth, await server.AlertsAsync(stop));
            }

            Console.WriteLine(report);
            return report.Passed ? 0 : 1;
        });
        return command;
    }

    public static Command PlayDemo()
    {
        var command = new Command("demo", "a small city that goes on living until it is stopped") { Url, Token };
        Act(command, async (parsed, stop) =>
        {
            using var http = Server.Client(parsed.GetValue(Url)!, parsed.GetValue(Token));
            var runId = "d" + DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
            await Demo.PlayAsync(http, new DemoOptions(runId), Console.WriteLine, stop);
            return 0;
        });
        return command;
    }

    /// <summary>What the user can put right is told in one line; the exit code is then 2.</summary>
    private static void Act(Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, stop) =>
    {
        try
        {
            return await action(parsed, stop);
        }
        catch (Exception e) when (
            e is ArgumentException or FormatException or HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    });

    private static CityOptions Options(ParseResult parsed) => new()
    {
        Persons = parsed.GetValue(Persons),
        Days = parsed.GetValue(Days),
        Offences = parsed.GetValue(Planted),
        Seed = parsed.GetValue(Seed),
        Start = parsed.GetValue(Start) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        RunId = parsed.GetValue(RunId),
        Now = DateTimeOffset.UtcNow,
    };

    private static void Describe(City city, TimeSpan took) => Console.WriteLine(FormattableString.Invariant(
        $"{city.Persons.Count} persons, {city.Caregivers.Count} caregivers, {city.Institutions.Count} institutions, ")
        + FormattableString.Invariant($"{city.Events.Count} events, ")
        + FormattableString.Invariant($"{city.Truth.Expected.Count} alerts expected, {city.Truth.Tolerated.Count} tolerated; ")
        + FormattableString.Invariant($"from {city.Options.FirstDay:yyyy-MM-dd}, {took.TotalSeconds:F1} s"));
}
