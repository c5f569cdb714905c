using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Map and investigation as an investigator uses them: a real browser against the running silo.</summary>
public sealed partial class InvestigationPagesTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override Task SceneAsync(SiloUnderTest silo) => CaseAsync(silo);

    [Fact]
    public async Task The_map_shows_districts_homes_check_ins_and_alerts_and_asks_no_other_host()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo, "/map?at=117.2,39.11,14&days=30");
        var hosts = new HashSet<string>();
        board.Page.Request += (_, request) => hosts.Add(new Uri(request.Url).Authority);
        await board.SignInAsync();

        // Two live at one place, which is masked as on their own pages.
        var homes = board.By("map-cluster").Filter(new() { HasText = "住所 2 个" });
        await Expect(homes).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Page.Locator("[data-testid=map-item][data-layer=alerts], [data-testid=map-cluster]:has-text('预警')").First).ToBeVisibleAsync();
        await board.By("map-item").Filter(new() { HasText = "和平护理站" }).ClickAsync();
        await Expect(board.By("map-picked")).ToContainTextAsync("I-1");
        await board.By("layer-homes").UncheckAsync();
        await Expect(homes).ToHaveCountAsync(0, CountedSoon);
        Assert.Contains("layers=alerts,institutions,check-ins", board.Page.Url, StringComparison.Ordinal);
        await board.By("layer-homes").CheckAsync();
        await Expect(homes).ToBeVisibleAsync(VisibleSoon);
        await ShowAsync(board, "map");

        // The keyboard moves it; the address follows.
        await board.By("map").Locator("canvas").FocusAsync();
        await board.Page.Keyboard.PressAsync("-");
        await Expect(board.By("map")).ToHaveAttributeAsync("data-zoom", "13.00");
        await Expect(board.Page).ToHaveURLAsync(new Regex(@"at=[\d.,]+,13\.00"));
        await board.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(board.By("map")).Not.ToHaveAttributeAsync("data-center", new Regex("^117\\.20000,"));
        Assert.Equal([silo.Url.Authority], hosts);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task An_alert_leads_to_its_visit_paused_at_the_moment_in_question_and_the_replay_plays()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        await board.OpenAsync("GEO-01", "P-1");
        await board.By("open-visit").ClickAsync();

        await Expect(board.By("visit-elements")).ToContainTextAsync("bathing", new() { Timeout = BoardPage.Soon });
        foreach (var element in new[] { "服务项目", "服务对象", "服务人员", "日期", "地点", "开始", "结束" })
        {
            await Expect(board.By("visit-elements")).ToContainTextAsync(element);
        }

        await Expect(board.By("replay")).ToHaveAttributeAsync("data-now", "2026-06-05T01:00:00.000Z");
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-playing", "false");
        await Expect(board.By("replay")).ToContainTextAsync("± 10 m");
        await ShowAsync(board, "visit");
        await board.By("replay-next").ClickAsync();
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-now", "2026-06-05T01:20:00.000Z");
        await board.By("replay-scrub").FocusAsync();
        await board.Page.Keyboard.PressAsync("Home");
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-now", "2026-06-05T00:58:48.000Z");
        await board.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-now", "2026-06-05T00:58:49.000Z");
        var without = await board.By("map").Locator("canvas").EvaluateAsync<string>("canvas => canvas.toDataURL()");
        await board.By("replay-circles").CheckAsync();
        await board.Page.WaitForFunctionAsync("before => document.querySelector('[data-testid=map] canvas').toDataURL() !== before", without);
        await board.By("replay-speed").SelectOptionAsync("1800");
        await board.By("replay-play").ClickAsync();
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-playing", "false", new() { Timeout = BoardPage.Soon });
        await Expect(board.By("replay").Locator(".now")).ToContainTextAsync("签退");
        await board.By("visit-entries").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(board.By("journal-entry")).ToContainTextAsync("ltc.visit.checked-in", new() { Timeout = BoardPage.Soon });
        await board.By("entry-link").ClickAsync();
        await Expect(board.By("entry-page")).ToContainTextAsync("\"visitId\": \"V-1\"", new() { Timeout = BoardPage.Soon });
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task The_slider_goes_back_to_what_was_known_then()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/persons/P-1");
        await Expect(board.By("timeline-row")).ToHaveCountAsync(5, CountedSoon);
        await Expect(board.By("facts")).ToContainTextAsync("护理安排");
        await Expect(board.By("tab-visits")).ToContainTextAsync("1");
        await ShowAsync(board, "person");

        // To the first step: only the registration had been recorded.
        await board.By("as-of-slider").FocusAsync();
        await board.Page.Keyboard.PressAsync("Home");

        await Expect(board.Page).ToHaveURLAsync(new Regex("asOf="), new() { Timeout = BoardPage.Soon });
        await Expect(board.By("timeline-row")).ToHaveCountAsync(1, CountedSoon);
        await Expect(board.By("timeline")).ToContainTextAsync("参保登记");
        await Expect(board.By("facts")).Not.ToContainTextAsync("护理安排");
        await board.By("tab-alerts").ClickAsync();
        await Expect(board.By("entity-alerts").GetByTestId("empty-state")).ToBeVisibleAsync(VisibleSoon);
        await ShowAsync(board, "person-then");
        await board.By("as-of-now").ClickAsync();
        await Expect(board.By("entity-alerts").Locator("tbody tr").First).ToBeVisibleAsync(VisibleSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Ten_thousand_entries_scroll_with_a_handful_of_rows_in_the_page()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CaseAsync(silo);
        for (var batch = 0; batch < 10; batch++)
        {
            await PostAsync(silo, Enumerable.Range(batch * 1000, 1000).Select(i => Event(
                "ltc.visit.tracked", "P-1", new DateTimeOffset(2026, 6, 5, 9, 0, 1, TimeSpan.FromHours(8)).AddMilliseconds(i * 300).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", null), $"track-{i}",
                new { visitId = "V-1", caregiverId = "C-1", points = new[] { new { time = "2026-06-05T09:10:00+08:00", lat = 39.1, lon = 117.2 } } })));
        }

        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo, "/persons/P-1");
        await Expect(board.By("timeline-count")).ToContainTextAsync("10005 / 10005", new() { Timeout = 60_000 });

        // Every frame of a scroll through all of it is drawn from rows that fit the panel.
        var frames = await board.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const scroller = document.querySelector('[data-testid=timeline]')
              let most = 0, longest = 0, before = performance.now()
              for (let i = 0; i <= 100; i++) {
                scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * i / 100
                await new Promise(requestAnimationFrame)
                const now = performance.now()
                longest = Math.max(longest, now - before); before = now
                most = Math.max(most, scroller.querySelectorAll('[data-testid=timeline-row]').length)
              }
              return [most, longest]
            }
            """);
        Assert.InRange(frames[0], 10, 60);
        Assert.True(frames[1] < 1_000, $"A frame took {frames[1]:F0} ms.");
        await Expect(board.By("timeline")).ToContainTextAsync("参保登记");
        await board.By("timeline-type").SelectOptionAsync("ltc.visit.checked-in");
        await Expect(board.By("timeline-row")).ToHaveCountAsync(1, CountedSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task The_graph_finds_the_neighbour_at_the_same_address_and_leads_on()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/persons/P-1?tab=graph");
        foreach (var node in new[] { "person:P-1", "caregiver:C-1", "device:D-1", "address:P-1", "person:P-2" })
        {
            await Expect(board.Page.Locator($"[data-node='{node}']")).ToBeVisibleAsync(VisibleSoon);
        }

        await ShowAsync(board, "graph");
        await board.Page.Locator("[data-node='caregiver:C-1']").FocusAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await Expect(board.By("entity-page")).ToHaveAttributeAsync("data-kind", "caregivers", new() { Timeout = BoardPage.Soon });
        await Expect(board.Page.Locator("[data-node='caregiver:C-1'][data-step='0']")).ToBeVisibleAsync(VisibleSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Notes_pins_and_files_stand_in_the_case_file_with_who_and_when_and_come_back_unchanged()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/persons/P-2");
        await board.By("timeline-row").First.GetByTestId("pin-entry").ClickAsync();
        await Expect(board.By("timeline-row").First).ToContainTextAsync("已钉入", new() { Timeout = BoardPage.Soon });
        await board.By("tab-case").ClickAsync();
        await board.By("case-submit").ClickAsync();
        await Expect(board.By("case-panel").GetByRole(AriaRole.Alert)).ToContainTextAsync("请填写内容");
        await board.By("case-text").FillAsync("家属称当日无人上门。");
        await board.By("case-submit").ClickAsync();
        await Expect(board.By("case-items").Locator("[data-type=note]")).ToContainTextAsync("家属称当日无人上门。", new() { Timeout = BoardPage.Soon });
        await board.By("case-file").SetInputFilesAsync(new FilePayload { Name = "通话记录.txt", MimeType = "text/plain", Buffer = "通话"u8.ToArray() });
        await board.By("case-submit").ClickAsync();
        var file = board.By("case-items").Locator("[data-type=attachment]");
        await Expect(file).ToContainTextAsync("admin", new() { Timeout = BoardPage.Soon });
        await Expect(file).ToContainTextAsync(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("通话"u8)));
        await ShowAsync(board, "case");
        var download = await board.Page.RunAndWaitForDownloadAsync(() => board.By("case-download").ClickAsync());
        Assert.Equal("通话记录.txt", download.SuggestedFilename);
        Assert.Equal("通话", await File.ReadAllTextAsync(await download.PathAsync()));
        await board.By("case-unpin").ClickAsync();
        await Expect(board.By("case-items").Locator("[data-type=pin]")).ToContainTextAsync("取下", new() { Timeout = BoardPage.Soon });
        await board.Page.ReloadAsync();
        await Expect(board.By("case-items").Locator("li")).ToHaveCountAsync(3, CountedSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Two_caregivers_days_stand_side_by_side_and_their_meeting_is_counted()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/caregivers/C-3");
        await board.By("compare-link").ClickAsync();
        await board.By("compare-b").FillAsync("C-4");
        await board.By("compare-day").FillAsync("2026-06-05");
        await board.By("compare-show").ClickAsync();

        await Expect(board.By("compare-bar")).ToHaveCountAsync(2, CountedSoon);
        await Expect(board.By("compare-summary")).ToContainTextAsync("同时服务同一人 1 段");
        await ShowAsync(board, "compare");
        await board.By("compare-bar").First.ClickAsync();
        await Expect(board.By("visit-page")).ToBeVisibleAsync(VisibleSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Institution_binding_and_what_nobody_knows_have_their_pages_in_both_languages()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/institutions/I-1?tab=visits");
        await Expect(board.By("visit-row")).ToHaveCountAsync(1, CountedSoon);
        await Expect(board.By("facts")).ToContainTextAsync("服务协议");
        await board.By("lang-switch").ClickAsync();
        await Expect(board.By("facts")).ToContainTextAsync("Agreements");
        await board.Page.GotoAsync("/bindings/P-1");
        await Expect(board.By("facts")).ToContainTextAsync("F-1", new() { Timeout = BoardPage.Soon });
        await board.Page.GotoAsync("/persons/nobody");
        await Expect(board.By("empty-state").First).ToContainTextAsync("Nothing is known of nobody", new() { Timeout = BoardPage.Soon });
    }

    /// <summary>
    /// A person whose caregiver checks in 2.2 km away, with a neighbour of the same address, a device, a family binding; and far from them
    /// two caregivers who are with one person at once, and one whose move and whose wrong arrangement were told later.
    /// </summary>
    private static async Task CaseAsync(SiloUnderTest silo)
    {
        var home = new { lat = 39.1, lon = 117.2 };
        await PostAsync(silo, [Event("ltc.person.registered", "P-1", "2026-06-01T09:00:00+08:00", "r1", new { name = "李建国", birthDate = "1941-05-06", districtCode = "120101", home })]);
        await PostAsync(silo, [
            Event("ltc.institution.designated", "I-1", "2026-06-01T09:00:00+08:00", "d1", new
            {
                name = "和平护理站", districtCode = "120101", position = new { lat = 39.105, lon = 117.205 }, services = new[] { "home" }, agreementFrom = "2026-01-01", agreementTo = "2026-12-31",
            }),
            Event("ltc.person.registered", "P-2", "2026-06-01T09:00:00+08:00", "r2", new { name = "王芳", birthDate = "1943-05-06", districtCode = "120101", home }),
            Event("ltc.caregiver.registered", "C-1", "2026-06-01T09:00:00+08:00", "c1", new { name = "张敏", kind = "professional", institutionId = "I-1", duty = "home", contractFrom = "2026-01-01" }),
            Event("ltc.person.arranged", "P-1", "2026-06-01T10:00:00+08:00", "a1", new { mode = "home", institutionId = "I-1", from = "2026-06-01", package = "professional", caregiverId = "C-1" }),
            Event("ltc.binding.approved", "P-1", "2026-06-01T10:00:00+08:00", "b1", new { caregiverId = "F-1", on = "2026-06-01" }),
            Event("ltc.visit.checked-in", "P-1", "2026-06-05T09:00:00+08:00", "in", new { visitId = "V-1", caregiverId = "C-1", deviceId = "D-1", position = new { lat = 39.12, lon = 117.2, accuracy = 10 } }),
            Event("ltc.visit.tracked", "P-1", "2026-06-05T09:40:00+08:00", "t1", new
            {
                visitId = "V-1", caregiverId = "C-1", points = new[] { new { time = "2026-06-05T09:20:00+08:00", lat = 39.11, lon = 117.2, accuracy = 60 }, new { time = "2026-06-05T09:40:00+08:00", lat = 39.101, lon = 117.2, accuracy = 60 } },
            }),
            Event("ltc.visit.checked-out", "P-1", "2026-06-05T10:00:00+08:00", "out", new
            {
                visitId = "V-1", caregiverId = "C-1", deviceId = "D-1", position = new { lat = 39.1, lon = 117.2, accuracy = 10 }, services = new[] { new { code = "bathing", minutes = 40 } },
            }),
            .. new[] { ("C-3", "09:00", "10:00"), ("C-4", "09:30", "10:30") }.SelectMany(v => new[]
            {
                Event("ltc.visit.checked-in", "P-3", $"2026-06-05T{v.Item2}:00+08:00", $"in-{v.Item1}", new { visitId = $"of-{v.Item1}", caregiverId = v.Item1, position = new { lat = 39.3, lon = 117.4, accuracy = 8 } }),
                Event("ltc.visit.checked-out", "P-3", $"2026-06-05T{v.Item3}:00+08:00", $"out-{v.Item1}", new { visitId = $"of-{v.Item1}", caregiverId = v.Item1, position = new { lat = 39.3, lon = 117.4, accuracy = 8 } }),
            }),
            .. MovedLater(),
        ]);
        await PostAsync(silo, [
            Event("ltc.person.moved", "P-5", "2026-06-02T09:00:00+08:00", "m5", new { home = new { lat = 39.7, lon = 117.6 }, from = "2026-06-02" }),
            Event("ltc.event.withdrawn", "P-5", "2026-06-06T09:00:00+08:00", "w5", new { source = "/test", id = "a5", reason = "another person" }),
        ]);
    }
}
