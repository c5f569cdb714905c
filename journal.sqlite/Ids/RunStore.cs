using LtcActors.Journal.Segments.Ids;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.Ids;

/// <summary><c>ids.sqlite</c>.</summary>
internal sealed class RunStore : IRunStore
{
    private const string Version = "1";
    private const int DeletedAtOnce = 512;

    private readonly Db db;
    private readonly string path;
    private readonly Statement insertBlock;
    private readonly Statement insertRun;
    private readonly Statement deleteRun;
    private readonly Statement selectBlock;
    private readonly Statement deleteBlocks;
    private readonly Queue<long> discarded = [];
    private byte[] buffer = new byte[16 << 10];
    private long nextId;

    private RunStore(Db db, string path)
    {
        this.db = db;
        this.path = path;
        db.Exec("""
            PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS run(id INTEGER PRIMARY KEY, level INTEGER NOT NULL, bits INTEGER NOT NULL,
              events INTEGER NOT NULL, after_seq INTEGER NOT NULL, upto_seq INTEGER NOT NULL, mark TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS block(id INTEGER PRIMARY KEY, body BLOB NOT NULL);
            """);
        insertBlock = db.Prepare("INSERT INTO block(id, body) VALUES (?1, ?2)");
        insertRun = db.Prepare("INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        deleteRun = db.Prepare("DELETE FROM run WHERE id = ?1");
        selectBlock = db.Prepare("SELECT body FROM block WHERE id = ?1");
        deleteBlocks = db.Prepare(
            "DELETE FROM block WHERE id IN (SELECT id FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3) RETURNING 1");
        Runs = ReadRuns();
        nextId = Math.Max(Runs.Count == 0 ? 0 : Runs.Max(r => r.Id), (Number("SELECT max(id) FROM block") ?? 0) >> 32) + 1;
        DiscardStrays();
    }

    public IReadOnlyList<Run> Runs { get; }

    /// <param name="journalId">The file is of use only for this journal.</param>
    /// <exception cref="InvalidDataException">It is damaged, or belongs to another journal or version.</exception>
    public static RunStore Open(string path, string journalId)
    {
        Db? db = null;
        try
        {
            db = Db.OpenWriter(path);
            var store = new RunStore(db, path);
            store.CheckMeta("version", Version);
            store.CheckMeta("journal", journalId);
            return store;
        }
        catch (Exception e)
        {
            db?.Dispose();
            if (e is SqliteStoreException { IsDamage: true })
            {
                throw new InvalidDataException($"The index of ids is damaged: {e.Message}", e);
            }

            throw;
        }
    }

    public long NewId() => nextId++;

    public void Transact(Action work) => db.Transact(work);

    public void InsertBlocks(Run run, long first, long count, ReadOnlySpan<ulong> keys, ReadOnlySpan<long> seqs)
    {
        for (var block = first; block < first + count; block++)
        {
            var n = 0;
            while (n < keys.Length && run.BlockOf(keys[n]) == block)
            {
                n++;
            }

            var length = RunBlock.Encode(run, block, keys[..n], seqs[..n], ref buffer);
            insertBlock.Bind(1, run.RowOf(block)).Bind(2, buffer.AsSpan(0, length)).Run();
            keys = keys[n..];
            seqs = seqs[n..];
        }
    }

    public void ReadBlocks(Run run, long first, long count, List<ulong> keys, List<long> seqs)
    {
        for (var block = first; block < first + count; block++)
        {
            try
            {
                RunBlock.Decode(run, block, selectBlock.Bind(1, run.RowOf(block)).Step() ? selectBlock.Blob(0) : [], keys, seqs);
            }
            catch (SqliteStoreException e) when (e.IsDamage)
            {
                throw new InvalidDataException($"The index of ids is damaged: {e.Message}", e);
            }
            finally
            {
                selectBlock.Reset();
            }
        }
    }

    public void Publish(Run run, IEnumerable<Run> replaced)
    {
        foreach (var old in replaced)
        {
            deleteRun.Bind(1, old.Id).Run();
        }

        insertRun.Bind(1, run.Id).Bind(2, run.Level).Bind(3, run.Bits).Bind(4, run.Events)
            .Bind(5, run.After).Bind(6, run.Upto).Bind(7, run.Mark).Run();
    }

    public void Discard(long runId) => discarded.Enqueue(runId);

    public bool DeleteSome()
    {
        if (!discarded.TryPeek(out var id))
        {
            return false;
        }

        deleteBlocks.Bind(1, id << 32).Bind(2, (id << 32) | uint.MaxValue).Bind(3, DeletedAtOnce);
        var any = false;
        while (deleteBlocks.Step())
        {
            any = true;
        }

        if (!any)
        {
            discarded.Dequeue();
        }

        return true;
    }

    public IRunReader OpenReader() => new RunReader(path);

    public void Dispose() => db.Dispose();

    private List<Run> ReadRuns()
    {
        var select = db.Prepare("SELECT id, level, bits, events, after_seq, upto_seq, mark FROM run ORDER BY after_seq");
        var runs = new List<Run>();
        while (select.Step())
        {
            runs.Add(new Run(
                select.Long(0), select.Int(1), select.Int(2), select.Long(3), select.Long(4), select.Long(5), select.Text(6)));
        }

        return runs;
    }

    /// <summary>A run that was not finished when the process ended, or not yet deleted.</summary>
    private void DiscardStrays()
    {
        long? stray = -1;
        while ((stray = Number($"SELECT min(id) FROM block WHERE id >= {(stray.Value + 1) << 32}") >> 32) is { } id)
        {
            if (Runs.All(r => r.Id != id))
            {
                Discard(id);
            }
        }
    }

    private long? Number(string sql) => db.Scalar(sql) is { } text ? long.Parse(text) : null;

    private void CheckMeta(string key, string expected)
    {
        var found = db.Scalar($"SELECT value FROM meta WHERE key = '{key}'");
        if (found is null && Runs.Count == 0)
        {
            db.Prepare("INSERT INTO meta VALUES (?1, ?2)").Bind(1, key).Bind(2, expected).Run();
        }
        else if (found != expected)
        {
            throw new InvalidDataException($"The index of ids is of {key} {found}, not {expected}.");
        }
    }
}
