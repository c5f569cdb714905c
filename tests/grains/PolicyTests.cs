using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Tests.Running;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>Policy versions that go live in mid-stream: in a cluster the same is found as in one process.</summary>
public sealed class PolicyTests
{
    /// <summary>Before the city's events, so that a first day among them is ahead.</summary>
    private static readonly DateTimeOffset Before = new(2026, 6, 18, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly FirstDay = new(2026, 6, 24);

    private static readonly PolicyValue[] Stricter = [new("tianjin", "geo.fence", 7, "m", null, "a test"), new("tianjin", "vis.overlap", 0, "min", null, "a test")];

    private static readonly PolicyValue[] StricterYet = [new("tianjin", "vis.dayHigh", 1, "h", null, "a test"), new("tianjin", "stf.homeMax", 1, "persons", null, "a test")];

    private static readonly Limits OnlyWhenAsked = new() { CommitEvents = 512, HistoryPageBytes = 8, CheckpointInterval = TimeSpan.FromHours(1) };

    [Fact]
    public async Task Versions_that_go_live_in_mid_stream_and_count_after_new_generations_are_judged_byte_for_byte_as_embedded()
    {
        var city = SmallCity.Of(6);
        await using var embedded = await Embedded.StartAsync(Before);
        await using var two = await TwoSilos.StartAsync(OnlyWhenAsked, clock: new ManualClock(Before));
        var part = city.Requests.Count / 4;
        await PostAsync(city.Requests[..part], embedded, two);
        await PublishAsync(1, Stricter, embedded, two);
        await PostAsync(city.Requests[part..(2 * part)], embedded, two);

        // After this the actors are in rows alone: the next version must find them there.
        await two.Of(0).CheckpointAsync();
        await two.BeginAnewAsync();
        await PublishAsync(2, StricterYet, embedded, two);
        await PostAsync(city.Requests[(2 * part)..(3 * part)], embedded, two);

        // And after this one both versions count from the start, the second by the journal's tail.
        await two.BeginAnewAsync();
        await PostAsync(city.Requests[(3 * part)..], embedded, two);

        Assert.Equal(Standing.Of(embedded.Journal), Standing.Of(two.Journal.Memory));
        await Settling.PassAMomentAsync(embedded, two);
        Assert.Equal(Standing.Of(embedded.Journal), Standing.Of(two.Journal.Memory));
        Assert.Equal(6, two.Journal.Memory.ReadDecisions(0, int.MaxValue).Count(d => d.Kind == DecisionKind.Policy));
        Assert.Contains("certainDistance=", Standing.Of(two.Of(1)), StringComparison.Ordinal);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(1)));
        Assert.All(two.Of(1).PolicyVersions(), v => Assert.Equal(PolicyStatus.Live, v.Status));
    }

    /// <summary>An update of all silos brings another fence: the rows were judged by the one before.</summary>
    [Fact]
    public async Task Silos_with_other_policies_than_their_rows_were_judged_by_end_in_what_a_start_from_nothing_comes_to()
    {
        var stricter = Standing.PoliciesWith("tianjin/location.json", "\"value\": 150", "\"value\": 7");
        var city = SmallCity.Of(6);
        var part = city.Requests.Count / 2;
        await using var embedded = await Embedded.StartAsync(policies: stricter);
        await using var before = await TwoSilos.StartAsync(OnlyWhenAsked);
        foreach (var request in city.Requests[..part])
        {
            await before.PostAsync(0, request);
        }

        await before.ReadyAsync();
        await before.Of(0).CheckpointAsync();
        Assert.NotEmpty(before.Record().JudgedBy);
        Assert.Equal(EntityServices.JudgingBy(Standing.Policies).Write(), before.Record().Judging);
        await before.Cluster.StopAllSilosAsync();

        await using var after = await TwoSilos.StartAsync(OnlyWhenAsked, policies: stricter, earlier: before);
        await PostAsync(city.Requests[part..], embedded, after, already: city.Requests[..part]);
        await Settling.PassAMomentAsync(embedded, after);
        Assert.Equal(EntityServices.JudgingBy(stricter).Write(), after.Record().Judging);
        Assert.Contains("certainDistance=", Standing.Of(after.Of(1)), StringComparison.Ordinal);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(after.Of(1)));
    }

    [Fact]
    public async Task A_step_that_may_not_be_is_refused_with_the_reason_and_the_version_as_it_stands()
    {
        await using var two = await TwoSilos.StartAsync(clock: new ManualClock(Before));
        Assert.Equal(PolicyAnswer.NotFound, (await two.Of(1).PolicyAsync(new PolicyCommand.Approve("policy-1", null, "wang"))).Answer);
        await two.Of(1).PolicyAsync(new PolicyCommand.Draft("t", Stricter, "li"));
        var own = await two.Of(0).PolicyAsync(new PolicyCommand.Approve("policy-1", null, "li"));
        Assert.Equal((PolicyAnswer.OwnDraft, PolicyStatus.Draft), (own.Answer, own.Version!.Status));
        await two.Of(0).PolicyAsync(new PolicyCommand.Approve("policy-1", "fits", "wang"));
        var early = await two.Of(1).PolicyAsync(new PolicyCommand.Publish("policy-1", new(2026, 6, 18), "li"));
        Assert.Equal((PolicyAnswer.NotAhead, PolicyStatus.Approved), (early.Answer, early.Version!.Status));
        Assert.NotNull(early.Reason);
    }

    private static async Task PostAsync(
        IEnumerable<Engine.Wire.ParsedEvent[]> requests, Embedded embedded, TwoSilos two, IEnumerable<Engine.Wire.ParsedEvent[]>? already = null)
    {
        foreach (var request in already ?? [])
        {
            await embedded.Supervision.SubmitAsync(request);
        }

        foreach (var (request, n) in requests.Select((r, n) => (r, n)))
        {
            await embedded.Supervision.SubmitAsync(request);
            await embedded.Supervision.SettledAsync();
            await two.PostAsync(n % 2, request);
            await two.Of(0).SettledAsync();
        }
    }

    private static async Task PublishAsync(int number, PolicyValue[] values, Embedded embedded, TwoSilos two)
    {
        var id = $"policy-{number}";
        foreach (var command in new PolicyCommand[]
        {
            new PolicyCommand.Draft("stricter", values, "li"), new PolicyCommand.Approve(id, null, "wang"), new PolicyCommand.Publish(id, FirstDay, "li"),
        })
        {
            Assert.Equal(PolicyAnswer.Done, (await embedded.Supervision.PolicyAsync(command)).Answer);
            Assert.Equal(PolicyAnswer.Done, (await two.Of(number % 2).PolicyAsync(command)).Answer);
            await embedded.Supervision.SettledAsync();
            await two.Of(0).SettledAsync();
        }
    }
}
