using System.IO.Compression;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Evidence out of the board, in a real browser.</summary>
public sealed class PacketBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_packet_of_an_alert_comes_down_in_one_click_and_can_be_printed_and_the_list_is_to_be_had_as_a_file()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInFarFromHomeAsync(silo, "person-1", "person-2");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        var csv = await board.Page.RunAndWaitForDownloadAsync(() => board.By("export-csv").ClickAsync());
        Assert.Contains("GEO-01", await File.ReadAllTextAsync(await csv.PathAsync()), StringComparison.Ordinal);

        await board.OpenAsync("GEO-01", "person-1");
        await board.By("packet-open").ClickAsync();
        await board.By("packet-submit").ClickAsync();
        await Expect(board.By("packet-dialog").Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await board.By("packet-purpose").FillAsync("行政复议答复");
        var zip = await board.Page.RunAndWaitForDownloadAsync(() => board.By("packet-submit").ClickAsync());
        using var archive = ZipFile.OpenRead(await zip.PathAsync());
        Assert.Equal(["manifest.json", "packet.docx", "packet.html", "packet.json"], archive.Entries.Select(e => e.Name).Order());
        await Expect(board.By("packet-hash")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9a-f]{64}$"));
        await Expect(board.Page.FrameLocator("[data-testid=packet-page]").Locator("h2").First).ToContainTextAsync("签到位置超围栏");
        await ShowAsync(board, "packet");
        // What is printed is the page of the packet, not the board around it.
        await board.Page.EvaluateAsync("document.querySelector('[data-testid=packet-page]').contentWindow.print = () => { window.printed = true }");
        await board.By("packet-print").ClickAsync();
        Assert.True(await board.Page.EvaluateAsync<bool>("window.printed === true"));

        // Those of a case together.
        await board.Page.Keyboard.PressAsync("Escape");
        await board.By("pick-all").CheckAsync();
        var chosen = await board.Rows.CountAsync();
        await board.By("bulk-packet").ClickAsync();
        await board.By("packet-purpose").FillAsync("并案调查");
        var whole = await board.Page.RunAndWaitForDownloadAsync(() => board.By("packet-submit").ClickAsync());
        using var together = ZipFile.OpenRead(await whole.PathAsync());
        await using var data = await together.GetEntry("packet.json")!.OpenAsync();
        using var json = await JsonDocument.ParseAsync(data);
        Assert.True(chosen > 1);
        Assert.Equal(chosen, json.RootElement.GetProperty("alerts").GetArrayLength());
        Assert.Empty(board.Complaints);
    }
}
