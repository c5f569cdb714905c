using SQLitePCL;

namespace LtcActors.Journal.Sqlite.Sql;

/// <summary>SQLite refused something.</summary>
/// <param name="code">SQLite's extended result code.</param>
public sealed class SqliteStoreException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>The file is not what it should be; trying again is of no use.</summary>
    public bool IsDamage => (Code & 0xFF) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_SCHEMA or raw.SQLITE_ERROR;
}
