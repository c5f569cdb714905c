using System.Xml.Linq;
using LtcActors.Domain.Tests.Policies;

namespace LtcActors.Domain.Tests;

/// <summary>Who may refer to whom (docs/architecture.md). A project missing from the map fails too.</summary>
public class ReferenceMapTests
{
    private static readonly Dictionary<string, string[]> Map = new()
    {
        ["domain"] = [],
        ["engine"] = ["domain"],
        ["journal.segments"] = ["engine"],
        ["journal.sqlite"] = ["journal.segments"],
        ["journal.postgres"] = ["journal.segments"],
        ["simulator"] = [],
        ["grains.interfaces"] = ["engine"],
        ["grains"] = ["grains.interfaces"],
        ["silo"] = ["engine", "journal.sqlite", "journal.postgres", "simulator", "grains"],
        ["bench"] = ["silo"],
        ["tests/domain"] = ["domain"],
        ["tests/engine"] = ["journal.sqlite", "journal.postgres", "simulator"],
        ["tests/grains"] = ["grains", "simulator"],
        ["tests/silo"] = ["silo", "simulator"],
    };

    [Fact]
    public void Every_project_refers_only_to_those_the_map_allows()
    {
        var root = ShippedPolicies.Root;
        var projects = Directory.GetFiles(root, "*.csproj", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.Equal(Map.Keys.Order(), projects.Select(p => Folder(root, p)).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Folder(root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, (string)r.Attribute("Include")!))));
            Assert.Equal(Map[Folder(root, project)].Order(), references.Order());
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(ShippedPolicies.Root, "LtcActors.sln")).Replace('\\', '/');
        Assert.All(Map.Keys, folder => Assert.Contains($"{folder}/LtcActors.", solution, StringComparison.Ordinal));
    }

    private static string Folder(string root, string project) =>
        Path.GetRelativePath(root, Path.GetDirectoryName(project)!).Replace('\\', '/');
}
