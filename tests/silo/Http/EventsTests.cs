using System.Globalization;
using System.Net;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Tests.Http;

public sealed class EventsTests : IClassFixture<SiloFixture>
{
    private readonly SiloFixture silo;

    public EventsTests(SiloFixture silo) => this.silo = silo;

    [Fact]
    public async Task One_event_is_accepted_once_and_then_a_duplicate_and_its_id_serves_no_other()
    {
        Assert.Equal("accepted", await StatusAsync(Samples.Death("one-1")));
        Assert.Equal("duplicate", await StatusAsync(Samples.Death("one-1")));
        using var reused = await PostAsync(Samples.Death("one-1", "P-2"), "application/cloudevents+json");
        var result = (await SiloFixture.JsonAsync(reused)).GetProperty("results")[0];
        Assert.Equal("rejected", result.GetProperty("status").GetString());
        Assert.Equal("id-reused", result.GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_single_event_that_is_malformed_is_answered_200_with_its_problems()
    {
        using var answer = await PostAsync("""{"specversion":"1.0","id":"bad-1"}""", "application/cloudevents+json; charset=utf-8");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var result = (await SiloFixture.JsonAsync(answer)).GetProperty("results")[0];
        Assert.Equal(("bad-1", "rejected"), (result.GetProperty("id").GetString(), result.GetProperty("status").GetString()));
        Assert.NotEqual(0, result.GetProperty("problems").GetArrayLength());
        Assert.False(result.TryGetProperty("seq", out _));
    }

    [Fact]
    public async Task A_batch_is_answered_in_its_order_and_a_bad_event_fails_alone()
    {
        using var answer = await PostAsync($"[{Samples.Death("b-1")},17,{Samples.Death("b-2")}]", "application/cloudevents-batch+json");
        var results = (await SiloFixture.JsonAsync(answer)).GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["accepted", "rejected", "accepted"], results.Select(r => r.GetProperty("status").GetString()));
        Assert.Equal(["b-1", null, "b-2"], results.Select(r => r.GetProperty("id").GetString()));
        Assert.True(results[2].GetProperty("seq").GetInt64() > results[0].GetProperty("seq").GetInt64());
        Assert.All(results, r => Assert.True(r.TryGetProperty("problems", out _)));
    }

    [Fact]
    public async Task An_empty_batch_has_no_results()
    {
        using var answer = await PostAsync("[]", "application/cloudevents-batch+json");
        Assert.Equal("""{"results":[]}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Ten_thousand_events_are_taken_and_one_more_is_not()
    {
        string Batch(int n) => "[" + string.Join(',', Enumerable.Range(0, n).Select(i => Samples.Death("many-" + i))) + "]";
        using var full = await PostAsync(Batch(10_000), "application/cloudevents-batch+json");
        Assert.Equal(10_000, (await SiloFixture.JsonAsync(full)).GetProperty("results").GetArrayLength());
        using var over = await PostAsync(Batch(10_001), "application/cloudevents-batch+json");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too-many-events"), await ProblemOf(over));
    }

    [Fact]
    public async Task Binary_mode_takes_the_attributes_from_the_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events")
        {
            Content = SiloFixture.Content("""{"diedAt":"2026-02-28"}""", "application/json"),
        };
        foreach (var (name, value) in new[]
        {
            ("specversion", "1.0"), ("id", "bin-1"), ("source", "/registry"), ("type", "ltc.person.died"), ("subject", "P-1"),
            ("time", "2026-03-01T08:00:00+08:00"),
        })
        {
            request.Headers.Add("ce-" + name, value);
        }

        using var client = silo.Feed();
        using var answer = await client.SendAsync(request);
        var result = (await SiloFixture.JsonAsync(answer)).GetProperty("results")[0];
        Assert.Equal("accepted", result.GetProperty("status").GetString());
        var stored = silo.Engine.ReadEvent(result.GetProperty("seq").GetInt64())!.Value;
        Assert.Contains("\"diedAt\":\"2026-02-28\"", System.Text.Encoding.UTF8.GetString(stored.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Back_pressure_is_429_with_whole_seconds_to_wait()
    {
        silo.Engine.Failures.Enqueue(new OverloadedException(TimeSpan.FromMilliseconds(1200)));
        using var answer = await PostAsync(Samples.Death("busy-1"), "application/cloudevents+json");
        Assert.Equal("2", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal((HttpStatusCode.TooManyRequests, "overloaded"), await ProblemOf(answer));
        Assert.Equal("accepted", await StatusAsync(Samples.Death("busy-1")));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_503_and_nothing_counts_as_accepted()
    {
        silo.Engine.Failures.Enqueue(new JournalUnavailableException("the disk is full at /secret/path"));
        using var answer = await PostAsync(Samples.Death("disk-1"), "application/cloudevents+json");
        Assert.True(int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture) >= 1);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal-unavailable"), await ProblemOf(answer));
        Assert.Equal("accepted", await StatusAsync(Samples.Death("disk-1")));
        Assert.Contains(silo.Log, l => l.StartsWith("Warning: Requests are turned down", StringComparison.Ordinal) && l.Contains("the disk is full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_waits_until_the_events_are_durable()
    {
        var durable = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        silo.Engine.BeforeDurable = () =>
        {
            entered.TrySetResult();
            return durable.Task;
        };
        try
        {
            var answer = PostAsync(Samples.Death("wait-1"), "application/cloudevents+json");
            await entered.Task;
            Assert.False(answer.IsCompleted);
            durable.SetResult();
            Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        }
        finally
        {
            silo.Engine.BeforeDurable = () => Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_body_that_begins_with_a_byte_order_mark_is_read()
    {
        Assert.Equal("accepted", await StatusAsync("\uFEFF" + Samples.Death("bom-1")));
    }

    internal static async Task<(HttpStatusCode Status, string? Code)> ProblemOf(HttpResponseMessage answer)
    {
        var (status, code, _) = await SiloFixture.ProblemAsync(answer);
        return (status, code);
    }

    private async Task<string?> StatusAsync(string json)
    {
        using var answer = await PostAsync(json, "application/cloudevents+json");
        return (await SiloFixture.JsonAsync(answer)).GetProperty("results")[0].GetProperty("status").GetString();
    }

    private async Task<HttpResponseMessage> PostAsync(string text, string type)
    {
        using var client = silo.Feed();
        using var content = SiloFixture.Content(text, type);
        return await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
    }
}
