using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>Holds docs/licences.md against what is built in.</summary>
public partial class LicenceTests
{
    private static readonly HashSet<string> Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0", "PostgreSQL", "public domain"];

    private static readonly string Page = File.ReadAllText(Path.Combine(ShippedPolicies.Root, "docs", "licences.md"));

    [Fact]
    public void Every_NuGet_package_stands_there_with_its_version_and_an_allowed_licence()
    {
        var used = NuGetPackages();
        Assert.NotEmpty(used);
        Assert.All(used, package => AssertListed(package.Name, package.Version));
    }

    [Theory]
    [InlineData("dashboard")]
    [InlineData("tests/silo/clients")]
    public void Every_npm_package_stands_there_with_its_version_and_an_allowed_licence(string folder)
    {
        var used = NpmPackages(folder);
        Assert.NotEmpty(used);
        Assert.All(used, package => AssertListed(package.Name, package.Version));
    }

    [Fact]
    public void Nothing_stands_there_that_is_not_in_use()
    {
        var used = NuGetPackages().Concat(NpmPackages("dashboard")).Concat(NpmPackages("tests/silo/clients")).Select(p => p.Name).ToHashSet();
        Assert.All(Rows().Matches(Page), row => Assert.Contains(row.Groups["name"].Value, used));
    }

    [Fact]
    public void Every_licence_on_the_page_is_allowed() =>
        Assert.All(Rows().Matches(Page), row => Assert.Contains(row.Groups["licence"].Value, Allowed));

    [Fact]
    public void The_holidays_name_their_source_and_its_notice()
    {
        Assert.Contains("NateScarlet/holiday-cn, MIT, Copyright (c) 2019 NateScarlet", Page, StringComparison.Ordinal);
        Assert.Contains("GB/T 2260", Page, StringComparison.Ordinal);
    }

    private static List<(string Name, string Version)> NuGetPackages() =>
    [
        .. XDocument.Load(Path.Combine(ShippedPolicies.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(p => (p.Attribute("Include")!.Value, p.Attribute("Version")!.Value.Trim('[', ']').Replace("$(OrleansVersion)", OrleansVersion, StringComparison.Ordinal))),
    ];

    /// <summary>Given in one place, as it may be another on the command line.</summary>
    private static string OrleansVersion =>
        XDocument.Load(Path.Combine(ShippedPolicies.Root, "Directory.Build.props")).Descendants("OrleansVersion").Single().Value;

    private static List<(string Name, string Version)> NpmPackages(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(ShippedPolicies.Root, folder, "package.json")));
        var packages = new List<(string, string)>();
        foreach (var list in new[] { "dependencies", "devDependencies" })
        {
            if (json.RootElement.TryGetProperty(list, out var listed))
            {
                packages.AddRange(listed.EnumerateObject().Select(package => (package.Name, package.Value.GetString()!)));
            }
        }

        return packages;
    }

    private static void AssertListed(string name, string version)
    {
        var row = Rows().Matches(Page).SingleOrDefault(r => r.Groups["name"].Value == name);
        Assert.True(row is not null, $"{name} does not stand in docs/licences.md.");
        Assert.True(
            row.Groups["version"].Value == version,
            $"docs/licences.md has {name} {row.Groups["version"].Value}, in use is {version}: look its licence up again.");
        Assert.Contains(row.Groups["licence"].Value, Allowed);
    }

    [GeneratedRegex(@"^\| (?<name>[^|]+?) \| (?<version>[0-9][^|]*?) \| (?<licence>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
