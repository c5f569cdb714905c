using System.Diagnostics;
using System.Text;

namespace LtcActors.Bench;

/// <summary>
/// Posts visit events in batches over several connections. Of several loads of one city each posts every so manieth batch, so that the
/// city's events come in the order of their times, as they do from phones, whichever silo takes them.
/// </summary>
/// <param name="share">Which of the loads this is, from 0.</param>
/// <param name="of">How many there are.</param>
internal sealed class Load(SiloProcess silo, LoadCity city, int share = 0, int of = 1)
{
    private const int MaxEvent = 640;

    /// <summary>Posts the city's registrations.</summary>
    public async Task RegisterAsync()
    {
        using var connection = new RawHttp(silo.Url);
        var head = RawHttp.Head("/v1/events", silo.FeedToken, "application/cloudevents-batch+json");
        foreach (var body in city.Registrations(500))
        {
            var request = new byte[head.Length + 12 + body.Length];
            head.CopyTo(request, 0);
            body.CopyTo(request, head.Length + 12);
            await PostAsync(connection, request, head.Length, body.Length, null);
        }

        await silo.SettledAsync();
    }

    /// <summary>As fast as the server takes them: closed loop.</summary>
    /// <param name="from">Number of the first event, the same for all that share the city.</param>
    /// <param name="count">Events of all of them together.</param>
    /// <param name="latencies">Filled with milliseconds a request, if given.</param>
    /// <returns>Seconds until all were acknowledged.</returns>
    public async Task<double> PostAsync(long from, long count, int batch, int connections, List<double>? latencies = null)
    {
        var next = from + ((long)share * batch);
        var stride = (long)batch * of;
        var end = from + count;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new RawHttp(silo.Url);
            var head = RawHttp.Head("/v1/events", silo.FeedToken, batch == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json");
            var request = new byte[head.Length + 12 + (batch * MaxEvent) + 2];
            head.CopyTo(request, 0);
            var own = latencies is null ? null : new List<double>();
            while (true)
            {
                var first = Interlocked.Add(ref next, stride) - stride;
                if (first >= end)
                {
                    break;
                }

                var length = Fill(request.AsSpan(head.Length + 12), first, (int)Math.Min(batch, end - first), batch == 1);
                await PostAsync(connection, request, head.Length, length, own);
            }

            if (own is not null)
            {
                lock (latencies!)
                {
                    latencies.AddRange(own);
                }
            }
        })));
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>At a fixed rate, whatever the server does: open loop. Latency counts from when a request was due, not from when it left.</summary>
    /// <param name="from">Number of the first event, the same for all that share the city.</param>
    /// <param name="eventsPerSecond">Of this one.</param>
    public async Task<List<double>> PaceAsync(long from, double eventsPerSecond, int batch, TimeSpan duration, int connections)
    {
        var latencies = new List<double>();
        var interval = batch / eventsPerSecond;
        var total = (long)(duration.TotalSeconds / interval);
        var next = -1L;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new RawHttp(silo.Url);
            var head = RawHttp.Head("/v1/events", silo.FeedToken, batch == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json");
            var request = new byte[head.Length + 12 + (batch * MaxEvent) + 2];
            head.CopyTo(request, 0);
            while (true)
            {
                var n = Interlocked.Increment(ref next);
                if (n >= total)
                {
                    return;
                }

                var due = n * interval;
                var early = due - Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (early > 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds(early));
                }

                var length = Fill(request.AsSpan(head.Length + 12), from + (((n * of) + share) * batch), batch, batch == 1);
                await PostAsync(connection, request, head.Length, length, null);
                var took = (Stopwatch.GetElapsedTime(start).TotalSeconds - due) * 1000;
                lock (latencies)
                {
                    latencies.Add(took);
                }
            }
        })));
        return latencies;
    }

    private static async Task PostAsync(RawHttp connection, byte[] request, int headLength, int bodyLength, List<double>? latencies)
    {
        while (true)
        {
            var sent = Stopwatch.GetTimestamp();
            var (status, answer) = await connection.PostAsync(request, headLength, bodyLength);
            if (status == 200)
            {
                if (answer.Span.IndexOf("\"rejected\""u8) >= 0)
                {
                    throw new InvalidOperationException($"Rejected: {Encoding.UTF8.GetString(answer.Span)}");
                }

                latencies?.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                return;
            }

            if (status is not (429 or 503))
            {
                throw new InvalidOperationException($"{status}: {Encoding.UTF8.GetString(answer.Span)}");
            }

            await Task.Delay(50);
        }
    }

    private int Fill(Span<byte> body, long first, int count, bool single)
    {
        if (single)
        {
            return city.Write(first, body);
        }

        var n = 0;
        body[n++] = (byte)'[';
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                body[n++] = (byte)',';
            }

            n += city.Write(first + i, body[n..]);
        }

        body[n++] = (byte)']';
        return n;
    }
}
