using System.CommandLine;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;
using LtcActors.Journal.Sqlite;
using LtcActors.Silo.Packets;

namespace LtcActors.Silo.Cli;

/// <summary>The verb verify: whether an evidence packet is as it was made. 0: it is; 1: it is not; 2: it cannot be told.</summary>
internal static class VerifyVerb
{
    public static void Add(RootCommand root, Func<ParseResult, SiloOptions> options, TextWriter output, TextWriter errors)
    {
        var file = new Argument<string>("packet") { Description = "The packet: a .zip as it was downloaded, or its packet.json, beside which the manifest and the other files lie", HelpName = "FILE" };
        var journal = new Option<bool>("--journal")
        {
            Description = "Also compare every entry, every change of an alert and every item of a case file with the journal in --data, or in --store postgres",
        };
        var verb = new Command("verify", "Say whether an evidence packet is as it was made") { file, journal };
        verb.SetAction(parsed =>
        {
            try
            {
                return Verify(options(parsed), parsed.GetValue(file)!, parsed.GetValue(journal), output);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or JournalUnavailableException || PostgresDatabase.IsFailure(e))
            {
                errors.WriteLine(e.Message);
                return 2;
            }
        });
        root.Add(verb);
    }

    private static int Verify(SiloOptions options, string file, bool withJournal, TextWriter output)
    {
        var packet = Open(file);
        output.WriteLine($"{packet.Files} files, {packet.Entries} entries, {packet.Changes} changes of alerts, {packet.Kept} items of case files; packet {packet.Sha256 ?? "without its manifest"}");
        if (withJournal)
        {
            Compare(options, packet);
        }

        foreach (var fault in packet.Faults)
        {
            output.WriteLine(fault);
        }

        if (packet.Faults.Count > 0)
        {
            output.WriteLine("NOT as it was made.");
            return 1;
        }

        output.WriteLine((packet.Sha256, withJournal) switch
        {
            (null, false) => "Every entry is what its hash is of. Whether the rest is as it was made, only the manifest beside it or --journal tells.",
            (null, true) => "As it stands in the journal. Whether it was made here, only the manifest beside it tells.",
            (_, false) => "As it was made. Whether it was made of the journal, --journal tells.",
            (_, true) => "As it was made, and as it stands in the journal.",
        });
        return 0;
    }

    private static PacketVerifier Open(string file)
    {
        if (file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return PacketVerifier.OfFile(file);
        }

        using var zip = File.OpenRead(file);
        return PacketVerifier.Of(zip);
    }

    private static void Compare(SiloOptions options, PacketVerifier packet)
    {
        if (options.Store == SiloOptions.Postgres)
        {
            using var database = new PostgresDatabase(options.Connection!);
            using var reader = PostgresJournalReader.Open(database);
            packet.CheckAgainst(reader.ReadBatches(0));
            return;
        }

        using var journal = SqliteJournal.Open(options.Data);
        packet.CheckAgainst(journal.ReadBatches(0));
    }
}
