using LtcActors.Silo.Investigation;

namespace LtcActors.Silo.Tests.Investigation;

public sealed class MapGridTests
{
    private static readonly MapBox Box = new(116, 38, 118, 40);

    [Fact]
    public void What_lies_in_one_cell_is_a_cluster_with_its_middle_its_box_and_its_gravest()
    {
        var (alone, clusters) = MapGrid.Gather(
            [Alert("a", 39.001, 117.001, "P3"), Alert("b", 39.003, 117.005, "P1"), Alert("c", 39.9, 117.9, "P2")], Box, columns: 4, ids: 1);
        Assert.Equal(["c"], alone.Select(i => i.Id));
        var cluster = Assert.Single(clusters);
        Assert.Equal((2, "P1", "a"), (cluster.Count, cluster.Severity, Assert.Single(cluster.Ids)));
        Assert.Equal([117.001, 39.001, 117.005, 39.003], cluster.Box);
        Assert.Equal(39.002, cluster.Lat, 9);
    }

    [Fact]
    public void Layers_do_not_mix()
    {
        var (alone, clusters) = MapGrid.Gather([Alert("a", 39, 117, "P3"), new("homes", "p", 39, 117)], Box, 4, 20);
        Assert.Equal((2, 0), (alone.Count, clusters.Count));
    }

    [Fact]
    public void Clusters_stand_still_while_the_map_is_dragged()
    {
        MapItem[] items = [.. Enumerable.Range(0, 200).Select(i => new MapItem("homes", $"p{i}", 39 + (i * 0.0021), 117 + (i * 0.0017)))];
        var before = MapGrid.Gather(items, Box, 40, 20).Clusters;
        var after = MapGrid.Gather(items, new(116.013, 38.017, 118.013, 40.017), 40, 20).Clusters;
        Assert.Equal(before.Select(c => (c.Count, c.Lat)), after.Select(c => (c.Count, c.Lat)));
    }

    [Theory]
    [InlineData(0.05, 0.0625, 0.05)]
    [InlineData(1, 1.40625, 1)]
    [InlineData(360, 360, 360)]
    public void A_cell_is_a_power_of_two_of_the_globe_not_below_the_width(double width, double most, double least)
    {
        var size = MapGrid.CellDegrees(width);
        Assert.InRange(size, least, most * 2);
        Assert.Equal(Math.Round(Math.Log2(360 / size)), Math.Log2(360 / size), 9);
    }

    private static MapItem Alert(string id, double lat, double lon, string severity) => new("alerts", id, lat, lon, Severity: severity);
}
