using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static LtcActors.Silo.Tests.EndToEnd.NpmClientTests;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Officers work through alerts in a real browser: together, against each other, by keys, and with second thoughts.</summary>
public sealed class TriageBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override async Task SceneAsync(SiloUnderTest silo)
    {
        await MockedCheckInsAsync(silo, 11, 2);
        await MockedCheckInsAsync(silo, 21, 5);
        await MockedCheckInsAsync(silo, 31, 3, institutions: 1);
    }

    [Fact]
    public async Task An_alert_is_looked_into_given_back_and_taken_again_and_its_clock_stops_and_runs()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-11");
        var row = board.Row("GEO-03", "person-11");
        await Expect(row.Locator("[data-due]")).ToHaveAttributeAsync("data-due", new Regex("running|soon"));
        await board.OpenAsync("GEO-03", "person-11");

        await board.TriageAsync("investigate", "调取监控");
        await Expect(row.Locator("[data-stage]")).ToHaveAttributeAsync("data-stage", "investigating", AttributeSoon);
        await Expect(row).ToContainTextAsync("admin");
        await Expect(row.Locator("[data-due]")).ToHaveAttributeAsync("data-due", "none");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged");

        await board.TriageAsync("release", "今日请假");
        await Expect(row.Locator("[data-stage]")).ToHaveAttributeAsync("data-stage", "open", AttributeSoon);
        await board.By("triage-mine").ClickAsync();
        await Expect(row).ToContainTextAsync("admin", TextSoon);
        await board.TriageAsync("resolve", "实地核查", "confirmed");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "resolved", AttributeSoon);
        await Expect(board.By("history").Locator("li")).ToHaveCountAsync(5);
        await Expect(board.By("history")).ToContainTextAsync("调取监控");
        Assert.Empty(board.Complaints);
    }

    /// <summary>As the API answers when the term runs into a year whose holidays nobody has filed; no test waits for such a year.</summary>
    [Fact]
    public async Task An_alert_of_which_nobody_can_say_when_it_is_due_says_so_in_the_list_and_where_it_is_opened()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInAsync(silo, 1);
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.RouteAsync(new Regex("/v1/alerts([/?]|$)"), async route =>
        {
            var answer = await route.FetchAsync();
            var dark = Regex.Replace(await answer.TextAsync(), "\"dueAt\":\"[^\"]+\",\"dueSoonAt\":\"[^\"]+\"", "\"dueUnknownYear\":2027");
            await route.FulfillAsync(new() { Response = answer, Body = dark });
        });
        await board.Page.ReloadAsync();
        await board.LiveAsync();
        var mark = board.Row("GEO-03", "person-1").Locator("[data-due]");
        await Expect(mark).ToHaveAttributeAsync("data-due", "unknown", AttributeSoon);
        await Expect(mark).ToHaveAttributeAsync("title", new Regex("2027"));
        await board.OpenAsync("GEO-03", "person-1");
        await Expect(board.Detail.Locator("[data-due]")).ToHaveAttributeAsync("data-due", "unknown");
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Of_two_officers_one_gets_the_alert_and_the_other_is_told_who()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?q=person-12");
        await board.OpenAsync("GEO-03", "person-12");
        await board.By("triage-resolve").ClickAsync();
        await board.By("triage-note").FillAsync("误报");
        var id = await board.Detail.GetAttributeAsync("data-alert-id");

        // While the one still writes, the other has it.
        using (var taken = await silo.Officer.PostAsJsonAsync($"/v1/alerts/{id}/acknowledge", new { note = "我在处理" }))
        {
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        // A conclusion without a finding would be worthless to whoever counts them.
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("triage-dialog").GetByRole(AriaRole.Alert)).ToHaveTextAsync("请选择结论。");
        await board.By("triage-outcome").SelectOptionAsync("not-confirmed");
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("triage-message")).ToContainTextAsync("officer", TextSoon);
        await Expect(board.By("triage-message")).ToContainTextAsync("受理");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged");
        await Expect(board.Row("GEO-03", "person-12")).ToContainTextAsync("officer");
        await ShowAsync(board, "conflict");
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Two_officers_who_take_the_next_at_once_never_take_the_same()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 20);
        await silo.SettledAsync();
        var waiting = (await OpenAlertsAsync(silo)).Count;
        Assert.True(waiting >= 40);

        async Task<List<string>> TakeAllAsync()
        {
            var taken = new List<string>();
            while (true)
            {
                using var answer = await silo.Officer.PostAsync(new Uri("/v1/triage/next", UriKind.Relative), null);
                if (answer.StatusCode == HttpStatusCode.NoContent)
                {
                    return taken;
                }

                taken.Add((await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetString()!);
            }
        }

        var taken = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAllAsync()))).SelectMany(t => t).ToList();
        Assert.Equal(waiting, taken.Count);
        Assert.Equal(taken.Count, taken.Distinct().Count());

        await using var board = await SignedInAsync(silo);
        await board.By("take-next").ClickAsync();
        await Expect(board.By("triage-message")).ToContainTextAsync("没有无人经办", TextSoon);
    }

    [Fact]
    public async Task Several_are_closed_with_one_comment_and_taken_back_within_ten_seconds()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?rule=GEO-03&q=person-2");
        await Expect(board.Rows).ToHaveCountAsync(5, CountedSoon);
        await board.By("pick-all").CheckAsync();
        await Expect(board.By("bulk-bar")).ToContainTextAsync("5");
        await ShowAsync(board, "bulk");
        await board.By("bulk-dismiss").ClickAsync();
        await board.By("triage-note").FillAsync("培训用机");
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("triage-message")).ToContainTextAsync("5", TextSoon);
        await board.Page.Mouse.MoveAsync(2, 2);
        await Expect(board.Rows).ToHaveCountAsync(0, CountedSoon);
        Assert.Equal(5, (await silo.AlertsAsync()).Count(a => a.GetProperty("status").GetString() == "dismissed" && a.GetProperty("note").GetString() == "培训用机"));
        await ShowAsync(board, "undo");

        await board.By("undo").ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(5, CountedSoon);
        await Expect(board.By("severity-count-P1")).ToContainTextAsync("5");
        var history = System.Text.Json.JsonDocument.Parse(await silo.Officer.GetStringAsync(
            $"/v1/alerts/{(await silo.AlertsAsync()).First(a => a.GetProperty("rule").GetString() == "GEO-03" && a.GetProperty("personId").GetString() == "person-21").GetProperty("id").GetString()}")).RootElement.GetProperty("history");
        Assert.Equal(["raised", "dismiss", "undo"], history.EnumerateArray().Select(h => h.GetProperty("action").GetString()));
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Five_hundred_are_acknowledged_together()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 0, 500);
        var items = (await silo.AlertsAsync("GEO-03", 500))
            .Select(a => new { id = a.GetProperty("id").GetString(), ifSeq = a.GetProperty("seq").GetInt64() }).ToList();
        Assert.Equal(500, items.Count);
        using var answer = await silo.Officer.PostAsJsonAsync("/v1/triage", new { action = "acknowledge", items });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var body = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.All(body.RootElement.GetProperty("results").EnumerateArray(), r => Assert.Equal("done", r.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Everything_can_be_done_by_keys_and_a_question_mark_lists_them()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?rule=GEO-03&institution=inst-0");
        await Expect(board.Rows).ToHaveCountAsync(3, CountedSoon);
        var keys = board.Page.Keyboard;
        await keys.PressAsync("?");
        await Expect(board.By("keys-help").Locator("kbd")).ToHaveCountAsync(14);
        await ShowAsync(board, "keys");
        await keys.PressAsync("Escape");
        await Expect(board.By("keys-help")).ToHaveCountAsync(0);

        await keys.PressAsync("j");
        await Expect(board.Page.Locator("[data-index='0']")).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(board.Page.Locator("[data-index='1']")).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await Expect(board.Page.Locator("[data-index='0']")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(board.Detail).ToBeVisibleAsync(VisibleSoon);
        var id = await board.Detail.GetAttributeAsync("data-alert-id");
        await keys.PressAsync("a");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged", AttributeSoon);
        await keys.PressAsync("u");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "open", AttributeSoon);
        await keys.PressAsync("e");
        await Expect(board.By("triage-dialog")).ToBeVisibleAsync(VisibleSoon);
        // In the dialog the letters are text.
        await keys.TypeAsync("je");
        await Expect(board.By("triage-note")).ToHaveValueAsync("je");
        await keys.PressAsync("Escape");
        await keys.PressAsync("s");
        await Expect(board.By("silence-dialog")).ToBeVisibleAsync(VisibleSoon);
        await keys.PressAsync("Escape");
        await keys.PressAsync("Escape");
        await Expect(board.Detail).ToHaveCountAsync(0);

        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await Expect(board.By("bulk-bar")).ToContainTextAsync("2");
        await keys.PressAsync("m");
        await Expect(board.Page.Locator("[data-testid=alert-row]").Filter(new() { HasText = "admin" })).ToHaveCountAsync(2, CountedSoon);
        await keys.PressAsync("/");
        await Expect(board.By("filter-text")).ToBeFocusedAsync();
        await keys.TypeAsync("person-31");
        await Expect(board.Page).ToHaveURLAsync(new Regex("q=person-31"));
        // What is sought is what is taken, and not whatever else waits.
        await board.By("filter-text").FillAsync("person-31 none-of-these");
        await Expect(board.Rows).ToHaveCountAsync(0, CountedSoon);
        await board.By("filter-text").BlurAsync();
        await keys.PressAsync("n");
        await Expect(board.By("triage-message")).ToContainTextAsync("没有无人经办", TextSoon);
        Assert.NotNull(id);

        // Elsewhere the keys of what is there.
        await board.Page.GotoAsync("/persons/person-31");
        await Expect(board.By("timeline-row").First).ToBeVisibleAsync(VisibleSoon);
        await keys.PressAsync("?");
        await Expect(board.By("keys-help").Locator("[data-part=timeline] kbd")).ToHaveTextAsync(["j", "k", "Enter", "p", "r"]);
        await Expect(board.By("keys-help").Locator("[data-part=map]")).ToHaveCountAsync(0);
        await keys.PressAsync("Escape");
        await keys.PressAsync("j");
        await keys.PressAsync("j");
        await Expect(board.By("timeline-row").Nth(1).Locator(".open")).ToBeFocusedAsync();
        await keys.PressAsync("/");
        await Expect(board.By("timeline-search")).ToBeFocusedAsync();
        Assert.Empty(board.Complaints);
    }
}
