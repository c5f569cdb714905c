using System.Globalization;
using System.Text;

namespace LtcActors.Bench;

/// <summary>Posts check-ins with a made-up position, one a request: each is an alert.</summary>
internal sealed class MockedFeed : IDisposable
{
    private readonly HttpClient client;

    public MockedFeed(SiloProcess silo)
    {
        client = new HttpClient { BaseAddress = silo.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", silo.FeedToken);
    }

    public async Task PostAsync(string visit, int i)
    {
        using var body = new StringContent(Mocked(visit, i), Encoding.UTF8, "application/cloudevents+json");
        using var answer = await client.PostAsync("/v1/events", body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void Dispose() => client.Dispose();

    private static string Mocked(string visit, int i)
    {
        var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $$"""{"specversion":"1.0","type":"ltc.visit.checked-in","source":"/bench","id":"{{visit}}","time":"{{time}}","subject":"mp{{i}}","data":"""
            + $$"""{"visitId":"{{visit}}","caregiverId":"mc{{i}}","position":{"lat":39.1,"lon":117.2,"accuracy":10,"mock":true} } }""";
    }
}
