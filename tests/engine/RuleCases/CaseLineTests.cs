using System.Text.Json;
using LtcActors.Domain.Rules;
using LtcActors.Engine.RuleCases;
using LtcActors.Engine.Tests.Running;

namespace LtcActors.Engine.Tests.RuleCases;

public sealed class CaseLineTests
{
    [Fact]
    public void A_line_is_an_event_of_the_contract() => Assert.Equal(
        ["""{"specversion":"1.0","type":"ltc.person.died","source":"/cases","id":"3","subject":"p1","data":{"diedAt":"2026-06-10T05:00:00.000\u002B08:00"},"time":"2026-06-10T09:00:30.000\u002B08:00"}"""],
        Events("""["2026-06-10 09:00:30", "person.died", "p1", {"diedAt": "2026-06-10 05:00"}]""", "3"));

    [Fact]
    public void A_visit_is_both_its_ends_each_with_what_only_it_says()
    {
        var ends = Read("""["2026-06-10 23:30", "visit", "p1", {"visitId": "v1", "caregiverId": "c1", "to": "2026-06-11 00:10", "in": {"deviceId": "d1"}, "out": {"signatureHash": "ab"}}]""").Events("1").ToList();
        Assert.Equal(["ltc.visit.checked-in", "ltc.visit.checked-out"], ends.Select(e => e.Type));
        Assert.Equal([CaseTime.Instant("2026-06-10 23:30"), CaseTime.Instant("2026-06-11 00:10")], ends.Select(e => e.Time));
        Assert.Equal(["""{"visitId":"v1","caregiverId":"c1","deviceId":"d1"}""", """{"visitId":"v1","caregiverId":"c1","signatureHash":"ab"}"""], ends.Select(e => Data(e.Json)));
        Assert.Equal(["1.in", "1.out"], ends.Select(e => Id(e.Json)));
    }

    [Fact]
    public void A_repeated_line_counts_and_goes_on()
    {
        var visits = Read("""["2026-06-10 09:00", "visit", "p#", {"visitId": "v#", "caregiverId": "c1", "to": "10:00"}, {"times": 2, "every": "36h"}]""").Events("4").ToList();
        Assert.Equal(["4.1.in", "4.1.out", "4.2.in", "4.2.out"], visits.Select(e => Id(e.Json)));
        Assert.Equal(CaseTime.Instant("2026-06-11 22:00"), visits[3].Time);
        Assert.Equal("""{"visitId":"v2","caregiverId":"c1"}""", Data(visits[3].Json));

        var days = Read("""["2026-06-10 09:00", "quality.scored", "p1", {"on": "2026-06-10", "score": 5}, {"times": 3, "every": "1d"}]""").Events("1");
        Assert.Equal("""{"on":"2026-06-12","score":5}""", Data(days.Last().Json));
        var persons = Read("""["2026-06-10 09:00", "quality.scored", "p#", {"on": "2026-06-10", "score": 5}, {"times": 3}]""").Events("1");
        Assert.Equal("""{"on":"2026-06-10","score":5}""", Data(persons.Last().Json));
    }

    [Fact]
    public void What_stands_in_an_array_can_be_repeated_too() => Assert.Equal(
        """{"points":[{"time":"2026-06-10T09:00:00.000\u002B08:00","lat":39.1,"lon":117},{"time":"2026-06-10T09:05:00.000\u002B08:00","lat":39.1,"lon":117}]}""",
        Data(Events("""["2026-06-10 10:00", "caregiver.tracked", "c1", {"points": [{"time": "2026-06-10 09:00", "lat": 39.1, "lon": 117, "repeat": {"times": 2, "every": "5min"}}]}]""", "1")[0]));

    [Theory]
    [InlineData("""["2026-06-10T09:00", "person.died", "p1", {}]""")]
    [InlineData("""["2026-06-10 09:00", "person.dead", "p1", {}]""")]
    [InlineData("""["2026-06-10 09:00", "person.died"]""")]
    public void Another_form_is_refused(string line) => Assert.Throws<FormatException>(() => Read(line));

    [Theory]
    [InlineData("\"expected\": \"nothing\"")]
    [InlineData("\"expected\": []")]
    [InlineData("\"expected\": [{\"severity\": \"P1\", \"occurredAt\": \"2026-06-10 09:00\", \"figure\": {}}]")]
    [InlineData("\"expected\": \"silence\", \"now\": \"2026-06-10\"")]
    [InlineData("\"expected\": \"silence\", \"notes\": \"\"")]
    [InlineData("\"excepted\": \"silence\"")]
    public void A_table_that_says_something_else_is_refused_and_not_passed_over(string expected)
    {
        Assert.NotNull(RuleCaseFile.Read(Table("\"expected\": \"silence\"")));
        Assert.Throws<FormatException>(() => RuleCaseFile.Read(Table(expected)));
    }

    [Fact]
    public void A_case_leaves_out_only_what_its_background_has()
    {
        var book = CaseBook.Read(Path.Combine(TestEngine.SolutionRoot(), "cases"));
        var file = RuleCaseFile.Read(Table("\"expected\": \"silence\", \"without\": [\"assessment\"]"));
        Assert.DoesNotContain(book.EventsOf(file, file.Cases[0]), e => e.Type == "ltc.person.assessed");
        Assert.Contains(book.EventsOf(file, file.Cases[0]), e => e.Type == "ltc.person.registered");
        file = RuleCaseFile.Read(Table("\"expected\": \"silence\", \"without\": [\"asessment\"]"));
        Assert.Throws<FormatException>(() => book.EventsOf(file, file.Cases[0]));
    }

    [Fact]
    public void The_fine_print_tells_of_every_rule()
    {
        var print = new FinePrint(File.ReadAllText(Path.Combine(TestEngine.SolutionRoot(), "docs", "rules.md")));
        Assert.All(Catalogue.All, rule => Assert.True(print.Of(rule.Id).Length > 15, rule.Id));
        Assert.StartsWith("Death = earliest `diedAt`", print.Of("ELG-01"), StringComparison.Ordinal);
        Assert.StartsWith("INS-05 too long (institution, P2): a rectification", print.Of("INS-05"), StringComparison.Ordinal);
        Assert.Contains("](../decisions/0009-when-a-visit-is-missed.md)", print.Of("VIS-03"), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => print.Of("ELG-99"));
    }

    private static string Table(string expected) => $$"""
        {"rule": "ELG-01", "about": ["person"], "inputs": [], "falsePositives": {"en": ""}, "tests": [], "background": ["home"], "now": "2026-07-01 00:00",
         "cases": [{"title": {"zh": "一", "en": "One"}, "kind": "plain", "given": [], {{expected}}}]}
        """;

    private static CaseLine Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        return CaseLine.Read(json.RootElement.Clone());
    }

    private static List<string> Events(string line, string id) => [.. Read(line).Events(id).Select(e => e.Json)];

    private static string Data(string json) => JsonDocument.Parse(json).RootElement.GetProperty("data").GetRawText();

    private static string Id(string json) => JsonDocument.Parse(json).RootElement.GetProperty("id").GetString()!;
}
