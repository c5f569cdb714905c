using System.Net;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Grains;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Access;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace LtcActors.Silo.Cluster;

/// <summary>A silo of a cluster: journal, membership, reminders and snapshots in one PostgreSQL database.</summary>
internal static class ClusterSilo
{
    private const string ClusterName = "ltcactors";
    private const string Invariant = "Npgsql";

    /// <summary>Connections of one silo to the tables of Orleans, for the providers and for snapshots each: far from all a server has.</summary>
    private const int Connections = 8;

    /// <summary>More than there are on connections for snapshots.</summary>
    private const int PreparedStatements = 16;

    /// <summary>Before the silo joins: it is said in one line why it must not.</summary>
    /// <exception cref="StartRefusedException">It judges by others than the silos that live.</exception>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public static ISupervision Open(SiloContext context)
    {
        Collector.Look(context.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Collector)));
        try
        {
            ClusterHosting.AdmitAsync(context.Services).GetAwaiter().GetResult();
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e))
        {
            throw new JournalUnavailableException($"The cluster's database cannot be read: {e.Message}", e);
        }

        return ClusterHosting.Supervision(context.Services);
    }

    /// <summary>Orleans' own dashboard: what silos and grains do; it streams no log.</summary>
    public static void MapDashboard(IEndpointRouteBuilder routes) => routes.MapOrleansDashboard("/orleans").RequireAuthorization(Roles.AdministratorPolicy);

    public static void Add(IHostApplicationBuilder builder, SiloOptions options, PolicyBook policies)
    {
        var journal = new PostgresSharedJournal(options.Connection!);
        // Its tables have a schema of their own, which the providers find by the search path.
        var connection = new NpgsqlConnectionStringBuilder(options.Connection) { SearchPath = "orleans", MaxPoolSize = Connections }.ConnectionString;
        var endpoint = IPEndPoint.Parse(options.ClusterEndpoint);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        // Two lines for every actor that is placed.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddSingleton(journal);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName));
            silo.ConfigureEndpoints(endpoint.Address, endpoint.Port, gatewayPort: 0);
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, connection));
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, connection));
            silo.Services.AddKeyedSingleton<IGrainStorage>(ClusterEngineOptions.Snapshots, (s, _) => new GrainRows(
                NpgsqlDataSource.Create(RowsOf(connection)), ClusterName, new RowSerializer(s.GetRequiredService<Serializer>())));
            if (options.ClusterDashboard)
            {
                silo.AddDashboard(dashboard => dashboard.HideTrace = true);
            }

            silo.AddClusterEngine(s => new ClusterEngineOptions
            {
                Journal = s.GetRequiredService<PostgresSharedJournal>(),
                Policies = policies,
                Clock = s.GetRequiredService<TimeProvider>(),
                Parsers = () => new EventParser().ParseStructured,
                Cite = new(policies),
                // The tail that a lost silo leaves: some seconds of judging. And as seldom as that allows, for a checkpoint writes whom it
                // concerns as a whole, and four times as many events concern half as many again.
                Limits = new() { CommitEvery = TimeSpan.FromMilliseconds(20), CheckpointInterval = TimeSpan.FromSeconds(20), CheckpointEvents = 600_000 },
            });
        });
    }

    /// <summary>
    /// Connections for snapshots. Each row is found by its key, whatever the server believes of the table's size; and none need be
    /// durable before it is answered, for what says that a checkpoint is complete stands after all of it in the same log, and all of it
    /// is in the journal.
    /// </summary>
    private static string RowsOf(string connection) => new NpgsqlConnectionStringBuilder(connection)
    {
        Options = "-c synchronous_commit=off -c enable_hashjoin=off -c enable_mergejoin=off",
        // The same few statements again and again, small ones: to read and plan one takes as long as to run it.
        MaxAutoPrepare = PreparedStatements, AutoPrepareMinUsages = 2,
    }.ConnectionString;
}
