using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite;

/// <summary>The writer's connection to <c>journal.sqlite</c>; docs/journal.md describes the file column by column.</summary>
internal sealed class JournalFile : IDisposable
{
    public const string Version = "1";

    private readonly Db db;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement insertBatch;
    private readonly Statement insertDecision;

    public JournalFile(string path)
    {
        db = Db.OpenWriter(path);
        try
        {
            // FULL: an answered event survives a power cut. With a commit for many events it costs next to nothing.
            // 1,000 pages: the log is copied back every 16 MB, which takes some 25 ms; the default page would do it four times as often.
            db.Exec("""
                PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;
                CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS batch(first_seq INTEGER PRIMARY KEY, events INTEGER NOT NULL, decisions INTEGER NOT NULL,
                  recorded_at INTEGER NOT NULL, codec INTEGER NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL);
                CREATE TABLE IF NOT EXISTS decision(seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL,
                  recorded_at INTEGER NOT NULL, body BLOB NOT NULL);
                CREATE INDEX IF NOT EXISTS decision_record ON decision(kind, seq) WHERE kind >= 5;
                """);
            db.Exec($"INSERT OR IGNORE INTO meta VALUES ('version', '{Version}'), ('journal', '{Guid.NewGuid():N}')");
            Id = db.Scalar("SELECT value FROM meta WHERE key = 'journal'") ?? "";
            Check(db, path);
            begin = db.Prepare("BEGIN IMMEDIATE");
            commit = db.Prepare("COMMIT");
            insertBatch = db.Prepare("INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
            insertDecision = db.Prepare("INSERT INTO decision VALUES (?1, ?2, ?3, ?4)");
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <exception cref="JournalUnavailableException">It is of another version.</exception>
    public static void Check(Db db, string path)
    {
        if (db.Scalar("SELECT value FROM meta WHERE key = 'version'") is var version && version != Version)
        {
            throw new JournalUnavailableException($"{path} is a journal of version {version}; this program reads {Version}.");
        }
    }

    /// <summary>Made when the journal was: tells it from all others.</summary>
    public string Id { get; }

    /// <summary>Durable when it returns; nothing of it is there when it throws.</summary>
    public void Write(Commit row, ReadOnlySpan<byte> body, ReadOnlySpan<NewDecision> decisions)
    {
        begin.Run();
        try
        {
            insertBatch.Bind(1, row.FirstSeq).Bind(2, row.Events).Bind(3, row.Decisions).Bind(4, row.Milliseconds)
                .Bind(5, (long)row.Codec).Bind(6, row.Size).Bind(7, body).Run();
            var seq = row.FirstSeq + row.Events;
            foreach (ref readonly var decision in decisions)
            {
                insertDecision.Bind(1, seq++).Bind(2, (long)decision.Kind).Bind(3, row.Milliseconds).Bind(4, decision.Json.Span).Run();
            }

            commit.Run();
        }
        catch
        {
            db.RollBack();
            throw;
        }
    }

    /// <summary>Lets the file grow no further than this, as a full disk would; 0 lifts it. For tests.</summary>
    internal void LimitPages(long more) =>
        db.Exec($"PRAGMA max_page_count = {(more == 0 ? uint.MaxValue - 1L : long.Parse(db.Scalar("PRAGMA page_count")!) + more)}");

    public void Dispose() => db.Dispose();
}
