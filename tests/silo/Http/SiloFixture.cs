using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Queries;
using LtcActors.Tests.Machine;
using Microsoft.Extensions.Logging;

namespace LtcActors.Silo.Tests.Http;

/// <summary>A silo over a fake engine, listening on a port of its own.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "ltc-silo-" + Guid.NewGuid().ToString("N"));
    private SiloHost? host;

    public SiloFixture()
        : this(new ManualClock())
    {
    }

    internal SiloFixture(ManualClock clock) => Clock = clock;

    internal FakeSupervision Engine { get; init; } = new();

    internal ManualClock Clock { get; }

    internal SiloOptions Options { get; init; } = new() { Urls = "http://127.0.0.1:0" };

    internal Domain.Policies.PolicyBook Policies { get; init; } = Hosting.PolicyFiles.Read();

    internal List<string> Log { get; } = [];

    public Func<HttpClient, CancellationToken, Task>? Demo { get; init; }

    public SiloHost Host => host!;

    public string Data => Path.Combine(folder, "data");

    public string FeedToken { get; private set; } = "";

    public string OfficerToken { get; private set; } = "";

    public string Password { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var web = Directory.CreateDirectory(Path.Combine(folder, "web")).FullName;
        Directory.CreateDirectory(Path.Combine(web, "assets"));
        await File.WriteAllTextAsync(Path.Combine(web, "index.html"), "<!doctype html><title>LtcActors</title>");
        await File.WriteAllTextAsync(Path.Combine(web, "assets", "main-abc123.js"), "export {}");
        await StartAsync();
        Engine.Raise(Samples.Alert("A-1", 3));
        Engine.Raise(Samples.Alert("A-2", 4, "P3", AlertStatus.Withdrawn, "GEO-01", "120102"));
    }

    public async Task StartAsync()
    {
        var parts = new SiloParts
        {
            Supervision = _ => Engine,
            Policies = Policies,
            Rules = (book, day) => [new RuleInfo("ELG-01", 1, new BilingualText("死亡后享受待遇", "Benefit after death"), "P1", [Fence(book, day)], [])],
            Demo = Demo,
            Clock = Clock,
        };
        host = await SiloHost.StartAsync(
            Options with { Data = Data, WebRoot = Path.Combine(folder, "web") }, parts, l => l.AddProvider(new ListLogger(Log)));
        (FeedToken, OfficerToken, _, Password) = await FirstRun.ReadAsync(Data);
    }

    private static RuleThreshold Fence(Domain.Policies.PolicyBook book, DateOnly day) =>
        new("geo.fence", book.For("120101", day).Fence.Value, "m", "proposed", book.RegionOf("120101").InForce("geo.fence", day).From);

    public async Task StopAsync()
    {
        await host!.DisposeAsync();
        host = null;
    }

    public async Task DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <param name="token">Null: a stranger.</param>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public HttpClient Feed() => Client(FeedToken);

    public HttpClient Officer() => Client(OfficerToken);

    /// <returns>A client with a session's cookie, and the session's csrf value.</returns>
    public async Task<(HttpClient Client, string Csrf)> SignInAsync()
    {
        var client = Client();
        using var answer = await client.PostAsJsonAsync("/api/session", new { user = "admin", password = Password });
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (client, body.GetProperty("csrf").GetString()!);
    }

    internal static StringContent Content(string text, string type) => Typed(new StringContent(text, Encoding.UTF8), type);

    internal static T Typed<T>(T content, string? type)
        where T : HttpContent
    {
        content.Headers.Remove("Content-Type");
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    /// <summary>What a refusal says: its status, its code, and by the name of which parameter, where it names one.</summary>
    internal static async Task<(HttpStatusCode Status, string? Code, string? Parameter)> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(answer);
        return (answer.StatusCode, problem.GetProperty("code").GetString(), problem.TryGetProperty("parameter", out var name) ? name.GetString() : null);
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
}

internal sealed class ListLogger(List<string> lines) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}");
        }
    }

    public void Dispose()
    {
    }
}
