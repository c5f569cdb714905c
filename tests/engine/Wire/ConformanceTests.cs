using System.Text;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

/// <summary>
/// The vectors of cloudevents/conformance, format/json, at c5bcce28 (Apache-2.0), retyped. Their type is none of ours and they
/// carry no subject or data, so that a valid one is refused for its type, its time where the contract asks for one, and its media
/// type where that is not JSON — and for nothing else; an invalid one is refused at the member that is wrong besides.
/// </summary>
public class ConformanceTests
{
    private const string Head = "\"type\":\"io.cloudevents.test\",\"source\":\"https://cloudevents.io\"";
    private const string V = "\"specversion\":\"1.0\"," + Head;
    private const string NoSource = "\"specversion\":\"1.0\",\"type\":\"io.cloudevents.test\"";
    private const string NoType = "\"specversion\":\"1.0\",\"source\":\"https://cloudevents.io\"";
    private const string Bad = V + ",\"id\":\"invalid\"";

    public static TheoryData<string, string, string> Valid => new()
    {
        { "minimal", V + ",\"id\":\"minimal\"", "missing /time" },
        {
            "minimal with null for optional",
            V + ",\"id\":\"minimal\",\"datacontenttype\":null,\"dataschema\":null,\"subject\":null,\"time\":null", "missing /time"
        },
        {
            "all core attributes",
            V + ",\"id\":\"allCore\",\"datacontenttype\":\"text/plain\",\"dataschema\":\"https://cloudevents.io/dataschema\","
                + "\"subject\":\"tests\",\"time\":\"2018-04-05T17:31:00Z\"",
            "unsupported-media-type /datacontenttype"
        },
        { "time in UTC", V + ",\"id\":\"t\",\"time\":\"2018-04-05T17:31:00Z\"", "" },
        { "time to the nanosecond", V + ",\"id\":\"t\",\"time\":\"2018-04-05T17:31:00.000000000Z\"", "" },
        { "time with a positive offset", V + ",\"id\":\"t\",\"time\":\"2018-04-05T18:31:00+01:00\"", "" },
        { "time with a negative offset", V + ",\"id\":\"t\",\"time\":\"2018-04-05T16:31:00-01:00\"", "" },
        { "relative source", NoSource + ",\"source\":\"#fragment\",\"id\":\"minimalWithRelativeSource\"", "missing /time" },
        {
            "simple text data", V + ",\"id\":\"simpleTextData\",\"datacontenttype\":\"text/plain\",\"data\":\"Simple text\"",
            "missing /time, unsupported-media-type /datacontenttype"
        },
        {
            "all extension types",
            V + ",\"id\":\"allExtensionTypes\",\"extinteger\":10,\"extboolean\":true,\"extstring\":\"text\","
                + "\"exturi\":\"https://cloudevents.io\","
                + "\"exturiref\":\"//authority/path\",\"exttimestamp\":\"2023-03-31T15:12:00Z\",\"extbinary\":\"TWE=\"",
            "missing /time"
        },
    };

    public static TheoryData<string, string, string> Invalid => new()
    {
        { "no specversion", Head + ",\"id\":\"invalid\"", "missing /specversion" },
        { "no id", V, "missing /id" },
        { "no type", NoType + ",\"id\":\"invalid\"", "missing /type" },
        { "no source", NoSource + ",\"id\":\"invalid\"", "missing /source" },
        { "time garbage", Bad + ",\"time\":\"lunchtime\"", "malformed /time" },
        { "time to the minute", Bad + ",\"time\":\"2018-04-05T18:31Z\"", "malformed /time" },
        { "time offset X", Bad + ",\"time\":\"2018-04-05T18:31:00X\"", "malformed /time" },
        { "time offset out of range", Bad + ",\"time\":\"2018-04-05T18:31:00+25:00\"", "malformed /time" },
        { "time offset no integer", Bad + ",\"time\":\"2018-04-05T18:31:00+xx:00\"", "malformed /time" },
        { "time offset hour only", Bad + ",\"time\":\"2018-04-05T18:31:00+05\"", "malformed /time" },
        { "empty id", V + ",\"id\":\"\"", "out-of-range /id" },
        { "empty type", NoType + ",\"type\":\"\",\"id\":\"invalid\"", "out-of-range /type" },
        { "empty source", NoSource + ",\"source\":\"\",\"id\":\"invalid\"", "out-of-range /source" },
        { "empty specversion", "\"specversion\":\"\"," + Head + ",\"id\":\"invalid\"", "out-of-range /specversion" },
        { "unknown specversion", "\"specversion\":\"0.9\"," + Head + ",\"id\":\"invalid\"", "unsupported-version /specversion" },
        { "datacontenttype not of RFC 2046", Bad + ",\"datacontenttype\":\"xyz\"", "malformed /datacontenttype" },
        { "empty datacontenttype", Bad + ",\"datacontenttype\":\"\"", "out-of-range /datacontenttype" },
        { "empty dataschema", Bad + ",\"dataschema\":\"\"", "out-of-range /dataschema" },
        { "empty subject", Bad + ",\"subject\":\"\"", "malformed /subject" },
        { "numeric id", V + ",\"id\":25", "wrong-type /id" },
        { "object id", V + ",\"id\":{\"xyz\":\"abc\"}", "wrong-type /id" },
        { "capitalised extension", Bad + ",\"MyExtension\":\"bad\"", "malformed-name /MyExtension" },
        { "punctuated extension", Bad + ",\"my.extension\":\"bad\"", "malformed-name /my.extension" },
        { "non-integer extension value", Bad + ",\"my.extension\":1.5", "malformed-name /my.extension" },
        { "both data and data_base64", Bad + ",\"data\":\"text\",\"data_base64\":\"eyAieHl6IjogMTIzIH0=\"", "malformed /data_base64" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_vector_is_refused_only_for_what_the_contract_asks_beyond_CloudEvents(string name, string members, string beyond)
    {
        Assert.NotEmpty(name);
        string[] expected = ["unknown-type /type", .. beyond.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(expected.Order(), Problems(members).Order());
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_vector_is_refused_at_the_member_that_is_wrong(string name, string members, string problem)
    {
        Assert.NotEmpty(name);
        Assert.Contains(problem, Problems(members));
    }

    private static IEnumerable<string> Problems(string members) =>
        new EventParser().ParseStructured(Encoding.UTF8.GetBytes("{" + members + "}")).Problems.Select(p => $"{p.Code} {p.Pointer}");
}
