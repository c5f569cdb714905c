using LtcActors.Engine.Ports;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres;

/// <summary>Files that all processes of a database share, by a hash. What is there is never written again. Any thread.</summary>
public sealed class PostgresAttachments(string connection) : IDisposable
{
    private readonly PostgresDatabase database = new(connection);

    /// <summary>Durable when it returns.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer; it may be there all the same.</exception>
    public void Keep(string hash, ReadOnlyMemory<byte> bytes) => Ask(connection =>
    {
        using var transaction = connection.BeginTransaction();
        // Whatever the server's default: an entry in the journal is to name it.
        using (var durable = new NpgsqlCommand("SET LOCAL synchronous_commit = on", connection))
        {
            durable.ExecuteNonQuery();
        }

        using var insert = new NpgsqlCommand("INSERT INTO ltcactors.attachment(hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING", connection)
        {
            Parameters = { new() { Value = hash }, new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = bytes } },
        };
        insert.ExecuteNonQuery();
        transaction.Commit();
        return true;
    });

    /// <returns>Null: it is not there.</returns>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public byte[]? Read(string hash) => Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT bytes FROM ltcactors.attachment WHERE hash = $1", connection) { Parameters = { new() { Value = hash } } };
        return (byte[]?)command.ExecuteScalar();
    });

    public void Dispose() => database.Dispose();

    private T Ask<T>(Func<NpgsqlConnection, T> question) => database.Ask("Attachments", question);
}
