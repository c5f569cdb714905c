using System.Text.RegularExpressions;
using LtcActors.Silo.Tests.Access;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The clocks of the severities as a board shows them, and whom it reaches when they run out. The browser's time is moved on; the clocks are the silo's.</summary>
public sealed class ClockBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task An_alert_that_nobody_takes_warns_then_is_late_before_all_and_is_told_again_until_somebody_takes_it()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 1);
        await silo.SettledAsync();
        await using var board = await Browser.OpenAsync(silo);
        await HearingAsync(board);
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

    /// <summary>Person 1 lives in 120104, person 2 in 120101; each has two P1, which have a quarter of an hour.</summary>
    [Fact]
    public async Task What_nobody_took_in_its_time_reaches_the_supervisor_of_its_district_on_any_screen_and_no_other_districts()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 2);
        await silo.SettledAsync();
        using var administrator = await Person.InAsync(new HttpClient { BaseAddress = silo.Url }, "admin", silo.Password);
        await using var supervisor = await OfAsync(silo, administrator, "zhou.min", "supervisor", "120101");
        await using var foreign = await OfAsync(silo, administrator, "wu.fan", "supervisor", "120104");
        await using var officer = await OfAsync(silo, administrator, "li.na", "officer", "120101");
        // Neither is at the board, nor has a filter that would show any.
        await supervisor.Page.Locator("nav a[href='/rules']").ClickAsync();
        await foreign.By("filter-text").FillAsync("none-of-these");
        await Expect(supervisor.By("escalations")).ToContainTextAsync("0");
        await Expect(officer.By("escalations")).ToHaveCountAsync(0);
        await Expect(officer.By("escalated")).ToHaveCountAsync(0);

        foreach (var board in new[] { supervisor, foreign, officer })
        {
            await board.Page.Clock.FastForwardAsync("16:00");
        }

        foreach (var board in new[] { supervisor, foreign })
        {
            await Expect(board.By("escalations").Locator("b")).ToHaveTextAsync("2", new() { Timeout = BoardPage.Soon });
            await board.Page.WaitForFunctionAsync("window.shown.length === 1 && window.tones === 3");
            Assert.Contains("2 条预警已升级至您", (await board.Page.EvaluateAsync<string[]>("window.shown"))[0], StringComparison.Ordinal);
        }

        await supervisor.By("escalations").FocusAsync();
        await supervisor.Page.Keyboard.PressAsync("Enter");
        await Expect(supervisor.Page).ToHaveURLAsync(new Regex(@"/\?due=escalated&sort=due$"));
        await Expect(supervisor.Rows).ToHaveCountAsync(2, CountedSoon);
        await Expect(supervisor.Rows.Filter(new() { HasText = "person-1" })).ToHaveCountAsync(0);
        await supervisor.OpenAsync("GEO-03", "person-2");
        await Expect(supervisor.By("escalation")).ToContainTextAsync("升级至主管", TextSoon);
        await Expect(supervisor.By("escalation")).ToContainTextAsync("无人经办");
        await Expect(supervisor.By("history-escalated")).ToContainTextAsync("升级至主管", TextSoon);
        await ShowAsync(supervisor, "escalated");

        // To one, and from that one to another: offered is whoever may have it, and nobody of another district.
        await administrator.PostAsync("/v1/accounts", new { name = "sun.yi", role = "officer", districts = new[] { "120101" } });
        await supervisor.By("triage-assign").ClickAsync();
        var offered = supervisor.By("triage-dialog").Locator("datalist option");
        await Expect(offered).ToHaveCountAsync(4, CountedSoon);
        Assert.Equal(["admin", "li.na", "sun.yi", "zhou.min"], await offered.EvaluateAllAsync<string[]>("options => options.map(one => one.value)"));
        await supervisor.Page.Keyboard.PressAsync("Escape");
        await GiveAsync(supervisor, "sun.yi");
        await GiveAsync(supervisor, "li.na");
        await Expect(supervisor.By("history-escalated")).ToHaveCountAsync(1, CountedSoon);

        // Whoever has it now sees that it was escalated; and is told that it is overdue, which is no escalation to an officer.
        var row = officer.Row("GEO-03", "person-2");
        await Expect(row).ToContainTextAsync("li.na", TextSoon);
        await Expect(row.Locator("[data-testid=escalated]")).ToContainTextAsync("已升级", TextSoon);
        await officer.OpenAsync("GEO-03", "person-2");
        await Expect(officer.By("escalation")).ToContainTextAsync("由 li.na 经办", TextSoon);
        await officer.Page.WaitForFunctionAsync("window.shown.length === 1");
        Assert.Contains("超期", (await officer.Page.EvaluateAsync<string[]>("window.shown"))[0], StringComparison.Ordinal);
        await officer.TriageAsync("resolve", "实地核查", "confirmed");
        await Expect(supervisor.By("escalations").Locator("b")).ToHaveTextAsync("1", new() { Timeout = BoardPage.Soon });
        await Expect(foreign.By("escalations").Locator("b")).ToHaveTextAsync("2");
        Assert.Empty(supervisor.Complaints);
    }

    private static async Task GiveAsync(BoardPage board, string officer)
    {
        await board.By("triage-assign").ClickAsync();
        await board.By("triage-assignee").FillAsync(officer);
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("escalation")).ToContainTextAsync($"由 {officer} 经办", TextSoon);
    }

    /// <summary>A browser of its own, at the board and with a clock that can be moved on, of somebody of one district.</summary>
    private async Task<BoardPage> OfAsync(SiloUnderTest silo, Person administrator, string name, string role, string district)
    {
        using var made = await Person.MakeAsync(() => new HttpClient { BaseAddress = silo.Url }, administrator, name, role, [district]);
        var board = await Browser.OpenAsync(silo);
        await HearingAsync(board);
        await board.SignInAsync(name, Person.Chosen);
        await board.LiveAsync();
        return board;
    }

    /// <summary>The page can be moved on in time, and what it shows on the desktop and plays is kept.</summary>
    private static async Task HearingAsync(BoardPage board)
    {
        await board.Page.Clock.InstallAsync();
        await board.Page.AddInitScriptAsync(
            """
            window.shown = []
            window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted'
              constructor(title) { window.shown.push(title) } close() {} }
            window.tones = 0
            const start = OscillatorNode.prototype.start
            OscillatorNode.prototype.start = function (...a) { window.tones++; return start.apply(this, a) }
            localStorage.setItem('ltc.notices', JSON.stringify({ channels: { P1: { sound: false, desktop: true } }, escalated: { sound: true, desktop: true }, mutedUntil: 0 }))
            """);
        await board.Page.ReloadAsync();
    }
}
