using System.Diagnostics;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using Xunit.Abstractions;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What a caregiver costs: most events of all are positions, and most caregivers are idle.</summary>
[Collection(nameof(Alone))]
public sealed class CostTests(ITestOutputHelper output)
{
    [Fact]
    public void A_tracked_event_takes_next_to_nothing()
    {
        var entries = Tracks(20, 1500);
        Run(entries);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        Run(entries);
        var nanoseconds = clock.Elapsed.TotalNanoseconds / entries.Count;
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)entries.Count;
        output.WriteLine($"{nanoseconds:F0} ns and {allocated:F0} B an event of two points, applied and judged");

        // Growing lists and packing days away, and nothing an event. The time is for reading: a busy machine must not fail the test.
        Assert.InRange(allocated, 0, 100);
    }

    [Fact]
    public void An_idle_caregiver_is_small()
    {
        const int Many = 500;
        Idle(); // What all of them share is made with the first.
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var caregivers = new Actor[Many];
        for (var i = 0; i < Many; i++)
        {
            caregivers[i] = Idle();
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Many;
        output.WriteLine($"{each} B an idle caregiver");
        Assert.InRange(each, 1, 2048);
        GC.KeepAlive(caregivers);

        static Actor Idle()
        {
            var stage = new Stage().Given(Registered(), Trained("2026-01-01"), Client("p1", Home, spans: Assigned("2026-01-01"))).Settle();
            var writer = new StateWriter();
            stage.Get(ActorId.Caregiver("c1")).Write(writer);
            var copy = Actor.Create(ActorId.Caregiver("c1"));
            copy.Read(new StateReader(writer.Written.ToArray()));
            return copy;
        }
    }

    [Fact]
    public void A_day_of_fixes_is_written_once_and_not_with_every_change()
    {
        var stage = new Stage();
        var written = new List<(int Pages, int Bytes)>();
        foreach (var chunk in Tracks(3, 400).Chunk(100))
        {
            Array.ForEach(chunk, stage.Deliver);
            var pages = stage.Settle().KeepPages();
            var writer = new StateWriter();
            stage.Get(ActorId.Caregiver("c1")).Write(writer);
            written.Add((pages, writer.Written.Length));
        }

        output.WriteLine(string.Join(' ', written));
        Assert.All(written, w => Assert.InRange(w.Pages, 5, 9));
        Assert.All(written, w => Assert.InRange(w.Bytes, 1, 4_000));
    }

    /// <summary>Days of work, two points an event, half a minute between points: four places, and the way from one to the next.</summary>
    private static List<Entry> Tracks(int days, int events)
    {
        var entries = new List<Entry>();
        var chance = new Random(1);
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < events; i++)
            {
                var at = At(1, "07:00").AddDays(day).AddSeconds(30 * i);
                var there = (i / 300 * 3000) + Math.Max(0, ((i % 300) - 280) * 150.0);
                var fact = new Fact.VisitTracked("p1", $"v{day}", "c1",
                [
                    Point(at, North(there + chance.Next(30)), chance.Next(100) == 0 ? 150 : 12.5),
                    Point(at.AddSeconds(15), North(there + chance.Next(30)), 12.5),
                ], "d1");
                entries.Add(new Entry(entries.Count + 1, at, at, (ulong)chance.NextInt64(), fact));
            }
        }

        return entries;
    }

    private static void Run(List<Entry> entries)
    {
        var caregiver = Actor.Create(ActorId.Caregiver("c1"));
        var court = new Court();
        foreach (var entry in entries)
        {
            caregiver.Apply(entry);
            caregiver.Judge(court);
        }

        Assert.False(caregiver.Findings.Any);
    }

    private sealed class Court : Judgement
    {
        public override IPolicies Policies => TestPolicies.Instance;

        public override DateTimeOffset Now { get; } = At(30, "00:00");

        public override void Tell(ActorId from, ActorId to, Brief brief)
        {
        }

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);
    }
}
