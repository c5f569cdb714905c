using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using static LtcActors.Engine.Tests.Running.EngineTests;

namespace LtcActors.Engine.Tests.Running;

/// <summary>An alert that goes to another district or institution leaves the scope of whoever saw it, and he is told.</summary>
public sealed class DepartureTests
{
    private static readonly Scope Heping = Scope.Of(["120101"], null);
    private static readonly Scope Nankai = Scope.Of(["120104"], null);

    [Fact]
    public async Task It_is_told_once_to_whoever_saw_it_and_sees_it_no_more()
    {
        var feed = Feed();
        feed.Publish([At(1, "a"), At(2, "b", "120104"), At(3, "a", "120104"), At(4, "a", "120104"), At(5, "b", institution: "i2")]);
        Assert.Equal([new AlertDeparture("a", 3)], await LeftAsync(feed, Heping, 0));
        Assert.Equal([new AlertDeparture("b", 5)], await LeftAsync(feed, Nankai, 0));
        Assert.Equal([new AlertDeparture("a", 3)], await LeftAsync(feed, Scope.Of(["120101"], ["i1"]), 0));
        Assert.Equal([new AlertDeparture("b", 5)], await LeftAsync(feed, Scope.Of(null, ["i1"]), 0));
        Assert.Empty(await LeftAsync(feed, Heping, 3));
        Assert.Empty(await LeftAsync(feed, Scope.Of(["120101", "120104"], null), 0));
        Assert.Empty(await LeftAsync(feed, Scope.All, 0));
    }

    [Fact]
    public async Task Whoever_listens_is_told_as_it_goes_and_again_when_it_has_come_back_and_goes()
    {
        var feed = Feed();
        feed.Publish([At(1, "a")]);
        await using var left = feed.Left(Heping, 1, CancellationToken.None).GetAsyncEnumerator();
        var first = left.MoveNextAsync().AsTask();
        feed.Publish([At(2, "a", "120104")]);
        Assert.True(await first);
        Assert.Equal(new("a", 2), left.Current);
        var second = left.MoveNextAsync().AsTask();
        feed.Publish([At(3, "a")]);
        Assert.False(second.IsCompleted);
        feed.Publish([At(4, "a", "120104")]);
        Assert.True(await second);
        Assert.Equal(new("a", 4), left.Current);
    }

    [Fact]
    public async Task After_a_start_from_a_checkpoint_it_is_told_that_some_may_have_gone_before_and_which_have_since()
    {
        var feed = Feed();
        feed.Restore(AlertRow.Write(At(7, "a", "120104"), [1, 7]));
        feed.Restored();
        feed.Publish([At(8, "b"), At(9, "b", "120104")]);
        Assert.Equal([new AlertDeparture(null, 7), new AlertDeparture("b", 9)], await LeftAsync(feed, Heping, 6));
        Assert.Equal([new AlertDeparture("b", 9)], await LeftAsync(feed, Heping, 7));
        Assert.Empty(await LeftAsync(feed, Scope.All, 6));
    }

    [Fact]
    public async Task Of_more_than_are_kept_it_is_told_that_some_may_have_gone()
    {
        var feed = Feed(kept: 2);
        feed.Publish([At(1, "a"), At(2, "b"), At(3, "c"), At(4, "a", "120104"), At(5, "b", "120104"), At(6, "c", "120104")]);
        Assert.Equal([new AlertDeparture(null, 4), new AlertDeparture("b", 5), new AlertDeparture("c", 6)], await LeftAsync(feed, Heping, 3));
        Assert.Equal([new AlertDeparture("b", 5), new AlertDeparture("c", 6)], await LeftAsync(feed, Heping, 4));
    }

    [Fact]
    public async Task Whose_district_is_put_right_by_an_earlier_registration_takes_the_alerts_along()
    {
        var engine = TestEngine.Start();
        engine.Post(Registered("120101", 2), CheckIn("p1", "c1", 20));
        engine.Settle();
        var place = engine.Supervision.AlertsSeq;
        Assert.Equal(engine.AllAlerts().Max(a => a.Seq), place);
        engine.Post(Registered("120104", 1));
        var gone = engine.Settle().AllAlerts().Where(a => a.DistrictCode == "120104").Select(a => a.Id).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(gone);
        var left = new List<string>();
        await foreach (var departure in engine.Supervision.Left(Heping, place, CancellationToken.None))
        {
            left.Add(departure.Id!);
            if (left.Count == gone.Count)
            {
                break;
            }
        }

        Assert.Equal(gone, left.Order(StringComparer.Ordinal));
    }

    private static string Registered(string district, int day) =>
        $$$"""{"specversion":"1.0","type":"ltc.person.registered","source":"/test","id":"reg-{{{day}}}","time":"2026-06-{{{day:00}}}T08:00:00+08:00","subject":"p1","data":{"name":"李建国","birthDate":"1941-05-06","districtCode":"{{{district}}}","home":{"lat":39.1,"lon":117.2} } }""";

    private static AlertFeed Feed(int kept = 10) => new(new MemoryJournal(), kept, r => r);

    private static AlertRecord At(long seq, string id, string district = "120101", string institution = "i1") =>
        GoldenTests.Alert with { Id = id, Seq = seq, DistrictCode = district, InstitutionId = institution };

    /// <summary>What it tells without waiting for anything new.</summary>
    private static async Task<List<AlertDeparture>> LeftAsync(AlertFeed feed, Scope scope, long after)
    {
        var left = new List<AlertDeparture>();
        using var stop = new CancellationTokenSource();
        await using var all = feed.Left(scope, after, stop.Token).GetAsyncEnumerator();
        while (true)
        {
            var next = all.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                await stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
                return left;
            }

            Assert.True(await next);
            left.Add(all.Current);
        }
    }
}
