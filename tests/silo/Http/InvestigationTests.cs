using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Access;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Map, visits, days and neighbours over HTTP, and what they refuse.</summary>
public sealed class InvestigationTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_map_shows_homes_with_their_fences_institutions_check_ins_and_alerts_where_they_happened()
    {
        await SendAsync("ltc.person.registered", "P-1", "r", "2026-02-01T08:00:00+08:00", """{"name":"李建国","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}""");
        await SendAsync("ltc.person.registered", "P-2", "r2", "2026-02-01T08:00:00+08:00", """{"name":"李","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.3,"lon":117.4},"fenceRadius":80}""");
        await SendAsync("ltc.institution.designated", "I-1", "d", "2026-02-01T08:00:00+08:00", """{"name":"和平护理站","districtCode":"120101","position":{"lat":39.15,"lon":117.25},"services":["home"],"agreementFrom":"2026-01-01","agreementTo":"2026-12-31"}""");
        var checkIn = await SendAsync("ltc.visit.checked-in", "P-1", "c", "2026-03-01T07:30:00+08:00", """{"visitId":"V-1","caregiverId":"C-1","position":{"lat":39.12,"lon":117.2,"accuracy":10,"mock":true}}""");
        silo.Engine.Raise(Samples.Alert("A-9", 9) with { Evidence = [new AlertEvidence(checkIn, "/test", "c", "check-in", Samples.Now)] });

        var map = await GetAsync("/v1/map?bbox=117,39,117.5,39.5&cells=96&to=2026-03-01T08:00:00%2B08:00");

        var items = map.GetProperty("items").EnumerateArray().Concat(map.GetProperty("clusters").EnumerateArray()).ToList();
        Assert.Equal((4, 4), (map.GetProperty("position").GetInt64(), (long)checkIn));
        var homes = items.Where(i => Layer(i) == "homes").ToDictionary(i => i.GetProperty("id").GetString()!, i => i.GetProperty("radius").GetDouble());
        Assert.Equal(150, homes["P-1"]);
        Assert.Equal(80, homes["P-2"]);
        Assert.Equal("和平护理站", items.Single(i => Layer(i) == "institutions").GetProperty("name").GetString());
        var named = Assert.Single((await GetAsync("/v1/institutions")).GetProperty("items").EnumerateArray());
        Assert.Equal(("I-1", "和平护理站", "120101"), (named.GetProperty("id").GetString(), named.GetProperty("name").GetString(), named.GetProperty("districtCode").GetString()));
        var seen = items.Single(i => Layer(i) == "check-ins");
        Assert.Equal((10, true, "check-in", "V-1"), (seen.GetProperty("accuracy").GetDouble(), seen.GetProperty("mock").GetBoolean(), seen.GetProperty("end").GetString(), seen.GetProperty("visitId").GetString()));
        Assert.Equal("2026-03-01T07:30:00+08:00", seen.GetProperty("at").GetString());
        // The one alert rests on the check-in and stands there; the other has nothing but the person's home.
        var alerts = items.Where(i => Layer(i) == "alerts").ToDictionary(i => i.GetProperty("id").GetString()!, i => i.GetProperty("lat").GetDouble());
        Assert.Equal((39.12, 39.1), (alerts["A-9"], alerts["A-1"]));
        Assert.DoesNotContain("A-2", alerts.Keys);
        Assert.DoesNotContain("李建国", map.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_does_not_tell_where_a_person_lives_whom_the_caller_does_not_see()
    {
        await SendAsync("ltc.person.registered", "P-9", "r", "2026-02-01T08:00:00+08:00", """{"name":"李","birthDate":"1941-05-06","districtCode":"120999","home":{"lat":39.1,"lon":117.2}}""");
        silo.Engine.Raise(Samples.Alert("A-9", 9) with { PersonId = "P-9", InstitutionId = null, Evidence = [] });
        using var administrator = await Person.AdministratorAsync(silo);
        using var officer = await Person.MakeAsync(silo, administrator, "maps", Roles.Officer, [Person.Own]);
        const string path = "/v1/map?bbox=117,39,118,40&layers=alerts";
        Assert.Equal("A-9", Assert.Single((await administrator.GetAsync(path)).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty((await officer.GetAsync(path)).GetProperty("items").EnumerateArray());
        Assert.Equal("A-9", (await officer.GetAsync("/v1/alerts/A-9")).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("from=2026-03-01T07:30:00Z&to=2026-03-01T08:00:00Z", 1)]
    [InlineData("from=2026-03-01T07:30:01Z&to=2026-03-01T08:00:00Z", 0)]
    [InlineData("from=2026-03-01T07:00:00Z&to=2026-03-01T07:30:00Z", 0)]
    public async Task Check_ins_are_those_of_a_time(string when, int shown)
    {
        await SendAsync("ltc.visit.checked-in", "P-1", "c", "2026-03-01T07:30:00Z", """{"visitId":"V-1","caregiverId":"C-1","position":{"lat":39.12,"lon":117.2,"accuracy":10}}""");
        var map = await GetAsync($"/v1/map?bbox=117,39,118,40&layers=check-ins&{when}");
        Assert.Equal(shown, map.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/map", "missing", "bbox")]
    [InlineData("/v1/map?bbox=1,2,3", "malformed", "bbox")]
    [InlineData("/v1/map?bbox=1,2,3,x", "malformed", "bbox")]
    [InlineData("/v1/map?bbox=1,2,NaN,3", "malformed", "bbox")]
    [InlineData("/v1/map?bbox=118,39,117,40", "out-of-range", "bbox")]
    [InlineData("/v1/map?bbox=117,39,181,40", "out-of-range", "bbox")]
    [InlineData("/v1/map?bbox=117,39,118,40&layers=homes,roads", "unknown-value", "layers")]
    [InlineData("/v1/map?bbox=117,39,118,40&cells=97", "out-of-range", "cells")]
    [InlineData("/v1/map?bbox=117,39,118,40&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "out-of-range", "to")]
    [InlineData("/v1/graph/persons/P-1?steps=4", "out-of-range", "steps")]
    [InlineData("/v1/graph/persons/P-1?limit=401", "out-of-range", "limit")]
    public async Task A_question_that_cannot_be_answered_names_what_is_wrong(string path, string code, string parameter)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.BadRequest, code, parameter), await SiloFixture.ProblemAsync(answer));
    }

    [Theory]
    [InlineData("/v1/graph/institutions/I-1", HttpStatusCode.NotFound)]
    [InlineData("/v1/graph/persons/nobody", HttpStatusCode.NotFound)]
    [InlineData("/v1/graph/addresses/P-1", HttpStatusCode.NotFound)]
    [InlineData("/v1/graph/devices/D%2F1", HttpStatusCode.BadRequest)]
    [InlineData("/v1/caregivers/C-1/days/2026-02-30", HttpStatusCode.BadRequest)]
    [InlineData("/v1/persons/P-1/visits/none", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_told(string path, HttpStatusCode status)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_visit_has_its_six_elements_its_points_and_its_entries()
    {
        await VisitAsync();
        var visit = await GetAsync("/v1/persons/P-1/visits/V-1");
        var elements = visit.GetProperty("elements");
        Assert.Equal(("C-1", "P-1", "2026-03-01", "I-1"), (elements.GetProperty("caregiverId").GetString(), elements.GetProperty("personId").GetString(),
            elements.GetProperty("date").GetString(), elements.GetProperty("institutionId").GetString()));
        Assert.Equal(("bathing", 40), (elements.GetProperty("services")[0].GetProperty("code").GetString(), elements.GetProperty("services")[0].GetProperty("minutes").GetInt32()));
        Assert.Equal(("2026-03-01T09:00:00+08:00", 39.1), (elements.GetProperty("begin").GetProperty("at").GetString(), elements.GetProperty("begin").GetProperty("lat").GetDouble()));
        Assert.Equal("2026-03-01T10:00:00+08:00", elements.GetProperty("end").GetProperty("at").GetString());
        Assert.Equal(["check-in", "track", "track", "check-out"], visit.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
        Assert.Equal(3, visit.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task A_check_out_withdrawn_does_not_end_the_visit_and_is_still_listed_with_what_withdrew_it()
    {
        await VisitAsync();
        await SendAsync("ltc.event.withdrawn", "P-1", "w", "2026-03-02T09:00:00+08:00", """{"source":"/test","id":"out","reason":"wrong person"}""");
        await SendAsync("ltc.event.withdrawn", "P-1", "other", "2026-03-02T09:00:00+08:00", """{"source":"/elsewhere","id":"out","reason":"nothing here"}""");
        var visit = await GetAsync("/v1/persons/P-1/visits/V-1");
        Assert.False(visit.GetProperty("elements").TryGetProperty("end", out _));
        Assert.Equal(["check-in", "track", "track"], visit.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
        Assert.Equal(
            ["ltc.visit.checked-in", "ltc.visit.tracked", "ltc.visit.checked-out True", "ltc.event.withdrawn"],
            visit.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("type").GetString() + (e.TryGetProperty("withdrawn", out var w) ? $" {w.GetBoolean()}" : "")));
    }

    [Fact]
    public async Task The_earliest_check_in_counts_in_whatever_order_they_came()
    {
        await VisitAsync();
        await SendAsync("ltc.visit.checked-in", "P-1", "in2", "2026-03-01T08:50:00+08:00", """{"visitId":"V-1","caregiverId":"C-9"}""");
        var elements = (await GetAsync("/v1/persons/P-1/visits/V-1")).GetProperty("elements");
        Assert.Equal(("2026-03-01T08:50:00+08:00", "C-9"), (elements.GetProperty("begin").GetProperty("at").GetString(), elements.GetProperty("caregiverId").GetString()));
    }

    [Fact]
    public async Task Before_anything_was_recorded_nothing_is_known_of_a_visit()
    {
        await VisitAsync();
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri($"/v1/persons/P-1/visits/V-1?asOf={Samples.Now.AddSeconds(-1).UtcDateTime:s}Z", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        using var then = await client.GetAsync(new Uri($"/v1/persons/P-1/visits/V-1?asOf={Samples.Now.UtcDateTime:s}Z", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, then.StatusCode);
    }

    [Fact]
    public async Task A_day_holds_its_visits_and_the_points_of_that_day_alone()
    {
        await VisitAsync();
        await SendAsync("ltc.caregiver.tracked", "C-1", "t2", "2026-03-02T00:10:00+08:00",
            """{"points":[{"time":"2026-03-01T23:59:59+08:00","lat":39.2,"lon":117.2},{"time":"2026-03-02T00:00:00+08:00","lat":39.3,"lon":117.2}]}""");
        var day = await GetAsync("/v1/caregivers/C-1/days/2026-03-01");
        Assert.Equal("V-1", Assert.Single(day.GetProperty("visits").EnumerateArray()).GetProperty("visitId").GetString());
        Assert.Equal([39.1, 39.1001, 39.1002, 39.1, 39.2], day.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("lat").GetDouble()));
        Assert.Equal([39.3], (await GetAsync("/v1/caregivers/C-1/days/2026-03-02")).GetProperty("points").EnumerateArray().Select(p => p.GetProperty("lat").GetDouble()));
    }

    [Fact]
    public async Task A_visit_withdrawn_a_week_later_is_not_in_the_day_for_somebody_of_the_district_either()
    {
        await VisitAsync();
        foreach (var end in new[] { "in", "out" })
        {
            await SendAsync("ltc.event.withdrawn", "P-1", "w-" + end, "2026-03-09T09:00:00+08:00", $$"""{"source":"/test","id":"{{end}}","reason":"wrong person"}""");
        }

        using var administrator = await Person.AdministratorAsync(silo);
        using var officer = await Person.MakeAsync(silo, administrator, "days", Roles.Officer, [Person.Own]);
        foreach (var day in new[] { await GetAsync("/v1/caregivers/C-1/days/2026-03-01"), await officer.GetAsync("/v1/caregivers/C-1/days/2026-03-01") })
        {
            Assert.Empty(day.GetProperty("visits").EnumerateArray());
            Assert.Equal(["track", "track"], day.GetProperty("points").EnumerateArray().Select(p => p.GetProperty("kind").GetString()));
        }
    }

    [Fact]
    public async Task A_session_sees_homes_masked_and_without_fences_until_they_are_revealed_and_each_look_is_in_the_audit()
    {
        await SendAsync("ltc.person.registered", "P-1", "r", "2026-02-01T08:00:00+08:00", """{"name":"李建国","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.123456,"lon":117.654321}}""");
        using var administrator = await Person.AdministratorAsync(silo);
        const string path = "/v1/map?bbox=117,39,118,40&layers=homes";
        var masked = Assert.Single((await administrator.GetAsync(path)).GetProperty("items").EnumerateArray());
        Assert.Equal((39.12, 117.65, true), (masked.GetProperty("lat").GetDouble(), masked.GetProperty("lon").GetDouble(), masked.GetProperty("masked").GetBoolean()));
        Assert.False(masked.TryGetProperty("radius", out _));
        using (var revealed = await administrator.Client.PostAsJsonAsync("/v1/persons/P-1/reveal", new { purpose = "appeal" }))
        {
            revealed.EnsureSuccessStatusCode();
        }

        var shown = Assert.Single((await administrator.GetAsync(path)).GetProperty("items").EnumerateArray());
        Assert.Equal((39.123456, 150), (shown.GetProperty("lat").GetDouble(), shown.GetProperty("radius").GetDouble()));
        Assert.Equal(2, (await administrator.GetAsync("/v1/audit?kind=map")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Neighbours_of_another_district_are_not_there_and_their_address_is_nobodys()
    {
        await SendAsync("ltc.person.registered", "P-1", "r1", "2026-02-01T08:00:00+08:00", """{"name":"李","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}""");
        await SendAsync("ltc.person.registered", "120102-P", "r2", "2026-02-01T08:00:00+08:00", """{"name":"王","birthDate":"1941-05-06","districtCode":"120102","home":{"lat":39.1,"lon":117.2}}""");
        using var administrator = await Person.AdministratorAsync(silo);
        using var officer = await Person.MakeAsync(silo, administrator, "graphs", Roles.Officer, [Person.Own]);
        Assert.Contains("person:120102-P", (await administrator.GetAsync("/v1/graph/persons/P-1")).GetRawText(), StringComparison.Ordinal);
        var graph = await officer.GetAsync("/v1/graph/persons/P-1");
        Assert.Equal(["address:P-1", "person:P-1"], graph.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        using var foreign = await officer.Client.GetAsync(new Uri("/v1/graph/addresses/120102-P", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        // A device of the other district's caregiver, and one of nobody: the same to whoever asks, and not to the audit.
        silo.Engine.Views[ActorId.Device("D-9")] = new { sightings = new[] { new { caregiverId = "C-9", events = 3 } } };
        silo.Engine.Views[ActorId.Caregiver("C-9")] = new { boundTo = new[] { new { personId = "120102-P" } } };
        silo.Engine.Views[ActorId.Device("D-0")] = new { sightings = Array.Empty<object>() };
        Assert.Equal(
            (await officer.GetAsync("/v1/graph/devices/D-0", 404)).GetProperty("detail").GetString(),
            (await officer.GetAsync("/v1/graph/devices/D-9", 404)).GetProperty("detail").GetString());
        await administrator.GetAsync("/v1/graph/devices/D-9");
        Assert.Equal(
            ["refused address 120102-P out-of-scope", "refused device D-9 out-of-scope", "read device D-9 shown"],
            silo.Engine.Recorded(Engine.Ports.DecisionKind.Audit, 0).Select(r => JsonElement.Parse(r.Json.Span)).Where(e => e.TryGetProperty("kind", out var kind) && kind.GetString() is "device" or "address")
                .Select(e => string.Join(' ', new[] { "action", "kind", "id", "result" }.Select(n => e.GetProperty(n).GetString()))));
    }

    [Fact]
    public async Task Neighbours_are_found_in_two_steps_with_how_often_they_met()
    {
        await SendAsync("ltc.person.registered", "P-1", "r1", "2026-02-01T08:00:00+08:00", """{"name":"李","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}""");
        await SendAsync("ltc.person.registered", "P-2", "r2", "2026-02-01T08:00:00+08:00", """{"name":"王","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}""");
        silo.Engine.Views[ActorId.Person("P-1")] = new { visits = new[] { new { provider = "C-1" }, new { provider = "C-1" } }, arrangements = new[] { new { caregiverId = "C-1" } } };
        silo.Engine.Views[ActorId.Caregiver("C-1")] = new { visits = new[] { new { personId = "P-1" }, new { personId = "P-3" } }, devices = new[] { "D-1" }, sameNameAs = new[] { "C-7" } };

        var graph = await GetAsync("/v1/graph/persons/P-1");

        Assert.Equal(
            ["0 person:P-1", "1 address:P-1", "1 caregiver:C-1", "2 caregiver:C-7", "2 device:D-1", "2 person:P-2", "2 person:P-3"],
            graph.GetProperty("nodes").EnumerateArray().Select(n => $"{n.GetProperty("step").GetInt32()} {n.GetProperty("id").GetString()}").Order(StringComparer.Ordinal));
        Assert.Contains("caregiver:C-1 person:P-1 visits 2", Edges(graph));
        Assert.Contains("caregiver:C-1 person:P-1 assigned ", Edges(graph));
        Assert.Contains("address:P-1 person:P-2 lives-at ", Edges(graph));
        Assert.False(graph.GetProperty("truncated").GetBoolean());
        Assert.Equal(3, (await GetAsync("/v1/graph/persons/P-1?steps=1")).GetProperty("nodes").GetArrayLength());
        Assert.Equal(2, (await GetAsync("/v1/graph/addresses/P-2?steps=1")).GetProperty("edges").GetArrayLength());
    }

    [Fact]
    public async Task Neighbours_that_do_not_fit_are_counted_and_the_strongest_ties_stay()
    {
        silo.Engine.Views[ActorId.Caregiver("C-1")] = new { visits = Enumerable.Range(1, 40).SelectMany(i => Enumerable.Repeat(new { personId = $"P-{i:00}" }, i)).ToArray() };
        var graph = await GetAsync("/v1/graph/caregivers/C-1?steps=1");
        var root = graph.GetProperty("nodes").EnumerateArray().Single(n => n.GetProperty("step").GetInt32() == 0);
        Assert.True(graph.GetProperty("truncated").GetBoolean());
        Assert.Equal(10, root.GetProperty("leftOut").GetInt32());
        Assert.Equal(31, graph.GetProperty("nodes").GetArrayLength());
        Assert.DoesNotContain("person:P-10", graph.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("person:P-11", graph.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(9, (await GetAsync("/v1/graph/caregivers/C-1?steps=1&limit=9")).GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Alerts_of_an_entity_stand_as_they_stood_then()
    {
        var raised = Samples.Alert("A-5", 20) with { PersonId = "P-5", CaregiverId = "C-5" };
        silo.Engine.Raise(raised);
        silo.Engine.Raise(raised with { Seq = 21, Status = AlertStatus.Resolved, ChangedAt = Samples.Now.AddHours(2) });
        Assert.Equal(["resolved"], await StatusesAsync("/v1/persons/P-5/alerts"));
        Assert.Equal(["open"], await StatusesAsync($"/v1/persons/P-5/alerts?asOf={Samples.Now.AddHours(1).UtcDateTime:s}Z"));
        Assert.Equal(["open"], await StatusesAsync($"/v1/caregivers/C-5/alerts?asOf={Samples.Now.UtcDateTime:s}Z"));
        Assert.Empty(await StatusesAsync($"/v1/persons/P-5/alerts?asOf={Samples.Now.AddSeconds(-1).UtcDateTime:s}Z"));
        // The id of a person is no caregiver's.
        Assert.Empty(await StatusesAsync("/v1/caregivers/P-5/alerts"));
    }

    private async Task VisitAsync()
    {
        await SendAsync("ltc.visit.checked-in", "P-1", "in", "2026-03-01T09:00:00+08:00", """{"visitId":"V-1","caregiverId":"C-1","institutionId":"I-1","position":{"lat":39.1,"lon":117.2,"accuracy":12}}""");
        await SendAsync("ltc.visit.tracked", "P-1", "t", "2026-03-01T09:40:00+08:00",
            """{"visitId":"V-1","caregiverId":"C-1","points":[{"time":"2026-03-01T09:20:00+08:00","lat":39.1001,"lon":117.2},{"time":"2026-03-01T09:40:00+08:00","lat":39.1002,"lon":117.2}]}""");
        await SendAsync("ltc.visit.checked-out", "P-1", "out", "2026-03-01T10:00:00+08:00", """{"visitId":"V-1","caregiverId":"C-1","position":{"lat":39.1,"lon":117.2,"accuracy":12},"services":[{"code":"bathing","minutes":40}]}""");
    }

    private async Task<long> SendAsync(string type, string subject, string id, string time, string data)
    {
        using var feed = silo.Feed();
        using var answer = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(
            $$$"""{"specversion":"1.0","type":"{{{type}}}","source":"/test","id":"{{{id}}}","time":"{{{time}}}","subject":"{{{subject}}}","data":{{{data}}}}""", "application/cloudevents+json"));
        var result = (await SiloFixture.JsonAsync(answer)).GetProperty("results")[0];
        Assert.Equal("accepted", result.GetProperty("status").GetString());
        return result.GetProperty("seq").GetInt64();
    }

    private static string? Layer(JsonElement item) => item.GetProperty("layer").GetString();

    private static IEnumerable<string> Edges(JsonElement graph) => graph.GetProperty("edges").EnumerateArray().Select(e =>
        $"{e.GetProperty("from").GetString()} {e.GetProperty("to").GetString()} {e.GetProperty("relation").GetString()} {(e.TryGetProperty("count", out var n) ? n.GetInt64() : "")}");

    private async Task<IEnumerable<string?>> StatusesAsync(string path) =>
        (await GetAsync(path)).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("status").GetString());

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
