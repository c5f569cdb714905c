using LtcActors.Engine.RuleCases;
using LtcActors.Engine.Tests.Running;

namespace LtcActors.Engine.Tests.RuleCases;

public sealed class RulePagesTests
{
    [Fact]
    public void The_pages_in_docs_rules_are_those_that_the_sources_make()
    {
        var folder = RulePages.FolderOf(TestEngine.SolutionRoot());
        var made = RulePages.Of(TestEngine.SolutionRoot());
        Assert.Equal(made.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        var other = made.Where(p => File.ReadAllText(Path.Combine(folder, p.Key)).ReplaceLineEndings("\n") != p.Value).Select(p => p.Key).ToList();
        Assert.True(other.Count == 0, $"Run `silo rules`; these differ: {string.Join(", ", other)}.");
    }
}
