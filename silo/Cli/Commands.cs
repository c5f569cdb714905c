using System.CommandLine;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Cli;

/// <summary>The command line. Without a verb it serves; each further verb is one more command added here.</summary>
internal static class Commands
{
    /// <param name="serve">Gives the exit code.</param>
    public static RootCommand Build(Func<SiloOptions> configured, Func<SiloOptions, CancellationToken, Task<int>> serve)
    {
        var data = new Option<string>("--data") { Description = "Folder of the journal, the access file and first-run.json (./data)", HelpName = "DIR", Recursive = true };
        var urls = new Option<string>("--urls") { Description = $"Addresses to listen on, separated by ; ({SiloOptions.DefaultUrls})", HelpName = "URL" };
        var demo = new Option<bool>("--demo") { Description = "Play a simulated city into this silo's own HTTP API" };
        var store = new Option<string>("--store") { Description = "Where the journal lies: sqlite (in --data) or postgres", HelpName = "STORE", Recursive = true };
        var connection = new Option<string>("--connection")
        {
            Description = "Of PostgreSQL: \"Host=…;Database=…;Username=…\"; with a password better as LTCACTORS_CONNECTION", HelpName = "TEXT", Recursive = true,
        };
        var engine = new Option<string>("--engine") { Description = "What judges: embedded (in this process) or orleans (in a cluster)", HelpName = "ENGINE" };
        var endpoint = new Option<string>("--cluster-endpoint")
        {
            Description = $"Where the other silos of the cluster reach this one ({SiloOptions.DefaultClusterEndpoint})", HelpName = "IP:PORT",
        };
        var dashboard = new Option<bool>("--cluster-dashboard") { Description = "Orleans' own dashboard at /orleans/, for the signed-in administrator; in all silos or in none" };
        var tiles = new Option<string>("--tiles") { Description = "Background of the map: an address with {z}, {x} and {y}; none unless given", HelpName = "URL" };
        var datum = new Option<string>("--tiles-datum") { Description = "What the tiles are measured in: wgs84, gcj02 or bd09 (wgs84)", HelpName = "DATUM" };
        var authority = new Option<string>("--oidc-authority") { Description = "Address of an OpenID Connect provider that may sign people in; none unless given", HelpName = "URL" };
        var client = new Option<string>("--oidc-client-id") { Description = "The silo's own id there; its secret stands in LTCACTORS_OIDC_SECRET or in --oidc-secret-file", HelpName = "ID" };
        var secretFile = new Option<string>("--oidc-secret-file") { Description = "File with the silo's secret there", HelpName = "FILE" };
        var claim = new Option<string>("--oidc-claim") { Description = $"Claim that names a person there, as accounts here are linked with it ({OidcOptions.Subject})", HelpName = "CLAIM" };
        var idle = new Option<int?>("--session-idle") { Description = "Minutes after which a session ends with nobody there: 5 to 480 (30)", HelpName = "MINUTES" };
        var hours = new Option<int?>("--session-hours") { Description = "Hours after which a session ends in any case: 1 to 24 (10)", HelpName = "HOURS" };
        var wall = new Option<int?>("--wall-hours") { Description = "Hours that a display on a wall stays open: 1 to 720 (168)", HelpName = "HOURS" };
        var root = new RootCommand("LtcActors: real-time supervision of long-term-care insurance (长护险). Serves until it is stopped.")
        {
            data, store, connection, urls, demo, engine, endpoint, dashboard, tiles, datum,
            authority, client, secretFile, claim, idle, hours, wall,
        };

        SiloOptions Common(ParseResult parsed)
        {
            var options = configured();
            return options with
            {
                Data = parsed.GetValue(data) ?? options.Data,
                Store = parsed.GetValue(store) ?? options.Store,
                Connection = parsed.GetValue(connection) ?? options.Connection,
            };
        }

        Task<int> Serve(ParseResult parsed, CancellationToken stop)
        {
            var options = Common(parsed);
            return serve(options with
            {
                Urls = parsed.GetValue(urls) ?? options.Urls,
                Engine = parsed.GetValue(engine) ?? options.Engine,
                ClusterEndpoint = parsed.GetValue(endpoint) ?? options.ClusterEndpoint,
                ClusterDashboard = parsed.GetValue(dashboard) || options.ClusterDashboard,
                Demo = parsed.GetValue(demo),
                Tiles = parsed.GetValue(tiles) ?? options.Tiles,
                TilesDatum = parsed.GetValue(datum) ?? options.TilesDatum,
                Limits = options.Limits with
                {
                    SessionIdle = parsed.GetValue(idle) is { } minutes ? TimeSpan.FromMinutes(minutes) : options.Limits.SessionIdle,
                    SessionLength = parsed.GetValue(hours) is { } length ? TimeSpan.FromHours(length) : options.Limits.SessionLength,
                    WallLength = parsed.GetValue(wall) is { } stay ? TimeSpan.FromHours(stay) : options.Limits.WallLength,
                },
                Oidc = options.Oidc with
                {
                    Authority = parsed.GetValue(authority) ?? options.Oidc.Authority,
                    ClientId = parsed.GetValue(client) ?? options.Oidc.ClientId,
                    SecretFile = parsed.GetValue(secretFile) ?? options.Oidc.SecretFile,
                    Claim = parsed.GetValue(claim) ?? options.Oidc.Claim,
                },
            }, stop);
        }

        var verb = new Command("serve", "Serve the API and the dashboard (what happens without a verb)") { urls, demo, engine, endpoint, dashboard, tiles, datum, authority, client, secretFile, claim, idle, hours, wall };
        verb.SetAction(Serve);
        root.Add(verb);
        JournalVerbs.Add(root, Common, Console.Error);
        ReplayVerb.Add(root, Common, Console.Out, Console.Error);
        VerifyVerb.Add(root, Common, Console.Out, Console.Error);
        AuditVerb.Add(root, Common, Console.Out, Console.Error);
        RulesVerb.Add(root, Console.Error);
        root.SetAction(Serve);
        return root;
    }
}
