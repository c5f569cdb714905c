using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>
/// WCAG 2.1 A and AA by axe on every screen of the board: Chinese and light in the smaller window, English and dark in the larger; 200 %
/// zoom; reduced motion. Where pictures are asked for (LTC_PICTURES), every language, theme and size together.
/// </summary>
public sealed partial class AccessibilityTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>, IDisposable
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Sources.Root, "dashboard", "node_modules", "axe-core", "axe.min.js"));

    private static readonly string[] Standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

    private static readonly string[] Laid = ["color-contrast", "scrollable-region-focusable", "button-name", "link-name", "label"];

    private readonly SemaphoreSlim alone = new(1);

    private static readonly (int Width, int Height) Small = (1366, 768);

    private static readonly (int Width, int Height) Large = (1920, 1080);

    /// <summary>A window of 1366 by 768 at 200 %.</summary>
    private static readonly (int Width, int Height) Zoomed = (683, 384);

    /// <summary>Everything that can be acted on and cannot be brought into the window, or lies under something else when it is.</summary>
    private const string OutOfReach =
        """
        async () => {
          // What folds itself away in a narrow window does so with the next frame.
          for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame)
          const root = [...document.querySelectorAll('dialog[open]')].pop() ?? document.body
          const lost = []
          if (document.documentElement.scrollWidth > innerWidth) lost.push(`the page is ${document.documentElement.scrollWidth} wide`)
          for (const one of root.querySelectorAll('a[href], button, input, select, textarea, summary')) {
            if (one.disabled || one.closest('.sr-only, [aria-hidden=true], [inert]') || one.matches('.sr-only, .skip') || !one.checkVisibility({ visibilityProperty: true })) continue
            one.scrollIntoView({ block: 'center', inline: 'center' })
            const box = one.getBoundingClientRect()
            if (box.width === 0) continue
            const name = `${one.tagName} ${one.dataset.testid ?? one.textContent.trim().slice(0, 30)}`
            if (box.left < -1 || box.left + Math.min(box.width, innerWidth) > innerWidth + 1 || box.bottom < 0 || box.top > innerHeight) { lost.push(`${name} is cut off at ${Math.round(box.left)},${Math.round(box.top)}`); continue }
            const at = document.elementFromPoint(Math.min(innerWidth - 1, box.left + box.width / 2), Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)))
            // Visits of one caregiver that overlap do so on the chart too; the keyboard reaches each.
            if (at?.closest('.track') && one.closest('.track')) continue
            if (at && !one.contains(at) && !at.contains(one) && !one.closest('label')?.contains(at)) lost.push(`${name} lies under ${at.tagName}.${at.className} ${at.textContent.trim().slice(0, 20)}`)
          }
          for (const one of root.querySelectorAll('*')) {
            const { overflowY } = getComputedStyle(one)
            if (!['auto', 'scroll'].includes(overflowY) || one.scrollHeight <= one.clientHeight + 4 || one.matches('textarea, pre') || !one.checkVisibility({ visibilityProperty: true })) continue
            if (one.clientHeight < 90) lost.push(`of ${one.tagName}.${one.className} ${one.scrollHeight} high, ${one.clientHeight} are to be seen`)
          }
          return lost
        }
        """;

    public void Dispose() => alone.Dispose();

    [Fact]
    public void Every_page_and_every_dialog_has_a_row()
    {
        var source = Path.Combine(Sources.Root, "dashboard", "src");
        var route = File.ReadAllText(Path.Combine(source, "model", "route.ts"));
        var nav = File.ReadAllText(Path.Combine(source, "views", "nav.ts"));
        var views = View().Matches(route).Select(m => m.Groups[1].Value)
            .Concat(Views().Matches(nav).SelectMany(m => Word().Matches(m.Groups[1].Value)).Select(m => m.Groups[1].Value));
        var pages = Pages().Matches(route).SelectMany(m => Word().Matches(m.Groups[1].Value)).Select(m => "policies/" + m.Groups[1].Value);
        var dialogs = Directory.GetFiles(source, "*.svelte", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains("<Modal ", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f));
        var instead = Instead().Matches(File.ReadAllText(Path.Combine(source, "App.svelte"))).Select(m => m.Groups[1].Value);
        var wanted = views.Concat(pages).Concat(dialogs).Concat(instead).Distinct().Where(one => one is not "policies").ToList();
        Assert.True(wanted.Count > 30, string.Join(' ', wanted));
        Assert.Equal([], wanted.Except(Screens.All.Select(s => s.Of)));
    }

    [Fact]
    public async Task No_screen_has_a_violation_in_either_language_and_theme_and_none_loses_anything_at_twice_the_size()
    {
        using var silo = await SiloUnderTest.StartAsync();
        var city = await SimulatedCity.PlayAsync(silo);
        await city.WorkAsync();
        var faults = new ConcurrentQueue<string>();
        // Two at a time: each waits for the page as often as the page waits for it.
        await (PictureFolder is not null
            ? Task.WhenAll(
                WalkAsync(city, "zh", "light", faults, Small, Large).ContinueWith(_ => WalkAsync(city, "en", "dark", faults, Large, Small), TaskScheduler.Default).Unwrap(),
                WalkAsync(city, "en", "light", faults, Small, Large).ContinueWith(_ => WalkAsync(city, "zh", "dark", faults, Large, Small), TaskScheduler.Default).Unwrap())
            : Task.WhenAll(WalkAsync(city, "zh", "light", faults, Small), WalkAsync(city, "en", "dark", faults, Large)));
        Assert.True(faults.IsEmpty, string.Join(Environment.NewLine, faults));
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

    private async Task WalkAsync(SimulatedCity city, string language, string theme, ConcurrentQueue<string> faults, params (int Width, int Height)[] sizes)
    {
        await using var board = await Browser.OpenAsync(city.Silo);
        // What slides in is half transparent for a while, which no contrast survives.
        await board.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await board.Page.EvaluateAsync("([locale, theme]) => { localStorage.setItem('ltc.locale', locale); localStorage.setItem('ltc.theme', theme) }", new[] { language, theme });
        await board.Page.ReloadAsync();
        board.Page.SetDefaultTimeout(BoardPage.Soon);
        await Expect(board.By("sign-in-submit")).ToBeVisibleAsync(VisibleSoon);
        await LookAsync("sign-in");
        await board.SignInAsync("not the password");
        await Expect(board.By("sign-in-error")).ToBeVisibleAsync(VisibleSoon);
        await LookAsync("sign-in-error");
        await board.SignInAsync();
        await board.LiveAsync();
        foreach (var screen in Screens.All)
        {
            if (screen.Alone)
            {
                await alone.WaitAsync();
            }

            try
            {
                await OpenAsync(board, screen, city);
                await LookAsync(screen.Name);
                await screen.After(board);
            }
            catch (Exception error) when (error is PlaywrightException or TimeoutException)
            {
                faults.Enqueue($"{screen.Name} {language} {theme} is not to be had: {error.Message.Split('\n')[0]}");
                await ShowAsync(board, $"missing-{screen.Name}-{language}-{theme}");
            }
            finally
            {
                if (screen.Alone)
                {
                    alone.Release();
                }
            }

            if (screen.Answers != Answers.Come)
            {
                await board.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
                await board.Page.GotoAsync("/");
            }
        }

        void Add(IEnumerable<string> found)
        {
            foreach (var one in found)
            {
                faults.Enqueue(one);
            }
        }

        async Task LookAsync(string name)
        {
            foreach (var (width, height) in sizes)
            {
                await board.Page.SetViewportSizeAsync(width, height);
                await ShowAsync(board, $"{language}-{theme}-{width}-{name}");
                Add((await ViolationsAsync(board, whole: (width, height) == sizes[0])).Select(v => $"{name} {language} {theme} {width}: {v}"));
            }

            // English words are the longer ones.
            if ((language, theme) is ("en", "dark"))
            {
                await board.Page.SetViewportSizeAsync(Zoomed.Width, Zoomed.Height);
                await ShowAsync(board, $"{language}-{theme}-{Zoomed.Width}-{name}");
                Add((await board.Page.EvaluateAsync<string[]>(OutOfReach)).Select(v => $"{name} {language} zoomed: {v}"));
            }

            await board.Page.SetViewportSizeAsync(sizes[0].Width, sizes[0].Height);
        }
    }

    /// <summary>By a link inside the page where that does, by loading it anew where answers must fail from the first on.</summary>
    private static async Task OpenAsync(BoardPage board, Screen screen, SimulatedCity city)
    {
        var path = screen.Path(city);
        await board.Page.EvaluateAsync("document.querySelectorAll('dialog[open]').forEach((one) => one.dispatchEvent(new Event('cancel', { cancelable: true })))");
        if (screen.Answers == Answers.Come)
        {
            await board.Page.EvaluateAsync("(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path);
        }
        else
        {
            await board.Page.RouteAsync(screen.Requests, route => screen.Answers == Answers.Hang ? Task.CompletedTask
                : route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"title":"Not ready","code":"not-ready","detail":"The engine is not ready yet."}""" }));
            await board.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        }

        await screen.Then(board);
        await Expect(board.By(screen.Ready).First).ToBeVisibleAsync(VisibleSoon);
        if (screen.Answers != Answers.Hang)
        {
            await Expect(board.By("loading-state")).ToHaveCountAsync(0, CountedSoon);
        }

        await board.Page.Mouse.MoveAsync(2, 2);
    }

    /// <summary>Of long lists the first rows, which the others are like.</summary>
    /// <param name="whole">All rules; else those that another window can break: what is shown only there, or lies otherwise.</param>
    private static async Task<string[]> ViolationsAsync(BoardPage board, bool whole)
    {
        // Evaluated, not added as a script: the page's own policy goes on to hold.
        if (!await board.Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await board.Page.EvaluateAsync(Axe);
        }

        var result = await board.Page.EvaluateAsync<JsonElement>(
            "async (rules) => (await axe.run({ exclude: ['ul > li:nth-child(n+7)', 'ol > li:nth-child(n+7)', 'tbody > tr:nth-child(n+7)', '[data-testid=graph-node]:nth-child(n+12)'] }, { runOnly: rules, resultTypes: ['violations'], preload: false })).violations.map((v) => v.id + ' ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + (n.failureSummary ?? '').slice(0, 200)).join(' | '))",
            whole ? Standards : Laid);
        return [.. result.EnumerateArray().Select(v => v.GetString()!)];
    }

    /// <summary>What stands instead of the whole board.</summary>
    [GeneratedRegex(@"import\('\./views/access/(\w+)\.svelte'\)")]
    private static partial Regex Instead();

    [GeneratedRegex(@"view: '(\w+)'")]
    private static partial Regex View();

    [GeneratedRegex(@"views: \[([^\]]*)\]")]
    private static partial Regex Views();

    [GeneratedRegex(@"page: ('\w+'(?: \| '\w+')*)")]
    private static partial Regex Pages();

    [GeneratedRegex(@"'(\w+)'")]
    private static partial Regex Word();
}
