using System.Collections.Concurrent;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.RuleCases;
using LtcActors.Engine.Tests.Running;

namespace LtcActors.Engine.Tests.RuleCases;

/// <summary>A case, sent through the wire into a whole engine.</summary>
internal static class CaseRun
{
    private static readonly ConcurrentDictionary<string, PolicyBook> Catalogues = new(StringComparer.Ordinal);

    public static CaseBook Book { get; } = CaseBook.Read(Path.Combine(TestEngine.SolutionRoot(), "cases"));

    /// <summary>Each fact at its own time, the earliest first, as if it were told as it happens; then time passes until the case is judged.</summary>
    /// <param name="policies">Others than the shipped. A case that has a catalogue of its own is judged by the shipped numbers whatever is given: it turns on none.</param>
    public static TestEngine Told(RuleCaseFile file, RuleCase of, PolicyBook? policies = null)
    {
        var events = Book.EventsOf(file, of).OrderBy(e => e.Time).ToList();
        var engine = TestEngine.Start(clock: new ManualClock(events[0].Time), policies: PoliciesOf(of) ?? policies);
        foreach (var group in events.GroupBy(e => e.Time))
        {
            engine.Pass(group.Key - engine.Clock.GetUtcNow());
            Post(engine, group);
        }

        engine.Pass(file.NowOf(of) - engine.Clock.GetUtcNow());
        return engine;
    }

    /// <summary>All facts at once, the last first, before any of them has happened.</summary>
    public static TestEngine Turned(RuleCaseFile file, RuleCase of)
    {
        var events = Book.EventsOf(file, of).OrderBy(e => e.Time).ToList();
        var engine = TestEngine.Start(clock: new ManualClock(events[0].Time), policies: PoliciesOf(of));
        Post(engine, Enumerable.Reverse(events));
        engine.Pass(file.NowOf(of) - engine.Clock.GetUtcNow());
        return engine;
    }

    /// <summary>The rule's alerts that stand, or stood until what they are about ended.</summary>
    public static IEnumerable<AlertRecord> Standing(TestEngine engine) =>
        engine.AllAlerts().Where(a => a.Status is AlertStatus.Open or AlertStatus.Resolved);

    /// <summary>The shipped policies with the catalogue of a case; null: it has none.</summary>
    private static PolicyBook? PoliciesOf(RuleCase of) => of.Catalogue is { } catalogue ? Catalogues.GetOrAdd(catalogue.GetRawText(), With) : null;

    private static PolicyBook With(string catalogue)
    {
        var files = TestEngine.PolicyTexts();
        files[$"{TestEngine.ShippedPolicies.RegionOf(null).Id}/catalogue.json"] = catalogue;
        return PolicyBook.Read(files);
    }

    private static void Post(TestEngine engine, IEnumerable<CaseEvent> events)
    {
        var all = events.ToList();
        var results = engine.Post([.. all.Select(e => e.Json)]);
        for (var i = 0; i < results.Length; i++)
        {
            Assert.True(
                results[i].Status == EventStatus.Accepted,
                $"{all[i].Json} is {results[i].Status}: {string.Join("; ", results[i].Problems.Select(p => $"{p.Pointer} {p.Detail}"))}");
        }
    }
}
