using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;

namespace LtcActors.Engine.Tests.Running;

/// <summary>What a policy would have done, from the stored journal: it must be what it does when it is live.</summary>
public sealed class PolicyReplayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_would_appear_vanish_and_change_is_what_does_when_the_policy_is_live(ulong seed)
    {
        var city = OrderCity.Of(seed);
        var random = new Random((int)seed);
        var events = city.Order((int)seed, random).Concat(random.GetItems(city.Events, 3).Distinct().Select((e, i) => OrderCity.Withdrawal(e, i))).ToArray();
        var (without, with) = (Judged(PolicyChangeTests.Run(events, -1, new Random(1))), Judged(PolicyChangeTests.Run(events, 0, new Random(1))));
        var last = without.Journal.LastSeq;
        using var replay = without.Supervision.Replay(new(PolicyChangeTests.Stricter, PolicyChangeTests.FirstDay, null));
        var result = await replay.Result;

        var (before, after) = (Lines(without), Lines(with));
        Assert.Equal(Set(after.Keys.Except(before.Keys)), Set(result.Alerts.Where(a => a.Before is null).Select(a => a.Id)));
        Assert.Equal(Set(before.Keys.Except(after.Keys)), Set(result.Alerts.Where(a => a.After is null).Select(a => a.Id)));
        Assert.Equal(
            Set(before.Where(b => after.TryGetValue(b.Key, out var line) && line != b.Value).Select(b => b.Key)),
            Set(result.Alerts.Where(a => a is { Before: not null, After: not null }).Select(a => a.Id)));
        Assert.True(result.Alerts.Count > 20);
        Assert.Equal(before.Count, result.Counts.Sum(c => c.Before));
        Assert.Equal(result.Alerts.Count, result.Counts.Sum(c => c.Appear + c.Vanish + c.Change));
        Assert.All(result.Alerts, a => Assert.All((a.After ?? a.Before)!.Evidence, e => Assert.NotNull(without.Journal.ReadEvent(e.Seq))));
        Assert.Equal((last, events.DistinctBy(e => (e.Source, e.Id)).Count()), (without.Journal.LastSeq, (int)result.Events));
        Assert.Single(without.Supervision.PolicyVersions());
    }

    [Fact]
    public async Task Values_that_are_those_in_force_change_nothing()
    {
        var engine = PolicyChangeTests.Run(OrderCity.Of(4).Events, -1, new Random(1));
        using var replay = engine.Supervision.Replay(new([Fence("proposed")], PolicyChangeTests.FirstDay, null));
        var result = await replay.Result;
        Assert.Empty(result.Alerts);
        Assert.True(result.Counts.Count > 20);
    }

    [Fact]
    public async Task A_version_that_is_live_counts_in_the_replay_of_another()
    {
        var engine = Judged(PolicyChangeTests.Run(OrderCity.Of(6).Events, 500, new Random(1)));
        using var replay = engine.Supervision.Replay(new([Fence("proposed")], PolicyChangeTests.FirstDay.AddDays(1), null));
        var result = await replay.Result;
        // Rules that judge by the fence's radius, and no others.
        var changed = result.Counts.Where(c => c.Appear + c.Vanish + c.Change > 0).Select(c => c.Rule).ToHashSet();
        Assert.Contains("GEO-01", changed);
        Assert.Subset(new HashSet<string> { "GEO-01", "GEO-02" }, changed);
        Assert.All(result.Alerts.Where(a => (a.After ?? a.Before)!.Rule == "GEO-01"), a => Assert.Equal(7, a.Before!.Figures["certainDistance"].Limit));
        Assert.Equal(Lines(engine).Count, result.Counts.Sum(c => c.Before));
    }

    [Fact]
    public async Task Only_what_was_recorded_by_the_last_day_is_read()
    {
        var engine = PolicyChangeTests.Run(OrderCity.Of(4).Events, -1, new Random(1));
        using var replay = engine.Supervision.Replay(new(PolicyChangeTests.Stricter, new(2026, 6, 1), new(2026, 6, 17)));
        var result = await replay.Result;
        Assert.Equal((0, 0), ((int)result.Events, result.Counts.Count));
    }

    [Fact]
    public async Task It_is_cancelled_and_the_engine_goes_on()
    {
        var engine = PolicyChangeTests.Run(OrderCity.Of(5).Events, -1, new Random(1));
        using var replay = engine.Supervision.Replay(new(PolicyChangeTests.Stricter, PolicyChangeTests.FirstDay, null));
        replay.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => replay.Result);
        Assert.True(engine.Supervision.Health.Ready);
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_at_once()
    {
        var engine = TestEngine.Start();
        Assert.Contains("geo.fence from 2015-12-31 comes before 2016-01-01", Assert.Throws<PolicyException>(
            () => engine.Supervision.Replay(new([Fence("x")], new(2015, 12, 31), null))).Message, StringComparison.Ordinal);
    }

    /// <summary>As it would have been from the first day on: the value that began on it gives way.</summary>
    [Fact]
    public async Task A_draft_may_be_tried_from_the_day_on_which_the_value_in_force_began()
    {
        var engine = PolicyChangeTests.Run(OrderCity.Of(4).Events, -1, new Random(1));
        using var replay = engine.Supervision.Replay(new([Fence("x") with { Value = 7 }], new(2016, 1, 1), null));
        var result = await replay.Result;
        Assert.Contains(result.Alerts, a => a is { Rule: "GEO-01", After: not null } && a.After.Figures["certainDistance"].Limit == 7);
        Assert.Empty(result.Overtaken);
    }

    /// <summary>A version of the ninth day of the city takes the place of a draft of the fifth; one of a day to come does not.</summary>
    [Fact]
    public async Task A_value_that_takes_the_drafts_place_before_the_end_is_told()
    {
        var engine = TestEngine.Start(clock: new ManualClock(new(2026, 6, 18, 0, 0, 0, TimeSpan.Zero)));
        Publish(engine, new(2026, 6, 25), Fence("x") with { Value = 90 });
        Publish(engine, new(2026, 7, 20), new PolicyValue("tianjin", "idn.face", 0.7, "score", null, "x"));
        OrderCity.Run(engine, OrderCity.Of(4).Events, _ => 500);
        engine.Pass(TestEngine.Today - engine.Clock.GetUtcNow());
        using var replay = engine.Supervision.Replay(new([Fence("x") with { Value = 7 }, new("tianjin", "idn.face", 0.9, "score", null, "x")], new(2026, 6, 21), null));
        Assert.Equal(new ReplayOvertaken("tianjin", "geo.fence", new(2026, 6, 25), 90, "m"), Assert.Single((await replay.Result).Overtaken));
    }

    /// <summary>
    /// All of it, now: a version of a far day has every actor judged anew. (The clock of these cities stood still before their events, so
    /// that the engine took them for facts of days to come.)
    /// </summary>
    private static TestEngine Judged(TestEngine engine)
    {
        Publish(engine, new(2030, 1, 1), Fence("why"));
        return engine.Settle();
    }

    private static void Publish(TestEngine engine, DateOnly from, PolicyValue value)
    {
        var id = $"policy-{engine.Supervision.PolicyVersions().Count + 1}";
        foreach (var command in new PolicyCommand[]
        {
            new PolicyCommand.Draft("a version", [value], "zhao"), new PolicyCommand.Approve(id, null, "qian"), new PolicyCommand.Publish(id, from, "zhao"),
        })
        {
            Assert.Equal(Engine.Ports.PolicyAnswer.Done, engine.Wait(engine.Supervision.PolicyAsync(command)).Answer);
        }
    }

    private static PolicyValue Fence(string why) => new("tianjin", "geo.fence", 150, "m", null, why);

    private static string Set(IEnumerable<string> ids) => string.Join('\n', ids.Order(StringComparer.Ordinal));

    /// <summary>What stands, by id. (Officers have decided nothing here.)</summary>
    private static Dictionary<string, string> Lines(TestEngine engine) => engine.Outcome().Split(Environment.NewLine)
        .Where(line => line.Length > 0).ToDictionary(line => line.Split(' ')[0], StringComparer.Ordinal);
}
