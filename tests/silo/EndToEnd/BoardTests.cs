using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static LtcActors.Silo.Tests.EndToEnd.NpmClientTests;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The board as an officer uses it: a real browser against the running silo.</summary>
public sealed class BoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override async Task SceneAsync(SiloUnderTest silo)
    {
        await MockedCheckInsAsync(silo, 11, 6);
        await CheckInFarFromHomeAsync(silo, "person-21", "person-22", "person-23");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_right_one_opens_the_board_without_a_complaint_of_the_browser()
    {
        var silo = await SharedAsync();
        await using (var refused = await Browser.OpenAsync(silo))
        {
            await refused.SignInAsync("wrong");
            await Expect(refused.By("sign-in-error")).ToBeVisibleAsync(VisibleSoon);
            await Expect(refused.By("connection-state")).ToHaveCountAsync(0);
        }

        await using var board = await Browser.OpenAsync(silo);
        await board.SignInAsync();
        await board.LiveAsync();
        await Expect(board.By("facet-rule")).ToBeVisibleAsync();
        await board.Page.ReloadAsync();
        await board.LiveAsync();
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task An_alert_appears_without_a_reload()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-17");
        await Expect(board.By("empty-state")).ToBeVisibleAsync();
        await board.MarkAsync();

        await MockedCheckInAsync(silo, 17);

        await Expect(board.Row("GEO-03", "person-17")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("severity-count-P1")).ToContainTextAsync(new Regex("[1-9]"));
        await board.NotReloadedAsync();
    }

    [Fact]
    public async Task A_rule_is_silenced_from_an_alert_stands_in_the_register_and_is_woken_from_there()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-21");
        await board.OpenAsync("GEO-01", "person-21");
        await board.By("triage-silence").ClickAsync();
        await board.By("silence-submit").ClickAsync();
        await Expect(board.By("silence-dialog").Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await board.By("silence-subject").SelectOptionAsync("person");
        await board.By("silence-reason").FillAsync("住址待核，已书面告知机构");
        await ShowAsync(board, "silence-dialog");
        await board.By("silence-submit").ClickAsync();

        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "silenced");
        await Expect(board.By("silenced-until")).ToBeVisibleAsync();
        await Expect(board.By("history").Locator("li").First).ToContainTextAsync("住址待核，已书面告知机构");
        await ShowAsync(board, "silenced-alert");
        await board.Page.Locator("a[href='/silences']").ClickAsync();
        var row = board.By("silences").Locator("tbody tr");
        await Expect(row).ToContainTextAsync("GEO-01");
        await Expect(row).ToHaveAttributeAsync("data-status", "active");
        await ShowAsync(board, "silences");
        await board.By("silence-end").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "ended");
        await board.Page.GoBackAsync();
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "open");
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task The_page_of_rules_shows_what_officers_found()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-22");
        await board.OpenAsync("GEO-01", "person-22");
        await board.TriageAsync("resolve", "实地核查", "confirmed");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "resolved");

        await board.Page.Locator("a[href='/rules']").ClickAsync();

        var row = board.By("rules").Locator("tr").Filter(new() { HasText = "GEO-01" });
        await Expect(row).ToContainTextAsync("100%");
        await Expect(row.Locator("[data-legal=draft]")).ToBeVisibleAsync();
        await Expect(board.By("page-age")).ToBeVisibleAsync();
        // The numbers it compares with, of every region, with the first day and what they rest on.
        var numbers = board.By("rules").Locator("[data-rule='GEO-01']");
        await numbers.Locator("summary").ClickAsync();
        await Expect(numbers.Locator("[data-key='geo.fence'][data-region='jiaxing']")).ToContainTextAsync("嘉兴市");
        await Expect(numbers.Locator("[data-key='geo.fence'][data-region='tianjin']")).ToContainTextAsync(new Regex(@"150 米\s*2016-01-01\s*建议值"));
        await ShowAsync(board, "rules");
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task What_is_new_waits_while_the_pointer_is_among_the_rows()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-12");
        await board.Row("GEO-03", "person-12").HoverAsync();
        await board.Page.Mouse.MoveAsync(300, 400);
        var before = await board.ListAsync();

        // Who is new here has a name that the filter lets through too.
        await MockedCheckInAsync(silo, 120);

        await Expect(board.By("new-pill")).ToBeVisibleAsync(VisibleSoon);
        Assert.Equal(before, await board.ListAsync());
        await board.By("new-pill").ClickAsync();
        await Expect(board.Row("GEO-03", "person-120")).ToBeVisibleAsync(VisibleSoon);
    }

    [Fact]
    public async Task A_severity_filter_stands_in_the_address_and_comes_back_with_it()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-13");
        await Expect(board.Row("VIS-01", "person-13")).ToBeVisibleAsync(VisibleSoon);

        await board.By("severity-count-P1").ClickAsync();

        await Expect(board.Page).ToHaveURLAsync(new Regex(@"\?q=person-13&severity=P1$"));
        await Expect(board.Row("VIS-01", "person-13")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.Row("GEO-03", "person-13")).ToBeVisibleAsync();
        await board.Page.ReloadAsync();
        await Expect(board.Row("GEO-03", "person-13")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("severity-count-P1")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(board.Row("VIS-01", "person-13")).ToHaveCountAsync(0);

        // The counter is a switch of the same filter.
        await board.By("severity-count-P1").ClickAsync();
        await Expect(board.Row("VIS-01", "person-13")).ToBeVisibleAsync(VisibleSoon);
        Assert.DoesNotContain("severity", board.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_detail_shows_the_rule_its_law_its_figures_and_the_entry_behind_its_evidence()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-23");

        await board.OpenAsync("GEO-01", "person-23");

        await Expect(board.Detail.Locator("h1")).ToHaveTextAsync("签到位置超围栏");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "open");
        await Expect(board.By("citation").First).ToContainTextAsync("天津市长期护理保险基本服务项目目录（征求意见稿）");
        await Expect(board.By("citation").First).ToContainTextAsync("第4部分");
        await Expect(board.By("citation").First).ToContainTextAsync("人脸识别、实时定位、视频稽核");
        await Expect(board.By("citation").First.Locator("[data-legal]")).ToHaveAttributeAsync("data-legal", "draft");
        var figure = board.Detail.Locator("tr").Filter(new() { HasText = "确定偏离距离" });
        await Expect(figure).ToContainTextAsync("150 米");
        await Expect(figure).ToContainTextAsync("建议值");

        await board.By("evidence-entry").Filter(new() { HasText = "签到" }).First.ClickAsync();
        await Expect(board.By("journal-entry")).ToContainTextAsync("ltc.visit.checked-in", new() { Timeout = BoardPage.Soon });
        await Expect(board.By("journal-entry")).ToContainTextAsync("\"visitId\": \"far-person-23\"");
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.By("journal-entry")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_acknowledged_alert_says_so_and_a_resolved_one_leaves_the_list()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-14");
        await board.OpenAsync("GEO-03", "person-14");

        await board.TriageAsync("acknowledge");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged", new() { Timeout = BoardPage.Soon });
        await Expect(board.Row("GEO-03", "person-14")).ToContainTextAsync("已受理");

        await board.TriageAsync("resolve", "已电话核实。", "confirmed");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "resolved", new() { Timeout = BoardPage.Soon });
        await Expect(board.Row("GEO-03", "person-14")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.By("history")).ToContainTextAsync("已电话核实。");
        await Expect(board.By("history")).ToContainTextAsync("查实");

        await board.By("filter-status").SelectOptionAsync("resolved");
        await Expect(board.Row("GEO-03", "person-14")).ToBeVisibleAsync(VisibleSoon);
        await board.TriageAsync("reopen");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "open", new() { Timeout = BoardPage.Soon });
    }

    [Fact]
    public async Task A_dismissal_needs_its_reason()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-15");
        await board.OpenAsync("GEO-03", "person-15");

        await board.TriageAsync("dismiss");

        await Expect(board.By("triage-dialog").GetByRole(AriaRole.Alert)).ToContainTextAsync("请写明理由");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "open");
        await board.By("triage-note").FillAsync("培训用机。");
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("triage-dialog")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "dismissed");
        await Expect(board.Row("GEO-03", "person-15")).ToHaveCountAsync(0, CountedSoon);
    }

    [Fact]
    public async Task The_language_changes_at_once_and_stays()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-16");
        await board.MarkAsync();
        await Expect(board.Row("GEO-03", "person-16")).ToContainTextAsync("虚拟定位");

        await board.By("lang-switch").ClickAsync();
        await Expect(board.Row("GEO-03", "person-16")).ToContainTextAsync("Made-up position");
        await Expect(board.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await board.NotReloadedAsync();
        await board.Page.ReloadAsync();
        await Expect(board.Row("GEO-03", "person-16")).ToContainTextAsync("Made-up position", new() { Timeout = BoardPage.Soon });
        await board.By("lang-switch").ClickAsync();
        await Expect(board.Row("GEO-03", "person-16")).ToContainTextAsync("虚拟定位");
    }

    [Fact]
    public async Task A_killed_silo_is_told_and_after_its_restart_the_list_is_the_same_and_what_came_meanwhile()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInAsync(silo, 1);
        await MockedCheckInAsync(silo, 2);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await Expect(board.Rows).ToHaveCountAsync((await OpenAlertsAsync(silo)).Count, CountedSoon);
        await board.MarkAsync();
        var before = await board.ListAsync();
        Assert.NotEmpty(before);

        silo.Kill();
        await Expect(board.By("connection-state")).ToHaveAttributeAsync(
            "data-state", new Regex("^(reconnecting|offline)$"), new() { Timeout = 60_000 });
        Assert.Equal(before, await board.ListAsync());
        await silo.StartAgainAsync();
        await MockedCheckInAsync(silo, 3);
        await board.StateAsync("live");

        await Expect(board.Row("GEO-03", "person-3")).ToBeVisibleAsync(VisibleSoon);
        await silo.SettledAsync();
        var expected = await OpenAlertsAsync(silo);
        await Expect(board.Rows).ToHaveCountAsync(expected.Count, CountedSoon);
        var after = await board.ListAsync();
        Assert.Equal(expected.Order(), after.Order());
        Assert.Equal(before, after.Where(before.Contains));
        await board.NotReloadedAsync();
    }

    [Fact]
    public async Task An_empty_board_a_filter_without_a_match_and_a_failure_are_told_apart()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await using var board = await SignedInAsync(silo);
        await Expect(board.By("empty-state")).ToContainTextAsync("当前没有待处理的预警");
        await board.By("filter-text").FillAsync("nobody");
        await Expect(board.By("empty-state")).ToContainTextAsync("没有符合筛选条件的预警");

        await board.Page.RouteAsync("**/v1/alerts?**", route => route.FulfillAsync(new() { Status = 503, Body = "" }));
        await board.Page.ReloadAsync();
        await Expect(board.By("error-state")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.UnrouteAllAsync();
        await board.By("error-state").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(board.By("error-state")).ToHaveCountAsync(0, CountedSoon);
        await board.StateAsync("live");
    }

    [Fact]
    public async Task While_the_first_page_is_under_way_the_board_claims_nothing()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=nobody");
        var mayGo = new TaskCompletionSource();
        await board.Page.RouteAsync("**/v1/alerts?**", async route =>
        {
            await mayGo.Task;
            await route.ContinueAsync();
        });
        await board.Page.ReloadAsync();

        await Expect(board.By("loading-state")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("severity-count-P1")).Not.ToContainTextAsync("0");
        mayGo.SetResult();
        await Expect(board.By("loading-state")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.By("empty-state")).ToBeVisibleAsync(VisibleSoon);
    }
}
