using LtcActors.Journal.Postgres;
using LtcActors.Tests.Postgres;
using Npgsql;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>One server for all tests of PostgreSQL, and a database of its own for each.</summary>
public sealed class PostgresFixture : IDisposable
{
    private const string Template = "template_migrated";

    private readonly PostgresCluster cluster = new();

    public PostgresFixture()
    {
        NewDatabase(Template, from: "template1");
        using var database = new PostgresDatabase(cluster.ConnectionTo(Template));
        Migrator.Migrate(database, dryRun: false);
        Run(cluster.Connection, "CREATE ROLE test_writer LOGIN IN ROLE ltcactors_writer");
        Run(cluster.Connection, "CREATE ROLE test_reader LOGIN IN ROLE ltcactors_reader");
        NpgsqlConnection.ClearAllPools();
    }

    internal PostgresCluster Cluster => cluster;

    /// <summary>The same connection as a login with no more rights than the program needs.</summary>
    public static string AsWriter(string connection) => connection + ";Username=test_writer";

    public static string AsReader(string connection) => connection + ";Username=test_reader";

    /// <summary>The superuser's connection to a new database with an empty journal.</summary>
    public string NewDatabase() => NewDatabase(cluster.NewName(), Template);

    /// <summary>The superuser's connection to a new database with nothing in it.</summary>
    public string NewEmptyDatabase() => NewDatabase(cluster.NewName(), "template1");

    public void Dispose() => cluster.Dispose();

    public static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private string NewDatabase(string name, string from)
    {
        Run(cluster.Connection, $"CREATE DATABASE {name} TEMPLATE {from}");
        return cluster.ConnectionTo(name);
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}

internal sealed class PostgresJournalBed(PostgresFixture fixture, PostgresJournalOptions options) : IJournalBed
{
    private readonly string connection = fixture.NewDatabase();
    private readonly List<IDisposable> opened = [];

    public PostgresJournalBed(PostgresFixture fixture)
        : this(fixture, new PostgresJournalOptions())
    {
    }

    public string Connection => connection;

    public LtcActors.Engine.Ports.IJournal Open()
    {
        End();
        var database = new PostgresDatabase(PostgresFixture.AsWriter(connection));
        var lease = PostgresLease.TryTake(database, "test") ?? throw new InvalidOperationException("The lease is held.");
        opened.AddRange([lease, database]);
        return PostgresJournal.Open(database, lease, options);
    }

    public void Break(bool broken) => PostgresFixture.Run(connection, broken
        ? "ALTER TABLE ltcactors.decision ADD CONSTRAINT broken CHECK (seq < 0) NOT VALID"
        : "ALTER TABLE ltcactors.decision DROP CONSTRAINT broken");

    public void Dispose() => End();

    private void End()
    {
        opened.ForEach(o => o.Dispose());
        opened.Clear();
    }
}

internal sealed class PostgresStateStoreBed(PostgresFixture fixture) : IStateStoreBed
{
    private readonly string connection = fixture.NewDatabase();
    private readonly List<IDisposable> opened = [];

    public LtcActors.Engine.Ports.IStateStore Open()
    {
        Dispose();
        var database = new PostgresDatabase(PostgresFixture.AsWriter(connection));
        var lease = PostgresLease.TryTake(database, "test") ?? throw new InvalidOperationException("The lease is held.");
        opened.AddRange([lease, database]);
        return PostgresStateStore.Open(database, lease);
    }

    public void Dispose()
    {
        opened.ForEach(o => o.Dispose());
        opened.Clear();
    }
}
