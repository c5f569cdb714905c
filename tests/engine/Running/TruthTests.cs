using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Simulator;

namespace LtcActors.Engine.Tests.Running;

/// <summary>A city with planted offences and honest look-alikes, judged by the engine and held against what is true of it.</summary>
public sealed class TruthTests
{
    [Theory]
    [InlineData(11, 150, 300, 30)]
    [InlineData(12, 150, 300, 30)]
    [InlineData(13, 160, 400, 60)] // The whole of May is over: honest months are weighed too.
    public void Every_rule_finds_what_was_planted_and_nothing_else(ulong seed, int offences, int persons, int days)
    {
        var city = City.Create(new CityOptions { Persons = persons, Days = days, Offences = offences, Seed = seed, Now = TestEngine.Today, TrackPoints = 2 });
        Assert.Empty(SelfCheck.Run(city));
        var engine = OrderCity.Run(TestEngine.Start(), [.. city.Events.Select(e => TestEngine.Parse(e.ToJson()))], _ => 500);
        var alerts = engine.AllAlerts().Select(a =>
        {
            using var json = JsonDocument.Parse(AlertRow.Json(a));
            return Alert.FromJson(json.RootElement);
        });
        var report = Verification.Compare(SelfCheck.WithScores(city), alerts);
        Assert.True(report.Passed, $"Seed {seed}:\n{report}");
        Assert.Equal(GroundTruth.KnownRules.Order(), city.Truth.Expected.Select(e => e.Rule).Distinct().Order());
    }
}
