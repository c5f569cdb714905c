using System.Globalization;
using System.Net;
using System.Text.Json;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Access;

namespace LtcActors.Silo.Tests.Http;

/// <summary>The graph of what was known at an instant, where more is known by now, or less.</summary>
public sealed class GraphThenTests : IAsyncLifetime
{
    private const string Registered = "ltc.person.registered";
    private const string Carer = "ltc.caregiver.registered";

    private readonly SiloFixture silo = new()
    {
        Options = new() { Urls = "http://127.0.0.1:0", Limits = SiloLimits.Default with { GraphEntries = 8, GraphEntriesOfOne = 6 } },
    };

    private int sent;

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_tie_is_there_from_the_entry_on_that_tells_of_it()
    {
        await SendAsync(0, Registered, "P-1", Home(39.1));
        await SendAsync(1, "ltc.visit.checked-in", "P-1", """{"visitId":"V-1","caregiverId":"C-1","deviceId":"D-1"}""");
        await SendAsync(2, "ltc.person.arranged", "P-1", """{"mode":"home","institutionId":"I-1","from":"2026-02-01","caregiverId":"C-2"}""");
        await SendAsync(3, "ltc.binding.approved", "P-1", """{"caregiverId":"C-3","on":"2026-02-01"}""");
        await SendAsync(4, Registered, "P-2", Home(39.1));

        Assert.Equal(["address:P-1 person:P-1 lives-at "], Edges(await AroundAsync("persons/P-1", 0)));
        Assert.Equal(["address:P-1 person:P-1 lives-at ", "caregiver:C-1 device:D-1 used 1", "caregiver:C-1 person:P-1 visits 1"], Edges(await AroundAsync("persons/P-1", 1)));
        Assert.Contains("caregiver:C-2 person:P-1 assigned ", Edges(await AroundAsync("persons/P-1", 2)));
        Assert.DoesNotContain("caregiver:C-3 person:P-1 bound ", Edges(await AroundAsync("persons/P-1", 2)));
        Assert.Contains("caregiver:C-3 person:P-1 bound ", Edges(await AroundAsync("persons/P-1", 3)));
        Assert.DoesNotContain("person:P-2", (await AroundAsync("persons/P-1", 3)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("address:P-1 person:P-2 lives-at ", Edges(await AroundAsync("persons/P-1", 4)));
        // From the other ends: who was not told of an arrangement or a binding has it in its graph all the same.
        Assert.Equal(["caregiver:C-2 person:P-1 assigned "], Edges(await AroundAsync("caregivers/C-2", 2, steps: 1)));
        Assert.Equal(["caregiver:C-3 person:P-1 bound "], Edges(await AroundAsync("caregivers/C-3", 3, steps: 1)));
        Assert.Equal(["caregiver:C-1 device:D-1 used 1"], Edges(await AroundAsync("devices/D-1", 1, steps: 1)));
        Assert.Equal(["address:P-1 person:P-1 lives-at "], Edges(await AroundAsync("addresses/P-1", 1, steps: 1)));
    }

    [Theory]
    [InlineData("persons/P-1")]
    [InlineData("caregivers/C-1")]
    [InlineData("devices/D-1")]
    [InlineData("addresses/P-1")]
    public async Task Before_the_first_entry_about_it_nothing_was_known(string whose)
    {
        await SendAsync(1, Registered, "P-1", Home(39.1));
        await SendAsync(1, "ltc.visit.checked-in", "P-1", """{"visitId":"V-1","caregiverId":"C-1","deviceId":"D-1"}""");
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(PathOf(whose, 0), UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotEmpty(Edges(await AroundAsync(whose, 1)));
    }

    [Fact]
    public async Task What_was_withdrawn_later_was_known_then_and_is_no_more()
    {
        await SendAsync(0, Registered, "P-1", Home(39.1));
        var arranged = await SendAsync(1, "ltc.person.arranged", "P-1", """{"mode":"home","institutionId":"I-1","from":"2026-02-01","caregiverId":"C-2"}""");
        var visit = await SendAsync(1, "ltc.visit.checked-in", "P-1", """{"visitId":"V-1","caregiverId":"C-1"}""");
        await SendAsync(2, "ltc.event.withdrawn", "P-1", $$"""{"source":"/test","id":"{{arranged}}","reason":"typo"}""");
        await SendAsync(3, "ltc.event.withdrawn", "P-1", $$"""{"source":"/test","id":"{{visit}}","reason":"typo"}""");
        string[] home = ["address:P-1 person:P-1 lives-at "], visited = ["caregiver:C-1 person:P-1 visits 1"];
        Assert.Equal([.. home, .. visited, "caregiver:C-2 person:P-1 assigned "], Edges(await AroundAsync("persons/P-1", 1)));
        Assert.Equal([.. home, .. visited], Edges(await AroundAsync("persons/P-1", 2)));
        Assert.Equal(home, Edges(await AroundAsync("persons/P-1", 3)));
    }

    [Fact]
    public async Task A_home_is_the_one_it_was_known_to_be_on_that_day()
    {
        await SendAsync(0, Registered, "P-1", Home(39.1));
        await SendAsync(0, Registered, "P-2", Home(39.2));
        await SendAsync(1, "ltc.person.moved", "P-1", """{"home":{"lat":39.2,"lon":117.2},"from":"2026-02-01"}""");
        Assert.Equal(["address:P-1 person:P-1 lives-at "], Edges(await AroundAsync("persons/P-1", 0)));
        Assert.Equal(["address:P-1 person:P-1 lives-at ", "address:P-1 person:P-2 lives-at "], Edges(await AroundAsync("persons/P-1", 1)));
    }

    [Fact]
    public async Task One_identity_number_under_two_names_is_seen_when_the_second_is_registered()
    {
        await SendAsync(0, Carer, "C-1", Named("120101198001010011"));
        await SendAsync(1, Carer, "C-2", Named("120101198001010011"));
        await SendAsync(1, Carer, "C-3", Named("120101198001010038"));
        Assert.Empty(Edges(await AroundAsync("caregivers/C-1", 0)));
        var graph = await AroundAsync("caregivers/C-1", 1);
        Assert.Equal(["caregiver:C-1 caregiver:C-2 same-name "], Edges(graph));
        Assert.DoesNotContain("1201011980", graph.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_very_many_entries_the_latest_are_read_and_it_is_said()
    {
        for (var visit = 1; visit <= 7; visit++)
        {
            await SendAsync(0, "ltc.visit.checked-in", "P-" + visit, $$"""{"visitId":"V-{{visit}}","caregiverId":"C-1"}""");
        }

        var graph = await AroundAsync("caregivers/C-1", 0, steps: 1);
        Assert.True(graph.GetProperty("partial").GetBoolean());
        Assert.Equal(["P-2", "P-3", "P-4", "P-5", "P-6", "P-7"], Neighbours(graph));
        // Of the eight that one graph may read two are left for the next step: it goes on without more.
        Assert.Equal(["P-2", "P-3", "P-4", "P-5", "P-6", "P-7"], Neighbours(await AroundAsync("caregivers/C-1", 0)));
        Assert.False((await AroundAsync("persons/P-1", 0, steps: 1)).TryGetProperty("partial", out _));
    }

    [Fact]
    public async Task Who_is_of_another_district_now_is_not_in_the_graph_of_then_either()
    {
        await SendAsync(0, Registered, "P-1", Home(39.1));
        await SendAsync(0, Registered, "120102-P", Home(39.1, "120102"));
        using var administrator = await Person.AdministratorAsync(silo);
        using var officer = await Person.MakeAsync(silo, administrator, "graphs", Roles.Officer, [Person.Own]);
        Assert.Equal(["address:P-1 person:P-1 lives-at "], Edges(await officer.GetAsync(PathOf("persons/P-1", 0))));
        await officer.GetAsync(PathOf("persons/120102-P", 0), 404);
        await officer.GetAsync(PathOf("addresses/120102-P", 0), 404);
    }

    private static string Home(double lat, string district = Person.Own) => string.Create(
        CultureInfo.InvariantCulture, $$$"""{"name":"李","birthDate":"1941-05-06","districtCode":"{{{district}}}","home":{"lat":{{{lat}}},"lon":117.2}}""");

    private static string Named(string number) => $$"""{"name":"张敏","kind":"family","idNumber":"{{number}}"}""";

    private static IEnumerable<string> Edges(JsonElement graph) => graph.GetProperty("edges").EnumerateArray().Select(e =>
        $"{e.GetProperty("from").GetString()} {e.GetProperty("to").GetString()} {e.GetProperty("relation").GetString()} {(e.TryGetProperty("count", out var n) ? n.GetInt64() : "")}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string?> Neighbours(JsonElement graph) =>
        graph.GetProperty("nodes").EnumerateArray().Skip(1).Select(n => n.GetProperty("ref").GetString()).Order(StringComparer.Ordinal);

    private static string PathOf(string whose, int hour, int steps = 2) =>
        string.Create(CultureInfo.InvariantCulture, $"/v1/graph/{whose}?steps={steps}&asOf={Samples.Now.AddHours(hour).UtcDateTime:s}Z");

    private async Task<JsonElement> AroundAsync(string whose, int hour, int steps = 2)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(PathOf(whose, hour, steps), UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    /// <param name="hour">After which it is recorded.</param>
    /// <returns>Its id.</returns>
    private async Task<string> SendAsync(int hour, string type, string subject, string data)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"e{++sent}");
        using var feed = silo.Feed();
        using var answer = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(
            $$$"""{"specversion":"1.0","type":"{{{type}}}","source":"/test","id":"{{{id}}}","time":"2026-02-01T08:00:00+08:00","subject":"{{{subject}}}","data":{{{data}}}}""", "application/cloudevents+json"));
        var result = (await SiloFixture.JsonAsync(answer)).GetProperty("results")[0];
        Assert.Equal("accepted", result.GetProperty("status").GetString());
        silo.Engine.Recording[result.GetProperty("seq").GetInt64()] = Samples.Now.AddHours(hour);
        return id;
    }
}
