using System.Globalization;
using Npgsql;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Backups of SQLite.</summary>
public sealed class BackupTests(ITestOutputHelper output) : BackupDrill(output)
{
    [Theory]
    [InlineData("with its checkpoint", "0")]
    [InlineData("from the journal alone", "1")]
    public async Task A_backup_of_SQLite_under_load_restores_on_an_empty_machine_to_the_same_alerts(string how, string fromZero)
    {
        Output.WriteLine(how);
        using var silo = await SiloUnderTest.StartAsync();
        var (code, said) = await DrillUnderLoadAsync(silo, "sqlite", new() { ["FROM_ZERO"] = fromZero });
        AssertGood(code, said);
    }

    [Fact]
    public async Task The_drill_fails_when_the_running_silo_has_other_alerts_than_the_backup()
    {
        // The address of one silo and the folder of another, which has more: what a wrong restore would look like.
        using var running = await SiloUnderTest.StartAsync();
        using var other = await SiloUnderTest.StartAsync();
        await PostAsync(running, Events.Take(Events.Count / 2));
        await PostAsync(other, Events.Skip(Events.Count / 4));
        await running.SettledAsync();
        await other.SettledAsync();
        File.Copy(Path.Combine(running.Data, "access.json"), Path.Combine(other.Data, "access.json"), overwrite: true);
        var scratch = Directory.CreateTempSubdirectory("ltc-drill-");
        var (code, said) = await DrillAsync(running, other.Data, "sqlite", new()
        {
            ["OFFICER_TOKEN"] = running.OfficerToken, ["TMPDIR"] = scratch.FullName,
        });
        scratch.Delete(recursive: true);
        Assert.True(code == 1, said);
        Assert.Contains("FAILED: The alerts differ", said, StringComparison.Ordinal);
    }
}

/// <summary>Backups of PostgreSQL.</summary>
[Collection(ServerCollection.Name)]
public sealed class BackupOfPostgresTests(ServerFixture server, ITestOutputHelper output) : BackupDrill(output)
{
    [Fact]
    public async Task A_backup_of_PostgreSQL_under_load_restores_on_an_empty_machine_to_the_same_alerts()
    {
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        using var silo = await SiloUnderTest.StartAsync("--store", "postgres", "--connection", connection);
        var where = new NpgsqlConnectionStringBuilder(connection);
        var (code, said) = await DrillUnderLoadAsync(silo, "postgres", new()
        {
            ["PGHOST"] = where.Host!, ["PGPORT"] = where.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = where.Username!,
            ["PGDATABASE"] = where.Database!, ["SILO_LOGIN"] = where.Username!,
        });
        AssertGood(code, said);
    }
}
