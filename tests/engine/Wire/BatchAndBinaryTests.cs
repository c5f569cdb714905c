using System.Text;
using LtcActors.Domain;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

public class BatchAndBinaryTests
{
    private readonly EventParser parser = new();

    [Fact]
    public void Each_event_of_a_batch_keeps_the_bytes_it_was_sent_in()
    {
        var elements = WireSamples.Types.Select(t => WireSamples.Json(t, "id-" + t)).ToList();
        var body = Encoding.UTF8.GetBytes("\uFEFF [ " + string.Join(" ,\n ", elements) + " ]\n");
        var into = new List<ParsedEvent>();

        var result = parser.ParseBatch(body, 1000, into);

        Assert.Equal(new BatchResult(elements.Count, null), result);
        Assert.All(into, e => Assert.True(e.IsValid));
        Assert.Equal(elements, into.Select(e => Encoding.UTF8.GetString(e.Json.Span)));
    }

    [Fact]
    public void A_bad_event_of_a_batch_is_refused_by_itself()
    {
        var good = WireSamples.Json("ltc.visit.tracked");
        var deep = new string('[', 5000) + new string(']', 5000);
        var body = $"""[{good},7,[{good}],null,{Spoiled.Json("ltc.visit.tracked", "/subject", "\"?\"")},{deep},{good}]""";
        var into = new List<ParsedEvent>();

        Assert.Equal(7, parser.ParseBatch(Encoding.UTF8.GetBytes(body), 10, into).Count);
        Assert.Equal([true, false, false, false, false, false, true], into.Select(e => e.IsValid));
        Assert.Equal("e-1", into[4].Id);
        Assert.Equal("/subject", Assert.Single(into[4].Problems).Pointer);
    }

    [Fact]
    public void An_event_that_is_not_UTF_8_does_not_spoil_its_neighbours()
    {
        var good = WireSamples.Json("ltc.visit.tracked");
        var body = Encoding.UTF8.GetBytes($"[{good},{good.Replace("v-1", "v-~", StringComparison.Ordinal)},{good}]");
        body[body.AsSpan().IndexOf((byte)'~')] = 0xC3;
        var into = new List<ParsedEvent>();

        Assert.Null(parser.ParseBatch(body, 10, into).Problem);
        Assert.Equal([true, false, true], into.Select(e => e.IsValid));
    }

    [Theory]
    [InlineData("[", "not-json")]
    [InlineData("[@,]", "not-json")]
    [InlineData("[@] x", "not-json")]
    [InlineData("[@,{\"id\":}]", "not-json")]
    [InlineData("", "not-json")]
    [InlineData("@", "wrong-type")]
    [InlineData("[@,@,@,@]", "too-many")]
    public void A_batch_that_cannot_be_read_is_refused_whole(string body, string code)
    {
        var json = body.Replace("@", WireSamples.Json("ltc.visit.tracked"), StringComparison.Ordinal);
        var before = parser.ParseStructured(WireSamples.Utf8("ltc.person.died"));
        List<ParsedEvent> into = [before];

        var result = parser.ParseBatch(Encoding.UTF8.GetBytes(json), 3, into);

        Assert.Equal((0, code), (result.Count, result.Problem?.Code));
        Assert.Equal([before], into);
    }

    [Fact]
    public void An_empty_batch_is_a_batch_of_none() => Assert.Equal(new BatchResult(0, null), parser.ParseBatch("[]"u8.ToArray(), 10, []));

    [Fact]
    public void Binary_mode_gives_the_same_fact_and_a_structured_event_to_keep()
    {
        var body = """ {"visitId":"v-1","result":"pass","auditor":"张三"} """;
        var headers = Headers(("CE-ID", "\"e-\\\"1%20%e7%8e%8b\""), ("ce-traceparent", "00-ab"), ("Accept", "x"));

        var parsed = parser.ParseBinary(headers, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(body));

        Assert.Empty(parsed.Problems);
        Assert.Equal(new Fact.VisitAudited("p-1", "v-1", AuditResult.Pass, "张三"), parsed.Fact);
        Assert.Equal("e-\"1 王", parsed.Id);
        Assert.Equal(EventKey.Of(WireSamples.Source, parsed.Id!), parsed.Key);
        var again = new StoredEventReader().Parse(parsed.Json);
        Assert.Equal((parsed.Source, parsed.Id, parsed.Key), (again.Source, again.Id, again.Key));
        Assert.Equal((parsed.Time, parsed.Fact), (again.Time, again.Fact));
        Assert.Contains("\"traceparent\":\"00-ab\"", Encoding.UTF8.GetString(parsed.Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", "", "missing /data")]
    [InlineData("application/json", "{", "not-json /data")]
    [InlineData("application/json", "{},\"id\":\"x\"", "not-json /data")]
    [InlineData("application/json", "{}}", "not-json /data")]
    [InlineData("application/json", "[]", "wrong-type /data")]
    [InlineData("text/xml", "<a/>", "unsupported-media-type /datacontenttype")]
    [InlineData(null, "{\"visitId\":\"v-1\",\"result\":7}", "wrong-type /data/result")]
    public void A_body_that_is_not_the_data_of_its_type_is_refused(string? contentType, string body, string problem)
    {
        var parsed = parser.ParseBinary(Headers(("ce-id", "e-1")), contentType, Encoding.UTF8.GetBytes(body));

        Assert.Equal([problem], parsed.Problems.Select(p => $"{p.Code} {p.Pointer}"));
        Assert.Null(parsed.Fact);
    }

    [Theory]
    [InlineData("ce-id", "%ff", "malformed /id")]
    [InlineData("ce-data", "{}", "malformed-name /data")]
    [InlineData("ce-my-trace", "x", "malformed-name /my-trace")]
    [InlineData("ce-time", "noon", "malformed /time")]
    [InlineData("ce-", "x", "malformed-name /")]
    public void A_header_that_is_no_attribute_is_refused(string name, string value, string problem)
    {
        var headers = Headers(("ce-id", "e-1")).Where(h => h.Key != name).Append(new(name, value));

        var parsed = parser.ParseBinary(headers, "application/json", """{"visitId":"v-1","result":"pass"}"""u8.ToArray());

        Assert.Equal([problem], parsed.Problems.Select(p => $"{p.Code} {p.Pointer}"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> headers = new()
        {
            ["ce-specversion"] = "1.0",
            ["ce-source"] = WireSamples.Source,
            ["ce-type"] = "ltc.visit.audited",
            ["ce-time"] = "2026-03-01T08:30:00%2B08:00",
            ["ce-subject"] = "p-1",
        };
        foreach (var (name, value) in more)
        {
            headers[name] = value;
        }

        return headers;
    }
}
