using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Sqlite;
using LtcActors.Journal.Sqlite.Sql;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Cli;

/// <summary>
/// The verb replay: what a draft, or a version that the journal has, would have done, from the journal in the data folder or in PostgreSQL, beside a
/// silo that runs or without one. The result goes to standard output as JSON, progress and counts to standard error.
/// </summary>
internal static class ReplayVerb
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(2);

    public static void Add(RootCommand root, Func<ParseResult, SiloOptions> options, TextWriter output, TextWriter errors)
    {
        var policy = new Option<string>("--policy") { Description = "What to try: a file {\"title\", \"values\": [...]}, or the id of a version such as policy-3", HelpName = "DRAFT", Required = true };
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
                var (first, last) = (DayOf(parsed.GetValue(from)!), parsed.GetValue(to) is { } day ? DayOf(day) : (DateOnly?)null);
                return await RunAsync(options(parsed), parsed.GetValue(policy)!, first, last, output, errors, stop);
            }
            catch (Exception e) when (e is PolicyException or JournalUnavailableException or InvalidDataException or IOException or UnauthorizedAccessException or FormatException
                or SqliteStoreException || PostgresDatabase.IsFailure(e))
            {
                await errors.WriteLineAsync(e.Message);
                return 1;
            }
        });
        root.Add(verb);
    }

    /// <summary>A file by that name goes first: whoever wrote it means it.</summary>
    private static IReadOnlyList<PolicyValue> ValuesOf(string policy, PolicyBook book, IJournal journal) =>
        File.Exists(policy) ? PolicyDraft.Read(policy, File.ReadAllText(policy), book).Values
        : StoredPolicyVersions.Of(journal).FirstOrDefault(v => v.Id == policy)?.Values
            ?? throw new FileNotFoundException($"\"{policy}\" is neither a file nor a policy version of the journal.");

    private static async Task<int> RunAsync(
        SiloOptions options, string policy, DateOnly from, DateOnly? to, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        var book = PolicyFiles.Read();
        // Beside a silo that runs: what was there when it was asked.
        using var database = options.Store == SiloOptions.Postgres ? new PostgresDatabase(options.Connection!) : null;
        using IJournal journal = database is null ? SqliteJournalReader.Open(options.Data) : PostgresJournalReader.Open(database);
        var request = new ReplayRequest(ValuesOf(policy, book, journal), from, to);
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

        foreach (var o in result.Overtaken)
        {
            await errors.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{o.Key} of {o.Region}: from {o.From:yyyy-MM-dd} on {o.Value} {o.Unit} counts, and no longer what was tried."));
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
