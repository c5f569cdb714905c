using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The pages of policy editors, and what a suspicion shows: a real browser against the running silo.</summary>
public sealed class PolicyPageTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private static readonly LocatorAssertionsToHaveAttributeOptions SetSoon = new() { Timeout = 30_000 };

    private protected override async Task SceneAsync(SiloUnderTest silo)
    {
        await MockedCheckInsAsync(silo, 11, 1);
        await CheckInFarFromHomeAsync(silo, "person-21");
    }

    [Fact]
    public async Task A_number_is_drafted_tried_on_the_history_and_beside_what_counts_and_withdrawn()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInFarFromHomeAsync(silo, "person-1");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.Locator("a[href='/policies']").First.ClickAsync();
        await Expect(board.By("empty-state")).ToBeVisibleAsync(VisibleSoon);
        await ShowAsync(board, "policies-empty");

        await board.By("policy-new").First.ClickAsync();
        await DraftAsync(board, "5000");
        await Expect(board.By("policy-own")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("policy-approve")).ToHaveCountAsync(0);
        await ShowAsync(board, "policy-version");

        await TryOnHistoryAsync(board);
        await board.Page.Locator("article a[href='/policies/policy-1']").ClickAsync();
        await TryBesideAsync(board);

        await board.Page.GotoAsync("/policies/policy-1");
        await board.By("policy-withdraw").ClickAsync();
        await board.By("policy-note").FillAsync("试算结果不理想");
        await board.By("policy-confirm").ClickAsync();
        await Expect(board.By("policy-version")).ToHaveAttributeAsync("data-status", "withdrawn", SetSoon);
        await board.Page.GotoAsync("/policies");
        await Expect(board.By("policies").Locator("tbody tr")).ToHaveAttributeAsync("data-status", "withdrawn", SetSoon);
        await ShowAsync(board, "policies");
        Assert.Empty(board.Complaints);
    }

    /// <summary>A check-in 100 m from home, and a fence of 20 m that is only tried.</summary>
    [Fact]
    public async Task What_only_the_shadow_finds_is_given_an_outcome_and_counts_in_its_precision()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInAtAsync(silo, 39.1009, "person-1");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.GotoAsync("/policies/new");
        await DraftAsync(board, "20");
        await BesideAsync(board);
        var row = board.By("shadow-outcomes").Locator("tr[data-rule=GEO-01]");
        await Expect(row).ToContainTextAsync("0 / 1");
        await Expect(row).ToContainTextAsync("—");
        var found = board.By("differences").Locator("tbody tr");
        await Expect(found).ToHaveAttributeAsync("data-difference", "appear");

        await JudgeAsync(board, null, "家属在场");
        await Expect(board.By("shadow-judge").GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await board.By("shadow-outcome").SelectOptionAsync("false-alarm");
        await ShowAsync(board, "shadow-judge");
        await board.By("shadow-confirm").ClickAsync();
        await Expect(found.GetByTestId("verdict")).ToHaveAttributeAsync("data-outcome", "false-alarm");
        await Expect(row).ToContainTextAsync("1 / 1");
        await Expect(row).ToContainTextAsync("0%");

        await JudgeAsync(board, "confirmed", "院内核实，未上门");
        await Expect(found.GetByTestId("verdict")).ToHaveAttributeAsync("data-outcome", "confirmed");
        await Expect(found.GetByTestId("verdict")).ToContainTextAsync("admin");
        await Expect(row).ToContainTextAsync("100%");
        await found.GetByTestId("judge").ClickAsync();
        await Expect(board.By("shadow-verdicts").Locator("li")).ToHaveCountAsync(2);
        await Expect(board.By("shadow-verdicts").Locator("li").Nth(1)).ToContainTextAsync("家属在场");
        await ShowAsync(board, "shadow-verdicts");
        Assert.Empty(board.Complaints);
    }

    /// <summary>120 check-ins 100 m from home, and a fence of 20 m that is only tried.</summary>
    [Fact]
    public async Task What_differs_in_a_shadow_is_read_page_after_page_and_who_gives_an_outcome_on_a_later_one_stays_there()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInAtAsync(silo, 39.1009, [.. Enumerable.Range(1, 120).Select(n => $"person-{n}")]);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.GotoAsync("/policies/new");
        await DraftAsync(board, "20");
        await BesideAsync(board);
        var rows = board.By("differences").Locator("tbody tr[data-id]");
        await Expect(rows).ToHaveCountAsync(100);
        await Expect(board.By("difference-count")).ToContainTextAsync("120");
        await board.By("difference-more").ClickAsync();
        await Expect(rows).ToHaveCountAsync(120);
        await Expect(board.By("difference-more")).ToHaveCountAsync(0);

        await rows.Last.GetByTestId("judge").ClickAsync();
        await board.By("shadow-note").FillAsync("家属在场");
        await board.By("shadow-outcome").SelectOptionAsync("confirmed");
        await board.By("shadow-confirm").ClickAsync();
        await Expect(rows.Last.GetByTestId("verdict")).ToHaveAttributeAsync("data-outcome", "confirmed");
        await Expect(rows).ToHaveCountAsync(120);

        await board.By("difference-kind").SelectOptionAsync("vanish");
        await Expect(rows).ToHaveCountAsync(0);
        await board.By("difference-rule").SelectOptionAsync("GEO-01");
        await board.By("difference-kind").SelectOptionAsync("appear");
        await Expect(rows).ToHaveCountAsync(100);
        Assert.Empty(board.Complaints);
    }

    private static async Task JudgeAsync(BoardPage board, string? outcome, string note)
    {
        await board.By("differences").GetByTestId("judge").ClickAsync();
        await board.By("shadow-note").FillAsync(note);
        if (outcome is not null)
        {
            await board.By("shadow-outcome").SelectOptionAsync(outcome);
        }

        await board.By("shadow-confirm").ClickAsync();
    }

    [Fact]
    public async Task A_page_that_cannot_be_loaded_says_so_and_one_for_others_says_whose_it_is()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        var status = 503;
        await board.Page.RouteAsync("**/v1/policies", route => route.FulfillAsync(new() { Status = status, ContentType = "application/problem+json", Body = "{}" }));
        await board.Page.GotoAsync("/policies");
        await Expect(board.By("error-state").Locator("button")).ToBeVisibleAsync(VisibleSoon);
        status = 403;
        await board.By("error-state").Locator("button").ClickAsync();
        await Expect(board.By("error-state")).ToContainTextAsync("政策参数编辑");
        await Expect(board.By("error-state").Locator("button")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_suspicion_shows_what_each_rule_contributes_and_leads_to_its_alerts()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        await board.OpenAsync("T2", "疑似挂空单");
        var part = board.By("contributions").Locator("tbody tr");
        await Expect(part).ToHaveAttributeAsync("data-rule", "GEO-03");
        await Expect(part).ToContainTextAsync("+0.6");
        await Expect(board.Detail.Locator("[data-legal=proposed]").First).ToBeVisibleAsync();
        await ShowAsync(board, "suspicion");
        await part.Locator("a").ClickAsync();
        await Expect(board.Detail).ToHaveAttributeAsync("data-alert-id", new System.Text.RegularExpressions.Regex("^GEO-03-"));
        Assert.Empty(board.Complaints);
    }

    /// <summary>Both in the list and where it is opened.</summary>
    [Fact]
    public async Task An_alert_that_rests_on_a_draft_says_so()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        await Expect(board.Row("GEO-01", "person-21").Locator("[data-legal=draft]")).ToBeVisibleAsync(VisibleSoon);
        await board.OpenAsync("GEO-01", "person-21");
        await Expect(board.Detail.Locator("header [data-legal=draft]")).ToBeVisibleAsync();
        await Expect(board.Detail.GetByTestId("citation").Locator("[data-legal=draft]")).ToContainTextAsync("尚未生效");
        await ShowAsync(board, "draft-alert");
    }

    private static async Task DraftAsync(BoardPage board, string metres)
    {
        await board.By("policy-save").ClickAsync();
        await Expect(board.By("policy-problem")).Not.ToBeEmptyAsync();
        await board.By("policy-title").FillAsync("放宽围栏");
        await board.By("policy-save").ClickAsync();
        await Expect(board.By("policy-problem")).ToContainTextAsync("1");
        ILocator Field(string name) => board.By("policy-line").Locator($"[data-field={name}]");
        await Field("region").SelectOptionAsync("tianjin");
        await Field("key").SelectOptionAsync("geo.fence");
        await Field("value").FillAsync(metres);
        await Field("proposed").FillAsync("山区住所定位漂移");
        await ShowAsync(board, "policy-draft");
        await board.By("policy-save").ClickAsync();
        await Expect(board.By("policy-version")).ToHaveAttributeAsync("data-status", "draft", SetSoon);
    }

    private static async Task TryOnHistoryAsync(BoardPage board)
    {
        await board.By("policy-replay").ClickAsync();
        await Expect(board.By("replay-policy")).ToHaveValueAsync("policy-1");
        await board.By("replay-from").FillAsync("2026-06-01");
        await ShowAsync(board, "replays");
        await board.By("replay-start").ClickAsync();
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-status", "done", SetSoon);
        await Expect(board.By("replay-counts").Locator("tr[data-rule=GEO-01]")).ToContainTextAsync("1");
        var gone = board.By("differences").Locator("tbody tr");
        await Expect(gone).ToHaveAttributeAsync("data-difference", "vanish");
        await gone.Locator("summary").ClickAsync();
        await Expect(gone.Locator("li").First).ToContainTextAsync("/test");
        await ShowAsync(board, "replay");
        await IsToldWhatOvertakesAsync(board);
    }

    /// <summary>A value of the files that begins within a replay is rare, so the answer is given one on its way.</summary>
    private static async Task IsToldWhatOvertakesAsync(BoardPage board)
    {
        const string Replays = "**/v1/replays/*";
        await board.Page.RouteAsync(Replays, async route =>
        {
            var answer = await route.FetchAsync();
            var json = JsonNode.Parse(await answer.TextAsync())!;
            json["overtaken"] = JsonNode.Parse("""[{"region":"tianjin","key":"geo.fence","from":"2026-06-25","value":90,"unit":"m"}]""");
            await route.FulfillAsync(new() { Response = answer, Body = json.ToJsonString() });
        });
        await board.Page.ReloadAsync();
        await Expect(board.By("replay-overtaken")).ToContainTextAsync("2026-06-25");
        await board.Page.UnrouteAsync(Replays);
    }

    private static async Task TryBesideAsync(BoardPage board)
    {
        await BesideAsync(board);
        await Expect(board.By("shadow-outcomes").Locator("tr[data-rule=GEO-01]")).ToContainTextAsync("1");
        await Expect(board.By("differences").Locator("tbody tr")).ToHaveAttributeAsync("data-difference", "vanish");
        await ShowAsync(board, "shadow");
    }

    /// <summary>From the page of a version to that of the shadow, when it has caught up.</summary>
    private static async Task BesideAsync(BoardPage board)
    {
        await board.By("policy-shadow").ClickAsync();
        await board.By("policy-day").FillAsync("2026-06-01");
        await ShowAsync(board, "policy-step");
        await board.By("policy-confirm").ClickAsync();
        await Expect(board.By("shadow-tag")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.Locator("a[href='/shadow']").ClickAsync();
        for (var tries = 0; tries < 50 && await board.By("shadow-state").GetAttributeAsync("data-status") == "catching-up"; tries++)
        {
            await board.By("shadow-state").Locator("button").ClickAsync();
        }

        await Expect(board.By("shadow-state")).ToHaveAttributeAsync("data-status", "following");
    }
}
