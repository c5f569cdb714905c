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
/// Every route and every call of a hub by every role, for its own district or institution and for another's. Both are asked of the server
/// itself: one that stands in no row here, or has no policy, fails the test.
/// </summary>
public sealed class MatrixTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private enum What
    {
        /// <summary>Nothing of a district: whoever has the right is let in.</summary>
        Common,

        /// <summary>Of district 120101 and of institution I-1: to one of another it is not there.</summary>
        Object,

        /// <summary>A list: to one of another district or institution it is empty.</summary>
        List,

        /// <summary>Of all districts: only for callers without a scope.</summary>
        Whole,

        /// <summary>As <see cref="Whole"/> to whoever only reads it; whoever manages it has all of it.</summary>
        Managed,
    }

    /// <param name="Right">That lets in; null: anybody who is signed in.</param>
    /// <param name="Session">Not by a token.</param>
    private sealed record Row(string Method, string Pattern, string Path, Right? Right, What What, bool Session = false)
    {
        /// <summary>As the server has it: a hub's routes say no method.</summary>
        public string Key => $"{(Pattern.StartsWith("/hubs/", StringComparison.Ordinal) ? "*" : Method)} {Pattern}";
    }

    /// <param name="Right">That lets in.</param>
    /// <param name="Arguments">JSON, with commas between, to have everything from the beginning.</param>
    private sealed record HubCall(Right Right, string Arguments, bool SendsAlerts);

    /// <param name="Sent">Which of <see cref="Kinds"/> a stream sends; who is sent <see cref="Own"/> sees what the rows are about.</param>
    private sealed record Asker(string Role, string Place, params string[] Sent)
    {
        /// <summary>Null: nobody, but a token of the role.</summary>
        public Person? Person { get; init; }

        public string[] Districts { get; init; } = [];

        public string[] Institutions { get; init; } = [];

        public bool HasScope => Districts.Length + Institutions.Length > 0;

        public required HttpClient Client { get; init; }

        public bool Sees => Sent.Contains(Own);

        public bool IsSession => Person is not null;

        public override string ToString() => $"{Role} {Place}";
    }

    private const string Own = "own", Foreign = "foreign", Between = "between";

    /// <summary>Of alerts: of the own district and institution, of others, of another district and the own institution; in the order in which they come.</summary>
    private static readonly string[] Kinds = [Own, Foreign, Between];

    private const string OwnHouse = "I-1", ForeignHouse = "I-9";

    private const string Anonymous = "anonymous";

    private static readonly Row[] Rows =
    [
        new("POST", "/v1/events", "/v1/events", Right.SendEvents, What.Common),
        new("GET", "/v1/alerts", "/v1/alerts", Right.Read, What.List),
        .. Object("alerts", "A-1", Right.Read, "GET", "", "officers"),
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
        new("GET", "/v1/persons/{id}/days/{day}", "/v1/persons/P-1/days/2026-03-01", Right.Read, What.Object),
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
        new("GET", "/v1/shadow/alerts", "/v1/shadow/alerts", Right.ReadShadows, What.Whole),
        new("GET", "/v1/shadow/outcomes", "/v1/shadow/outcomes", Right.ReadShadows, What.Whole),
        new("POST", "/v1/shadow/alerts/{id}/outcome", "/v1/shadow/alerts/none/outcome", Right.EditPolicies, What.Whole),
        new("GET", "/v1/policy-values", "/v1/policy-values", Right.ReadPolicies, What.Common),
        new("POST", "/v1/replays/{id}/cancel", "/v1/replays/none/cancel", Right.EditPolicies, What.Whole),
        new("GET", "/v1/audit", "/v1/audit", Right.ReadAudit, What.Whole),
        new("GET", "/v1/audit/head", "/v1/audit/head", Right.ReadAudit, What.Common),
        .. Managed("GET", Right.ReadAccess, "/v1/accounts", "/v1/tokens", "/v1/sessions", "/v1/accounts/{id}"),
        .. Managed("POST", Right.ManageAccess, "/v1/accounts", "/v1/accounts/{id}/change", "/v1/accounts/{id}/password", "/v1/accounts/{id}/link", "/v1/tokens", "/v1/tokens/{id}/rotate",
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

    /// <summary>An address of each route that reads.</summary>
    internal static IEnumerable<string> Read => Rows.Where(r => r.Method == "GET").Select(r => r.Path);

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

    /// <summary>What a client may call on a hub; asked for by every role. What departures tell has a test of its own.</summary>
    private static readonly Dictionary<string, HubCall> HubCalls = new(StringComparer.Ordinal)
    {
        ["AlertsHub.Stream"] = new(Right.Read, "null,0", SendsAlerts: true), ["AlertsHub.Departures"] = new(Right.Read, "0", SendsAlerts: false),
    };

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
        // Without a name it lets in whoever is known: also a phone.
        Assert.All(typeof(SiloHost).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Hub))), hub => Assert.NotNull(hub.GetCustomAttribute<AuthorizeAttribute>()?.Policy));
    }

    [Fact]
    public async Task Every_role_is_let_in_where_it_has_the_right_and_sees_nothing_of_another_district_or_institution()
    {
        await SendSamplesAsync();
        using var administrator = await Person.AdministratorAsync(silo);
        var askers = await AskersAsync(administrator);
        var faults = new List<string>();
        foreach (var asker in askers)
        {
            await MoveAsync(administrator, asker);
            await AskAsync(faults, asker);
        }

        using var stranger = silo.Client();
        foreach (var row in Rows)
        {
            var status = await StatusAsync(stranger, row);
            if (status.Status != 401)
            {
                faults.Add($"{row.Key} answers a stranger with {status.Status}.");
            }
        }

        // After the lists were asked for: whoever sees nothing there sees some of these.
        RaiseOfEveryKind();
        foreach (var asker in askers)
        {
            await MoveAsync(administrator, asker);
            await CallAsync(faults, asker);
        }

        askers.ForEach(asker => asker.Client.Dispose());

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
            await hub.CallAsync("1", "Departures", "90");
            Assert.Equal("""{"id":"A-goes","seq":96}""", (await hub.ItemAsync()).GetRawText());
            Assert.Equal("""{"id":"A-end","seq":100}""", (await hub.ItemAsync()).GetRawText());
            await hub.CallAsync("2", "Departures", "96");
            Assert.Equal("A-end", (await hub.ItemAsync()).GetProperty("id").GetString());
            await hub.CallAsync("3", "Departures", "-1");
            Assert.Contains("afterSeq", await hub.CompletionAsync(), StringComparison.Ordinal);
        }

        await using (var hub = await HubClient.ConnectAsync(silo.Host.Address, prepare: o => o.SetRequestHeader("Cookie", after.Cookie)))
        {
            await hub.CallAsync("1", "Departures", "90");
            // Had the stream told of anything, that would come before the end of the next.
            await hub.CallAsync("2", "Departures", "-1");
            Assert.Contains("afterSeq", await hub.CompletionAsync(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<Row> Object(string plural, string id, Right right, string method, params string[] words) =>
        (words.Length == 0 ? [""] : words).Select(w => w.Length == 0 ? "" : "/" + w)
            .Select(w => new Row(method, $"/v1/{plural}/{{id}}{w}", $"/v1/{plural}/{id}{w}", right, What.Object));

    private static IEnumerable<Row> Managed(string method, Right right, params string[] patterns) => patterns.Select(p =>
        new Row(method, p, p.Replace("{id}", "none", StringComparison.Ordinal), right, What.Managed, Session: true));

    /// <summary>Of P-1 and I-1, whom all rows are about.</summary>
    private async Task SendSamplesAsync()
    {
        using var feed = silo.Feed();
        foreach (var sample in new[] { Samples.Death("m-1"), Samples.Registration("m-2"), Samples.CheckIn("m-3"), Samples.Designation("m-4") })
        {
            using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(sample, "application/cloudevents+json"));
            Assert.DoesNotContain("rejected", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>One after the other, twice: whoever is sent a second one knows what of the first was kept from him.</summary>
    private void RaiseOfEveryKind()
    {
        foreach (var (kind, i) in Kinds.Concat(Kinds).Select((kind, i) => (kind, i)))
        {
            var alert = Samples.Alert($"{kind}-{1 + (i / Kinds.Length)}", 80 + i, district: kind == Own ? Person.Own : Person.Foreign);
            silo.Engine.Raise(kind == Foreign ? alert with { InstitutionId = ForeignHouse } : alert);
        }
    }

    /// <summary>Every role: somebody everywhere or in districts, of institutions, of both; and tokens.</summary>
    private async Task<List<Asker>> AskersAsync(Person administrator)
    {
        var askers = new List<Asker>();
        foreach (var role in Roles.OfPeople)
        {
            var person = await Person.MakeAsync(silo, administrator, $"asks.{role}", role, [Person.Own]);
            askers.AddRange(
            [
                Roles.NeedsScope(role)
                    ? new(role, "at home", Own) { Person = person, Client = person.Client, Districts = [Person.Own] }
                    : new(role, "everywhere", Kinds) { Person = person, Client = person.Client },
                new(role, "elsewhere", Foreign, Between) { Person = person, Client = person.Client, Districts = [Person.Foreign] },
                new(role, "of the house", Own, Between) { Person = person, Client = person.Client, Institutions = [OwnHouse] },
                new(role, "of another house", Foreign) { Person = person, Client = person.Client, Institutions = [ForeignHouse] },
                new(role, "of the house elsewhere", Between) { Person = person, Client = person.Client, Districts = [Person.Foreign], Institutions = [OwnHouse] },
            ]);
        }

        var phone = await administrator.PostAsync("/v1/tokens", new { name = "a phone", role = Roles.Device, caregiverId = "C-1" });
        askers.Add(new(Roles.Device, "by token", Kinds) { Client = silo.Client(phone.GetProperty("secret").GetString()) });
        askers.Add(new(Roles.Feed, "by token", Kinds) { Client = silo.Feed() });
        askers.Add(new(Roles.Officer, "by token", Kinds) { Client = silo.Officer() });
        return askers;
    }

    /// <summary>The account is for another scope from now on, and whoever is signed in stays so: passwords cost more than all the rest.</summary>
    private static async Task MoveAsync(Person administrator, Asker asker)
    {
        if (asker.Person is { } person)
        {
            await administrator.PostAsync($"/v1/accounts/{person.Name}/change", new { districts = asker.Districts, institutions = asker.Institutions });
        }
    }

    private static async Task AskAsync(List<string> faults, Asker asker)
    {
        foreach (var row in Rows)
        {
            var isLetIn = (row.Right is not { } right || Roles.Of(asker.Role).HasFlag(right)) && (!row.Session || asker.IsSession) && row.What switch
            {
                What.Whole => !asker.HasScope,
                What.Managed => !asker.HasScope || Roles.Of(asker.Role).HasFlag(Right.ManageAccess),
                _ => true,
            };
            var (status, items) = await StatusAsync(asker.Client, row);
            var isRight = !isLetIn ? status == 403
                : row.What switch
                {
                    What.Object => asker.Sees ? status is not (401 or 403 or 404) : status == 404,
                    // Nothing is closed here, so that outcomes are empty for everybody; a test of their own counts them.
                    What.List => status == 200 && (row.Path == "/v1/outcomes" || items > 0 == asker.Sees),
                    _ => status is not (401 or 403),
                };
            if (!isRight)
            {
                faults.Add($"{row.Key} answers {asker} with {status}, {items} items.");
            }
        }
    }

    private async Task CallAsync(List<string> faults, Asker asker)
    {
        foreach (var (name, call) in HubCalls)
        {
            var sent = await SentAsync(asker, name, call);
            var wanted = !Roles.Of(asker.Role).HasFlag(call.Right) ? null : call.SendsAlerts ? asker.Sent : [];
            if (!(sent ?? []).SetEquals(wanted ?? []) || (sent is null) != (wanted is null))
            {
                faults.Add($"{name} {(sent is null ? "refuses" : $"sends {string.Join(' ', sent)} to")} {asker}.");
            }
        }
    }

    /// <returns>The kinds of which the first is sent before the second of the last kind that must be; null: it is refused.</returns>
    private async Task<HashSet<string>?> SentAsync(Asker asker, string name, HubCall call)
    {
        try
        {
            await using var hub = await HubClient.ConnectAsync(silo.Host.Address, prepare: o => o.SetRequestHeader(
                asker.IsSession ? "Cookie" : "Authorization", asker.Person?.Cookie ?? asker.Client.DefaultRequestHeaders.Authorization!.ToString()));
            await hub.CallAsync("1", name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..], call.Arguments);
            var ids = new HashSet<string>();
            while (call.SendsAlerts && !ids.Contains($"{asker.Sent[^1]}-2"))
            {
                ids.Add((await hub.ItemAsync()).GetProperty("id").GetString()!);
            }

            return [.. Kinds.Where(kind => ids.Contains($"{kind}-1"))];
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Forbidden)
        {
            return null;
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
