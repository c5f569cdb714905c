using System.Diagnostics;
using LtcActors.Journal.Postgres;
using LtcActors.Tests.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Bench;

/// <summary>The store that ingest is measured on, and the raw loop it is measured against. PostgreSQL is started for it, with fsync.</summary>
internal sealed class BenchStore(string store) : IDisposable
{
    private const int RowsACommit = 1_000;

    private readonly PostgresCluster? cluster = store switch
    {
        "sqlite" => null,
        "postgres" => new PostgresCluster(durable: true),
        _ => throw new ArgumentException($"--store {store} is neither sqlite nor postgres."),
    };

    public string RawName => cluster is null ? "raw row append" : "one-writer UNNEST of one row an event";

    public double Goal => cluster is null ? 0.30 : 0.65;

    public double RawRowsPerSecond(string folder, List<byte[]> events, int rows) =>
        cluster is null ? MachineLimits.RowAppendsPerSecond(folder, events, rows) : UnnestRowsPerSecond(cluster, events, rows);

    /// <summary>What a silo of a run is started with: a database of its own.</summary>
    public string[] Arguments()
    {
        if (cluster is null)
        {
            return [];
        }

        var connection = NewDatabase(cluster);
        using var database = new PostgresDatabase(connection);
        Migrator.Migrate(database, dryRun: false);
        return ["--store", "postgres", "--connection", connection];
    }

    public void Dispose() => cluster?.Dispose();

    /// <summary>A hand-written loop: one row an event, <c>seq</c> and body, 1,000 a commit, synchronous.</summary>
    private static double UnnestRowsPerSecond(PostgresCluster cluster, List<byte[]> events, int rows)
    {
        using var connection = new NpgsqlConnection(NewDatabase(cluster));
        connection.Open();
        Run(connection, "CREATE TABLE e(seq bigint PRIMARY KEY, body bytea NOT NULL)");
        using var insert = new NpgsqlCommand("INSERT INTO e SELECT * FROM unnest($1, $2)", connection)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
        insert.Prepare();
        var watch = Stopwatch.StartNew();
        for (var first = 1L; first <= rows; first += RowsACommit)
        {
            insert.Parameters[0].Value = Enumerable.Range(0, RowsACommit).Select(i => first + i).ToArray();
            insert.Parameters[1].Value = Enumerable.Range(0, RowsACommit).Select(i => events[(int)((first + i) % events.Count)]).ToArray();
            insert.ExecuteNonQuery();
        }

        return rows / watch.Elapsed.TotalSeconds;
    }

    private static string NewDatabase(PostgresCluster cluster)
    {
        var name = cluster.NewName();
        using var connection = new NpgsqlConnection(cluster.Connection + ";Pooling=false");
        connection.Open();
        Run(connection, $"CREATE DATABASE {name}");
        return cluster.ConnectionTo(name);
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
