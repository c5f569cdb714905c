using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LtcActors.Silo.Tests.Http;

public sealed class MalformedTests : IClassFixture<SiloFixture>
{
    private readonly SiloFixture silo;

    public MalformedTests(SiloFixture silo) => this.silo = silo;

    [Fact]
    public async Task Every_malformed_request_gets_exactly_its_answer()
    {
        var cases = MalformedRequests.All.ToList();
        Assert.True(cases.Count >= 60);
        var wrong = new List<string>();
        foreach (var request in cases)
        {
            if (await AskAsync(request) is { } fault)
            {
                wrong.Add($"{request}\n    but {fault}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read()
    {
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/cloudevents-batch+json\r\nContent-Length: 1073741824\r\n\r\n");
        var answer = await stream.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body-too-large\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_grows_over_the_limit_is_refused()
    {
        // By one block: of a sender that has much more to send, the refusal may be lost with the connection.
        using var content = SiloFixture.Typed(new PushContent((16 * 1024 * 1024) + 1), "application/cloudevents-batch+json");
        using var client = silo.Feed();
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), await EventsTests.ProblemOf(answer));
    }

    [Fact]
    public async Task A_single_event_over_one_megabyte_is_refused()
    {
        using var content = SiloFixture.Content(new string(' ', 1024 * 1024) + Samples.Death("big"), "application/cloudevents+json");
        using var client = silo.Feed();
        using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), await EventsTests.ProblemOf(answer));
    }

    [Theory]
    [InlineData("GET ?id=1 HTTP/1.1\r\nHost: x\r\n\r\n", "400")]
    [InlineData("GET / HTTP/9.9\r\nHost: x\r\n\r\n", "505")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("GET /health/live HTTP/1.1\r\n\r\n", "400")]
    [InlineData("\u0016\u0003\u0001\r\n\r\n", "400")]
    public async Task What_is_no_http_is_refused_by_the_server_itself(string request, string status)
    {
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync(request);
        Assert.StartsWith("HTTP/1.1 " + status, await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_thousand_bytes_of_headers_are_431()
    {
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Large: " + new string('h', 100_000) + "\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 431", await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_of_no_length_is_a_problem()
    {
        await using var stream = await RawClient.ConnectAsync(silo.Host.Address);
        await stream.SendAsync($"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {silo.FeedToken}\r\n"
            + "Content-Type: application/cloudevents+json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        var answer = await stream.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad-request\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_inside_is_500_without_what_it_was_and_is_logged()
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri("/v1/alerts/throws", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.InternalServerError, "internal"), await EventsTests.ProblemOf(answer));
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains(silo.Log, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("InvalidOperationException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_problem_has_the_members_of_rfc_9457_and_a_chinese_title_on_request()
    {
        using var client = silo.Officer();
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));
        using var answer = await client.GetAsync(new Uri("/v1/alerts?severity=P9", UriKind.Relative));
        var problem = await SiloFixture.JsonAsync(answer);
        Assert.Equal("urn:ltcactors:problem:unknown-value", problem.GetProperty("type").GetString());
        Assert.Equal("未知的取值", problem.GetProperty("title").GetString());
        Assert.Contains("未知", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("detail").GetString()));
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()));
    }

    /// <returns>What was wrong with the answer; null when it was right.</returns>
    private async Task<string?> AskAsync(Malformed malformed)
    {
        using var client = malformed.As switch { "feed" => silo.Feed(), "officer" => silo.Officer(), _ => silo.Client() };
        using var request = new HttpRequestMessage(new HttpMethod(malformed.Method), malformed.Path);
        if (malformed.Body is { } body)
        {
            request.Content = SiloFixture.Typed(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), malformed.Type);
        }

        foreach (var header in malformed.Headers ?? [])
        {
            var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != malformed.Status || answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {text}";
        }

        var problem = await SiloFixture.JsonAsync(answer);
        var where = problem.TryGetProperty("pointer", out var pointer) ? pointer.GetString()
            : problem.TryGetProperty("parameter", out var parameter) ? parameter.GetString() : null;
        return problem.GetProperty("code").GetString() == malformed.Code && where == malformed.Where ? null : text;
    }

    private sealed class PushContent(int bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = new byte[64 * 1024];
            Array.Fill(part, (byte)' ');
            for (var sent = 0; sent < bytes; sent += part.Length)
            {
                await stream.WriteAsync(part);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
