using System.Net;
using System.Reflection;
using System.Text.Json;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace LtcActors.Silo.Tests.Access;

/// <summary>
/// Every route by every role, for its own district and for another's. The routes are asked of the server itself: one that stands in no
/// row here, or has no policy, fails the test.
/// </summary>
public sealed class MatrixTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private enum What
    {
        /// <summary>Nothing of a district: whoever has the right is let in.</summary>
        Common,

        /// <summary>Of district 120101: to one of another it is not there.</summary>
        Object,

        /// <summary>A list: to one of another district it is empty.</summary>
        List,

        /// <summary>Of all districts: only for callers without a scope.</summary>
        Whole,
    }

    /// <param name="Right">That lets in; null: anybody who is signed in.</param>
    /// <param name="Session">Not by a token.</param>
    private sealed record Row(string Method, string Pattern, string Path, Right? Right, What What, bool Session = false)
    {
        /// <summary>As the server has it: a hub's routes say no method.</summary>
        public string Key => $"{(Pattern.StartsWith("/hubs/", StringComparison.Ordinal) ? "*" : Method)} {Pattern}";
    }

    private const string Anonymous = "anonymous";

    private static readonly Row[] Rows =
    [
        new("POST", "/v1/events", "/v1/events", Right.SendEvents, What.Common),
        new("GET", "/v1/alerts", "/v1/alerts", Right.Read, What.List),
        .. Object("alerts", "A-1", Right.Read, "GET"),
        .. Object("alerts", "A-1", Right.Triage, "POST", "acknowledge", "assign", "investigate", "release", "resolve", "dismiss", "reopen", "undo", "silence"),
        // Of what these answer, tests of triage and of the workplace hold the scope.
        new("GET", "/v1/alerts/counts", "/v1/alerts/counts", Right.Read, What.Common),
        new("POST", "/v1/triage", "/v1/triage", Right.Triage, What.Common),
        new("POST", "/v1/triage/next", "/v1/triage/next", Right.Triage, What.Common),
        new("GET", "/v1/views", "/v1/views", Right.Read, What.Common),
        new("POST", "/v1/views", "/v1/views", Right.Triage, What.Common),
        new("DELETE", "/v1/views/{id}", "/v1/views/none", Right.Triage, What.Common),
        new("POST", "/v1/views/{id}/default", "/v1/views/none/default", Right.Share, What.Common),
        new("POST", "/v1/views/{id}/default/end", "/v1/views/none/default/end", Right.Share, What.Common),
        new("GET", "/v1/attendance", "/v1/attendance", Right.Read, What.Common),
        new("POST", "/v1/attendance", "/v1/attendance", Right.Read, What.Common),
        new("GET", "/v1/silences", "/v1/silences", Right.Read, What.List),
        .. Object("silences", "silence-1", Right.Read, "GET"),
        .. Object("silences", "silence-1", Right.Triage, "POST", "end"),
        new("GET", "/v1/outcomes", "/v1/outcomes", Right.Read, What.List),
        new("GET", "/v1/rules", "/v1/rules", Right.Read, What.Common),
        .. Object("persons", "P-1", Right.Read, "GET", "", "history"),
        .. Object("caregivers", "C-1", Right.Read, "GET", "", "history"),
        .. Object("institutions", "I-1", Right.Read, "GET", "", "history"),
        .. Object("bindings", "P-1", Right.Read, "GET", "", "history"),
        .. Object("persons", "P-1", Right.Reveal, "POST", "reveal"),
        .. Object("caregivers", "C-1", Right.Reveal, "POST", "reveal"),
        .. Object("bindings", "P-1", Right.Reveal, "POST", "reveal"),
        new("GET", "/v1/payment-accounts/{id}", "/v1/payment-accounts/A-1", Right.Read, What.Whole),
        new("GET", "/v1/payment-accounts/{id}/history", "/v1/payment-accounts/A-1/history", Right.Read, What.Whole),
        new("POST", "/v1/packets", "/v1/packets", Right.Reveal, What.Common),
        new("GET", "/v1/packets/{id}/{file}", "/v1/packets/none/packet.zip", Right.Reveal, What.Common),
        .. Object("persons", "P-1", Right.Read, "GET", "alerts", "homes", "visits"),
        .. Object("caregivers", "C-1", Right.Read, "GET", "alerts", "visits"),
        .. Object("institutions", "I-1", Right.Read, "GET", "alerts", "visits"),
        new("GET", "/v1/persons/{id}/visits/{visit}", "/v1/persons/P-1/visits/V-1", Right.Read, What.Object),
        new("GET", "/v1/caregivers/{id}/days/{day}", "/v1/caregivers/C-1/days/2026-03-01", Right.Read, What.Object),
        new("GET", "/v1/graph/{kind}/{id}", "/v1/graph/persons/P-1", Right.Read, What.Object),
        new("GET", "/v1/map", "/v1/map?bbox=116,38,118,40", Right.Read, What.List),
        new("GET", "/v1/institutions", "/v1/institutions", Right.Read, What.List),
        new("GET", "/v1/map/tiles", "/v1/map/tiles", Right.Read, What.Common),
        new("GET", "/v1/cases/{kind}/{id}", "/v1/cases/persons/P-1", Right.Read, What.Object),
        new("POST", "/v1/cases/{kind}/{id}/notes", "/v1/cases/persons/P-1/notes", Right.Investigate, What.Object),
        new("POST", "/v1/cases/{kind}/{id}/pins", "/v1/cases/alerts/A-1/pins", Right.Investigate, What.Object),
        new("POST", "/v1/cases/{kind}/{id}/attachments", "/v1/cases/caregivers/C-1/attachments", Right.Investigate, What.Object),
        // What is asked for is in no case: whose the case is, the other rows hold.
        new("POST", "/v1/cases/{kind}/{id}/pins/{item}/remove", "/v1/cases/persons/P-1/pins/1/remove", Right.Investigate, What.Common),
        new("GET", "/v1/cases/{kind}/{id}/attachments/{item}", "/v1/cases/persons/P-1/attachments/1", Right.Read, What.Common),
        new("GET", "/v1/events/{seq}", "/v1/events/1", Right.Read, What.Object),
        new("GET", "/v1/policies", "/v1/policies", Right.ReadPolicies, What.Common),
        new("POST", "/v1/policies", "/v1/policies", Right.EditPolicies, What.Common),
        new("GET", "/v1/policies/{id}", "/v1/policies/none", Right.ReadPolicies, What.Common),
        .. new[] { "revise", "approve", "reject", "publish", "withdraw", "shadow", "unshadow" }.Select(
            step => new Row("POST", $"/v1/policies/{{id}}/{step}", $"/v1/policies/none/{step}", Right.EditPolicies, What.Common)),
        new("POST", "/v1/replays", "/v1/replays", Right.EditPolicies, What.Whole),
        new("GET", "/v1/replays", "/v1/replays", Right.ReadPolicies, What.Whole),
        new("GET", "/v1/replays/{id}", "/v1/replays/none", Right.ReadPolicies, What.Whole),
        new("GET", "/v1/shadow/alerts", "/v1/shadow/alerts", Right.EditPolicies, What.Whole),
        new("GET", "/v1/shadow/outcomes", "/v1/shadow/outcomes", Right.EditPolicies, What.Whole),
        new("POST", "/v1/shadow/alerts/{id}/outcome", "/v1/shadow/alerts/none/outcome", Right.EditPolicies, What.Whole),
        new("GET", "/v1/policy-values", "/v1/policy-values", Right.ReadPolicies, What.Common),
        new("POST", "/v1/replays/{id}/cancel", "/v1/replays/none/cancel", Right.EditPolicies, What.Whole),
        new("GET", "/v1/audit", "/v1/audit", Right.ReadAudit, What.Whole),
        new("GET", "/v1/audit/head", "/v1/audit/head", Right.ReadAudit, What.Common),
        .. Managed("GET", "/v1/accounts", "/v1/tokens", "/v1/sessions", "/v1/accounts/{id}"),
        .. Managed("POST", "/v1/accounts", "/v1/accounts/{id}/change", "/v1/accounts/{id}/password", "/v1/accounts/{id}/link", "/v1/tokens", "/v1/tokens/{id}/rotate",
            "/v1/tokens/{id}/revoke", "/v1/sessions/{id}/revoke"),
        new("GET", "/schemas", "/schemas", null, What.Common),
        new("GET", "/schemas/{file}", "/schemas/ltc.person.died.json", null, What.Common),
        new("GET", "/openapi/{documentName}.json", "/openapi/v1.json", null, What.Common),
        new("GET", "/metrics", "/metrics", Right.Read, What.Whole),
        new("GET", "/api/session", "/api/session", null, What.Common, Session: true),
        new("POST", "/api/session/stay", "/api/session/stay", null, What.Common, Session: true),
        new("POST", "/api/session/password", "/api/session/password", null, What.Common, Session: true),
        new("POST", "/hubs/alerts/negotiate", "/hubs/alerts/negotiate?negotiateVersion=1", Right.Read, What.Common),
    ];

    /// <summary>Routes that are not asked for by the rows: strangers come in by the first five, the last three have tests of their own.</summary>
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["POST /api/session"] = Anonymous,
        ["GET /api/sign-in"] = Anonymous,
        ["GET /api/oidc/sign-in"] = Anonymous,
        ["GET /health/live"] = Anonymous,
        ["GET /health/ready"] = Anonymous,
        // It ends the session that asks.
        ["POST /api/session/wall"] = Roles.WallPolicy,
        ["DELETE /api/session"] = Roles.SessionPolicy,
        ["* /hubs/alerts"] = Roles.ReaderPolicy,
    };

    /// <summary>What a client may call on a hub, and the right it needs. Each is held to the caller's scope by a test of this class.</summary>
    private static readonly Dictionary<string, Right> HubCalls = new(StringComparer.Ordinal) { ["AlertsHub.Stream"] = Right.Read, ["AlertsHub.Departures"] = Right.Read };

    [Fact]
    public void Every_route_has_a_row_and_a_policy()
    {
        var faults = new List<string>();
        foreach (var endpoint in silo.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"];
            foreach (var method in methods.Count == 0 ? ["*"] : methods)
            {
                var key = $"{method} {endpoint.RoutePattern.RawText}";
                var open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
                var isKnown = Array.Exists(Rows, r => r.Key == key) || Others.ContainsKey(key);
                if (!isKnown)
                {
                    faults.Add($"{key} stands in no row: say who may, and whose it is.");
                }
                else if (open != (Others.GetValueOrDefault(key) == Anonymous))
                {
                    faults.Add($"{key} lets strangers in, or is said to.");
                }
                else if (!open && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count == 0)
                {
                    faults.Add($"{key} has no policy.");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Every_row_is_of_a_route()
    {
        var mapped = silo.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).DefaultIfEmpty("*").Select(m => $"{m} {e.RoutePattern.RawText}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(Rows.Select(r => r.Key).Concat(Others.Keys), key => Assert.Contains(key, mapped));
    }

    [Fact]
    public void Every_call_of_a_hub_stands_here()
    {
        var calls = typeof(SiloHost).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Hub)))
            .SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => !m.IsSpecialName && m.GetBaseDefinition().DeclaringType == hub).Select(m => $"{hub.Name}.{m.Name}"));
        Assert.Equal(HubCalls.Keys.Order(StringComparer.Ordinal), calls.Order(StringComparer.Ordinal));
        Assert.All(typeof(SiloHost).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Hub))), hub => Assert.NotNull(hub.GetCustomAttribute<AuthorizeAttribute>()));
    }

    [Fact]
    public async Task Every_role_is_let_in_where_it_has_the_right_and_sees_nothing_of_another_district()
    {
        using var feed = silo.Feed();
        foreach (var sample in new[] { Samples.Death("m-1"), Samples.Registration("m-2"), Samples.CheckIn("m-3"), Samples.Designation("m-4") })
        {
            using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(sample, "application/cloudevents+json"));
            Assert.DoesNotContain("rejected", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var administrator = await Person.AdministratorAsync(silo);
        var faults = new List<string>();
        foreach (var role in Roles.OfPeople)
        {
            string[] own = Roles.NeedsScope(role) ? [Person.Own] : [];
            using var at = await Person.MakeAsync(silo, administrator, $"{role}-own", role, own);
            using var away = await Person.MakeAsync(silo, administrator, $"{role}-away", role, [Person.Foreign]);
            await AskAsync(faults, role, at.Client, isSession: true, sees: true, hasScope: own.Length > 0);
            await AskAsync(faults, role, away.Client, isSession: true, sees: false, hasScope: true);
        }

        await AskAsync(faults, Roles.Feed, feed, isSession: false, sees: true, hasScope: false);
        using var officer = silo.Officer();
        await AskAsync(faults, Roles.Officer, officer, isSession: false, sees: true, hasScope: false);
        using var stranger = silo.Client();
        foreach (var row in Rows)
        {
            var status = await StatusAsync(stranger, row);
            if (status.Status != 401)
            {
                faults.Add($"{row.Key} answers a stranger with {status.Status}.");
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public async Task A_stream_sends_nothing_of_another_district_whatever_the_filter_and_the_cursor_say()
    {
        const string Elsewhere = "120777";
        using var administrator = await Person.AdministratorAsync(silo);
        using var away = await Person.MakeAsync(silo, administrator, "streams-away", Roles.Officer, [Elsewhere]);
        silo.Engine.Raise(Samples.Alert("A-away", 90, district: Elsewhere));
        foreach (var filter in new[] { "null", """{"district":"120101"}""", """{"subject":"P-1"}""" })
        {
            await using var hub = await HubClient.ConnectAsync(silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", away.Cookie));
            await hub.StreamAsync("1", filter + ",0");
            silo.Engine.Raise(Samples.Alert("A-own", 91));
            silo.Engine.Raise(Samples.Alert("A-away-2", 92, district: Elsewhere));
            if (!filter.Contains("120101", StringComparison.Ordinal))
            {
                Assert.Equal("A-away", (await hub.ItemAsync()).GetProperty("id").GetString());
                Assert.Equal("A-away-2", (await hub.ItemAsync()).GetProperty("id").GetString());
            }
        }

        Assert.Empty((await away.GetAsync("/v1/alerts?district=120101")).GetProperty("items").EnumerateArray());
        Assert.All((await away.GetAsync("/v1/alerts?after=0&limit=1000")).GetProperty("items").EnumerateArray(),
            a => Assert.Equal(Elsewhere, a.GetProperty("districtCode").GetString()));
    }

    [Fact]
    public async Task Who_saw_an_alert_that_went_to_another_district_is_told_that_it_has_gone_and_nobody_else()
    {
        const string Before = "120801", After = "120802", Neither = "120803";
        using var administrator = await Person.AdministratorAsync(silo);
        silo.Engine.Raise(Samples.Alert("A-goes", 95, district: Before));
        silo.Engine.Raise(Samples.Alert("A-goes", 96, district: After));
        // It stays where it is, and what was never in a district leaves none.
        silo.Engine.Raise(Samples.Alert("A-goes", 97, district: After));
        silo.Engine.Raise(Samples.Alert("A-stays", 98, district: Before));
        silo.Engine.Raise(Samples.Alert("A-end", 99, district: Before));
        silo.Engine.Raise(Samples.Alert("A-end", 100, district: Neither));
        using var before = await Person.MakeAsync(silo, administrator, "left-before", Roles.Officer, [Before]);
        using var after = await Person.MakeAsync(silo, administrator, "left-after", Roles.Officer, [After, Neither]);
        await using (var hub = await HubClient.ConnectAsync(silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", before.Cookie)))
        {
            await hub.StreamAsync("1", "90", "Departures");
            Assert.Equal("""{"id":"A-goes","seq":96}""", (await hub.ItemAsync()).GetRawText());
            Assert.Equal("""{"id":"A-end","seq":100}""", (await hub.ItemAsync()).GetRawText());
            await hub.StreamAsync("2", "96", "Departures");
            Assert.Equal("A-end", (await hub.ItemAsync()).GetProperty("id").GetString());
            await hub.StreamAsync("3", "-1", "Departures");
            Assert.Contains("afterSeq", await hub.CompletionAsync(), StringComparison.Ordinal);
        }

        await using (var hub = await HubClient.ConnectAsync(silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", after.Cookie)))
        {
            await hub.StreamAsync("1", "90", "Departures");
            // Had the stream told of anything, that would come before the end of the next.
            await hub.StreamAsync("2", "-1", "Departures");
            Assert.Contains("afterSeq", await hub.CompletionAsync(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<Row> Object(string plural, string id, Right right, string method, params string[] words) =>
        (words.Length == 0 ? [""] : words).Select(w => w.Length == 0 ? "" : "/" + w)
            .Select(w => new Row(method, $"/v1/{plural}/{{id}}{w}", $"/v1/{plural}/{id}{w}", right, What.Object));

    private static IEnumerable<Row> Managed(string method, params string[] patterns) => patterns.Select(p =>
        new Row(method, p, p.Replace("{id}", "none", StringComparison.Ordinal), Right.ManageAccess, What.Common, Session: true));

    private static async Task AskAsync(List<string> faults, string role, HttpClient client, bool isSession, bool sees, bool hasScope)
    {
        foreach (var row in Rows)
        {
            var isLetIn = (row.Right is not { } right || Roles.Of(role).HasFlag(right)) && (!row.Session || isSession)
                && (row.What != What.Whole || !hasScope);
            var (status, items) = await StatusAsync(client, row);
            var isRight = !isLetIn ? status == 403
                : row.What switch
                {
                    What.Object => sees ? status is not (401 or 403 or 404) : status == 404,
                    // Nothing is closed here, so that outcomes are empty for everybody; a test of their own counts them.
                    What.List => status == 200 && (row.Path == "/v1/outcomes" || items > 0 == sees),
                    _ => status is not (401 or 403),
                };
            if (!isRight)
            {
                faults.Add($"{row.Key} answers {role} {(sees ? "at home" : "from elsewhere")}{(isSession ? "" : " by token")} with {status}, {items} items.");
            }
        }
    }

    private static async Task<(int Status, int Items)> StatusAsync(HttpClient client, Row row)
    {
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), row.Path);
        // As through a proxy: what is open to this machine alone must not be open to the proxy's clients.
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        if (row.Method == "POST")
        {
            const string body = """
                {"note":"x","assignee":"li","reason":"x","until":"2026-03-31","subject":"caregiver","purpose":"appeal","current":"wrong","next":"x"}
                """;
            request.Content = row.Path == "/v1/events"
                ? SiloFixture.Content(Samples.Death("m-1"), "application/cloudevents+json")
                : SiloFixture.Content(body, "application/json");
        }

        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var items = row.What == What.List && answer.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("items").GetArrayLength() : 0;
        // A wrong current password is told as a refused sign-in, which is no answer to who may ask.
        return (row.Path == "/api/session/password" && text.Contains("sign-in-refused", StringComparison.Ordinal) ? 400 : (int)answer.StatusCode, items);
    }
}
