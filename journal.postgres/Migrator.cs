using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LtcActors.Engine.Ports;
using Npgsql;

namespace LtcActors.Journal.Postgres;

/// <param name="Number">From 1, without a gap.</param>
/// <param name="Checksum">SHA-256 of the text, hex.</param>
public sealed record Migration(int Number, string Name, string Sql, string Checksum);

/// <summary>Brings a database to this program's schema, and holds one that is not there against it.</summary>
public static class Migrator
{
    /// <summary>Any number that nobody else locks.</summary>
    private const long AdvisoryLock = 0x4C_54_43_41_63_74_6F_72;

    /// <summary>All that this program has, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>Does what is missing, each in a transaction of its own, one process at a time.</summary>
    /// <param name="dryRun">Only says what would be done.</param>
    /// <returns>What was, or would be, done.</returns>
    /// <exception cref="JournalUnavailableException">The database was brought elsewhere by something else; nothing was changed.</exception>
    /// <exception cref="NpgsqlException">The database refused or cannot be reached.</exception>
    public static IReadOnlyList<Migration> Migrate(PostgresDatabase database, bool dryRun)
    {
        using var connection = database.Source.OpenConnection();
        Run(connection, null, "SELECT pg_advisory_lock($1)", AdvisoryLock);
        try
        {
            var applied = Applied(connection);
            Compare(applied, database.Where);
            var due = All.Skip(applied.Count).ToList();
            foreach (var migration in dryRun ? [] : due)
            {
                using var transaction = connection.BeginTransaction();
                Run(connection, transaction, migration.Sql);
                Run(connection, transaction, "INSERT INTO ltcactors.migration(number, name, checksum) VALUES ($1, $2, $3)",
                    migration.Number, migration.Name, migration.Checksum);
                transaction.Commit();
            }

            return due;
        }
        finally
        {
            Run(connection, null, "SELECT pg_advisory_unlock($1)", AdvisoryLock);
        }
    }

    /// <exception cref="JournalUnavailableException">The database is not exactly at this program's schema; the message says what to do.</exception>
    public static void Check(PostgresDatabase database)
    {
        var applied = database.Ask(Applied);
        Compare(applied, database.Where);
        if (applied.Count < All.Count)
        {
            var missing = All[applied.Count];
            throw new JournalUnavailableException(applied.Count == 0
                ? $"The database {database.Where} holds no journal yet. Make it with: silo migrate --store postgres --connection …"
                : $"The database {database.Where} lacks migration {missing.Number} ({missing.Name}). "
                    + "Bring it to this version with: silo migrate --store postgres --connection …");
        }
    }

    private static void Compare(List<(int Number, string Name, string Checksum)> applied, string where)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var (number, name, checksum) = applied[i];
            if (i >= All.Count)
            {
                throw new JournalUnavailableException(
                    $"The database {where} has migration {number} ({name}), which this program does not know: it is of a later version. Run that version.");
            }

            var known = All[i];
            if (number != known.Number || checksum != known.Checksum)
            {
                throw new JournalUnavailableException(
                    $"Migration {number} ({name}) of the database {where} is not the one this program has ({known.Number}, {known.Name}): "
                    + "its schema was made by something else. Nothing is changed; restore a backup, or run the version that made it.");
            }
        }
    }

    private static List<(int Number, string Name, string Checksum)> Applied(NpgsqlConnection connection)
    {
        using (var exists = new NpgsqlCommand("SELECT to_regclass('ltcactors.migration') IS NOT NULL", connection))
        {
            if (exists.ExecuteScalar() is not true)
            {
                return [];
            }
        }

        using var command = new NpgsqlCommand("SELECT number, name, checksum FROM ltcactors.migration ORDER BY number", connection);
        using var row = command.ExecuteReader();
        var applied = new List<(int, string, string)>();
        while (row.Read())
        {
            applied.Add((row.GetInt32(0), row.GetString(1), row.GetString(2)));
        }

        return applied;
    }

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            var number = int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
            return new Migration(number, name[5..^4], sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        })];
    }

    private static void Run(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, params ReadOnlySpan<object> parameters)
    {
        using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        command.ExecuteNonQuery();
    }
}
