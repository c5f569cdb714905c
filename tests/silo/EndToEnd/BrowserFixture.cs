using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using LtcActors.Tests.Machine;
using Microsoft.Playwright;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>
/// One Chromium for all tests of a class, and one silo for those of them that leave each other in peace. Where there is no Chromium, they
/// fail: a board that nobody looked at is not tested.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--lang=zh-CN", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private SiloUnderTest? shared;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        shared?.Dispose();
    }

    /// <summary>The silo of those tests that look for nothing but their own: the same for all of a class.</summary>
    /// <param name="scene">What is known there before the first of them.</param>
    internal async Task<SiloUnderTest> SharedAsync(Func<SiloUnderTest, Task> scene)
    {
        if (shared is null)
        {
            shared = await SiloUnderTest.StartAsync();
            await scene(shared);
            await shared.SettledAsync();
        }

        return shared;
    }

    /// <summary>A browser of its own, without anybody's cookies.</summary>
    internal async Task<BoardPage> OpenAsync(SiloUnderTest silo, string path = "/")
    {
        var context = await browser!.NewContextAsync(new() { ViewportSize = new() { Width = 1366, Height = 768 }, BaseURL = silo.Url.ToString(), Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        var board = new BoardPage(page, silo);
        await page.GotoAsync(path);
        return board;
    }
}

/// <summary>The board in a browser, by what an officer sees and does.</summary>
internal sealed class BoardPage : IAsyncDisposable
{
    /// <summary>For what should take two seconds at most, on a machine that has much else to do.</summary>
    public const float Soon = 10_000;

    private readonly SiloUnderTest silo;

    public BoardPage(IPage page, SiloUnderTest silo)
    {
        Page = page;
        this.silo = silo;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings on the console, and what was thrown.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public ILocator Rows => By("alert-row");

    public ILocator Detail => By("alert-detail");

    public ILocator By(string testId) => Page.GetByTestId(testId);

    public ILocator Row(string rule, string subject) =>
        Page.Locator($"[data-testid=alert-row][data-alert-id^='{rule}-']").Filter(new() { HasText = subject });

    public Task SignInAsync(string? password = null) => SignInAsync("admin", password ?? silo.Password);

    public async Task SignInAsync(string user, string password)
    {
        await By("sign-in-user").FillAsync(user);
        await By("sign-in-password").FillAsync(password);
        await By("sign-in-submit").ClickAsync();
    }

    /// <summary>The answers say that the session ends so many seconds from now; at 0, that it has ended.</summary>
    public Task SessionEndsInAsync(Func<int> seconds) => Page.RouteAsync("**/api/session", async route =>
    {
        if (route.Request.Method == "GET" && seconds() == 0)
        {
            await route.FulfillAsync(new() { Status = 401, ContentType = "application/problem+json", Body = "{}" });
            return;
        }

        var answer = await route.FetchAsync();
        var session = JsonNode.Parse(await answer.TextAsync())!;
        if (answer.Status == 200 && session["now"] is { } now)
        {
            session["ends"] = DateTimeOffset.Parse((string)now!, CultureInfo.InvariantCulture).AddSeconds(seconds()).ToString("o");
        }

        await route.FulfillAsync(new() { Response = answer, Body = session.ToJsonString() });
    });

    /// <summary>The answers say something else of the session than the server does.</summary>
    public Task SessionSaysAsync(Action<JsonNode> change) => Page.RouteAsync("**/api/session", async route =>
    {
        var answer = await route.FetchAsync();
        var session = JsonNode.Parse(await answer.TextAsync())!;
        change(session);
        await route.FulfillAsync(new() { Response = answer, Body = session.ToJsonString() });
    });

    /// <summary>Signed in, everything loaded, the stream running, and nobody's pointer among the rows.</summary>
    public async Task LiveAsync()
    {
        await StateAsync("live");
        await Page.Mouse.MoveAsync(2, 2);
    }

    public Task StateAsync(string state) =>
        Assertions.Expect(By("connection-state")).ToHaveAttributeAsync("data-state", state, new() { Timeout = 60_000 });

    public async Task OpenAsync(string rule, string subject)
    {
        await Row(rule, subject).ClickAsync();
        await Assertions.Expect(Detail).ToBeVisibleAsync();
        await Page.Mouse.MoveAsync(2, 2);
    }

    /// <summary>Opens the dialog, fills in what is given, and sends it.</summary>
    public async Task TriageAsync(string action, string? note = null, string? outcome = null)
    {
        await By($"triage-{action}").ClickAsync();
        if (note is not null)
        {
            await By("triage-note").FillAsync(note);
        }

        if (outcome is not null)
        {
            await By("triage-outcome").SelectOptionAsync(outcome);
        }

        await By("triage-submit").ClickAsync();
    }

    /// <summary>What stands in the list, from the top: each alert with the place of its latest change.</summary>
    public async Task<string[]> ListAsync() =>
        await Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('[data-testid=alert-row]')]
              .sort((a, b) => a.dataset.index - b.dataset.index).map((row) => row.dataset.alertId + ' ' + row.dataset.seq)
            """);

    /// <summary>A page that is loaded again has lost the mark.</summary>
    public Task MarkAsync() => Page.EvaluateAsync("window.mark = true");

    public async Task NotReloadedAsync() => Assert.True(await Page.EvaluateAsync<bool>("window.mark === true"), "The page was loaded anew.");

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
