using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>What officers write at the board, and what it writes back: texts that outlive a session, days in one form, refusals in the page's language.</summary>
public sealed class WritingBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private const string Note = "已电话核实，家属在场";

    [Fact]
    public async Task A_note_outlives_the_session_it_was_typed_in_and_is_nobody_elses()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInFarFromHomeAsync(silo, "person-1");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo, "/access");
        await board.By("account-new").ClickAsync();
        await board.By("account-name").FillAsync("li.na");
        await board.By("account-districts").FillAsync("120104");
        await board.By("account-submit").ClickAsync();
        var others = await board.By("secret").InnerTextAsync();
        await board.Page.GotoAsync("/?rule=GEO-01");
        await board.LiveAsync();

        await TypeAndLoseTheSessionAsync(board);
        await board.SignInAsync();
        await Expect(board.By("triage-dialog")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("triage-note")).ToHaveValueAsync(Note);
        await board.By("triage-outcome").SelectOptionAsync("not-confirmed");
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("triage-dialog")).ToHaveCountAsync(0, CountedSoon);
        Assert.Null(await KeptAsync(board));
        await Expect(board.By("undo")).ToBeVisibleAsync(VisibleSoon);
        await board.By("undo").ClickAsync();
        await Expect(board.Rows).ToHaveCountAsync(1, CountedSoon);

        await TypeAndLoseTheSessionAsync(board);
        await SignInAsync(board, "li.na", others);
        await Expect(board.By("first-password")).ToBeVisibleAsync(VisibleSoon);
        Assert.Null(await KeptAsync(board));
        await board.By("first-password").GetByRole(AriaRole.Button).Last.ClickAsync();
        await board.SignInAsync();
        await board.LiveAsync();
        await Expect(board.By("triage-dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_note_on_a_case_is_still_there_after_a_reload_and_gone_when_its_writer_signs_out()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInFarFromHomeAsync(silo, "person-1");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo, "/persons/person-1?tab=case");
        await board.By("case-text").FillAsync(Note);
        await board.Page.ReloadAsync();
        await Expect(board.By("case-text")).ToHaveValueAsync(Note);
        await board.By("sign-out").ClickAsync();
        await board.SignInAsync();
        await Expect(board.By("case-text")).ToHaveValueAsync("");
        Assert.Null(await KeptAsync(board));
    }

    [Fact]
    public async Task A_day_is_written_alike_in_both_languages_and_chosen_by_keys_in_a_calendar()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await CheckInFarFromHomeAsync(silo, "person-1");
        await silo.SettledAsync();
        await using var board = await SignedInAsync(silo);
        await board.OpenAsync("GEO-01", "person-1");
        await board.By("triage-silence").ClickAsync();
        var day = board.By("silence-until");
        var first = await day.InputValueAsync();
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", first);

        await day.FillAsync("2026年11月");
        await Expect(board.By("silence-dialog").Locator(".problem").First).ToHaveTextAsync("请填写日期，如 2026-11-27");
        await day.FillAsync(first.Replace('-', '/'));
        await board.By("silence-reason").FocusAsync();
        await Expect(day).ToHaveValueAsync(first);
        await Expect(day).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await day.FocusAsync();
        await board.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(day).ToHaveValueAsync(DayAfter(first, 1));

        await board.By("silence-until-open").ClickAsync();
        await Expect(board.By("calendar").Locator($"[data-day='{DayAfter(first, 1)}']")).ToBeFocusedAsync();
        await board.Page.Keyboard.PressAsync("ArrowDown");
        await board.Page.Keyboard.PressAsync("Enter");
        await Expect(board.By("calendar")).ToHaveCountAsync(0);
        await Expect(day).ToHaveValueAsync(DayAfter(first, 8));
        // Escape closes the calendar, and the dialog beneath it only the second time.
        await board.By("silence-until-open").ClickAsync();
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.By("calendar")).ToHaveCountAsync(0);
        await Expect(board.By("silence-dialog")).ToBeVisibleAsync();
        await board.By("silence-reason").FillAsync(Note);
        await board.By("silence-submit").ClickAsync();
        await Expect(board.By("silence-dialog")).ToHaveCountAsync(0, CountedSoon);
        await board.Page.GotoAsync("/silences");
        await Expect(board.By("silences")).ToContainTextAsync(DayAfter(first, 8), TextSoon);
        await board.By("lang-switch").ClickAsync();
        await Expect(board.By("silences")).ToContainTextAsync(DayAfter(first, 8));
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_language_of_the_page_with_the_servers_own_words_beneath()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await using var board = await SignedInAsync(silo, "/access");
        await board.By("account-new").ClickAsync();
        await board.By("account-name").FillAsync("admin");
        await board.By("account-districts").FillAsync("120101");
        await board.By("account-submit").ClickAsync();
        var alert = board.By("account-dialog").Locator(".problem");
        await Expect(alert).ToHaveTextAsync(new Regex("^名称已被使用"), new() { Timeout = BoardPage.Soon });
        await Expect(alert.Locator("[data-testid=server-detail][lang=en]")).ToHaveTextAsync(new Regex("[a-z]"));
        await board.Page.Keyboard.PressAsync("Escape");
        await board.By("lang-switch").ClickAsync();
        await board.By("account-new").ClickAsync();
        await board.By("account-name").FillAsync("admin");
        await board.By("account-districts").FillAsync("120101");
        await board.By("account-submit").ClickAsync();
        await Expect(alert).ToHaveTextAsync(new Regex("^The name is taken"), new() { Timeout = BoardPage.Soon });
    }

    /// <summary>Types a note, and has the server know nobody when it is sent: as after half an hour away.</summary>
    private static async Task TypeAndLoseTheSessionAsync(BoardPage board)
    {
        await board.OpenAsync("GEO-01", "person-1");
        await board.By("triage-resolve").ClickAsync();
        await board.By("triage-note").FillAsync(Note);
        await board.By("triage-outcome").SelectOptionAsync("not-confirmed");
        await board.Page.Context.ClearCookiesAsync();
        await board.By("triage-submit").ClickAsync();
        await Expect(board.By("sign-in-submit")).ToBeVisibleAsync(VisibleSoon);
    }

    private static async Task SignInAsync(BoardPage board, string user, string password)
    {
        await board.By("sign-in-user").FillAsync(user);
        await board.By("sign-in-password").FillAsync(password);
        await board.By("sign-in-submit").ClickAsync();
    }

    private static Task<string?> KeptAsync(BoardPage board) => board.Page.EvaluateAsync<string?>("sessionStorage.getItem('ltc.drafts')");

    private static string DayAfter(string day, int days) =>
        DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
