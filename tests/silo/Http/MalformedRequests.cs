namespace LtcActors.Silo.Tests.Http;

/// <param name="As">feed, officer, session (with its csrf) or none.</param>
/// <param name="Type">Content-Type; null: none.</param>
/// <param name="Headers">Lines of <c>name: value</c>.</param>
/// <param name="Where">Pointer or parameter that the problem names.</param>
internal sealed record Malformed(
    string As, string Method, string Path, string? Type, string? Body, int Status, string Code, string? Where = null, string[]? Headers = null)
{
    public override string ToString() => $"{As} {Method} {Path} {Type} {(Body is { Length: > 60 } b ? b[..60] + "…" : Body)} → {Status} {Code}";
}

/// <summary>What is wrong with a request, and exactly what it is answered. No 500 among them.</summary>
internal static class MalformedRequests
{
    private const string One = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";
    private const string Lines = "application/x-ndjson";
    private const string Json = "application/json";
    private const string Events = "/v1/events";
    private const string Ack = "/v1/alerts/A-1/acknowledge";
    private const string Silence = "/v1/alerts/A-1/silence";
    private static readonly string[] Binary = ["ce-specversion: 1.0", "ce-id: m-1", "ce-source: /t", "ce-type: ltc.person.died"];

    public static IEnumerable<Malformed> All => [.. Bodies, .. MediaTypes, .. Alerts, .. Triage, .. Silences, .. Entities, .. Sessions, .. Routes];

    private static IEnumerable<Malformed> Bodies =>
    [
        new("feed", "POST", Events, One, "", 400, "empty-body"),
        new("feed", "POST", Events, Batch, "", 400, "empty-body"),
        new("feed", "POST", Events, Lines, "", 400, "empty-body"),
        new("feed", "POST", Events, Json, "", 400, "empty-body", null, Binary),
        new("feed", "POST", Events, One, "   ", 400, "not-json"),
        new("feed", "POST", Events, One, "hello", 400, "not-json"),
        new("feed", "POST", Events, One, "{", 400, "not-json"),
        new("feed", "POST", Events, One, """{"specversion":"1.0",}""", 400, "not-json"),
        new("feed", "POST", Events, One, "{'id':'x'}", 400, "not-json"),
        new("feed", "POST", Events, One, """{"id":NaN}""", 400, "not-json"),
        new("feed", "POST", Events, One, """{"id":"x"} {"id":"y"}""", 400, "not-json"),
        new("feed", "POST", Events, One, "<event/>", 400, "not-json"),
        new("feed", "POST", Events, One, "/* c */ {}", 400, "not-json"),
        new("feed", "POST", Events, One, "\0\0\0", 400, "not-json"),
        new("feed", "POST", Events, Batch, "[", 400, "not-json"),
        new("feed", "POST", Events, Batch, "[{}", 400, "not-json"),
        new("feed", "POST", Events, Batch, "[{},]", 400, "not-json"),
        new("feed", "POST", Events, Batch, "{}", 400, "wrong-type"),
        new("feed", "POST", Events, Batch, "\"[]\"", 400, "wrong-type"),
        new("feed", "POST", Events, Batch, "null", 400, "wrong-type"),
        new("feed", "POST", Events, Json, "{\"diedAt\":", 400, "not-json", "/data", Binary),
        new("feed", "POST", Events, Json, "{}}", 400, "not-json", "/data", Binary),
    ];

    private static IEnumerable<Malformed> MediaTypes =>
    [
        new("feed", "POST", Events, null, "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, "text/plain", "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, Json, "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, "application/xml", "<e/>", 415, "unsupported-media-type"),
        new("feed", "POST", Events, "application/cloudevents+avro", "x", 415, "unsupported-media-type", null, Binary),
        new("feed", "POST", Events, "application/cloudevents", "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, "application/octet-stream", "x", 415, "unsupported-media-type", null, Binary),
        new("feed", "POST", Events, "multipart/form-data; boundary=x", "--x--", 415, "unsupported-media-type"),
        new("feed", "POST", Events, One + "; charset=gb18030", "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, Lines + "; charset=utf-16", "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, ";;;", "{}", 415, "unsupported-media-type"),
        new("feed", "POST", Events, One, "{}", 415, "unsupported-encoding", null, ["Content-Encoding: gzip"]),
        new("feed", "POST", Events, Batch, "[]", 415, "unsupported-encoding", null, ["Content-Encoding: br"]),
        new("feed", "POST", Events, Lines, "{}", 415, "unsupported-encoding", null, ["Content-Encoding: deflate"]),
        new("officer", "POST", Ack, Json, "{}", 415, "unsupported-encoding", null, ["Content-Encoding: zstd"]),
        new("officer", "POST", Ack, "text/plain", "{}", 415, "unsupported-media-type"),
        new("none", "POST", "/api/session", "application/x-www-form-urlencoded", "user=a&password=b", 415, "unsupported-media-type"),
    ];

    private static IEnumerable<Malformed> Alerts =>
    [
        new("officer", "GET", "/v1/alerts?severity=P5", null, null, 400, "unknown-value", "severity"),
        new("officer", "GET", "/v1/alerts?severity=P1,high", null, null, 400, "unknown-value", "severity"),
        new("officer", "GET", "/v1/alerts?severity=p1", null, null, 400, "unknown-value", "severity"),
        new("officer", "GET", "/v1/alerts?status=closed", null, null, 400, "unknown-value", "status"),
        new("officer", "GET", "/v1/alerts?rule=ELG%2001", null, null, 400, "malformed", "rule"),
        new("officer", "GET", "/v1/alerts?district='%20OR%201=1--", null, null, 400, "malformed", "district"),
        new("officer", "GET", "/v1/alerts?subject=%E7%8E%8B", null, null, 400, "malformed", "subject"),
        new("officer", "GET", "/v1/alerts?subject=P-1,P-2", null, null, 400, "repeated", "subject"),
        new("officer", "GET", "/v1/alerts?limit=0", null, null, 400, "out-of-range", "limit"),
        new("officer", "GET", "/v1/alerts?limit=1001", null, null, 400, "out-of-range", "limit"),
        new("officer", "GET", "/v1/alerts?limit=ten", null, null, 400, "malformed", "limit"),
        new("officer", "GET", "/v1/alerts?limit=1e2", null, null, 400, "malformed", "limit"),
        new("officer", "GET", "/v1/alerts?limit=5&limit=6", null, null, 400, "repeated", "limit"),
        new("officer", "GET", "/v1/alerts?after=-1", null, null, 400, "out-of-range", "after"),
        new("officer", "GET", "/v1/alerts?after=9223372036854775808", null, null, 400, "malformed", "after"),
        new("officer", "GET", "/v1/alerts?after=1.5", null, null, 400, "malformed", "after"),
        new("officer", "GET", "/v1/alerts?order=random", null, null, 400, "unknown-value", "order"),
        new("officer", "GET", "/v1/alerts?order=newest&before=-1", null, null, 400, "out-of-range", "before"),
        new("officer", "GET", "/v1/alerts?due=tomorrow", null, null, 400, "unknown-value", "due"),
        new("officer", "GET", "/v1/alerts?since=yesterday", null, null, 400, "malformed", "since"),
        new("officer", "GET", "/v1/alerts?institution=%E7%8E%8B", null, null, 400, "malformed", "institution"),
        new("officer", "GET", "/v1/alerts?assignee=" + new string('x', 65), null, null, 400, "too-long", "assignee"),
        new("officer", "GET", "/v1/alerts/counts?severity=P5", null, null, 400, "unknown-value", "severity"),
        new("officer", "POST", "/v1/triage/next?severity=P5", null, "", 400, "unknown-value", "severity"),
        new("officer", "POST", "/v1/triage", null, "", 400, "empty-body"),
        new("officer", "POST", "/v1/triage", Json, """{"items":[{"id":"A-1"}]}""", 400, "missing", "/action"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"erase","items":[{"id":"A-1"}]}""", 400, "unknown-value", "/action"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"acknowledge"}""", 400, "missing", "/items"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"acknowledge","items":[]}""", 400, "missing", "/items"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"acknowledge","items":["A-1"]}""", 400, "wrong-type", "/items/0"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"acknowledge","items":[{"id":"A-1"},{"id":7}]}""", 400, "wrong-type", "/items/1"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"acknowledge","items":[{"id":"A-1","ifSeq":"3"}]}""", 400, "wrong-type", "/items/0/ifSeq"),
        new("officer", "POST", "/v1/triage", Json, """{"action":"resolve","items":[{"id":"A-1"}],"note":{}}""", 400, "wrong-type", "/note"),
        new("officer", "POST", "/v1/triage", Json, $$"""{"action":"acknowledge","items":[{{string.Join(',', Enumerable.Repeat("{\"id\":\"A\"}", 501))}}]}""", 400, "out-of-range", "/items"),
        new("officer", "POST", Ack, Json, """{"ifSeq":-1}""", 400, "wrong-type", "/ifSeq"),
        new("officer", "POST", Ack, Json, """{"ifSeq":1.5}""", 400, "wrong-type", "/ifSeq"),
        new("officer", "POST", "/v1/views", Json, """{"query":"","sharing":"private"}""", 400, "missing", "/name"),
        new("officer", "POST", "/v1/views", Json, """{"name":"x","query":""}""", 400, "missing", "/sharing"),
        new("officer", "POST", "/v1/views", Json, """{"name":"x","sharing":"all"}""", 400, "unknown-value", "/sharing"),
        new("officer", "POST", "/v1/views", Json, """{"name":"x","query":"severity=P1&entry=5","sharing":"private"}""", 400, "unknown-value", "/query"),
        new("officer", "POST", "/v1/views", Json, """{"id":"none","name":"x","sharing":"private"}""", 404, "not-found"),
        new("officer", "DELETE", "/v1/views/none", null, null, 404, "not-found"),
        new("officer", "GET", "/v1/alerts/none", null, null, 404, "not-found"),
        new("officer", "GET", "/v1/alerts/" + new string('x', 500), null, null, 404, "not-found"),
    ];

    private static IEnumerable<Malformed> Triage =>
    [
        new("officer", "POST", Ack, Json, "{", 400, "not-json"),
        new("officer", "POST", Ack, Json, "[]", 400, "wrong-type"),
        new("officer", "POST", Ack, Json, "null", 400, "wrong-type"),
        new("officer", "POST", Ack, Json, """{"note":7}""", 400, "wrong-type", "/note"),
        new("officer", "POST", Ack, Json, """{"note":"\ud800"}""", 400, "malformed", "/note"),
        new("officer", "POST", Ack, Json, $$"""{"note":"{{new string('长', 2001)}}"}""", 400, "too-long", "/note"),
        new("officer", "POST", Ack, Json, $$"""{"x":"{{new string('a', 70_000)}}"}""", 413, "body-too-large"),
        new("officer", "POST", Ack, Json, new string('[', 100), 400, "not-json"),
        new("officer", "POST", "/v1/alerts/A-1/resolve", Json, """{"note":true}""", 400, "wrong-type", "/note"),
        new("officer", "POST", "/v1/alerts/A-1/dismiss", Json, """{"outcome":7}""", 400, "wrong-type", "/outcome"),
        new("officer", "POST", "/v1/alerts/A-1/dismiss", Json, $$"""{"outcome":"{{new string('x', 200)}}"}""", 400, "too-long", "/outcome"),
        new("officer", "POST", "/v1/alerts/A-1/assign", Json, """{"note":"x"}""", 400, "missing", "/assignee"),
        new("officer", "POST", "/v1/alerts/A-1/assign", Json, """{"assignee":{}}""", 400, "wrong-type", "/assignee"),
        new("officer", "POST", "/v1/alerts/A-1/resolve", Json, """{"note":"x","outcome":"fine"}""", 400, "unknown-value", "/outcome"),
        new("officer", "POST", "/v1/alerts/none/acknowledge", Json, "{}", 404, "not-found"),
        new("officer", "POST", "/v1/alerts/A-2/acknowledge", Json, "{}", 409, "conflict"),
        new("officer", "POST", "/v1/alerts/A-1/approve", Json, "{}", 404, "not-found"),
    ];

    private static IEnumerable<Malformed> Silences =>
    [
        new("officer", "POST", Silence, Json, "", 400, "empty-body"),
        new("officer", "POST", Silence, Json, "{}", 400, "missing", "/reason"),
        new("officer", "POST", Silence, Json, """{"reason":"  ","until":"2026-03-31","subject":"person"}""", 400, "missing", "/reason"),
        new("officer", "POST", Silence, Json, $$"""{"reason":"{{new string('长', 2001)}}"}""", 400, "too-long", "/reason"),
        new("officer", "POST", Silence, Json, """{"reason":"x","subject":"person"}""", 400, "missing", "/until"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"for ever","subject":"person"}""", 400, "malformed", "/until"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"2026-02-30","subject":"person"}""", 400, "malformed", "/until"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":20260331,"subject":"person"}""", 400, "wrong-type", "/until"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"2031-01-01","subject":"person"}""", 400, "out-of-range", "/until"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"2026-03-31"}""", 400, "missing", "/subject"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"2026-03-31","subject":"city"}""", 400, "unknown-value", "/subject"),
        new("officer", "POST", Silence, Json, """{"reason":"x","until":"2026-03-31","subject":"device"}""", 409, "never-silenced"),
        new("officer", "POST", "/v1/alerts/A-2/silence", Json, """{"reason":"x","until":"2026-03-31","subject":"person"}""", 409, "conflict"),
        new("officer", "POST", "/v1/alerts/none/silence", Json, """{"reason":"x","until":"2026-03-31","subject":"person"}""", 404, "not-found"),
        new("officer", "POST", "/v1/silences/silence-2/end", Json, "{}", 409, "conflict"),
        new("officer", "POST", "/v1/silences/silence-9/end", Json, "{}", 404, "not-found"),
        new("officer", "POST", "/v1/silences/silence-1/end", Json, """{"note":[]}""", 400, "wrong-type", "/note"),
        new("officer", "GET", "/v1/silences/silence-9", null, null, 404, "not-found"),
        new("officer", "GET", "/v1/silences?status=open", null, null, 400, "unknown-value", "status"),
        new("officer", "GET", "/v1/silences?status=active&status=ended", null, null, 400, "repeated", "status"),
    ];

    private static IEnumerable<Malformed> Entities =>
    [
        new("officer", "GET", "/v1/persons/nobody", null, null, 404, "not-found"),
        new("officer", "GET", "/v1/persons/a%20b", null, null, 400, "malformed"),
        new("officer", "GET", "/v1/persons/" + new string('p', 65), null, null, 400, "malformed"),
        new("officer", "GET", "/v1/caregivers/%E7%8E%8B", null, null, 400, "malformed"),
        new("officer", "GET", "/v1/persons/P-1?asOf=yesterday", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1?asOf=2026-03-01", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1/homes?asOf=yesterday", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1/history?standing=then", null, null, 400, "unknown-value", "standing"),
        new("officer", "GET", "/v1/persons/P-1?asOf=2026-03-01T08:00:00", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1?asOf=2026-02-30T08:00:00Z", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1?asOf=2026-03-01T08:00Z", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1?asOf=2026-03-01T08:00:00%2B25:00", null, null, 400, "malformed", "asOf"),
        new("officer", "GET", "/v1/persons/P-1/history?from=1", null, null, 400, "malformed", "from"),
        new("officer", "GET", "/v1/persons/P-1/history?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", null, null, 400, "out-of-range", "to"),
        new("officer", "GET", "/v1/bindings/P-1/history?limit=-5", null, null, 400, "out-of-range", "limit"),
        new("officer", "GET", "/v1/institutions/I-1/history?after=x", null, null, 400, "malformed", "after"),
        new("officer", "GET", "/v1/events/0", null, null, 400, "malformed"),
        new("officer", "GET", "/v1/events/-1", null, null, 400, "malformed"),
        new("officer", "GET", "/v1/events/first", null, null, 400, "malformed"),
        new("officer", "GET", "/v1/events/999999999", null, null, 404, "not-found"),
        new("feed", "GET", "/schemas/ltc.person.flew.json", null, null, 404, "not-found"),
        new("feed", "GET", "/schemas/..%2F..%2Fetc%2Fpasswd", null, null, 404, "not-found"),
    ];

    private static IEnumerable<Malformed> Sessions =>
    [
        new("none", "POST", "/api/session", Json, "", 400, "empty-body"),
        new("none", "POST", "/api/session", Json, "user", 400, "not-json"),
        new("none", "POST", "/api/session", Json, "{}", 400, "missing", "/user"),
        new("none", "POST", "/api/session", Json, """{"user":"admin"}""", 400, "missing", "/password"),
        new("none", "POST", "/api/session", Json, """{"user":"admin","password":["x"]}""", 400, "wrong-type", "/password"),
        new("none", "POST", "/api/session", Json, $$"""{"user":"{{new string('u', 129)}}","password":"x"}""", 400, "too-long", "/user"),
        new("none", "POST", "/api/session", Json, """{"user":"stranger","password":"x"}""", 401, "sign-in-refused"),
        new("none", "GET", "/api/session", null, null, 401, "unauthenticated", null, ["Cookie: ltc_session=guess"]),
    ];

    private static IEnumerable<Malformed> Routes =>
    [
        new("officer", "GET", "/v2/alerts", null, null, 404, "not-found"),
        new("officer", "GET", "/v1/", null, null, 404, "not-found"),
        new("feed", "GET", Events, null, null, 405, "method-not-allowed"),
        new("feed", "PUT", Events, One, "{}", 405, "method-not-allowed"),
        new("officer", "DELETE", "/v1/alerts/A-1", null, null, 405, "method-not-allowed"),
        new("officer", "POST", "/v1/persons/P-1", Json, "{}", 405, "method-not-allowed"),
        new("none", "POST", "/health/live", Json, "{}", 401, "unauthenticated"),
        new("none", "POST", Events, One, "{}", 401, "unauthenticated", null, ["Authorization: Basic YTpi"]),
        new("none", "POST", Events, One, "{}", 401, "unauthenticated", null, ["Authorization: Bearer"]),
        new("none", "POST", Events, One, "{}", 401, "unauthenticated", null, ["Authorization: Bearer " + new string('t', 4000)]),
        new("none", "GET", "/v1/alerts?access_token=x", null, null, 401, "unauthenticated"),
        new("officer", "GET", "/hubs/alerts", null, null, 403, "foreign-origin", null, ["Origin: https://evil.example"]),
    ];
}
