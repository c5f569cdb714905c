using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Names that are found by typing how they are read.</summary>
public sealed class PinyinBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override async Task SceneAsync(SiloUnderTest silo)
    {
        await MockedCheckInsAsync(silo, 0, 20, institutions: 10);
        await PostAsync(silo, Enumerable.Range(0, 10).Select(n => Event("ltc.institution.designated", $"inst-{n}", "2026-01-01T09:00:00+08:00", $"house-{n}", new
        {
            name = n == 3 ? "重庆道护理站" : $"南门{n}号护理站", districtCode = "120104", position = new { lat = 39.1, lon = 117.2 }, services = new[] { "home" },
            agreementFrom = "2026-01-01", agreementTo = "2026-12-31",
        })));
        await CheckInFarFromHomeAsync(silo, "person-21");
    }

    [Fact]
    public async Task Districts_institutions_and_rules_are_found_by_initials_and_by_syllables_and_a_file_has_the_same_rows()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/?rule=GEO-03");
        await board.Page.SetViewportSizeAsync(1920, 1080);
        await Expect(board.By("list-total")).ToContainTextAsync("20 /", new() { Timeout = BoardPage.Soon });

        // The table of readings comes with the first letters, which count; what else may be opened later has come before that.
        await board.Page.WaitForFunctionAsync("() => performance.getEntriesByType('resource').some((one) => one.name.includes('/Rules-'))");
        Assert.False(await HasReadingsAsync());
        await board.By("filter-status").FocusAsync();
        await board.Page.Keyboard.PressAsync("q");
        await Expect(board.By("filter-status")).ToHaveValueAsync("all");
        Assert.True(await HasReadingsAsync());
        foreach (var (typed, rows) in new[] { ("hpq", 10), ("heping", 10), ("hepingq nankai", 0), ("xnz", 0), ("和平", 10) })
        {
            await board.By("filter-text").FillAsync(typed);
            await Expect(board.Rows).ToHaveCountAsync(rows, CountedSoon);
        }

        await board.By("filter-text").FillAsync("hpq");
        await Expect(board.Rows).ToHaveCountAsync(10, CountedSoon);
        await Expect(board.By("export-csv")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("120101"), new() { Timeout = BoardPage.Soon });
        var file = await board.Page.APIRequest.GetAsync(new Uri(silo.Url, await board.By("export-csv").GetAttributeAsync("href")!).ToString());
        Assert.Equal(11, (await file.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        // Ten institutions: the list of counters is longer than it shows, and can be searched.
        await board.By("filter-text").FillAsync("");
        var facet = board.By("facet-institution");
        await Expect(facet.Locator("[data-value='inst-3']")).ToContainTextAsync("重庆道护理站", TextSoon);
        await facet.GetByTestId("facet-search").FillAsync("cqd");
        await Expect(facet.Locator("[data-value]")).ToHaveCountAsync(1, CountedSoon);
        await board.By("filter-text").FillAsync("chongqing");
        await Expect(board.Rows).ToHaveCountAsync(2, CountedSoon);

        // A closed list takes letters for what its options are called.
        await board.By("filter-status").FocusAsync();
        await board.Page.Keyboard.PressAsync("d");
        await Expect(board.By("filter-status")).ToHaveValueAsync("open");
        Assert.Empty(board.Complaints);

        Task<bool> HasReadingsAsync() => board.Page.EvaluateAsync<bool>("() => performance.getEntriesByType('resource').some((one) => one.name.includes('_virtual_readings'))");
    }

    [Fact]
    public async Task A_name_that_is_masked_is_found_by_no_pinyin_until_it_is_revealed()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo, "/persons/person-21");
        var rows = board.By("timeline-row");
        await Expect(rows).ToHaveCountAsync(2, CountedSoon);
        await FindsAsync("dj", 1);
        await FindsAsync("lijianguo", 0);
        await FindsAsync("ljg", 0);
        await board.By("reveal").ClickAsync();
        await board.By("reveal-purpose").SelectOptionAsync("investigation");
        await board.By("reveal-submit").ClickAsync();
        await Expect(board.By("entity-page")).ToContainTextAsync("李建国", TextSoon);
        await FindsAsync("ljg", 1);

        async Task FindsAsync(string typed, int count)
        {
            await board.By("timeline-search").FillAsync(typed);
            await Expect(rows).ToHaveCountAsync(count, CountedSoon);
        }
    }
}
