using LtcActors.Engine.Ports;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres;

/// <summary>Packets just made, as zip files, that all processes of a database share for some minutes. Any thread.</summary>
public sealed class PostgresPackets(string connection) : IDisposable
{
    /// <summary>Any number that nobody else locks.</summary>
    private const long AdvisoryLock = 0x4C_54_43_41_63_74_50_6B;

    private readonly PostgresDatabase database = new(connection);

    /// <param name="id">16 lower-case hexadecimal digits.</param>
    /// <exception cref="JournalUnavailableException">The database does not answer; it may be there all the same.</exception>
    public void Keep(string id, string madeBy, DateTimeOffset madeAt, ReadOnlyMemory<byte> zip) => Ask(connection =>
    {
        // Asked again when the answer was lost: it is there once.
        using var command = new NpgsqlCommand(
            "INSERT INTO ltcactors.packet(id, made_by, made_at, zip) VALUES ($1, $2, $3, $4) ON CONFLICT (id, made_by) DO NOTHING", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = madeBy }, new() { Value = madeAt.UtcDateTime }, new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = zip } },
        };
        return command.ExecuteNonQuery();
    });

    /// <returns>The zip file; null: that user has made none by this id since then, or it is gone.</returns>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public byte[]? Find(string id, string madeBy, DateTimeOffset since) => Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT zip FROM ltcactors.packet WHERE id = $1 AND made_by = $2 AND made_at >= $3", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = madeBy }, new() { Value = since.UtcDateTime } },
        };
        return (byte[]?)command.ExecuteScalar();
    });

    /// <summary>Deletes those from before, and the oldest of what is too much; the newest stays, however large.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public void Trim(DateTimeOffset since, int packets, long bytes) => Ask(connection => PostgresDatabase.RunAlone(connection, AdvisoryLock, new(
        """
        DELETE FROM ltcactors.packet WHERE (id, made_by) IN (
          SELECT id, made_by FROM (
            SELECT id, made_by, made_at, row_number() OVER newest AS place, sum(octet_length(zip)) OVER newest AS bytes
            FROM ltcactors.packet
            WINDOW newest AS (ORDER BY made_at DESC, id, made_by ROWS UNBOUNDED PRECEDING)) AS kept
          WHERE made_at < $1 OR (place > 1 AND (place > $2 OR bytes > $3)))
        """)
    {
        Parameters = { new() { Value = since.UtcDateTime }, new() { Value = packets }, new() { Value = bytes } },
    }));

    public void Dispose() => database.Dispose();

    private T Ask<T>(Func<NpgsqlConnection, T> question) => database.Ask("Packets", question);
}
