namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary><c>silo rules</c> on a copy of the sources.</summary>
public sealed class RulesVerbTests : IDisposable
{
    private readonly string copy = Directory.CreateTempSubdirectory("ltc-rules-").FullName;

    [Fact]
    public async Task It_writes_the_pages_as_they_are_committed_and_takes_away_those_of_no_rule()
    {
        var root = Sources.Root;
        foreach (var file in (string[])["cases/*.json", "policies/*.json", "docs/rules.md", "tests/domain/*.cs", "tests/engine/*.cs"])
        {
            Copy(root, file);
        }

        Directory.CreateDirectory(Path.Combine(copy, "docs", "rules"));
        await File.WriteAllTextAsync(Path.Combine(copy, "docs", "rules", "ELG-99.md"), "old");
        Assert.Equal((0, ""), await Verbs.RunAsync("rules", "--repository", copy));
        var committed = Directory.GetFiles(Path.Combine(root, "docs", "rules")).ToDictionary(f => Path.GetFileName(f), f => File.ReadAllText(f).ReplaceLineEndings("\n"));
        Assert.Equal(committed.OrderBy(p => p.Key), Directory.GetFiles(Path.Combine(copy, "docs", "rules")).ToDictionary(f => Path.GetFileName(f), File.ReadAllText).OrderBy(p => p.Key));
    }

    [Fact]
    public async Task Where_there_are_no_sources_it_says_so()
    {
        var (code, errors) = await Verbs.RunAsync("rules", "--repository", copy);
        Assert.Equal((1, true), (code, errors.Contains("policies", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFileSystemEntries(copy));
    }

    public void Dispose() => Directory.Delete(copy, recursive: true);

    private void Copy(string root, string pattern)
    {
        var folder = Path.GetDirectoryName(pattern)!;
        foreach (var file in Directory.GetFiles(Path.Combine(root, folder), Path.GetFileName(pattern), folder == "docs" ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
