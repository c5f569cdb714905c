using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Tracks on the map, what was known then, case files by the keyboard, and pages that mend themselves.</summary>
public sealed partial class InvestigationPagesTests
{
    /// <summary>One pixel of magenta, which no mark of the map has.</summary>
    private static readonly byte[] Tile = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z/AfAAQAAf8iCjrwAAAAAElFTkSuQmCC");

    [Fact]
    public async Task A_caregivers_track_of_a_day_lies_on_the_tiles_and_stands_in_the_address()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo, "/caregivers/C-5");
        await board.Page.RouteAsync("**/v1/map/tiles", route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"url":"/tiles/{z}/{x}/{y}.png","datum":"gcj02"}""" }));
        await board.Page.RouteAsync("**/tiles/*/*/*.png", route => route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Tile }));
        await board.SignInAsync();
        await board.LiveAsync();
        await board.By("track-link").ClickAsync();
        await Expect(board.By("track-empty")).ToBeVisibleAsync(VisibleSoon);
        await board.By("track-day").FillAsync("2026-06-05");
        await board.By("track-show").ClickAsync();

        await Expect(board.By("track-sum")).ToContainTextAsync("1 次服务，4 个定位", TextSoon);
        await Expect(board.By("map")).ToHaveAttributeAsync("data-tracks", "1");
        await Expect(board.By("map")).ToHaveAttributeAsync("data-center", new Regex(@"^117\.60\d+,39\.60"), AttributeSoon);
        await Expect(board.Page).ToHaveURLAsync(new Regex("track=caregivers%2FC-5.*day=2026-06-05"));
        await board.Page.WaitForFunctionAsync(
            "() => [...document.querySelector('[data-testid=map] canvas').getContext('2d').getImageData(3, 3, 1, 1).data].join() === '255,0,255,255'");
        await ShowAsync(board, "map-track");
        await board.Page.ReloadAsync();
        await Expect(board.By("track-sum")).ToContainTextAsync("2026-06-05 · 1 次服务", TextSoon);

        // The person's day is the same way, of whoever came.
        await board.By("track-kind").SelectOptionAsync("persons");
        await board.By("track-id").FillAsync("P-5");
        await board.By("track-show").ClickAsync();
        await Expect(board.By("track")).ToContainTextAsync("C-5", TextSoon);
        Assert.Empty(board.Complaints);

        await board.Page.RouteAsync("**/days/2026-06-04", route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = """{"code":"not-ready"}""" }));
        await board.By("track").GetByText("前一天").ClickAsync();
        await Expect(board.By("track-error")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.UnrouteAsync("**/days/2026-06-04");
        await board.By("track-error").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(board.By("track-empty")).ToBeVisibleAsync(VisibleSoon);
        await board.By("track-clear").ClickAsync();
        await Expect(board.By("map")).ToHaveAttributeAsync("data-tracks", "0", AttributeSoon);
    }

    [Fact]
    public async Task Alerts_at_one_place_are_told_one_by_one_and_lead_to_their_caregivers_track()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/map?at=117.6,39.6,16&layers=alerts");
        await Expect(board.By("map-cluster")).ToHaveCountAsync(1, CountedSoon);
        await board.By("map-item").Filter(new() { HasText = "签到位置超围栏" }).ClickAsync();
        await Expect(board.By("map-picked")).ToContainTextAsync("P-5");
        await board.By("track-caregiver").ClickAsync();
        await Expect(board.By("track-sum")).ToContainTextAsync("2026-06-05 · 1 次服务，4 个定位", TextSoon);
        await Expect(board.By("map")).ToHaveAttributeAsync("data-tracks", "1");
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task What_became_known_later_stands_on_no_page_of_then()
    {
        var silo = await SharedAsync();
        var history = (await silo.Officer.GetFromJsonAsync<JsonElement>("/v1/persons/P-5/history")).GetProperty("items").EnumerateArray().ToList();
        var then = history.First(i => i.GetProperty("event").GetProperty("id").GetString() == "in-5").GetProperty("recordedAt").GetString()!;
        await using var board = await SignedInAsync(silo, $"/persons/P-5?tab=map&asOf={Uri.EscapeDataString(then)}");

        await Expect(board.By("place-map")).ToHaveAttributeAsync("data-homes", "39.6,117.6", AttributeSoon);
        await board.By("tab-graph").ClickAsync();
        await Expect(board.By("graph-basis")).ToHaveAttributeAsync("data-as-of", then, AttributeSoon);
        await Expect(board.Page.Locator("[data-node='caregiver:C-5']")).ToBeVisibleAsync(VisibleSoon);
        await board.By("tab-case").ClickAsync();
        await Expect(board.By("case-then")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("case-submit")).ToHaveCountAsync(0);
        await board.By("tab-timeline").ClickAsync();
        await Expect(board.By("timeline-row").First).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("entry-withdrawn")).ToHaveCountAsync(0);
        await Expect(board.By("pin-entry")).ToHaveCountAsync(0);
        // The replay keeps to the instant, and leads back to it.
        await board.Page.Locator("[data-testid=timeline-row] .open[tabindex='0']").FocusAsync();
        await board.Page.Keyboard.PressAsync("r");
        await Expect(board.By("visit-then")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.Locator("nav a.mono").ClickAsync();
        await Expect(board.By("as-of")).ToHaveAttributeAsync("data-as-of", then, AttributeSoon);

        await board.By("as-of-now").ClickAsync();
        await Expect(board.By("entry-withdrawn")).ToHaveCountAsync(1, CountedSoon);
        await board.By("tab-map").ClickAsync();
        await Expect(board.By("place-map")).ToHaveAttributeAsync("data-homes", "39.7,117.6", AttributeSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task Entries_are_pinned_by_the_keyboard_alone_and_an_alert_has_a_case_file_of_its_own()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/caregivers/C-5");
        var current = board.Page.Locator("[data-testid=timeline-row] .open[tabindex='0']");
        await current.FocusAsync();
        await board.Page.Keyboard.PressAsync("p");
        await Expect(board.By("timeline-row").First).ToContainTextAsync("已钉入", TextSoon);
        await board.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(board.By("timeline-row").Nth(1).Locator(".open")).ToBeFocusedAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await board.By("entry-pin").FocusAsync();
        await board.Page.Keyboard.PressAsync("Enter");
        await Expect(board.By("journal-entry")).ToContainTextAsync("已钉入", TextSoon);
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.By("timeline-row").Nth(1)).ToContainTextAsync("已钉入", TextSoon);

        await board.Page.GotoAsync("/");
        await board.LiveAsync();
        await board.OpenAsync("GEO-01", "P-1");
        await board.By("case-open").ClickAsync();
        await board.By("case-text").FillAsync("现场照片待补。");
        await board.By("case-submit").ClickAsync();
        await Expect(board.By("case-items").Locator("[data-type=note]")).ToContainTextAsync("现场照片待补。", TextSoon);
        await board.By("evidence-entry").First.ClickAsync();
        await board.By("entry-pin").ClickAsync();
        await Expect(board.By("journal-entry")).ToContainTextAsync("已钉入", TextSoon);
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.By("case-items").Locator("[data-type=pin]")).ToHaveCountAsync(1, CountedSoon);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_map_asks_again_by_itself_once_the_network_is_back()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/map?at=117.2,39.11,14");
        await Expect(board.By("page-age")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.Context.SetOfflineAsync(true);
        await board.StateAsync("offline");
        await board.By("layer-homes").UncheckAsync();
        await Expect(board.Page.Locator("aside .count .bad")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.Context.SetOfflineAsync(false);
        await Expect(board.Page.Locator("aside .count .bad")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
    }

    private static IEnumerable<object> MovedLater() =>
    [
        Event("ltc.person.registered", "P-5", "2026-06-01T09:00:00+08:00", "r5", new { name = "赵秀英", birthDate = "1943-05-06", districtCode = "120101", home = new { lat = 39.6, lon = 117.6 } }),
        Event("ltc.person.arranged", "P-5", "2026-06-01T10:00:00+08:00", "a5", new { mode = "home", institutionId = "I-5", from = "2026-06-01", package = "professional", caregiverId = "C-5" }),
        Event("ltc.visit.checked-in", "P-5", "2026-06-05T14:00:00+08:00", "in-5", new { visitId = "V-5", caregiverId = "C-5", position = new { lat = 39.6, lon = 117.6, accuracy = 10 } }),
        Event("ltc.visit.tracked", "P-5", "2026-06-05T14:40:00+08:00", "t5", new
        {
            visitId = "V-5", caregiverId = "C-5",
            points = new[] { new { time = "2026-06-05T14:20:00+08:00", lat = 39.6002, lon = 117.6002, accuracy = 35 }, new { time = "2026-06-05T14:40:00+08:00", lat = 39.6001, lon = 117.6004, accuracy = 50 } },
        }),
        Event("ltc.visit.checked-out", "P-5", "2026-06-05T15:00:00+08:00", "out-5", new
        {
            visitId = "V-5", caregiverId = "C-5", position = new { lat = 39.6, lon = 117.6, accuracy = 10 }, services = new[] { new { code = "bathing", minutes = 40 } },
        }),
    ];
}
