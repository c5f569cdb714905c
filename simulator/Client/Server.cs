using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LtcActors.Simulator;

/// <summary>How the events of a run were answered.</summary>
public sealed record SendSummary(int Accepted, int Duplicate, int Rejected, int Retries, TimeSpan Took)
{
    public override string ToString() => FormattableString.Invariant(
        $"accepted {Accepted}, duplicate {Duplicate}, rejected {Rejected}, retries {Retries}, ")
        + FormattableString.Invariant($"{Took.TotalSeconds:F1} s, {Rate:F0} events/s");

    private double Rate => (Accepted + Duplicate) / Math.Max(0.001, Took.TotalSeconds);
}

/// <summary>The published interface, as far as the simulator needs it.</summary>
/// <param name="http">With its base address and authorization set; not owned.</param>
public sealed class Server(HttpClient http)
{
    private const int MostRetries = 60;
    private static readonly Uri EventsPath = new("v1/events", UriKind.Relative);

    /// <summary>A client for an address with or without a slash at its end. The caller disposes of it.</summary>
    public static HttpClient Client(Uri url, string? token)
    {
        var http = new HttpClient { BaseAddress = new Uri(url.ToString().TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(100) };
        if (!string.IsNullOrEmpty(token))
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return http;
    }

    /// <summary>Sends in the order given.</summary>
    /// <param name="speed">Story time over real time, from <paramref name="liveFrom"/> on; 0 is as fast as the server takes it.</param>
    /// <param name="log">Is told of rejections (the first twenty) and of progress.</param>
    /// <exception cref="HttpRequestException">The server refuses a request for good, or for too long.</exception>
    public async Task<SendSummary> SendAsync(
        IReadOnlyList<CityEvent> events, int batch, double speed, DateTimeOffset liveFrom, Action<string> log, CancellationToken stop)
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        var total = new SendSummary(0, 0, 0, 0, TimeSpan.Zero);
        TimeSpan? liveSince = null;
        for (int from = 0, to; from < events.Count; from = to)
        {
            if (speed > 0 && events[from].Arrival > liveFrom)
            {
                liveSince ??= began.Elapsed;
                var due = liveSince.Value + (events[from].Arrival - liveFrom) / speed;
                await Task.Delay(due > began.Elapsed ? due - began.Elapsed : TimeSpan.Zero, stop);
            }

            // In real time a batch holds what arrives within the next real second.
            var until = speed > 0 && events[from].Arrival > liveFrom
                ? events[from].Arrival + TimeSpan.FromSeconds(speed)
                : DateTimeOffset.MaxValue;
            for (to = from + 1; to < events.Count && to < from + batch && events[to].Arrival <= until; to++)
            {
            }

            total = Add(total, await PostAsync(events.Skip(from).Take(to - from), log, total.Rejected, stop));
            if (to / 20_000 > from / 20_000)
            {
                log(FormattableString.Invariant($"{to} of {events.Count} events sent"));
            }
        }

        return total with { Took = began.Elapsed };
    }

    /// <summary>Posts one batch; waits and tries again when the server says it has too much (429) or cannot write (503).</summary>
    public async Task<SendSummary> PostAsync(IEnumerable<CityEvent> events, Action<string> log, int rejectedBefore, CancellationToken stop)
    {
        var body = CityEvent.Batch(events);
        for (var retries = 0; ; retries++)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
            using var response = await http.PostAsync(EventsPath, content, stop);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && retries < MostRetries)
            {
                await Task.Delay(RetryAfter(response), stop);
                continue;
            }

            var answer = await response.Content.ReadAsByteArrayAsync(stop);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException(
                    $"{(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, 500))}",
                    null, response.StatusCode);
            }

            return Count(answer, log, rejectedBefore) with { Retries = retries };
        }
    }

    /// <summary>The latest state of every alert.</summary>
    public async Task<IReadOnlyList<Alert>> AlertsAsync(CancellationToken stop)
    {
        var latest = new Dictionary<string, Alert>();
        for (long after = 0; ;)
        {
            var path = new Uri(FormattableString.Invariant($"v1/alerts?after={after}&limit=500"), UriKind.Relative);
            using var response = await http.GetAsync(path, stop);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(RetryAfter(response), stop);
                continue;
            }

            response.EnsureSuccessStatusCode();
            using var page = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            var items = page.RootElement.GetProperty("items");
            foreach (var item in items.EnumerateArray())
            {
                var alert = Alert.FromJson(item);
                latest[alert.Id] = alert;
            }

            var next = page.RootElement.GetProperty("next") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : after;
            if (items.GetArrayLength() == 0 || next <= after)
            {
                return [.. latest.Values];
            }

            after = next;
        }
    }

    private static TimeSpan RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => TimeSpan.FromMilliseconds(500),
    };

    private static SendSummary Count(byte[] answer, Action<string> log, int rejectedBefore)
    {
        using var json = JsonDocument.Parse(answer);
        int accepted = 0, duplicate = 0, rejected = 0;
        foreach (var result in json.RootElement.GetProperty("results").EnumerateArray())
        {
            switch (result.GetProperty("status").GetString())
            {
                case "accepted":
                    accepted++;
                    break;
                case "duplicate":
                    duplicate++;
                    break;
                default:
                    rejected++;
                    if (rejectedBefore + rejected <= 20)
                    {
                        log("rejected: " + result.GetRawText());
                    }

                    break;
            }
        }

        return new SendSummary(accepted, duplicate, rejected, 0, TimeSpan.Zero);
    }

    private static SendSummary Add(SendSummary a, SendSummary b) => new(
        a.Accepted + b.Accepted, a.Duplicate + b.Duplicate, a.Rejected + b.Rejected, a.Retries + b.Retries, TimeSpan.Zero);
}
