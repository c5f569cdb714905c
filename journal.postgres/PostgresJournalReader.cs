using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;

namespace LtcActors.Journal.Postgres;

/// <summary>The journal for a process that is not its writer: without the lease, beside the one that has it.</summary>
public sealed class PostgresJournalReader : SegmentReader
{
    private PostgresJournalReader(PostgresDatabase database)
        : base(new PostgresSegments(database, lease: null))
    {
    }

    /// <exception cref="JournalUnavailableException">The database is not migrated to this program's version, or cannot be read.</exception>
    public static PostgresJournalReader Open(PostgresDatabase database)
    {
        try
        {
            Migrator.Check(database);
            return new(database);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e) || e is InvalidDataException)
        {
            throw new JournalUnavailableException($"The journal in {database.Where} cannot be opened: {e.Message}", e);
        }
    }
}
