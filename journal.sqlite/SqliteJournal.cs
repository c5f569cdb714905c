using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Sqlite.Ids;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite;

/// <summary>
/// The journal in <c>journal.sqlite</c> of a folder, one row a commit. <c>ids.sqlite</c> beside it finds duplicates and may be
/// deleted whenever no process has the folder open.
/// </summary>
public sealed class SqliteJournal : SegmentJournal
{
    private readonly FileStream folderLock;
    private readonly SqliteSegments segments;

    private SqliteJournal(SqliteSegments segments, string ids, FileStream folderLock, SqliteJournalOptions options)
        : base(segments, () => RunStore.Open(ids, segments.Id), () => Db.Delete(ids), options.RunEvents, options.CacheBytes)
    {
        this.segments = segments;
        this.folderLock = folderLock;
    }

    internal JournalFile File => segments.File;

    /// <param name="folder">Made if it is missing. One process at a time; give it a disk of its own machine, not a network share.</param>
    /// <exception cref="JournalUnavailableException">Another process has it, it is of a later version, or it cannot be read.</exception>
    public static SqliteJournal Open(string folder) => Open(folder, new SqliteJournalOptions());

    internal static SqliteJournal Open(string folder, SqliteJournalOptions options)
    {
        FileStream folderLock;
        try
        {
            Directory.CreateDirectory(folder);
            // A file of its own: SQLite's own exclusive mode would shut our readers out too.
            folderLock = new FileStream(Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException(
                $"The journal in {folder} is in use by another process, or cannot be written: {e.Message}", e);
        }

        try
        {
            var segments = new SqliteSegments(Path.Combine(folder, "journal.sqlite"));
            return new SqliteJournal(segments, Path.Combine(folder, "ids.sqlite"), folderLock, options);
        }
        catch (Exception e)
        {
            folderLock.Dispose();
            if (e is SqliteStoreException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new JournalUnavailableException($"The journal in {folder} cannot be opened: {e.Message}", e);
            }

            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        folderLock.Dispose();
    }
}
