using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres.Ids;
using LtcActors.Journal.Segments;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// The journal in a PostgreSQL database, one row a commit, written only under the lease. docs/journal-postgres.md describes the
/// schema column by column.
/// </summary>
public sealed class PostgresJournal : SegmentJournal
{
    private PostgresJournal(PostgresSegments segments, PostgresDatabase database, PostgresLease lease, PostgresJournalOptions options)
        : base(
            segments, () => RunTable.Open(database, lease), () => RunTable.Discard(database, lease),
            options.RunEvents, options.CacheBytes)
    {
    }

    /// <param name="lease">Of the same database; the journal does not end it.</param>
    /// <exception cref="JournalUnavailableException">The database is not migrated to this program's version, or cannot be read.</exception>
    public static PostgresJournal Open(PostgresDatabase database, PostgresLease lease) => Open(database, lease, new PostgresJournalOptions());

    internal static PostgresJournal Open(PostgresDatabase database, PostgresLease lease, PostgresJournalOptions options)
    {
        try
        {
            Migrator.Check(database);
            return new PostgresJournal(new PostgresSegments(database, lease), database, lease, options);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e) || e is InvalidDataException)
        {
            throw new JournalUnavailableException($"The journal in {database.Where} cannot be opened: {e.Message}", e);
        }
    }
}
