using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.State;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.State;

/// <summary>
/// The writing connection of <c>state.sqlite</c>. The actors of a checkpoint are put together into chunks at the end of the file: in a
/// large city nearly every page has an actor that changed, and would be read and written twice for a tenth of its bytes. Of the rest,
/// rows with a blob lie in tables by row number with an index beside them: a changed blob then touches no index page, and a new one is
/// put at the end.
/// </summary>
internal sealed class StateFileWriter : IChunkFile, IDisposable
{
    private const string Version = "2";

    private readonly Lock gate = new();
    private readonly Db db;
    private readonly ActorPlaces places;
    private readonly ActorChunks chunks;
    private readonly Statement chunk;
    private readonly Statement directory;
    private readonly Statement putChunk;
    private readonly Statement putDirectory;
    private readonly Statement dropChunk;
    private readonly Statement dropDirectory;
    private readonly Statement putPage;
    private readonly Statement putStatePage;
    private readonly Statement putRow;
    private readonly Statement putPosition;
    private long position;

    /// <param name="path">Made if it is missing.</param>
    /// <param name="places">Told where everything lies.</param>
    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public StateFileWriter(string path, ActorPlaces places)
    {
        this.places = places;
        db = Db.OpenWriter(path);
        try
        {
            // A page holds a chunk. The cache holds what a large checkpoint changes of the rest; what does not fit would be written twice.
            db.Exec("""
                PRAGMA page_size = 65536; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
                CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS chunk(number INTEGER PRIMARY KEY, rows BLOB NOT NULL);
                CREATE TABLE IF NOT EXISTS chunk_directory(number INTEGER PRIMARY KEY, lines BLOB NOT NULL);
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
            chunk = db.Prepare("SELECT rows FROM chunk WHERE number = ?1");
            directory = db.Prepare("SELECT lines FROM chunk_directory WHERE number = ?1");
            putChunk = db.Prepare("INSERT INTO chunk(number, rows) VALUES (?1, ?2)");
            putDirectory = db.Prepare("INSERT INTO chunk_directory(number, lines) VALUES (?1, ?2)");
            dropChunk = db.Prepare("DELETE FROM chunk WHERE number = ?1");
            dropDirectory = db.Prepare("DELETE FROM chunk_directory WHERE number = ?1");
            chunks = new(this, places, last: ReadDirectories());
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
            db.Transact(() => Put(checkpoint));
            chunks.Committed();
            Volatile.Write(ref position, checkpoint.Position);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            db.Transact(() => db.Exec("""
                DELETE FROM chunk; DELETE FROM chunk_directory; DELETE FROM history_page; DELETE FROM state_page; DELETE FROM row; UPDATE meta SET value = 0 WHERE key = 'position';
                """));
            places.Clear();
            Volatile.Write(ref position, 0);
        }
    }

    public void Dispose() => db.Dispose();

    void IChunkFile.Put(long number, ReadOnlySpan<byte> rows, ReadOnlySpan<byte> lines)
    {
        putChunk.Bind(1, number).Bind(2, rows).Run();
        putDirectory.Bind(1, number).Bind(2, lines).Run();
    }

    (byte[] Rows, byte[] Lines) IChunkFile.Take(long number)
    {
        directory.Bind(1, number);
        chunk.Bind(1, number);
        if (!directory.Step() || !chunk.Step())
        {
            throw new InvalidDataException($"Chunk {number} of the state is missing.");
        }

        var taken = (chunk.Blob(0).ToArray(), directory.Blob(0).ToArray());
        directory.Reset();
        chunk.Reset();
        dropChunk.Bind(1, number).Run();
        dropDirectory.Bind(1, number).Run();
        return taken;
    }

    private void Put(Checkpoint checkpoint)
    {
        chunks.Put(checkpoint.Actors);
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
    }

    /// <returns>The highest number.</returns>
    private long ReadDirectories()
    {
        var last = 0L;
        var all = db.Prepare("SELECT number, lines FROM chunk_directory ORDER BY number");
        while (all.Step())
        {
            last = all.Long(0);
            places.Move([.. ActorChunks.ReadLines(last, all.Blob(1).ToArray())], []);
        }

        return last;
    }
}
