using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>
/// The case of <c>docs/tour.md</c>, from the alert to the verified packet. It holds the figures that the page tells, and takes the page's
/// pictures where <c>LTC_TOUR</c> names a folder (<c>docs/tour.sh</c>).
/// </summary>
public sealed partial class TourTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private const string Person = "s7-p-00074", Caregiver = "s7-c-00039", Visit = "s7-v-00234";

    private static readonly string[] Pictures =
    [
        "01-sign-in", "02-board", "03-alert", "04-evidence", "05-acknowledged", "06-person", "07-replay", "08-as-known", "09-graph", "10-outcome", "11-packet", "12-printed",
    ];

    [Theory]
    [InlineData("tour.md")]
    [InlineData("tour.zh-CN.md")]
    public void The_page_shows_every_picture_there_is(string page)
    {
        var docs = Path.Combine(Sources.Root, "docs");
        var shown = Image().Matches(File.ReadAllText(Path.Combine(docs, page))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(Pictures, shown);
        Assert.Equal(Pictures, Directory.GetFiles(Path.Combine(docs, "images", "tour"), "*.png").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));
        Assert.True(Directory.GetFiles(Path.Combine(docs, "images", "tour")).Sum(f => new FileInfo(f).Length) < 3_000_000);
    }

    [Fact]
    public async Task A_check_in_324_metres_away_goes_from_the_alert_to_a_packet_that_stands_against_the_journal()
    {
        using var silo = await SiloUnderTest.StartAsync();
        var city = await SimulatedCity.PlayAsync(silo);
        await using var board = await Browser.OpenAsync(silo);
        await Expect(board.By("sign-in-submit")).ToBeVisibleAsync(VisibleSoon);
        await TakeAsync(board, "01-sign-in");
        await board.SignInAsync();
        await board.LiveAsync();

        // By the initials of the district and of the rule.
        await board.By("filter-text").FillAsync("bhxq qdwz");
        await Expect(board.Rows).ToHaveCountAsync(1, CountedSoon);
        await Expect(board.Row("GEO-01", Person)).ToBeVisibleAsync(VisibleSoon);
        await TakeAsync(board, "02-board");
        await AlertAsync(board);
        await PersonAsync(board);

        // Back to the alert: what was found, in words, and the case is closed.
        await board.Page.GotoAsync($"/alerts/{SimulatedCity.Id(city.Alert("GEO-01", "visitIds"))}?status=all");
        await board.By("triage-resolve").ClickAsync();
        await board.By("triage-outcome").SelectOptionAsync("confirmed");
        await board.By("triage-note").FillAsync("入户核对：签到地点为小区对面商铺，当日服务 60 分钟未提供。");
        await TakeAsync(board, "10-outcome");
        await board.By("triage-submit").ClickAsync();
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "resolved", AttributeSoon);
        await PacketAsync(board, silo);
    }

    private static async Task AlertAsync(BoardPage board)
    {
        await board.OpenAsync("GEO-01", Person);
        await Expect(board.By("history")).ToBeVisibleAsync(VisibleSoon);
        foreach (var told in new[] { "324 米", "304 米", "300 米", "20 米", Caregiver, Visit, "天津市长期护理保险基本服务项目目录（征求意见稿）" })
        {
            await Expect(board.Detail).ToContainTextAsync(told, TextSoon);
        }

        await TakeAsync(board, "03-alert");
        await board.By("history").ScrollIntoViewIfNeededAsync();
        await Expect(board.By("evidence-entry")).ToHaveCountAsync(2, CountedSoon);
        await TakeAsync(board, "04-evidence");
        await board.TriageAsync("acknowledge", "先看当日轨迹。");
        await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged", AttributeSoon);
        await TakeAsync(board, "05-acknowledged");
    }

    private static async Task PersonAsync(BoardPage board)
    {
        await board.By("open-person").ClickAsync();
        await board.By("reveal").ClickAsync();
        await board.By("reveal-purpose").SelectOptionAsync("investigation");
        await board.By("reveal-note").FillAsync("GEO-01 核查");
        await board.By("reveal-submit").ClickAsync();
        await Expect(board.By("reveal-dialog")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.By("timeline-count")).ToContainTextAsync("30 / 30", TextSoon);
        await Expect(board.By("facts")).ToContainTextAsync("300 米", TextSoon);
        await TakeAsync(board, "06-person");

        await board.Page.GoBackAsync();
        await board.By("open-visit").ClickAsync();
        await Expect(board.By("replay")).ToHaveAttributeAsync("data-now", "2026-06-04T01:00:00.000Z", AttributeSoon);
        await Expect(board.By("replay")).ToContainTextAsync("± 20 m", TextSoon);
        await Expect(board.By("visit-elements")).ToContainTextAsync("60", TextSoon);
        await TakeAsync(board, "07-replay");

        await board.Page.GotoAsync($"/persons/{Person}");
        await Expect(board.By("timeline-row").First).ToBeVisibleAsync(VisibleSoon);
        await board.By("as-of-slider").FocusAsync();
        await board.Page.Keyboard.PressAsync("Home");
        await Expect(board.By("as-of-now")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("timeline")).ToContainTextAsync("参保登记", TextSoon);
        await Expect(board.By("timeline")).Not.ToContainTextAsync("签到", TextSoon);
        await TakeAsync(board, "08-as-known");

        await board.Page.GotoAsync($"/persons/{Person}?tab=graph");
        await Expect(board.Page.Locator($"[data-node='caregiver:{Caregiver}']")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("graph-node")).ToHaveCountAsync(4, CountedSoon);
        await TakeAsync(board, "09-graph");
    }

    private static async Task PacketAsync(BoardPage board, SiloUnderTest silo)
    {
        await board.By("packet-open").ClickAsync();
        await board.By("packet-purpose").FillAsync("追回 2026 年 6 月 4 日服务费用的处理决定");
        var zip = await board.Page.RunAndWaitForDownloadAsync(() => board.By("packet-submit").ClickAsync());
        var file = Path.Combine(silo.Data, "packet.zip");
        await zip.SaveAsAsync(file);
        await Expect(board.Page.FrameLocator("[data-testid=packet-page]").Locator("h2").First).ToContainTextAsync("签到位置超围栏", TextSoon);
        await TakeAsync(board, "11-packet");
        using (var archive = ZipFile.OpenRead(file))
        {
            Assert.Equal(["manifest.json", "packet.docx", "packet.html", "packet.json"], archive.Entries.Select(e => e.Name).Order(StringComparer.Ordinal));
        }

        var address = await board.By("packet-page").GetAttributeAsync("src");
        await board.Page.GotoAsync(address!);
        await Expect(board.Page.Locator("body")).ToContainTextAsync("324", TextSoon);
        await TakeAsync(board, "12-printed");
        // As the browser prints it to a file.
        var pdf = await board.Page.PdfAsync(new() { Format = "A4" });
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);

        silo.Stop();
        Assert.Equal(0, (await Verbs.RunAsync("verify", file, "--journal", "--data", silo.Data)).Code);
    }

    private static async Task TakeAsync(BoardPage board, string name)
    {
        Assert.Contains(name, Pictures);
        if (Environment.GetEnvironmentVariable("LTC_TOUR") is { Length: > 0 } folder)
        {
            await board.Page.Mouse.MoveAsync(2, 2);
            await board.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        }
    }

    [GeneratedRegex(@"\(images/tour/([\w-]+)\.png\)")]
    private static partial Regex Image();
}
