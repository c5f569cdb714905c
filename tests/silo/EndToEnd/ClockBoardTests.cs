using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The clocks of the severities as a board shows them. The browser's time is moved on; the clocks are the silo's.</summary>
public sealed class ClockBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task An_alert_that_nobody_takes_warns_then_is_late_before_all_and_is_told_again_until_somebody_takes_it()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 1);
        await silo.SettledAsync();
        await using var board = await Browser.OpenAsync(silo);
        await board.Page.Clock.InstallAsync();
        await board.Page.AddInitScriptAsync(
            """
            window.shown = []
            window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted'
              constructor(title) { window.shown.push(title) } close() {} }
            localStorage.setItem('ltc.notices', JSON.stringify({ channels: { P1: { sound: false, desktop: true } }, mutedUntil: 0 }))
            """);
        await board.Page.ReloadAsync();
        await board.SignInAsync();
        await board.LiveAsync();
        var due = board.Row("GEO-03", "person-1").Locator("[data-due]");
        await Expect(due).ToHaveAttributeAsync("data-due", "running", AttributeSoon);

        // A P1 has a quarter of an hour, and warns five minutes before.
        await board.Page.Clock.FastForwardAsync("11:00");
        await Expect(due).ToHaveAttributeAsync("data-due", "soon", AttributeSoon);
        await Expect(board.By("due-count-soon")).ToContainTextAsync("2", TextSoon);
        Assert.Empty(await board.Page.EvaluateAsync<string[]>("window.shown"));

        await board.Page.Clock.FastForwardAsync("05:00");
        await Expect(due).ToHaveAttributeAsync("data-due", "overdue", AttributeSoon);
        await Expect(board.By("due-count-overdue")).ToContainTextAsync("2", TextSoon);
        await board.Page.WaitForFunctionAsync("window.shown.length === 1");
        Assert.Contains("2", (await board.Page.EvaluateAsync<string[]>("window.shown"))[0], StringComparison.Ordinal);

        await board.By("due-count-overdue").ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(2, CountedSoon);
        await board.OpenAsync("GEO-03", "person-1");
        await board.TriageAsync("acknowledge");
        await Expect(board.By("due-count-overdue")).ToContainTextAsync("1", TextSoon);
        await Expect(board.Rows).ToHaveCountAsync(1, CountedSoon);
    }
}
