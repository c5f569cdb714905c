using LtcActors.Silo.Cluster;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>What is measured is what is deployed.</summary>
public sealed class DeployedTests
{
    [Theory]
    [InlineData("systemd/cluster.env", $"{Collector.Variable}={Collector.Budget}")]
    [InlineData("compose.yaml", $"{Collector.Variable}: \"{Collector.Budget}\"")]
    public async Task Silos_of_a_cluster_start_with_the_collector_that_the_figures_are_of(string file, string line) =>
        Assert.Contains(line, (await File.ReadAllLinesAsync(Path.Combine(Sources.Root, "deploy", file))).Select(l => l.Trim()));
}
