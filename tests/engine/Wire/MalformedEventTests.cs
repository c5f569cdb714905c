using System.Text;
using System.Text.Json.Nodes;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

public class MalformedEventTests
{
    [Theory]
    [MemberData(nameof(MalformedEvents.Rows), MemberType = typeof(MalformedEvents))]
    public void A_spoiled_event_has_exactly_the_problem_of_its_row(string type, string set, string to, string code, string pointer)
    {
        var parsed = Parse(Spoiled.Json(type, set, to));

        var problem = Assert.Single(parsed.Problems);
        Assert.Equal((code, pointer), (problem.Code, problem.Pointer ?? "none"));
        Assert.Null(parsed.Fact);
        Assert.EndsWith(".", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"id\":\"e-1\"", "\"id\":\"e-1\",\"id\":\"e-1\"", "/id")]
    [InlineData("\"data\":{", "\"data\":{},\"data\":{", "/data")]
    [InlineData("\"visitId\":\"v-1\"", "\"visitId\":\"v-1\",\"caregiverId\":\"c-9\"", "/data/caregiverId")]
    [InlineData("\"visitId\":\"v-1\"", "\"visitId\":\"v-1\",\"visit\\u0049d\":\"v-1\"", "/data/visitId")]
    [InlineData("\"lat\":39.1235", "\"lat\":39.1235,\"lat\":{\"a\":[1]}", "/data/points/1/lat")]
    public void A_member_that_we_read_stands_only_once(string from, string to, string pointer)
    {
        var json = WireSamples.Json("ltc.visit.tracked").Replace(from, to, StringComparison.Ordinal);

        var parsed = Parse(json);

        Assert.Contains(parsed.Problems, p => (p.Code, p.Pointer) == ("duplicate-member", pointer));
        Assert.Null(parsed.Fact);
    }

    [Theory]
    [InlineData("ltc.visit.tracked", "/data/points", "{}", 1000)]
    [InlineData("ltc.plan.filed", "/data/items", "{}", 500)]
    [InlineData("ltc.claim.submitted", "/data/lines", "{}", 1000)]
    [InlineData("ltc.visit.checked-in", "/data/beacons", "{}", 100)]
    [InlineData("ltc.visit.checked-out", "/data/services", "{}", 100)]
    [InlineData("ltc.plan.filed", "/data/items/0/services", "\"S\"", 100)]
    public void An_array_may_be_as_long_as_its_bound_and_not_one_longer(string type, string pointer, string item, int max)
    {
        var own = WireSamples.Node(type);
        var found = pointer.Split('/')[1..].Aggregate((JsonNode)own, (n, p) => n is JsonArray ? n[0]! : n[p]!);
        item = item == "{}" ? found[0]!.ToJsonString() : item;
        string With(int count) => Spoiled.Json(type, pointer, $"[{string.Join(',', Enumerable.Repeat(item, count))}]");

        Assert.Empty(Parse(With(max)).Problems);
        var problem = Assert.Single(Parse(With(max + 1)).Problems);
        Assert.Equal(("out-of-range", pointer), (problem.Code, problem.Pointer));
    }

    [Theory]
    [InlineData("/id", 256)]
    [InlineData("/source", 512)]
    [InlineData("/data/deviceId", 64)]
    public void A_text_may_be_as_long_as_its_bound_and_not_one_longer(string pointer, int max)
    {
        string With(int length) => Spoiled.Json("ltc.visit.tracked", pointer, $"\"{new string('x', length)}\"");

        Assert.Empty(Parse(With(max)).Problems);
        Assert.Equal(pointer, Assert.Single(Parse(With(max + 1)).Problems).Pointer);
    }

    [Fact]
    public void A_claim_needs_an_institution_or_a_caregiver()
    {
        var node = WireSamples.Node("ltc.claim.submitted");
        node["data"]!.AsObject().Remove("institutionId");
        Assert.Empty(Parse(node.ToJsonString()).Problems);

        node["data"]!.AsObject().Remove("caregiverId");
        var problem = Assert.Single(Parse(node.ToJsonString()).Problems);
        Assert.Equal(("missing", "/data/institutionId"), (problem.Code, problem.Pointer));
    }

    [Fact]
    public void All_problems_of_an_event_are_told_up_to_twenty()
    {
        var points = string.Join(',', Enumerable.Repeat("""{"time":"x","lat":91,"lon":null}""", 5));
        var parsed = Parse(Spoiled.Json("ltc.visit.tracked", "/data/points", $"[{points}]"));
        Assert.Equal(15, parsed.Problems.Count);
        Assert.Equal("/data/points/4/lon", parsed.Problems[^1].Pointer);

        points = string.Join(',', Enumerable.Repeat("{}", 9));
        parsed = Parse(Spoiled.Json("ltc.visit.tracked", "/data/points", $"[{points}]"));
        Assert.Equal(20, parsed.Problems.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"id\":\"e-1\",}")]
    [InlineData("{'id':1}")]
    [InlineData("{\"id\":\"\\x\"}")]
    [InlineData("{\"id\":01}")]
    [InlineData("{} // comment")]
    public void What_is_no_JSON_is_told_so_and_nothing_else(string text)
    {
        var problem = Assert.Single(Parse(text).Problems);
        Assert.Equal(("not-json", null), (problem.Code, problem.Pointer));
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        var json = WireSamples.Utf8("ltc.visit.audited");
        json[json.AsSpan().IndexOf("v-1"u8)] = 0xFF;

        var parsed = new EventParser().ParseStructured(json);

        Assert.Contains(parsed.Problems, p => p.Code == "malformed");
        Assert.Null(parsed.Fact);
    }

    private static ParsedEvent Parse(string json) => new EventParser().ParseStructured(Encoding.UTF8.GetBytes(json));
}
