using System.CommandLine;
using LtcActors.Domain.Policies;
using LtcActors.Engine.RuleCases;

namespace LtcActors.Silo.Cli;

/// <summary>The verb rules: writes the pages of docs/rules/ anew, from the case tables, the policies and the fine print beside them.</summary>
internal static class RulesVerb
{
    public static void Add(RootCommand root, TextWriter errors)
    {
        var repository = new Option<string>("--repository") { Description = "Folder of the sources (the nearest with cases/ in it, from here upwards)", HelpName = "DIR" };
        var verb = new Command("rules", "Write docs/rules/, a page a rule") { repository };
        verb.SetAction(parsed =>
        {
            try
            {
                RulePages.Write(parsed.GetValue(repository) ?? Nearest());
                return 0;
            }
            catch (Exception e) when (e is FormatException or PolicyException or IOException or UnauthorizedAccessException)
            {
                errors.WriteLine(e.Message);
                return 1;
            }
        });
        root.Add(verb);
    }

    // dotnet run starts in the project's own folder.
    private static string Nearest()
    {
        var at = new DirectoryInfo(Directory.GetCurrentDirectory());
        while (at is not null && !Directory.Exists(Path.Combine(at.FullName, "cases")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? ".";
    }
}
