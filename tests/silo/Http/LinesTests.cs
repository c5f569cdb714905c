using System.Net;
using System.Text.Json;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Tests.Http;

/// <summary><c>application/x-ndjson</c>: answered while the request is still being sent.</summary>
public sealed class LinesTests : IClassFixture<SiloFixture>
{
    private readonly SiloFixture silo;

    public LinesTests(SiloFixture silo) => this.silo = silo;

    [Fact]
    public async Task Each_line_is_answered_when_it_is_durable_and_before_the_next_is_sent()
    {
        await using var stream = await OpenAsync();
        await stream.SendChunkAsync(Samples.Death("nd-1") + "\n");
        Assert.Contains("application/x-ndjson", await stream.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("accepted", await StatusAsync(stream, "nd-1"));
        await stream.SendChunkAsync(Samples.Death("nd-2")[..40]);
        await stream.SendChunkAsync(Samples.Death("nd-2")[40..] + "\n\n  \r\n");
        Assert.Equal("accepted", await StatusAsync(stream, "nd-2"));
        await stream.SendChunkAsync(Samples.Death("nd-1") + "\n{]\n" + Samples.Death("nd-3"));
        await stream.SendAsync("0\r\n\r\n");
        Assert.Equal("duplicate", await StatusAsync(stream, "nd-1"));
        Assert.Contains("not-json", await stream.ReadUntilAsync("}]}\n"), StringComparison.Ordinal);
        Assert.Equal("accepted", await StatusAsync(stream, "nd-3"));
        await stream.ReadUntilAsync("0\r\n\r\n");
    }

    [Fact]
    public async Task What_arrived_together_is_submitted_in_groups_and_answered_in_order()
    {
        var before = silo.Engine.GroupSizes.Count;
        var answers = await SendAllAsync(string.Join('\n', Enumerable.Range(0, 3000).Select(i => Samples.Death("g-" + i))));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => "g-" + i), answers.Select(a => a.GetProperty("id").GetString()));
        Assert.All(answers, a => Assert.Equal("accepted", a.GetProperty("status").GetString()));
        var groups = silo.Engine.GroupSizes.Skip(before).ToList();
        Assert.True(groups.Max() <= 256);
        Assert.True(groups.Count < 1000, $"{groups.Count} groups for 3000 lines");
    }

    [Fact]
    public async Task A_line_over_the_limit_is_rejected_alone()
    {
        var answers = await SendAllAsync(Samples.Death("l-1") + "\n" + new string('x', 3 * 1024 * 1024) + "\n" + Samples.Death("l-2") + "\n");
        Assert.Equal(["accepted", "rejected", "accepted"], answers.Select(a => a.GetProperty("status").GetString()));
        Assert.Equal("line-too-long", answers[1].GetProperty("problems")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Back_pressure_in_a_stream_is_waited_out_and_tried_again()
    {
        silo.Engine.Failures.Enqueue(new OverloadedException(TimeSpan.FromMilliseconds(5)));
        silo.Engine.Failures.Enqueue(new OverloadedException(TimeSpan.Zero));
        var answers = await SendAllAsync(Samples.Death("p-1"));
        Assert.Equal("accepted", Assert.Single(answers).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_journal_that_fails_before_the_first_answer_is_503()
    {
        silo.Engine.Failures.Enqueue(new JournalUnavailableException("full"));
        using var client = silo.Feed();
        using var content = SiloFixture.Content(Samples.Death("j-1"), "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal-unavailable"), await EventsTests.ProblemOf(answer));
    }

    [Fact]
    public async Task A_journal_that_fails_later_cuts_the_answer_so_that_it_does_not_look_complete()
    {
        await using var stream = await OpenAsync();
        await stream.SendChunkAsync(Samples.Death("c-1") + "\n");
        Assert.Equal("accepted", await StatusAsync(stream, "c-1"));
        silo.Engine.Failures.Enqueue(new JournalUnavailableException("full"));
        await stream.SendChunkAsync(Samples.Death("c-2") + "\n");
        var rest = await stream.ReadToEndAsync();
        Assert.DoesNotContain("c-2", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("0\r\n\r\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_that_breaks_off_within_a_line_has_not_sent_it()
    {
        var stream = await OpenAsync();
        await stream.SendChunkAsync(Samples.Death("k-1") + "\n" + Samples.Death("k-2"));
        Assert.Equal("accepted", await StatusAsync(stream, "k-1"));
        await stream.DisposeAsync();
        var answers = await SendAllAsync(Samples.Death("k-1") + "\n" + Samples.Death("k-2"));
        Assert.Equal(["duplicate", "accepted"], answers.Select(a => a.GetProperty("status").GetString()));
    }

    private static async Task<string?> StatusAsync(RawClient stream, string id)
    {
        var line = await stream.ReadUntilAsync("]}\n");
        using var result = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(id, result.RootElement.GetProperty("id").GetString());
        return result.RootElement.GetProperty("status").GetString();
    }

    private async Task<RawClient> OpenAsync()
    {
        var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: {silo.Host.Address.Authority}\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        return stream;
    }

    private async Task<List<JsonElement>> SendAllAsync(string lines)
    {
        using var client = silo.Feed();
        using var content = SiloFixture.Content(lines, "application/x-ndjson");
        using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }
}
