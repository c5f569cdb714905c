using System.CommandLine;

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
        var root = new RootCommand("LtcActors: real-time supervision of long-term-care insurance (长护险). Serves until it is stopped.") { data, urls, demo };

        Task<int> Serve(ParseResult parsed, CancellationToken stop)
        {
            var options = configured();
            return serve(options with
            {
                Data = parsed.GetValue(data) ?? options.Data,
                Urls = parsed.GetValue(urls) ?? options.Urls,
                Demo = parsed.GetValue(demo),
            }, stop);
        }

        var verb = new Command("serve", "Serve the API and the dashboard (what happens without a verb)") { urls, demo };
        verb.SetAction(Serve);
        root.Add(verb);
        root.SetAction(Serve);
        return root;
    }
}
