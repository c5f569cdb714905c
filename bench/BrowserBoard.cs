using System.Text.Json;
using LtcActors.Tests.Machine;
using Microsoft.Playwright;

namespace LtcActors.Bench;

/// <summary>A board in headless Chromium, signed in as the administrator. Notes with the frame after it when each row first stood in the page.</summary>
internal sealed class BrowserBoard : IAsyncDisposable
{
    private const string Watch =
        """
        window.shown = {}
        new MutationObserver(() => requestAnimationFrame(() => {
          const now = performance.timeOrigin + performance.now()
          for (const row of document.querySelectorAll('[data-testid=alert-row]')) window.shown[row.dataset.alertId] ??= now
        })).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-alert-id'] })
        """;

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IPage page;

    private BrowserBoard(IPlaywright playwright, IBrowser browser, IPage page)
    {
        this.playwright = playwright;
        this.browser = browser;
        this.page = page;
    }

    /// <param name="watch">Whether it notes rows, which it remembers for ever.</param>
    public static async Task<BrowserBoard> OpenAsync(SiloProcess silo, bool watch)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new() { BaseURL = silo.Url.ToString(), ViewportSize = new() { Width = 1920, Height = 1080 } });
        if (watch)
        {
            await page.AddInitScriptAsync(Watch);
        }

        await page.GotoAsync("/");
        await page.GetByTestId("sign-in-user").FillAsync(silo.First.User);
        await page.GetByTestId("sign-in-password").FillAsync(silo.First.Password);
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await page.Locator("[data-testid=connection-state][data-state=live]").WaitForAsync();
        return new(playwright, browser, page);
    }

    /// <returns>Milliseconds from the navigation on.</returns>
    public async Task<double> FirstPaintAsync()
    {
        await page.ReloadAsync();
        await page.Locator("[data-testid=connection-state][data-state=live]").WaitForAsync();
        return await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    }

    /// <returns>When each alert's row first stood in the page, in milliseconds since 1970.</returns>
    public async Task<Dictionary<string, double>> ShownAsync() =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(await page.EvaluateAsync<string>("JSON.stringify(window.shown)"))!;

    /// <returns>What stands beneath the list: how many rows it has.</returns>
    public Task<string> TotalAsync() => page.GetByTestId("list-total").InnerTextAsync();

    /// <returns>Bytes of the page's heap after a collection.</returns>
    public async Task<double> HeapAsync()
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        await session.DetachAsync();
        return usage!.Value.GetProperty("usedSize").GetDouble();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
