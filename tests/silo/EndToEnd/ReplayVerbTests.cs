using System.CommandLine;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Sqlite;
using LtcActors.Silo.Cli;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary><c>silo replay</c> on a folder that a writer holds: a check-in 100 m from home, and drafts of a fence.</summary>
public sealed class ReplayVerbTests : IDisposable
{
    private static readonly DateTimeOffset Recorded = new(2026, 6, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly string folder = Path.Combine(Path.GetTempPath(), "ltc-replay-" + Guid.NewGuid().ToString("N"));
    private readonly SqliteJournal journal;

    public ReplayVerbTests()
    {
        journal = SqliteJournal.Open(folder);
        journal.Append(
            Recorded,
            [
                Event("person.registered", "2026-06-01", """{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}"""),
                Event("visit.checked-in", "2026-06-10", """{"visitId":"v1","caregiverId":"c1","position":{"lat":39.1209,"lon":117.2,"accuracy":10}}"""),
            ],
            [
                Step("policy-1", "drafted", ""","title":"narrow","values":[{"region":"tianjin","key":"geo.fence","value":7,"unit":"m","proposed":"x"}]"""),
                Step("policy-2", "drafted", ""","title":"usual","values":[{"region":"tianjin","key":"geo.fence","value":120,"unit":"m","proposed":"x"}]"""),
                Step("policy-2", "approved", ""), Step("policy-2", "published", ""","from":"2026-06-12" """),
            ]);
    }

    public void Dispose()
    {
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("policy-1", "2026-06-01", 0, "GEO-01: of 0, 0 would vanish and 0 change; 1 would appear")]
    [InlineData("policy-1", "2026-06-01", 0, "geo.fence of tianjin: from 2026-06-12 on 120 m counts, and no longer what was tried.")]
    [InlineData("policy-2", "2016-01-01", 0, "2 events in")]
    [InlineData("policy-9", "2026-06-01", 1, "\"policy-9\" is neither a file nor a policy version of the journal.")]
    public async Task A_version_of_the_journal_is_tried_by_its_id_beside_the_writer(string policy, string from, int code, string says)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var root = new RootCommand();
        ReplayVerb.Add(root, _ => new SiloOptions { Data = folder }, output, errors);
        Assert.Equal(code, await root.Parse(["replay", "--policy", policy, "--from", from]).InvokeAsync());
        Assert.Contains(says, errors.ToString(), StringComparison.Ordinal);
        if (code == 0)
        {
            using var result = JsonDocument.Parse(output.ToString());
            Assert.Equal(2, result.RootElement.GetProperty("events").GetInt64());
        }
    }

    private static NewEvent Event(string type, string day, string data) => new(
        EventKey.Of("/t", type), "/t", type, Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","type":"ltc.{{type}}","source":"/t","id":"{{type}}","time":"{{day}}T08:00:00+08:00","subject":"p1","data":{{data}}}"""));

    private static NewDecision Step(string id, string step, string more) => new(
        DecisionKind.Policy, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","step":"{{step}}","by":"li","at":"2026-06-02T08:00:00+08:00"{{more}}}"""));
}
