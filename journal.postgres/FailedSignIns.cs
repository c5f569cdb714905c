using LtcActors.Engine.Ports;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <summary>How often names were tried with a wrong password, counted by all processes of a database together. Any thread.</summary>
public sealed class FailedSignIns(string connection) : IDisposable
{
    /// <summary>Any number that nobody else locks.</summary>
    private const long AdvisoryLock = 0x4C_54_43_41_63_74_53_69;

    private readonly PostgresDatabase database = new(connection);

    /// <summary>Counts one more, unless there are so many already. Of processes that ask at the same instant each is counted.</summary>
    /// <param name="nameHash">SHA-256 of the name.</param>
    /// <param name="since">Tries up to then are forgotten, if none came after.</param>
    /// <param name="limit">So many are counted.</param>
    /// <returns>Null: it was counted. Else when the last of them was that were.</returns>
    /// <exception cref="JournalUnavailableException">The database does not answer; it may have been counted, twice at worst.</exception>
    public DateTimeOffset? Count(byte[] nameHash, DateTimeOffset now, DateTimeOffset since, int limit) => Ask(connection =>
    {
        // One that is too many is known by a number above the limit, which no other gets.
        using var command = new NpgsqlCommand(
            """
            INSERT INTO ltcactors.failed_sign_in AS f (name_hash, tries, last_at) VALUES ($1, 1, $2)
            ON CONFLICT (name_hash) DO UPDATE SET
              tries = CASE WHEN f.last_at <= $3 THEN 1 ELSE LEAST(f.tries, $4) + 1 END,
              last_at = CASE WHEN f.last_at > $3 AND f.tries >= $4 THEN f.last_at ELSE $2 END
            RETURNING CASE WHEN tries > $4 THEN last_at END
            """, connection)
        {
            Parameters = { new() { Value = nameHash }, new() { Value = now.UtcDateTime }, new() { Value = since.UtcDateTime }, new() { Value = limit } },
        };
        return At(command.ExecuteScalar());
    });

    /// <returns>When the last of <paramref name="limit"/> tries was; null: there were fewer since then.</returns>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public DateTimeOffset? Last(byte[] nameHash, DateTimeOffset since, int limit) => Ask(connection =>
    {
        using var command = new NpgsqlCommand(
            "SELECT last_at FROM ltcactors.failed_sign_in WHERE name_hash = $1 AND last_at > $2 AND tries >= $3", connection)
        {
            Parameters = { new() { Value = nameHash }, new() { Value = since.UtcDateTime }, new() { Value = limit } },
        };
        return At(command.ExecuteScalar());
    });

    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public void Forget(byte[] nameHash) => Ask(connection =>
    {
        using var command = new NpgsqlCommand("DELETE FROM ltcactors.failed_sign_in WHERE name_hash = $1", connection)
        {
            Parameters = { new() { Value = nameHash } },
        };
        return command.ExecuteNonQuery();
    });

    /// <summary>Deletes names last tried by then, and of more than <paramref name="names"/> those that were tried longest ago.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public void Trim(DateTimeOffset since, int names) => Ask(connection => PostgresDatabase.RunAlone(connection, AdvisoryLock, new(
        """
        DELETE FROM ltcactors.failed_sign_in WHERE last_at <= $1 OR (last_at, name_hash) < (
          SELECT last_at, name_hash FROM ltcactors.failed_sign_in ORDER BY last_at DESC, name_hash DESC OFFSET $2 LIMIT 1)
        """)
    {
        Parameters = { new() { Value = since.UtcDateTime }, new() { Value = (long)names - 1 } },
    }));

    public void Dispose() => database.Dispose();

    private static DateTimeOffset? At(object? value) => value is DateTime at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    private T Ask<T>(Func<NpgsqlConnection, T> question) => database.Ask("Failed sign-ins", question);
}
