using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>WCAG 2.1 A and AA by axe on every screen of the board, in both languages and both themes; 200 % zoom; reduced motion.</summary>
public sealed class AccessibilityTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private static readonly string Axe = File.ReadAllText(FindAxe());

    [Theory]
    [InlineData("zh", "light")]
    [InlineData("zh", "dark")]
    [InlineData("en", "light")]
    [InlineData("en", "dark")]
    public async Task No_screen_has_a_violation(string language, string theme)
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 12);
        await silo.SettledAsync();
        await using var board = await Browser.OpenAsync(silo);
        await board.Page.EvaluateAsync("([locale, theme]) => { localStorage.setItem('ltc.locale', locale); localStorage.setItem('ltc.theme', theme) }", new[] { language, theme });
        await board.Page.ReloadAsync();
        await CheckAsync(board, "sign-in");
        await board.SignInAsync();
        await board.LiveAsync();
        foreach (var (width, height) in new[] { (1366, 768), (1920, 1080) })
        {
            await board.Page.SetViewportSizeAsync(width, height);
            await ShowAsync(board, $"board-{language}-{theme}-{width}");
        }

        await CheckAsync(board, "board");
        await board.Page.GotoAsync("/?group=typology&sort=due");
        await Expect(board.By("alert-group").First).ToBeVisibleAsync(VisibleSoon);
        await board.By("pick-all").CheckAsync();
        await CheckAsync(board, "groups");
        await board.By("bulk-resolve").ClickAsync();
        await Expect(board.By("triage-dialog")).ToBeVisibleAsync(VisibleSoon);
        await CheckAsync(board, "triage-dialog");
        await board.Page.Keyboard.PressAsync("Escape");
        await board.Rows.First.ClickAsync();
        await Expect(board.By("history")).ToBeVisibleAsync(VisibleSoon);
        await board.By("triage-mine").ClickAsync();
        await Expect(board.By("undo")).ToBeVisibleAsync(VisibleSoon);
        await CheckAsync(board, "detail");
        foreach (var (width, height) in new[] { (1366, 768), (1920, 1080) })
        {
            await board.Page.SetViewportSizeAsync(width, height);
            await ShowAsync(board, $"detail-{language}-{theme}-{width}");
        }

        await board.By("notices-open").ClickAsync();
        await Expect(board.By("notices-dialog")).ToBeVisibleAsync(VisibleSoon);
        await CheckAsync(board, "notices");
        await board.Page.Keyboard.PressAsync("Escape");
        await board.By("views").SelectOptionAsync("edit");
        await Expect(board.By("views-dialog")).ToBeVisibleAsync(VisibleSoon);
        await CheckAsync(board, "views");
        foreach (var path in new[] { "/wall", "/rules", "/silences", "/?q=nobody" })
        {
            await board.Page.GotoAsync(path);
            await Expect(board.By("loading-state")).ToHaveCountAsync(0, CountedSoon);
            await board.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await CheckAsync(board, path);
            await ShowAsync(board, $"page{path.Replace("/", "-", StringComparison.Ordinal).Replace("?", "", StringComparison.Ordinal)}-{language}-{theme}");
        }
    }

    [Fact]
    public async Task At_twice_the_size_nothing_is_cut_off_and_everything_can_be_reached()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 3);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        // A window of 1366 by 768 at 200 %.
        await board.Page.SetViewportSizeAsync(683, 384);
        Assert.Equal(0, await board.Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        foreach (var id in new[] { "connection-state", "filter-text", "sort", "group", "views", "take-next", "severity-count-P4", "due-count-soon", "sign-out" })
        {
            var box = await board.By(id).BoundingBoxAsync();
            Assert.True(box is { X: >= 0 } && box.X + box.Width <= 684, $"{id} is cut off at {box?.X} to {box?.X + box?.Width}.");
        }

        await ShowAsync(board, "zoomed");
        await board.Rows.First.ClickAsync();
        await Expect(board.Detail).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("triage-acknowledge")).ToBeVisibleAsync();
        await ShowAsync(board, "zoomed-detail");
    }

    [Fact]
    public async Task Nothing_moves_for_whoever_wants_no_motion()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 1);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await board.Rows.First.ClickAsync();
        await board.By("triage-mine").ClickAsync();
        await Expect(board.By("undo")).ToBeVisibleAsync(VisibleSoon);
        Assert.Equal(0, await board.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }

    private static async Task CheckAsync(BoardPage board, string screen)
    {
        // Evaluated, not added as a script: the page's own policy goes on to hold.
        await board.Page.EvaluateAsync($"if (!window.axe) {{ {Axe} }}");
        var result = await board.Page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations.map((v) => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.failureSummary ?? '').slice(0, 200)) }))");
        Assert.True(result.GetArrayLength() == 0, $"{screen}: {result.GetRawText()}");
    }

    private static string FindAxe()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LtcActors.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "dashboard", "node_modules", "axe-core", "axe.min.js");
    }
}
