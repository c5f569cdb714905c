using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;

namespace LtcActors.Engine.Tests.Running;

/// <summary>What differs, a page at a time, by id.</summary>
public sealed class ShadowDifferencesTests
{
    private static readonly ShadowDifferences Five = new([Vanishes("GEO-01-b"), Appears("VIS-10-a"), Appears("GEO-01-a"), Changes("GEO-01-c"), Vanishes("VIS-10-b")]);

    [Fact]
    public void Pages_follow_each_other_by_id_and_the_last_one_says_that_it_is_the_last()
    {
        Assert.Equal("GEO-01-a GEO-01-b, 5 in all, after GEO-01-b", Page(ShadowFilter.All, "", 2));
        Assert.Equal("GEO-01-c VIS-10-a, 5 in all, after VIS-10-a", Page(ShadowFilter.All, "GEO-01-b", 2));
        Assert.Equal("VIS-10-b, 5 in all, after ", Page(ShadowFilter.All, "VIS-10-a", 2));
        // As many as there are: no empty page follows.
        Assert.Equal("GEO-01-c VIS-10-a VIS-10-b, 5 in all, after ", Page(ShadowFilter.All, "GEO-01-b", 3));
        Assert.Equal(", 5 in all, after ", Page(ShadowFilter.All, "VIS-10-b", 3));
    }

    [Fact]
    public void One_that_no_longer_differs_still_is_a_place_to_go_on_from() => Assert.Equal("GEO-01-c, 5 in all, after GEO-01-c", Page(ShadowFilter.All, "GEO-01-bb", 1));

    [Fact]
    public void A_filter_counts_and_shows_what_it_wants_alone()
    {
        Assert.Equal("GEO-01-a GEO-01-b, 3 in all, after GEO-01-b", Page(ShadowFilter.All with { Rules = new HashSet<string> { "GEO-01" } }, "", 2));
        Assert.Equal("GEO-01-a VIS-10-a, 2 in all, after ", Page(ShadowFilter.All with { Change = ShadowChange.Appear }, "", 2));
        Assert.Equal("VIS-10-b, 1 in all, after ", Page(new(new HashSet<string> { "VIS-10" }, ShadowChange.Vanish), "", 2));
        Assert.Equal("GEO-01-c, 1 in all, after ", Page(ShadowFilter.All with { Change = ShadowChange.Change }, "", 2));
        Assert.Equal(", 0 in all, after ", Page(ShadowFilter.All with { Rules = new HashSet<string> { "GEO-02" } }, "", 2));
    }

    [Fact]
    public void Only_what_is_shown_is_looked_up()
    {
        var shown = new List<string>();
        var differences = new ShadowDifferences(Five, alert =>
        {
            shown.Add(alert.Id);
            return alert;
        });
        Assert.Equal(5, differences.Page(ShadowFilter.All, "", 5, names: false).Items.Count);
        Assert.Equal((0, 5, null), differences.Page(ShadowFilter.All, "", 0) is var counted ? (counted.Items.Count, counted.Total, counted.Next) : default);
        Assert.Empty(shown);
        differences.Page(ShadowFilter.All, "GEO-01-a", 2);
        Assert.Equal(["GEO-01-b", "GEO-01-c"], shown);
    }

    [Fact]
    public void One_is_found_by_its_whole_id()
    {
        Assert.All(Five, alert => Assert.Equal([alert], Of(alert.Id)));
        Assert.All(["", "GEO-01", "GEO-01-aa", "VIS-10-c"], id => Assert.Empty(Of(id)));

        static IReadOnlyList<ReplayedAlert> Of(string id) => Five.Page(ShadowFilter.All with { Id = id }, "", 5).Items;
    }

    private static string Page(ShadowFilter filter, string after, int limit) => Five.Page(filter, after, limit) is var page
        ? $"{string.Join(' ', page.Items.Select(i => i.Id))}, {page.Total} in all, after {page.Next}"
        : "";

    private static ReplayedAlert Appears(string id) => new(id, id[..6], null, Alert(id));

    private static ReplayedAlert Vanishes(string id) => new(id, id[..6], Alert(id), null);

    private static ReplayedAlert Changes(string id) => new(id, id[..6], Alert(id), Alert(id));

    private static AlertRecord Alert(string id) => new(
        id, 1, id[..6], 1, "P3", new("预警", "alert"), AlertStatus.Open, TestEngine.Today, TestEngine.Today, TestEngine.Today, null, false, "p1", null, null, null, null,
        [], [], [], new Dictionary<string, AlertFigure>(), "raised", "system", null, null, null);
}
