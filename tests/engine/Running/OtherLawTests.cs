using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Tests.RuleCases;

namespace LtcActors.Engine.Tests.Running;

/// <summary>An update brings other policies or rules: a start over what the old ones led to ends in what a start from nothing comes to.</summary>
public sealed class OtherLawTests
{
    private static readonly PolicyBook Stricter = With(
        ("tianjin/location.json", "\"value\": 150", "\"value\": 7"), ("tianjin/staffing.json", "\"value\": 10", "\"value\": 1"),
        ("tianjin/identity.json", "\"value\": 0.8", "\"value\": 0.99"), ("tianjin/visits.json", "\"value\": 16", "\"value\": 1"));

    private static readonly PolicyBook WideFence = With(("tianjin/location.json", "\"value\": 150", "\"value\": 1000"));

    private static readonly Limits Small = new() { CommitEvents = 64, RestAfter = TimeSpan.Zero, IdleAfter = TimeSpan.Zero, ActiveActors = 60, HistoryPageBytes = 8 };

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, false, true)]
    [InlineData(2, true, false)]
    [InlineData(1, false, false)]
    public void The_alerts_are_those_of_a_start_from_nothing_whether_there_is_a_checkpoint_or_only_the_journal(ulong seed, bool toStricter, bool checkpoint)
    {
        var city = OrderCity.Of(seed);
        var strict = OrderCity.Run(TestEngine.Start(policies: Stricter), city.Events, _ => 100).Outcome();
        Assert.True(strict.Split('\n').Except(city.InOrder.Split('\n')).Count() > 20, "The numbers change too little to show anything.");
        var (before, after, expected) = toStricter ? (TestEngine.ShippedPolicies, Stricter, strict) : (Stricter, TestEngine.ShippedPolicies, city.InOrder);

        var (journal, store, part) = (new MemoryJournal(), new MemoryStateStore(), city.Events.Length / 3);
        var engine = TestEngine.Start(journal, store, limits: Small, policies: before);
        OrderCity.Run(engine, city.Events[..part], _ => 100);
        engine.Checkpoint();
        // The tail, with what was decided on it.
        OrderCity.Run(engine, city.Events[part..(2 * part)], _ => 100);

        store = checkpoint ? store : new();
        var again = TestEngine.Start(journal, store, partitions: 2, limits: Small, clock: engine.Clock, policies: after);
        OrderCity.Run(again, city.Events[(2 * part)..], _ => 100);
        city.AssertOutcome(expected, again, 0);

        again.Checkpoint();
        var last = journal.LastSeq;
        TestEngine.Start(journal, store, limits: Small, clock: engine.Clock, policies: after).Settle();
        Assert.Equal(last, journal.LastSeq);
    }

    [Fact]
    public void What_a_number_takes_away_and_gives_back_stands_in_the_alerts_history_at_the_time_of_the_start()
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = Far(journal, store, TestEngine.ShippedPolicies);
        engine.Checkpoint();

        engine.Pass(TimeSpan.FromDays(1));
        var wide = TestEngine.Start(journal, store, clock: engine.Clock, policies: WideFence).Settle();
        wide.Checkpoint();
        engine.Pass(TimeSpan.FromDays(1));
        var again = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        var history = again.Supervision.AlertHistory(Assert.Single(again.AllAlerts(), a => a.Rule == "GEO-01").Id);
        Assert.Equal(["raised", "withdrawn", "reinstated"], history.Select(h => h.Action));
        Assert.True(history[1].ChangedAt >= history[0].ChangedAt.AddDays(1), "Withdrawn before the number was another.");
    }

    [Fact]
    public void A_catalogue_of_services_that_is_filed_holds_of_what_was_told_before_and_one_that_is_taken_away_of_nothing()
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var file = CaseRun.Book.Rules["VIS-11"];
        var engine = TestEngine.Start(journal, store, clock: new ManualClock(new(2026, 7, 20, 0, 0, 0, TimeSpan.Zero)));
        engine.Post([.. CaseRun.Book.EventsOf(file, file.Cases.Single(c => c.Title.En == "The region has filed no catalogue")).Select(e => e.Json)]);
        engine.Checkpoint();
        Assert.DoesNotContain(engine.AllAlerts(), a => a.Rule == "VIS-11");

        var filed = TestEngine.ReadPolicies(KeyValuePair.Create("tianjin/catalogue.json", file.Cases.First(c => c.Catalogue is not null).Catalogue!.Value.GetRawText()));
        var with = TestEngine.Start(journal, store, clock: engine.Clock, policies: filed).Settle();
        var alert = Assert.Single(with.AllAlerts(), a => a is { Rule: "VIS-11", Status: AlertStatus.Open });
        Assert.Equal(("2026-01-01", "tianjin-2023-catalogue:1"), (alert.Figures["catalogueFrom"].Text, alert.Figures["catalogueFrom"].Basis));
        with.Checkpoint();

        var without = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal(["raised", "withdrawn"], without.Supervision.AlertHistory(alert.Id).Select(h => h.Action));
    }

    /// <summary>As if the policies were the same, and only a rule judged otherwise.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_version_of_a_rule_has_everything_judged_anew_and_none_other_has(bool otherRules)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = Far(journal, store, WideFence);
        engine.Checkpoint();
        Assert.DoesNotContain(engine.AllAlerts(), a => a.Rule == "GEO-01");

        var judgedBy = new StateWriter();
        judgedBy.Text($"{TestEngine.ShippedPolicies.Version} {(otherRules ? "0123456789ab" : Catalogue.Version)}");
        store.Save(new(store.Position, [], [], [new("engine", Conductor.JudgedByKey, judgedBy.Written.ToArray())]));
        var again = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal(otherRules ? 1 : 0, again.AllAlerts().Count(a => a is { Rule: "GEO-01", Status: AlertStatus.Open }));
    }

    /// <summary>A check-in 300 m from home.</summary>
    private static TestEngine Far(MemoryJournal journal, MemoryStateStore store, PolicyBook policies)
    {
        var engine = TestEngine.Start(journal, store, policies: policies);
        engine.Post(
            """
            {"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p1","time":"2026-06-01T08:00:00+08:00","subject":"p1",
             "data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}
            """,
            """
            {"specversion":"1.0","type":"ltc.visit.checked-in","source":"/phones","id":"v1","time":"2026-06-10T09:00:00+08:00","subject":"p1",
             "data":{"visitId":"v1","caregiverId":"c1","position":{"lat":39.1227,"lon":117.2,"accuracy":10}}}
            """);
        return engine.Settle();
    }

    /// <summary>The shipped policies with something else written where it stands first.</summary>
    private static PolicyBook With(params (string File, string Written, string Instead)[] changes)
    {
        var texts = TestEngine.PolicyTexts();
        foreach (var (file, written, instead) in changes)
        {
            var at = texts[file].IndexOf(written, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{file} has no {written}.");
            texts[file] = texts[file].Remove(at, written.Length).Insert(at, instead);
        }

        return PolicyBook.Read(texts);
    }
}
