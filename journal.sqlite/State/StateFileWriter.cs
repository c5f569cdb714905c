using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.State;

/// <summary>
/// The writing connection of <c>state.sqlite</c>. Rows with a blob lie in tables by row number with an index beside them: a changed
/// blob then touches no index page, and a new one is put at the end.
/// </summary>
internal sealed class StateFileWriter : IDisposable
{
    private const string Version = "1";

    private readonly Lock gate = new();
    private readonly Db db;
    private readonly Statement putActor;
    private readonly Statement putPage;
    private readonly Statement putStatePage;
    private readonly Statement putRow;
    private readonly Statement putPosition;
    private long position;

    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public StateFileWriter(string path)
    {
        db = Db.OpenWriter(path);
        try
        {
            // Smaller pages make a large checkpoint slower, larger ones make a small checkpoint write more.
            // The cache holds what a large checkpoint changes; what does not fit would be written twice.
            db.Exec("""
                PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
                CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS actor(kind INTEGER NOT NULL, id TEXT NOT NULL, deadline INTEGER,
                  history_tail BLOB NOT NULL, state BLOB NOT NULL);
                CREATE UNIQUE INDEX IF NOT EXISTS actor_id ON actor(kind, id);
                CREATE INDEX IF NOT EXISTS actor_deadline ON actor(kind, id, deadline) WHERE deadline IS NOT NULL;
                CREATE TABLE IF NOT EXISTS history_page(kind INTEGER NOT NULL, id TEXT NOT NULL,
                  first_seq INTEGER NOT NULL, seqs BLOB NOT NULL);
                CREATE UNIQUE INDEX IF NOT EXISTS history_page_id ON history_page(kind, id, first_seq);
                CREATE TABLE IF NOT EXISTS state_page(kind INTEGER NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL);
                CREATE UNIQUE INDEX IF NOT EXISTS state_page_id ON state_page(kind, id, number);
                CREATE TABLE IF NOT EXISTS row(tbl TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL);
                CREATE UNIQUE INDEX IF NOT EXISTS row_id ON row(tbl, key);
                """);
            db.Exec($"INSERT OR IGNORE INTO meta VALUES ('position', 0), ('version', '{Version}')");
            if (db.Scalar("SELECT value FROM meta WHERE key = 'version'") != Version)
            {
                throw new InvalidDataException("The state is of another version.");
            }

            position = long.Parse(db.Scalar("SELECT value FROM meta WHERE key = 'position'") ?? "0");
            putActor = db.Prepare("""
                INSERT INTO actor(kind, id, deadline, history_tail, state) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT(kind, id)
                DO UPDATE SET deadline = excluded.deadline, history_tail = excluded.history_tail, state = excluded.state
                """);
            putPage = db.Prepare("""
                INSERT INTO history_page(kind, id, first_seq, seqs) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT(kind, id, first_seq) DO UPDATE SET seqs = excluded.seqs
                """);
            putStatePage = db.Prepare("""
                INSERT INTO state_page(kind, id, number, bytes) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT(kind, id, number) DO UPDATE SET bytes = excluded.bytes
                """);
            putRow = db.Prepare(
                "INSERT INTO row(tbl, key, body) VALUES (?1, ?2, ?3) ON CONFLICT(tbl, key) DO UPDATE SET body = excluded.body");
            putPosition = db.Prepare("UPDATE meta SET value = ?1 WHERE key = 'position'");
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    public long Position => Volatile.Read(ref position);

    public void Save(Checkpoint checkpoint)
    {
        lock (gate)
        {
            db.Transact(() =>
            {
                // In the order of the index, so that it is walked through once instead of jumped about in.
                foreach (var actor in checkpoint.Actors.OrderBy(a => a.Id))
                {
                    Put(actor);
                }

                foreach (var page in checkpoint.Pages.OrderBy(p => p.Id))
                {
                    putPage.Bind(1, (long)page.Id.Kind).Bind(2, page.Id.Id).Bind(3, page.FirstSeq).Bind(4, page.Seqs.Span).Run();
                }

                foreach (var (id, page) in checkpoint.StatePages.OrderBy(p => p.Id))
                {
                    putStatePage.Bind(1, (long)id.Kind).Bind(2, id.Id).Bind(3, page.Number).Bind(4, page.Bytes.Span).Run();
                }

                foreach (var row in checkpoint.Rows)
                {
                    putRow.Bind(1, row.Table).Bind(2, row.Key).Bind(3, row.Body.Span).Run();
                }

                putPosition.Bind(1, checkpoint.Position).Run();
            });
            Volatile.Write(ref position, checkpoint.Position);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            db.Transact(() => db.Exec("""
                DELETE FROM actor; DELETE FROM history_page; DELETE FROM state_page; DELETE FROM row; UPDATE meta SET value = 0 WHERE key = 'position';
                """));
            Volatile.Write(ref position, 0);
        }
    }

    public void Dispose() => db.Dispose();

    private void Put(in ActorRow actor)
    {
        putActor.Bind(1, (long)actor.Id.Kind).Bind(2, actor.Id.Id).Bind(4, actor.HistoryTail.Span).Bind(5, actor.State.Span);
        if (actor.Deadline is { } deadline)
        {
            putActor.Bind(3, deadline.UtcTicks);
        }
        else
        {
            putActor.BindNull(3);
        }

        putActor.Run();
    }
}
