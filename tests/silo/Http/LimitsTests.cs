using System.Diagnostics;
using System.Net;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Tests.Http;

public sealed class LimitsTests
{
    [Fact]
    public void The_limits_hold_together()
    {
        Assert.Empty(SiloLimits.Default.Broken());
        Assert.NotEmpty((SiloLimits.Default with { EventBytes = 100 * 1024 * 1024 }).Broken());
    }

    [Fact]
    public void Bodies_share_a_budget_and_give_it_back()
    {
        var budget = new BodyBudget(SiloLimits.Default with { BodiesBytes = 100 });
        Assert.True(budget.TryTake(60));
        Assert.False(budget.TryTake(60));
        budget.Return(60);
        Assert.True(budget.TryTake(100));
    }

    [Fact]
    public async Task Too_many_bytes_held_at_once_are_429_and_come_free_again()
    {
        const int room = 1024 * 1024;
        var silo = new SiloFixture
        {
            Options = new SiloOptions
            {
                Urls = "http://127.0.0.1:0",
                Limits = SiloLimits.Default with { BodiesBytes = 2 * room, BatchBytes = room, EventBytes = room, AttachmentBytes = room },
            },
        };
        await silo.InitializeAsync();
        var durable = new TaskCompletionSource();
        using var entered = new SemaphoreSlim(0);
        silo.Engine.BeforeDurable = () =>
        {
            entered.Release();
            return durable.Task;
        };
        using var client = silo.Feed();
        client.Timeout = TimeSpan.FromSeconds(20);
        Task<HttpResponseMessage> SendAsync(string id) => client.PostAsync(
            new Uri("/v1/events", UriKind.Relative),
            SiloFixture.Content(new string(' ', 600_000) + Samples.Death(id), "application/cloudevents+json"));

        // Each is held until it is durable or is refused; whichever way the buffers grew, eight have no room. A refused sender that is
        // still sending may find its connection closed before it reads the answer: the others say what it was.
        var sent = new List<Task<HttpResponseMessage>>();
        var another = entered.WaitAsync();
        for (var i = 0; i < 8; i++)
        {
            sent.Add(SendAsync("r-" + i));
            if (await Task.WhenAny(sent[i], another) == another)
            {
                another = entered.WaitAsync();
            }
        }

        durable.SetResult();
        await Task.WhenAll(sent).ContinueWith(_ => { }, TaskScheduler.Default);
        var answers = sent.Where(s => s.IsCompletedSuccessfully).Select(s => s.Result).ToList();
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "overloaded"), await EventsTests.ProblemOf(answers.First(a => a.StatusCode != HttpStatusCode.OK)));

        // A sender reads its answer a moment before the server lets go of its body.
        var after = await SendAsync("r-9");
        for (var again = 0; again < 100 && after.StatusCode == HttpStatusCode.TooManyRequests; again++)
        {
            await Task.Delay(20);
            after = await SendAsync("r-9");
        }

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_stop_ends_open_streams_in_good_order()
    {
        var silo = new SiloFixture();
        await silo.InitializeAsync();
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        await stream.SendChunkAsync(Samples.Death("s-1") + "\n");
        await stream.ReadUntilAsync("]}\n");
        var began = Stopwatch.StartNew();
        var stopped = silo.StopAsync();
        // The last chunk: the answer is complete.
        await stream.ReadUntilAsync("0\r\n\r\n");
        await stopped;
        Assert.True(began.Elapsed < SiloLimits.Default.ShutdownTimeout, $"took {began.Elapsed}");
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_is_silent_too_long_is_ended()
    {
        var silo = new SiloFixture
        {
            Options = new SiloOptions { Urls = "http://127.0.0.1:0", Limits = SiloLimits.Default with { StreamIdle = TimeSpan.FromMilliseconds(200) } },
        };
        await silo.InitializeAsync();
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await stream.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_body_that_trickles_is_408()
    {
        var silo = new SiloFixture();
        await silo.InitializeAsync();
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/cloudevents+json\r\nContent-Length: 5000\r\n\r\n{");
        var answer = await stream.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"request-timeout\"", answer, StringComparison.Ordinal);
        await silo.DisposeAsync();
    }
}
