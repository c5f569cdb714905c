using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Sqlite;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Cli;

/// <summary>
/// The verb replay: what a draft would have done, from the journal in the data folder or in PostgreSQL. The result goes to standard output as JSON,
/// progress and counts to standard error.
/// </summary>
internal static class ReplayVerb
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    public static void Add(RootCommand root, Func<ParseResult, SiloOptions> options, TextWriter output, TextWriter errors)
    {
        var policy = new Option<string>("--policy") { Description = "Draft to try: {\"title\", \"values\": [...]}", HelpName = "DRAFT", Required = true };
        var from = new Option<string>("--from") { Description = "First day on which the draft would have counted", HelpName = "DAY", Required = true };
        var to = new Option<string>("--to") { Description = "Last day of which entries are read (all)", HelpName = "DAY" };
        var verb = new Command("replay", "Say which alerts a draft would have raised, withdrawn or changed") { policy, from, to };
        verb.SetAction(async (parsed, stop) =>
        {
            if (options(parsed).Problems() is { Count: > 0 } problems)
            {
                await errors.WriteLineAsync(string.Join(Environment.NewLine, problems));
                return 2;
            }

            try
            {
                var request = Request(parsed.GetValue(policy)!, parsed.GetValue(from)!, parsed.GetValue(to), out var book);
                return await RunAsync(options(parsed), request, book, output, errors, stop);
            }
            catch (Exception e) when (e is PolicyException or JournalUnavailableException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException
                || PostgresDatabase.IsFailure(e))
            {
                await errors.WriteLineAsync(e.Message);
                return 1;
            }
        });
        root.Add(verb);
    }

    private static ReplayRequest Request(string draft, string from, string? to, out PolicyBook book)
    {
        book = PolicyFiles.Read();
        var values = PolicyDraft.Read(draft, File.ReadAllText(draft), book).Values;
        return new(values, DayOf(from), to is null ? null : DayOf(to));
    }

    private static async Task<int> RunAsync(
        SiloOptions options, ReplayRequest request, PolicyBook book, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        // Beside a silo that runs: in PostgreSQL what was there when it was asked.
        using var database = options.Store == SiloOptions.Postgres ? new PostgresDatabase(options.Connection!) : null;
        using IJournal journal = database is null ? SqliteJournal.Open(options.Data) : PostgresJournalReader.Open(database);
        using var replay = PolicyReplay.Start(
            new EngineOptions
            {
                Journal = journal, Store = new MemoryStateStore(), Policies = book, Clock = TimeProvider.System,
                Scheduler = new ThreadScheduler(TimeProvider.System), Parsers = () => new EventParser().ParseStructured, Cite = new(book),
            }, request);
        await using var cancel = stop.Register(replay.Cancel);
        while (await Task.WhenAny(replay.Result, Task.Delay(ProgressEvery, CancellationToken.None)) != replay.Result)
        {
            var p = replay.Progress;
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{p.Events} events, to place {p.Position} of {p.LastSeq}, {p.Elapsed.TotalSeconds:0} s"));
        }

        if (replay.Result.IsCanceled)
        {
            await errors.WriteLineAsync("Cancelled.");
            return 1;
        }

        var result = await replay.Result;
        foreach (var c in result.Counts.Where(c => c.Appear + c.Vanish + c.Change > 0))
        {
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{c.Rule}: of {c.Before}, {c.Vanish} would vanish and {c.Change} change; {c.Appear} would appear"));
        }

        await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Events} events in {result.Elapsed.TotalSeconds:0.0} s."));
        await output.WriteLineAsync(JsonSerializer.Serialize(result, Json.Options));
        return 0;
    }

    /// <exception cref="FormatException">It is no date.</exception>
    private static DateOnly DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new FormatException($"\"{text}\" is no date such as 2026-03-31.");
}
