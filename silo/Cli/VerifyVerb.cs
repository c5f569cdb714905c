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
        var file = new Argument<string>("packet") { Description = "The packet: a .zip as it was downloaded", HelpName = "FILE" };
        var journal = new Option<bool>("--journal")
        {
            Description = "Also compare every entry and every change of an alert with the journal in --data, or in --store postgres",
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
        PacketVerifier packet;
        using (var zip = File.OpenRead(file))
        {
            packet = PacketVerifier.Of(zip);
        }

        output.WriteLine($"{packet.Files} files, {packet.Entries} entries, {packet.Changes} changes of alerts; packet {packet.Sha256}");
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

        output.WriteLine(withJournal ? "As it was made, and as it stands in the journal." : "As it was made. Whether it was made of the journal, --journal tells.");
        return 0;
    }

    private static void Compare(SiloOptions options, PacketVerifier packet)
    {
        if (options.Store == SiloOptions.Postgres)
        {
            using var database = new PostgresDatabase(options.Connection!);
            packet.CheckAgainst(PostgresJournal.ReadAll(database));
            return;
        }

        using var journal = SqliteJournal.Open(options.Data);
        packet.CheckAgainst(journal.ReadBatches(0));
    }
}
