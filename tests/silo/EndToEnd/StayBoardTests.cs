using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The end of a session as somebody at the board sees it, and a display on a wall. The answers' end is moved near; nobody waits for half an hour.</summary>
public sealed class StayBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private protected override Task SceneAsync(SiloUnderTest silo) => MockedCheckInsAsync(silo, 0, 2);

    [Fact]
    public async Task A_board_warns_before_the_end_and_goes_on_at_a_press_and_after_the_end_comes_back_where_it_was()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo, "/silences?severity=P1");
        var left = 90;
        await board.SessionEndsInAsync(() => left);
        await board.SignInAsync();
        await Expect(board.By("stay-dialog")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("stay-dialog")).ToContainTextAsync("登录将于 1 分");
        // What the board asks from here on, it is answered as it would be without a hand on the end.
        await board.Page.RouteAsync("**/api/session/stay", route =>
        {
            left = 1800;
            return route.ContinueAsync();
        });
        var told = board.Page.WaitForResponseAsync("**/api/session/stay");
        await board.By("stay").ClickAsync();
        Assert.Equal(200, (await told).Status);
        await Expect(board.By("stay-dialog")).ToHaveCountAsync(0, CountedSoon);

        left = 2;
        await board.Page.ReloadAsync();
        await Expect(board.By("stay-dialog")).ToBeVisibleAsync(VisibleSoon);
        left = 0;
        await Expect(board.By("sign-in-submit")).ToBeVisibleAsync(VisibleSoon);
        Assert.EndsWith("/silences?severity=P1", board.Page.Url, StringComparison.Ordinal);
        left = 3600;
        await board.SignInAsync();
        await Expect(board.By("sign-in-submit")).ToHaveCountAsync(0, CountedSoon);
        Assert.EndsWith("/silences?severity=P1", board.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_while_somebody_said_that_he_is_there_does_not_undo_it()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo);
        await board.SessionEndsInAsync(() => 90);
        var (asked, stayed) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await board.Page.RouteAsync("**/api/session", async route =>
        {
            if (route.Request.Method != "GET")
            {
                await route.FallbackAsync();
            }
            else if (asked.TrySetResult())
            {
                await stayed.Task;
                await route.FallbackAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await board.SignInAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await board.By("stay").ClickAsync();
        await Expect(board.By("stay-dialog")).ToHaveCountAsync(0, CountedSoon);

        var late = board.Page.WaitForResponseAsync(r => r.Request.Method == "GET" && r.Url.EndsWith("/api/session", StringComparison.Ordinal));
        stayed.SetResult();
        Assert.Equal(200, (await late).Status);
        await Task.Delay(500);
        await Expect(board.By("stay-dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_signs_out_while_the_server_is_out_of_reach_is_told_that_the_session_goes_on_there_and_ends_it_later()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.RouteAsync("**/api/session", route => route.Request.Method == "DELETE" ? route.AbortAsync() : route.ContinueAsync());
        await board.By("sign-out").ClickAsync();
        await Expect(board.By("unended")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.UnrouteAsync("**/api/session");
        await board.By("end-again").ClickAsync();
        await Expect(board.By("unended")).ToHaveCountAsync(0, CountedSoon);
        Assert.Equal(401, (await board.Page.APIRequest.GetAsync("/api/session")).Status);
    }

    [Fact]
    public async Task A_display_shows_the_wall_whatever_its_address_and_is_signed_out_there()
    {
        var silo = await SharedAsync();
        await using var board = await SignedInAsync(silo);
        await board.Page.GotoAsync(new Uri(silo.Url, "/wall").ToString());
        await board.By("wall-hang").ClickAsync();
        await Expect(board.By("wall-sign-out")).ToBeVisibleAsync(VisibleSoon);
        await board.Page.GotoAsync(new Uri(silo.Url, "/persons/person-1").ToString());
        await Expect(board.By("wall")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("wall-row").First).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("wall-leave")).ToHaveCountAsync(0);
        await board.By("wall-sign-out").ClickAsync();
        await Expect(board.By("sign-in-submit")).ToBeVisibleAsync(VisibleSoon);
    }
}
