using System.CommandLine;
using System.Globalization;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Segments.Transfer;
using LtcActors.Journal.Sqlite;

namespace LtcActors.Silo.Cli;

/// <summary>The verbs migrate, export and import. Figures and progress go to standard error, so that an export may go to standard output.</summary>
internal static class JournalVerbs
{
    private const long ProgressEvery = 100_000;

    public static void Add(RootCommand root, Func<ParseResult, SiloOptions> options, TextWriter errors)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done" };
        var migrate = new Command("migrate", "Make the database, or bring it to this version") { dryRun };
        migrate.SetAction(parsed => Guarded(options(parsed), errors, o => Migrate(o, parsed.GetValue(dryRun), errors)));

        var to = new Option<string>("--to") { Description = "File to write, or - for standard output", HelpName = "FILE", Required = true };
        var export = new Command("export", "Write the whole journal to a file") { to };
        export.SetAction(parsed => Guarded(options(parsed), errors, o => Export(o, parsed.GetValue(to)!, errors)));

        var from = new Option<string>("--from") { Description = "File to read, or - for standard input", HelpName = "FILE", Required = true };
        var import = new Command("import", "Add to the journal what a file has and it lacks") { from };
        import.SetAction(parsed => Guarded(options(parsed), errors, o => Import(o, parsed.GetValue(from)!, errors)));
        root.Add(migrate);
        root.Add(export);
        root.Add(import);
    }

    internal static int Guarded(SiloOptions options, TextWriter errors, Action<SiloOptions> verb)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            errors.WriteLine(string.Join(Environment.NewLine, problems));
            return 2;
        }

        try
        {
            verb(options);
            return 0;
        }
        catch (Exception e) when (e is JournalUnavailableException or InvalidDataException or UnauthorizedAccessException || PostgresDatabase.IsFailure(e))
        {
            errors.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Migrate(SiloOptions options, bool dryRun, TextWriter errors)
    {
        if (options.Store != SiloOptions.Postgres)
        {
            throw new InvalidDataException("Only --store postgres has migrations; the files of SQLite make themselves.");
        }

        using var database = new PostgresDatabase(options.Connection!);
        var done = Migrator.Migrate(database, dryRun);
        foreach (var migration in done)
        {
            errors.WriteLine($"{(dryRun ? "Would apply" : "Applied")} {migration.Number:0000} {migration.Name} ({migration.Checksum[..12]})");
        }

        errors.WriteLine(done.Count == 0 ? $"{database.Where} is at this version." : $"{database.Where}: {done.Count} of {Migrator.All.Count}.");
    }

    private static void Export(SiloOptions options, string file, TextWriter errors)
    {
        using var open = new Opened();
        var journal = options.Store == SiloOptions.Postgres
            ? open.Add(PostgresJournalReader.Open(open.Add(new PostgresDatabase(options.Connection!)))).ReadBatches(0)
            : open.Add(SqliteJournal.Open(options.Data)).ReadBatches(0);
        using var to = file == "-" ? Console.OpenStandardOutput() : new FileStream(file, FileMode.CreateNew);
        Report(errors, "exported", TransferFile.Write(journal, to, Progress(errors, "exported")));
    }

    private static void Import(SiloOptions options, string file, TextWriter errors)
    {
        using var open = new Opened();
        if (file != "-")
        {
            // All of it is looked at before any of it is written.
            using var first = File.OpenRead(file);
            foreach (var _ in TransferFile.Read(first))
            {
            }
        }

        using var from = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        var target = Target(options, open);
        Report(errors, "imported", TransferFile.Import(TransferFile.Read(from), target, Progress(errors, "imported")));
    }

    private static SegmentJournal Target(SiloOptions options, Opened open)
    {
        if (options.Store != SiloOptions.Postgres)
        {
            return open.Add(SqliteJournal.Open(options.Data));
        }

        var database = open.Add(new PostgresDatabase(options.Connection!));
        Migrator.Check(database);
        var lease = PostgresLease.TryTake(database, $"import on {Environment.MachineName}")
            ?? throw new JournalUnavailableException($"{PostgresLease.Holder(database).Holder} is the active process of {database.Where}: stop it first.");
        open.Add(lease);
        return open.Add(PostgresJournal.Open(database, lease));
    }

    private static Action<TransferCounts> Progress(TextWriter errors, string what)
    {
        var next = ProgressEvery;
        return counts =>
        {
            if (counts.LastSeq >= next)
            {
                Report(errors, what + " so far", counts);
                next = counts.LastSeq + ProgressEvery;
            }
        };
    }

    private static void Report(TextWriter errors, string what, TransferCounts counts) => errors.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Events} events and {counts.Decisions} decisions in {counts.Commits} commits {what}, to place {counts.LastSeq}."));

    /// <summary>Closes what was opened, the last first.</summary>
    private sealed class Opened : IDisposable
    {
        private readonly Stack<IDisposable> all = [];

        public T Add<T>(T one)
            where T : IDisposable
        {
            all.Push(one);
            return one;
        }

        public void Dispose()
        {
            while (all.TryPop(out var one))
            {
                one.Dispose();
            }
        }
    }
}
