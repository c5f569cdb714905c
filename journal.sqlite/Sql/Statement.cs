using System.Text;
using SQLitePCL;

namespace LtcActors.Journal.Sqlite.Sql;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite itself.</summary>
internal sealed class Statement(Db db, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int parameter, long value)
    {
        db.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> blob)
    {
        // An empty span has no address, and SQLite would take that for NULL.
        db.Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, blob));
        return this;
    }

    public Statement Bind(int parameter, string text)
    {
        // By length: SQLite's own strings end at a zero character, ours need not.
        Span<byte> stack = stackalloc byte[256];
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var utf8 = most <= stack.Length ? stack : new byte[most];
        var length = Encoding.UTF8.GetBytes(text, utf8);
        db.Check(length == 0 ? raw.sqlite3_bind_text(handle, parameter, "") : raw.sqlite3_bind_text(handle, parameter, utf8[..length]));
        return this;
    }

    public Statement BindNull(int parameter)
    {
        db.Check(raw.sqlite3_bind_null(handle, parameter));
        return this;
    }

    /// <returns>True on a row; false after the last, when the statement is ready to be used again.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var reset = raw.sqlite3_reset(handle);
        db.Check(code == raw.SQLITE_DONE ? reset : code);
        return false;
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Lets go of the row, so that the log can be cut; never throws.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
