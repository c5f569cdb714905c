using SQLitePCL;

namespace LtcActors.Journal.Sqlite.Sql;

/// <summary>
/// One connection, used by one thread at a time. Straight over SQLite's own calls: the ADO.NET layer copies every blob into an
/// array of its own and makes a command object of every statement, which at a thousand events a commit is most of the cost.
/// </summary>
internal sealed class Db : IDisposable
{
    private const int BusyMilliseconds = 5_000;

    private readonly sqlite3 handle;
    private readonly List<Statement> statements = [];

    static Db() => Batteries_V2.Init();

    private Db(sqlite3 handle) => this.handle = handle;

    public bool InTransaction => raw.sqlite3_get_autocommit(handle) == 0;

    public static Db OpenWriter(string path) => Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>Reads beside a writer of this or another process.</summary>
    public static Db OpenReader(string path) => Open(path, raw.SQLITE_OPEN_READONLY);

    /// <summary>Deletes a closed file and what SQLite keeps beside it.</summary>
    public static void Delete(string path)
    {
        // The log first: without it the file alone is older but whole, while a log without its file is nothing.
        foreach (var suffix in (string[])["-wal", "-shm", ""])
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>Runs statements that give no rows, or whose rows are of no interest.</summary>
    public void Exec(string sql) => Check(raw.sqlite3_exec(handle, sql));

    /// <summary>The statement lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        var prepared = new Statement(this, statement);
        statements.Add(prepared);
        return prepared;
    }

    /// <summary>First column of the first row; null when there is no row or it holds NULL.</summary>
    public string? Scalar(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var statement));
        using (statement)
        {
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_DONE)
            {
                return null;
            }

            Check(code == raw.SQLITE_ROW ? raw.SQLITE_OK : code);
            return raw.sqlite3_column_type(statement, 0) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(statement, 0).utf8_to_string();
        }
    }

    /// <summary>All of it or nothing.</summary>
    public void Transact(Action work)
    {
        Exec("BEGIN IMMEDIATE");
        try
        {
            work();
            Exec("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Ends a transaction that failed. Never throws: SQLite may have rolled it back by itself.</summary>
    public void RollBack()
    {
        if (InTransaction)
        {
            _ = raw.sqlite3_exec(handle, "ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteStoreException(
                raw.sqlite3_extended_errcode(handle), $"SQLite: {raw.sqlite3_errmsg(handle).utf8_to_string()} (code {code}).");
        }
    }

    private static Db Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var db = new Db(handle);
        try
        {
            db.Check(code);
            db.Check(raw.sqlite3_extended_result_codes(handle, 1));
            db.Check(raw.sqlite3_busy_timeout(handle, BusyMilliseconds));
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }
}
