using System.Diagnostics;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Runs a verb of the program to its end, as an operator would.</summary>
internal static class Verbs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <returns>Exit code, and what it wrote to standard error.</returns>
    public static Task<(int Code, string Errors)> RunAsync(params string[] arguments) => RunOtherAsync(AppContext.BaseDirectory, arguments);

    /// <param name="program">Folder of another program than the one under test.</param>
    public static async Task<(int Code, string Errors)> RunOtherAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(program, "LtcActors.Silo.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await output.WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, errors);
    }

    /// <summary>Connection to a new database that <c>silo migrate</c> has made.</summary>
    public static async Task<string> NewDatabaseAsync(LtcActors.Tests.Postgres.PostgresCluster cluster)
    {
        var name = cluster.NewName();
        using (var connection = new Npgsql.NpgsqlConnection(cluster.Connection + ";Pooling=false"))
        {
            connection.Open();
            using var create = new Npgsql.NpgsqlCommand($"CREATE DATABASE {name}", connection);
            create.ExecuteNonQuery();
        }

        var text = cluster.ConnectionTo(name);
        var (code, errors) = await RunAsync("migrate", "--store", "postgres", "--connection", text);
        Assert.True(code == 0, errors);
        return text;
    }
}

public sealed class ServerFixture : IDisposable
{
    internal LtcActors.Tests.Postgres.PostgresCluster Cluster { get; } = new();

    public void Dispose() => Cluster.Dispose();
}

[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "PostgreSQL";
}
