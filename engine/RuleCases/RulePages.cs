using System.Text;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.RuleCases;

/// <summary>The pages of docs/rules/: one a rule that has a case table, and an index. The same files give the same bytes.</summary>
public static class RulePages
{
    /// <summary>Where they stand in the repository.</summary>
    public static string FolderOf(string repository) => Path.Combine(repository, "docs", "rules");

    /// <param name="repository">Folder of the sources: cases/, policies/, docs/rules.md and tests/ are read.</param>
    /// <returns>Texts by file name.</returns>
    /// <exception cref="FormatException">A case table is wrong, or names a rule or test that there is not.</exception>
    /// <exception cref="PolicyException">The policies are wrong.</exception>
    public static IReadOnlyDictionary<string, string> Of(string repository)
    {
        var policies = ReadPolicies(Path.Combine(repository, "policies"));
        var book = CaseBook.Read(Path.Combine(repository, "cases"));
        var print = new FinePrint(File.ReadAllText(Path.Combine(repository, "docs", "rules.md")));
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, file) in book.Rules)
        {
            var rule = Catalogue.Find(id) ?? throw new FormatException($"{id} is no rule.");
            CheckTests(repository, file);
            pages[id + ".md"] = new RulePage(rule, file, policies, print).Write();
        }

        pages["README.md"] = Index(book, policies, print);
        return pages;
    }

    /// <summary>Writes them, and takes away those of rules that have none any more.</summary>
    public static void Write(string repository)
    {
        var (pages, folder) = (Of(repository), Directory.CreateDirectory(FolderOf(repository)).FullName);
        foreach (var old in Directory.GetFiles(folder, "*.md").Where(f => !pages.ContainsKey(Path.GetFileName(f))))
        {
            File.Delete(old);
        }

        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    private static string Index(CaseBook book, PolicyBook policies, FinePrint print)
    {
        var text = new StringBuilder("""
            # The rules, one page each

            <!-- Made by `silo rules` from cases/, policies/ and docs/rules.md. Change those, not this. -->
            For whoever has to answer for a finding: the duty with its clause, what decides, the numbers in force, when the rule is deceived, and its
            cases, each of which is run through the whole engine. How the rules hang together: [how each rule decides](../rules.md).

            | rule | | about | rests on | cases |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        var families = book.Rules.Values.GroupBy(f => Family(f.Rule)).OrderBy(g => g.Min(f => print.PlaceOf(f.Rule)));
        foreach (var file in families.SelectMany(g => g.OrderBy(f => f.Rule, StringComparer.Ordinal)))
        {
            var rule = Catalogue.Get(file.Rule);
            text.Append($"| [{rule.Id}]({rule.Id}.md) {rule.Zh} · {rule.En} | {rule.Severity} | {string.Join(", ", file.About)} | {RulePage.StatusOf(rule, policies)} | {file.Cases.Count} |\n");
        }

        return text.ToString();
    }

    /// <summary>What stands before the number: <c>ELG</c>, <c>T</c>.</summary>
    private static string Family(string rule) => rule.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-');

    private static void CheckTests(string repository, RuleCaseFile file)
    {
        foreach (var test in file.Tests)
        {
            var path = Path.Combine(repository, "tests", test + ".cs");
            if (!File.Exists(path) || !File.ReadAllText(path).Contains(file.Rule, StringComparison.Ordinal))
            {
                throw new FormatException($"{file.Rule}: there is no tests/{test}.cs, or it does not name the rule.");
            }
        }
    }

    private static PolicyBook ReadPolicies(string folder) => PolicyBook.Read(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
        .Select(file => KeyValuePair.Create(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file))));
}
