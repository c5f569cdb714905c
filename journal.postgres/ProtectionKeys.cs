using LtcActors.Engine.Ports;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <summary>
/// Keys that all processes of a database share, as texts: what one of them protects, each can read. They are only ever added. They are
/// no part of the journal, and whoever stands by adds them too. Any thread.
/// </summary>
public sealed class ProtectionKeys(string connection) : IDisposable
{
    /// <summary>Any number that nobody else locks.</summary>
    private const long AdvisoryLock = 0x4C_54_43_41_63_74_4B_79;

    private readonly PostgresDatabase database = new(connection);

    /// <summary>All there are, oldest first.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public IReadOnlyList<string> All() => Ask(connection =>
    {
        using var command = new NpgsqlCommand("SELECT body FROM ltcactors.protection_key ORDER BY made_at, name", connection);
        using var row = command.ExecuteReader();
        var bodies = new List<string>();
        while (row.Read())
        {
            bodies.Add(row.GetString(0));
        }

        return bodies;
    });

    /// <exception cref="JournalUnavailableException">The database does not answer; it may be there all the same.</exception>
    public void Add(string name, string body) => Ask(connection =>
    {
        // Asked again when the answer was lost: it is there once.
        using var command = new NpgsqlCommand("INSERT INTO ltcactors.protection_key(name, body) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", connection)
        {
            Parameters = { new() { Value = name }, new() { Value = body } },
        };
        return command.ExecuteNonQuery();
    });

    /// <summary>Runs something while no other process runs anything by this: of those that start together one makes the first key.</summary>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public void Alone(Action work) => Ask(connection =>
    {
        using (var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { Parameters = { new() { Value = AdvisoryLock } } })
        {
            wait.ExecuteNonQuery();
        }

        try
        {
            work();
        }
        finally
        {
            using var release = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = AdvisoryLock } } };
            release.ExecuteNonQuery();
        }

        return true;
    });

    public void Dispose() => database.Dispose();

    private T Ask<T>(Func<NpgsqlConnection, T> question) => database.Ask("The keys", question);
}
