using System.Net;
using System.Text.Json;
using LtcActors.Domain.Actors;

namespace LtcActors.Silo.Tests.Http;

/// <summary>What was known at an instant, where more is known by now.</summary>
public sealed class KnownThenTests : IAsyncLifetime
{
    private static readonly string Before = $"?asOf={Samples.Now.UtcDateTime:s}Z";

    private readonly SiloFixture silo = new();

    public async Task InitializeAsync()
    {
        await silo.InitializeAsync();
        // The move to 39.5 became known a second later, and counts from before the visit.
        silo.Engine.Views[ActorId.Person("P-1")] = (Func<DateTimeOffset?, object>)(asOf => new
        {
            districtCode = "120101", fenceRadius = 80,
            homes = asOf > Samples.Now || asOf is null
                ? new object[]
                {
                    new { to = "2026-02-27", position = new { lat = 39.1, lon = 117.2 } }, new { from = "2026-02-28", position = new { lat = 39.5, lon = 117.2 } },
                    new { from = "2026-03-01", to = "2026-03-01", position = new { lat = 39.9, lon = 117.2 }, away = true },
                }
                : [new { position = new { lat = 39.1, lon = 117.2 } }],
        });
        await SendAsync("ltc.visit.checked-in", "in", """{"visitId":"V-1","caregiverId":"C-1","position":{"lat":39.1,"lon":117.2,"accuracy":12}}""");
    }

    public Task DisposeAsync() => silo.DisposeAsync();

    [Theory]
    [InlineData("/v1/persons/P-1/homes")]
    [InlineData("/v1/persons/P-1/visits/V-1")]
    [InlineData("/v1/persons/P-1/days/2026-03-01")]
    [InlineData("/v1/caregivers/C-1/days/2026-03-01")]
    public async Task A_home_moved_later_is_where_it_was_known_to_be_then(string path)
    {
        Assert.Equal(["39.1 80 False"], Homes(await GetAsync(path + Before)));
        // The first of March is the last day away, and the second of the usual home.
        Assert.Equal(["39.5 80 False", "39.9 80 True"], Homes(await GetAsync(path)));
    }

    [Fact]
    public async Task An_alert_raised_later_does_not_stand_at_the_entries_of_the_visit()
    {
        silo.Engine.Raise(Samples.Alert("A-1", 20) with { RaisedAt = Samples.Now.AddSeconds(1) });
        Assert.Empty(Alerts(await GetAsync("/v1/persons/P-1/visits/V-1" + Before)));
        Assert.Equal(["A-1"], Alerts(await GetAsync($"/v1/persons/P-1/visits/V-1?asOf={Samples.Now.AddSeconds(1).UtcDateTime:s}Z")));
    }

    [Fact]
    public async Task A_history_over_time_says_when_entries_were_withdrawn_and_their_alerts_raised()
    {
        await SendAsync("ltc.event.withdrawn", "w", """{"source":"/test","id":"in","reason":"wrong person"}""");
        var history = await GetAsync("/v1/persons/P-1/history?standing=over-time");
        var items = history.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(Samples.Now, Assert.Single(items[0].GetProperty("withdrawnAt").EnumerateArray()).GetDateTimeOffset());
        Assert.False(items[1].TryGetProperty("withdrawnAt", out _));
        Assert.Equal(Samples.Now, history.GetProperty("raised").GetProperty("A-1").GetDateTimeOffset());
        Assert.True(history.GetProperty("withdrew").GetBoolean());
        Assert.Equal(2, history.GetProperty("position").GetInt64());
        Assert.False((await GetAsync("/v1/persons/P-1/history?standing=over-time&after=2")).GetProperty("withdrew").GetBoolean());
        // The contract's own answer is as it always was.
        Assert.Equal(["items", "next"], (await GetAsync("/v1/persons/P-1/history")).EnumerateObject().Select(m => m.Name));
    }

    [Fact]
    public async Task Of_a_day_of_a_person_it_is_told_whose_it_is_and_who_came()
    {
        var day = await GetAsync("/v1/persons/P-1/days/2026-03-01");
        Assert.Equal("P-1", day.GetProperty("personId").GetString());
        Assert.False(day.TryGetProperty("caregiverId", out _));
        Assert.Equal("C-1", Assert.Single(day.GetProperty("visits").EnumerateArray()).GetProperty("caregiverId").GetString());
        Assert.Equal("V-1", Assert.Single(day.GetProperty("points").EnumerateArray()).GetProperty("visitId").GetString());
        Assert.Empty((await GetAsync("/v1/persons/P-1/days/2026-03-02")).GetProperty("points").EnumerateArray());
    }

    private static IEnumerable<string> Homes(JsonElement answer) => answer.GetProperty(answer.TryGetProperty("items", out _) ? "items" : "homes").EnumerateArray()
        .Select(h => $"{h.GetProperty("lat").GetDouble()} {h.GetProperty("radius").GetDouble()} {h.TryGetProperty("away", out _)}");

    private static IEnumerable<string?> Alerts(JsonElement visit) =>
        visit.GetProperty("entries").EnumerateArray().SelectMany(e => e.GetProperty("alerts").EnumerateArray()).Select(a => a.GetString());

    private async Task SendAsync(string type, string id, string data)
    {
        using var feed = silo.Feed();
        using var answer = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(
            $$$"""{"specversion":"1.0","type":"{{{type}}}","source":"/test","id":"{{{id}}}","time":"2026-03-01T07:30:00+08:00","subject":"P-1","data":{{{data}}}}""", "application/cloudevents+json"));
        Assert.Contains("accepted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
