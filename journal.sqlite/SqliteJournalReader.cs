using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite;

/// <summary>The journal for a process that is not its writer, which may go on writing meanwhile.</summary>
public sealed class SqliteJournalReader : SegmentReader
{
    private SqliteJournalReader(SqliteSegments segments)
        : base(segments)
    {
    }

    /// <param name="folder">May be read, and SQLite may keep its index of the log in it.</param>
    /// <exception cref="JournalUnavailableException">There is none, it is of a later version, or it cannot be read.</exception>
    public static SqliteJournalReader Open(string folder)
    {
        var path = Path.Combine(folder, "journal.sqlite");
        if (!File.Exists(path))
        {
            throw new JournalUnavailableException($"There is no journal in {folder}.");
        }

        try
        {
            return new(SqliteSegments.OpenReader(path));
        }
        catch (SqliteStoreException e)
        {
            throw new JournalUnavailableException($"The journal in {folder} cannot be read: {e.Message}", e);
        }
    }
}
