using System.Globalization;
using System.Text.Json.Nodes;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Sqlite;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Standby;
using LtcActors.Simulator;

namespace LtcActors.Silo;

/// <summary>What the program serves: the one place that knows the engine, the journal, the policies and the simulator.</summary>
internal static class Wiring
{
    public static SiloParts Parts(SiloOptions options)
    {
        var policies = PolicyFiles.Read();
        return new()
        {
#if ORLEANS
            Supervision = context => options.Engine == SiloOptions.Orleans ? Cluster.ClusterSilo.Open(context) : Open(options, context, policies),
            Routes = options.ClusterDashboard ? Cluster.ClusterSilo.MapDashboard : null,
            Host = options.Engine == SiloOptions.Orleans ? builder => Cluster.ClusterSilo.Add(builder, options, policies) : null,
#else
            Supervision = context => Open(options, context, policies),
#endif
            Policies = policies,
            Rules = static (inForce, day) => [.. Catalogue.All.Select(rule => Describe(rule, inForce, day))],
            Demo = (client, stop) =>
            {
                // Another run on the same data must not send the same ids again.
                var run = "d" + DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
                return Simulator.Demo.PlayAsync(client, new DemoOptions(run), Console.Out.WriteLine, stop);
            },
        };
    }

    private static ISupervision Open(SiloOptions options, SiloContext context, PolicyBook policies)
    {
        if (options.Store == SiloOptions.Postgres)
        {
            return new StandbySupervision(
                options.Connection!, (journal, store) => Start(journal, store, context, policies),
                context.Loggers.CreateLogger<StandbySupervision>());
        }

        var journal = SqliteJournal.Open(context.Data);
        try
        {
            return Start(journal, SqliteStateStore.Open(context.Data), context, policies);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private static Supervision Start(IJournal journal, IStateStore store, SiloContext context, PolicyBook policies) =>
        Supervision.Start(new EngineOptions
        {
            Journal = journal,
            Store = store,
            Policies = policies,
            Clock = context.Clock,
            Scheduler = new ThreadScheduler(context.Clock),
            Parsers = () => new EventParser().ParseStructured,
            Cite = new(policies),
        });

    private static RuleInfo Describe(Rule rule, PolicyBook policies, DateOnly day)
    {
        var now = policies.For(null, day);
        var typology = Typologies.Get(rule.Id);
        return new(
            rule.Id, rule.Version, new(rule.Zh, rule.En), rule.Severity.ToString(),
            [.. rule.Thresholds.Select(key => Describe(key, policies, day))], new Citing(policies).Anywhere(rule, day))
        {
            Members = typology is null ? null : [.. typology.Members.Select(member => new RuleMember(
                member, Catalogue.Find(member) is { } known ? Suspicion.WeightOf(known.Severity, now).Value : null, typology.Direct.Contains(member)))],
            Subject = typology?.Subject.ToString().ToLowerInvariant(),
        };
    }

    private static RuleThreshold Describe(string key, PolicyBook policies, DateOnly day)
    {
        var usual = policies.RegionOf(null).InForce(key, day);
        return new(key, JsonValue.Create(usual.Limit.Value), usual.Limit.Unit, usual.Limit.Basis, usual.From)
        {
            Regions =
            [
                .. policies.Regions.Select(r => (r.Id, Dated: r.InForce(key, day)))
                    .Select(r => new RegionThreshold(r.Id, r.Dated.Limit.Value, r.Dated.Limit.Basis, r.Dated.From)),
            ],
        };
    }
}
