using System.CommandLine;
using System.Globalization;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Sqlite;
using LtcActors.Silo.Audit;

namespace LtcActors.Silo.Cli;

/// <summary>The verb verify-audit: follows the chain from its first entry, and comes by every head that was noted, or says where it is broken.</summary>
internal static class AuditVerb
{
    public static void Add(RootCommand root, Func<ParseResult, SiloOptions> options, TextWriter output, TextWriter errors)
    {
        var head = new Option<string[]>("--head")
        {
            Description = "A head that was noted, which the audit must come by (may be repeated)", HelpName = "NUMBER:HASH",
        };
        var heads = new Option<string>("--heads") { Description = $"File of noted heads ({AuditHeads.Name} in --data)", HelpName = "FILE" };
        var verb = new Command("verify-audit", "Say whether the audit is whole, or where it was tampered with") { head, heads };
        verb.SetAction(parsed => JournalVerbs.Guarded(options(parsed), errors, o =>
        {
            var file = parsed.GetValue(heads);
            if (file is not null && !File.Exists(file))
            {
                throw new InvalidDataException($"There is no file {file}.");
            }

            var noted = AuditHeads.Read(file ?? AuditHeads.PathOf(o)).Concat((parsed.GetValue(head) ?? []).Select(AuditHeads.Parse));
            Verify(o, [.. noted], output);
        }));
        root.Add(verb);
    }

    /// <exception cref="InvalidDataException">It is not whole: the message says where.</exception>
    private static void Verify(SiloOptions options, IReadOnlyList<AuditHead> noted, TextWriter output)
    {
        using var database = options.Store == SiloOptions.Postgres ? new PostgresDatabase(options.Connection!) : null;
        using IJournal journal = database is null ? SqliteJournal.Open(options.Data) : PostgresJournalReader.Open(database);
        var missing = noted.ToHashSet();
        var verdict = AuditChain.Verify(journal.Records(DecisionKind.Audit, 0), seen => missing.Remove(seen));
        if (verdict.Break is { } broken)
        {
            throw new InvalidDataException(Said($"The audit is broken at entry {broken.Number}, place {broken.Seq} of the journal. {broken.Reason}"));
        }

        if (missing.Count > 0)
        {
            var first = missing.MinBy(h => h.Number);
            throw new InvalidDataException(first.Number > verdict.Head.Number
                ? Said($"The audit was cut short: entry {first.Number} was noted, and it ends with {verdict.Head.Number}.")
                : Said($"The audit was made anew: entry {first.Number} was noted with the hash {first.Hash}, and has another."));
        }

        output.WriteLine(Said($"The audit is whole: {verdict.Head.Number} entries, {noted.Count} noted heads. Head {verdict.Head.Number}:{verdict.Head.Hash}"));
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
