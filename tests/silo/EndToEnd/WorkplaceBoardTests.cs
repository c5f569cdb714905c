using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static LtcActors.Silo.Tests.EndToEnd.NpmClientTests;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The live board as a place to work at all day, in a real browser: its counters, order, views, sounds, and its patience with the network.</summary>
public sealed class WorkplaceBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override async Task SceneAsync(SiloUnderTest silo)
    {
        await MockedCheckInsAsync(silo, 0, 6, institutions: 3);
        await MockedCheckInsAsync(silo, 61, 3);
    }

    [Fact]
    public async Task Every_counter_is_a_filter_stands_in_the_address_and_is_kept_live()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?rule=GEO-03,VIS-01&q=inst-");
        ILocator Choice(string facet, string value) => board.By($"facet-{facet}").Locator($"[data-value='{value}']");
        await Expect(Choice("rule", "GEO-03")).ToContainTextAsync("6", TextSoon);
        await Expect(Choice("district", "120101")).ToContainTextAsync("6");
        await Expect(Choice("institution", "inst-0")).ToContainTextAsync("4");

        await Choice("rule", "VIS-01").ClickAsync();
        await Choice("district", "120104").ClickAsync();
        await Choice("institution", "inst-1").ClickAsync();
        await Expect(board.Page).ToHaveURLAsync(new Regex(@"rule=GEO-03.*district=120104.*institution=inst-1"));
        await Expect(board.Rows).ToHaveCountAsync(1, CountedSoon);
        // The others of a counter say what they would show.
        await Expect(Choice("institution", "inst-0")).ToContainTextAsync("1");
        await board.Page.Mouse.MoveAsync(2, 2);

        await MockedCheckInsAsync(silo, 7, 1, institutions: 3);
        await Expect(board.Rows).ToHaveCountAsync(2, CountedSoon);
        await Expect(board.By("severity-count-P1")).ToContainTextAsync("2");
        await Expect(Choice("institution", "inst-1")).ToContainTextAsync("2");
        await board.Page.ReloadAsync();
        await Expect(board.Rows).ToHaveCountAsync(2, CountedSoon);
        await board.By("filter-reset").ClickAsync();
        Assert.DoesNotContain("?", board.Page.Url, StringComparison.Ordinal);
        using var counts = JsonDocument.Parse(await silo.Officer.GetStringAsync("/v1/alerts/counts?status=open,acknowledged"));
        await Expect(Choice("rule", "GEO-03")).ToContainTextAsync(counts.RootElement.GetProperty("rule").GetProperty("GEO-03").GetInt32().ToString(CultureInfo.InvariantCulture));
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task The_list_is_grouped_by_subject_and_sorted_by_due_time_and_says_so_in_the_address()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-6");
        // High enough for every row: those out of sight are not in the page.
        await board.Page.SetViewportSizeAsync(1366, 1400);
        await board.By("sort").SelectOptionAsync("due");
        await board.Page.Mouse.MoveAsync(2, 2);
        var severities = await board.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-testid=alert-row]')].sort((a, b) => a.dataset.index - b.dataset.index).map((row) => row.querySelector('.mark b').textContent)");
        Assert.Equal(["P1", "P1", "P1"], severities.Take(3));

        await board.By("group").SelectOptionAsync("subject");
        await Expect(board.Page).ToHaveURLAsync(new Regex("sort=due&group=subject"));
        var group = board.By("alert-group").Filter(new() { HasText = "person-61" });
        await Expect(group).ToContainTextAsync("4 条");
        await ShowAsync(board, "groups");
        // A group is chosen as a whole, by its box or by its key, which for a row would choose the row.
        await group.FocusAsync();
        await board.Page.Keyboard.PressAsync("x");
        await Expect(board.By("bulk-bar")).ToContainTextAsync("4");
        await board.Page.Keyboard.PressAsync("x");
        await Expect(board.By("bulk-bar")).ToHaveCountAsync(0);
        var before = await board.Rows.CountAsync();
        await group.ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(before - 4, CountedSoon);
        await Expect(group).ToHaveAttributeAsync("aria-expanded", "false");
        await board.By("group").SelectOptionAsync("typology");
        await Expect(board.By("alert-group").Filter(new() { HasText = "挂空单" })).ToHaveCountAsync(3, CountedSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_view_is_saved_comes_back_on_another_machine_and_opens_the_boards_of_a_role()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInAsync(silo, 1);
        await silo.SettledAsync();
        await using (var board = await SignedInAsync(silo, "/?severity=P1&sort=due"))
        {
            await board.By("views").SelectOptionAsync("edit");
            await board.By("view-name").FillAsync("值班");
            await board.By("view-shared").CheckAsync();
            await board.By("view-save").ClickAsync();
            await Expect(board.By("views-list")).ToContainTextAsync("值班", TextSoon);
            await board.By("view-default").SelectOptionAsync("administrator");
            await Expect(board.By("views-list")).ToContainTextAsync("系统管理员默认", TextSoon);
            await ShowAsync(board, "views");
            Assert.Empty(board.Complaints);
        }

        silo.Kill();
        await silo.StartAgainAsync();
        await using var elsewhere = await SignedInAsync(silo);
        await Expect(elsewhere.Page).ToHaveURLAsync(new Regex(@"\?severity=P1&sort=due$"), new() { Timeout = BoardPage.Soon });
        await Expect(elsewhere.By("views").Locator("option:checked")).ToHaveTextAsync("值班");
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_what_changed_meanwhile()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInAsync(silo, 1);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await Expect(board.By("since")).ToHaveCountAsync(0);
        await Task.WhenAll(
            board.Page.WaitForResponseAsync(r => r.Url.EndsWith("/api/session", StringComparison.Ordinal) && r.Request.Method == "DELETE"),
            board.By("sign-out").ClickAsync());

        await MockedCheckInsAsync(silo, 2, 2);
        await silo.SettledAsync();
        await board.SignInAsync();
        await Expect(board.By("since")).ToContainTextAsync("新增 P1 4 条", TextSoon);
        await ShowAsync(board, "since");
        await board.By("since-P1").ClickAsync();
        await Expect(board.Page).ToHaveURLAsync(new Regex("severity=P1&since="));
        await Expect(board.Rows).ToHaveCountAsync(4, CountedSoon);
        await board.By("since-close").ClickAsync();
        await Expect(board.By("since")).ToHaveCountAsync(0);
        Assert.DoesNotContain(board.Complaints, c => !c.Contains("401", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_wall_shows_what_is_most_pressing_and_names_nobody()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 2);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.By("wall-open").ClickAsync();
        await Expect(board.By("wall-P1")).ToHaveTextAsync("4", new() { Timeout = BoardPage.Soon });
        await Expect(board.By("wall-row").First).ToContainTextAsync("虚拟定位");
        Assert.DoesNotContain("person-", await board.By("wall").InnerTextAsync(), StringComparison.Ordinal);

        await MockedCheckInsAsync(silo, 3, 1);
        await Expect(board.By("wall-P1")).ToHaveTextAsync("6", new() { Timeout = BoardPage.Soon });
        await board.Page.SetViewportSizeAsync(1920, 1080);
        await ShowAsync(board, "wall");
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.Rows.First).ToBeVisibleAsync(VisibleSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Severities_are_heard_and_shown_as_this_machine_wants_and_nothing_while_it_is_muted()
    {
        var silo = await SharedAsync();
        // What other tests have sent must not be heard here.
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.Context.GrantPermissionsAsync(["notifications"]);
        await board.Page.EvaluateAsync(
            """
            () => {
              window.shown = []
              window.Notification = class { static permission = 'granted'; static requestPermission = async () => 'granted'
                constructor(title, options) { window.shown.push(title + '|' + options.body) } close() {} }
              window.tones = 0
              const start = OscillatorNode.prototype.start
              OscillatorNode.prototype.start = function (...a) { window.tones++; return start.apply(this, a) }
            }
            """);
        await board.By("notices-open").ClickAsync();
        await board.By("sound-test-P1").ClickAsync();
        await UntilAsync(board, "window.tones === 4");
        await board.By("desktop-P1").CheckAsync();
        await ShowAsync(board, "notices");
        await board.Page.Keyboard.PressAsync("Escape");

        await MockedCheckInAsync(silo, 31);
        await UntilAsync(board, "window.shown.length === 2 && window.tones > 4");
        // What everybody who passes can read names nobody.
        Assert.Equal(["P1 未实名登记的人员或机构提供服务|STF-05", "P1 虚拟定位或设备越狱|GEO-03"], (await board.Page.EvaluateAsync<string[]>("window.shown")).Order(StringComparer.Ordinal));

        await board.By("notices-open").ClickAsync();
        await board.By("mute-1").ClickAsync();
        await board.Page.Keyboard.PressAsync("Escape");
        await board.Page.EvaluateAsync("window.tones = 0");
        await MockedCheckInAsync(silo, 32);
        await Expect(board.Row("GEO-03", "person-32")).ToBeVisibleAsync(VisibleSoon);
        Assert.Equal((0, 2), (await board.Page.EvaluateAsync<int>("window.tones"), await board.Page.EvaluateAsync<int>("window.shown.length")));
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_lost_network_is_told_with_the_age_of_the_data_and_ends_in_the_same_list()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 2);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.MarkAsync();
        var before = await board.ListAsync();
        await board.Page.Context.SetOfflineAsync(true);
        await board.StateAsync("offline");
        await Expect(board.By("connection-state")).ToContainTextAsync("秒");
        Assert.Equal(before, await board.ListAsync());
        await MockedCheckInsAsync(silo, 3, 2);
        await silo.SettledAsync();

        await board.Page.Context.SetOfflineAsync(false);
        await board.StateAsync("live");
        await SameAsServerAsync(silo, board);
        await board.NotReloadedAsync();
    }

    [Fact]
    public async Task A_page_that_slept_ends_in_the_same_list()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 2);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.MarkAsync();
        var cdp = await board.Page.Context.NewCDPSessionAsync(board.Page);
        await cdp.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        // Meanwhile the server has gone and come back: the socket that the page still holds is dead.
        silo.Kill();
        await silo.StartAgainAsync();
        await MockedCheckInsAsync(silo, 3, 2);
        await silo.SettledAsync();

        await cdp.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });
        await board.StateAsync("live");
        await SameAsServerAsync(silo, board);
        await board.NotReloadedAsync();
    }

    [Fact]
    public async Task Ten_thousand_rows_are_scrolled_with_a_few_dozen_in_the_page_and_counted_by_the_server()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 2_600);
        await silo.SettledAsync();
        var all = (await OpenAlertsAsync(silo)).Count;
        Assert.InRange(all, 10_001, 11_000);
        await using var board = await SignedInAsync(silo);
        await Expect(board.By("list-total")).ToContainTextAsync("10000", new() { Timeout = 60_000 });
        // There are more than the page keeps: the server counts them, and the list says so.
        await Expect(board.By("list-partial")).ToContainTextAsync($"{all}", TextSoon);
        await Expect(board.By("severity-count-P1")).ToContainTextAsync("5200");
        var counted = await board.Page.EvaluateAsync<JsonElement>(
            """
            async () => {
              const list = document.querySelector('[data-testid=alert-row]').closest('.scroll')
              // What a frame makes and takes away: the work of a step, however long the list is.
              let changed = 0, worked = 0, rows = 0
              new MutationObserver((all) => { for (const one of all) changed += one.addedNodes.length + one.removedNodes.length }).observe(list, { childList: true, subtree: true })
              for (let i = 0; i < 120; i++) {
                changed = 0
                list.scrollTop = (list.scrollHeight - list.clientHeight) * (i / 119)
                await new Promise(requestAnimationFrame)
                await new Promise(requestAnimationFrame)
                worked = Math.max(worked, changed)
                rows = Math.max(rows, document.querySelectorAll('[data-testid=alert-row]').length)
              }
              return { rows, worked, nodes: document.querySelectorAll('*').length }
            }
            """);
        Assert.InRange(counted.GetProperty("rows").GetInt32(), 10, 60);
        Assert.InRange(counted.GetProperty("worked").GetInt32(), 10, 300);
        Assert.InRange(counted.GetProperty("nodes").GetInt32(), 100, 3_000);
        await Expect(board.Page.Locator("[data-index='0']")).ToHaveCountAsync(0);

        // What is closed counts no more, and a filter of the board's own words is understood: a city, a word, all that ever was.
        await DismissAsync(silo, "GEO-03", 100);
        await Expect(board.By("severity-count-P1")).ToContainTextAsync("5100", TextSoon);
        await board.Page.GotoAsync("/?status=all&district=1201&q=person-259");
        var sought = (await silo.AlertsAsync()).Count(a =>
            a.TryGetProperty("personId", out var id) && id.GetString()!.Contains("person-259", StringComparison.Ordinal) && a.TryGetProperty("districtCode", out _));
        await Expect(board.By("list-partial")).ToContainTextAsync($" {sought} ", new() { Timeout = 60_000 });

        // Of many closed ones the newest are listed, and that they are not all is said, until the filter asks for few enough.
        await DismissAsync(silo, "VIS-01", 2_100);
        await silo.SettledAsync();
        await board.Page.GotoAsync("/?status=dismissed");
        await Expect(board.By("list-partial")).ToContainTextAsync("2200", new() { Timeout = 60_000 });
        await Expect(board.By("list-total")).ToContainTextAsync("2000");
        // The first to be dismissed, and so none of the newest.
        await board.By("filter-text").FillAsync("geo-03 person-7");
        await Expect(board.By("list-partial")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.Row("GEO-03", "person-7").First).ToBeVisibleAsync(VisibleSoon);
    }

    /// <summary>Dismisses the first so many of a rule that were raised.</summary>
    private static async Task DismissAsync(SiloUnderTest silo, string rule, int count)
    {
        foreach (var some in (await silo.AlertsAsync(rule, count)).Take(count).Chunk(500))
        {
            var items = some.Select(a => new { id = a.GetProperty("id").GetString() });
            using var answer = await silo.Officer.PostAsJsonAsync("/v1/triage", new { action = "dismiss", note = "培训用机", outcome = "false-alarm", items });
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Waits in the page itself: its policy forbids what the driver would evaluate there.</summary>
    private static Task UntilAsync(BoardPage board, string holds) =>
        board.Page.EvaluateAsync($"() => new Promise((done) => {{ const look = () => ({holds}) ? done() : setTimeout(look, 20); look() }})").WaitAsync(TimeSpan.FromSeconds(20));

    private static async Task SameAsServerAsync(SiloUnderTest silo, BoardPage board)
    {
        await silo.SettledAsync();
        var expected = await OpenAlertsAsync(silo);
        await Expect(board.Rows).ToHaveCountAsync(expected.Count, CountedSoon);
        Assert.Equal(expected.AsEnumerable().Reverse(), await board.ListAsync());
    }
}
