using System.Net.Http.Headers;
using LtcActors.Silo.Tests.Access;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Accounts, tokens and the audit as an administrator uses them, and the first sign-in of an officer: a real browser against the running silo.</summary>
public sealed class AccessBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    private const string Chosen = "a password of 2026";

    /// <summary>Person 2 lives in the officer's district (120101), person 1 does not.</summary>
    private protected override Task SceneAsync(SiloUnderTest silo) => MockedCheckInsAsync(silo, 1, 2);

    [Fact]
    public async Task An_administrator_makes_an_officer_who_chooses_a_password_and_sees_the_own_district_alone()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo, "/access");
        await board.SignInAsync();
        await board.By("account-new").ClickAsync();
        await board.By("account-name").FillAsync("li.na");
        await board.By("account-submit").ClickAsync();
        // An officer is one of some district.
        await Expect(board.By("account-dialog").Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await board.By("account-districts").FillAsync("120101");
        await board.By("account-submit").ClickAsync();
        var first = await board.By("secret").InnerTextAsync();
        await board.Page.Keyboard.PressAsync("Escape");
        await Expect(board.By("accounts").Locator("tr[data-name='li.na']")).ToBeVisibleAsync();
        await board.By("sign-out").ClickAsync();

        await SignInAsync(board, "li.na", first);
        await Expect(board.By("first-password")).ToBeVisibleAsync();
        await board.By("password-current").FillAsync(first);
        await board.By("password-next").FillAsync(Chosen);
        await board.By("password-again").FillAsync(Chosen + "!");
        await board.By("password-submit").ClickAsync();
        await Expect(board.By("first-password").Locator("[role=alert]")).Not.ToBeEmptyAsync();
        await board.By("password-again").FillAsync(Chosen);
        await board.By("password-submit").ClickAsync();
        await Expect(board.By("first-password")).ToHaveCountAsync(0);
        await board.Page.GotoAsync(new Uri(silo.Url, "/").ToString());
        await board.LiveAsync();
        await Expect(board.Row("GEO-03", "person-2")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Row("GEO-03", "person-1")).ToHaveCountAsync(0);
        await Expect(board.Page.Locator("a[href='/access']")).ToHaveCountAsync(0);
        await board.By("own-account").ClickAsync();
        await Expect(board.By("own-role")).ToContainTextAsync("监管人员");
        await Expect(board.By("own-scope")).ToContainTextAsync("和平区");
    }

    [Fact]
    public async Task An_open_board_shows_another_district_as_soon_as_it_is_the_officers_and_lets_go_of_what_goes_elsewhere()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await MockedCheckInsAsync(silo, 1, 4);
        await silo.SettledAsync();
        using var admin = await Person.InAsync(Client(silo), "admin", silo.Password);
        using var officer = await Person.MakeAsync(() => Client(silo), admin, "li.na", "officer", ["120101"]);
        await using var board = await Browser.OpenAsync(silo, "/?rule=GEO-03");
        await board.SignInAsync(officer.Name, Person.Chosen);
        await board.LiveAsync();
        await board.MarkAsync();
        await Expect(board.Row("GEO-03", "person-2")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Rows).ToHaveCountAsync(2);

        await admin.PostAsync("/v1/accounts/li.na/change", new { districts = new[] { "120104" } });
        await Expect(board.Row("GEO-03", "person-1")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Row("GEO-03", "person-3")).ToBeVisibleAsync();
        await Expect(board.Rows).ToHaveCountAsync(2);
        await Expect(board.By("triage-message")).ToContainTextAsync("数据范围已变更");

        await board.LiveAsync();
        await board.OpenAsync("GEO-03", "person-1");
        // The first registration counts, and here it comes late.
        await PostAsync(silo, [Event("ltc.person.registered", "person-1", "2026-05-20T09:00:00+08:00", "earlier-1", new
        {
            name = "李建国", birthDate = "1941-05-06", districtCode = "120101", home = new { lat = 39.1, lon = 117.2 },
        })]);
        await Expect(board.Row("GEO-03", "person-1")).ToHaveCountAsync(0, CountedSoon);
        await Expect(board.Detail.GetByTestId("error-state")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Rows).ToHaveCountAsync(1);
        await board.NotReloadedAsync();
    }

    [Fact]
    public async Task Whoever_only_reads_is_offered_no_change()
    {
        var silo = await SharedAsync();
        using var admin = await Person.InAsync(Client(silo), "admin", silo.Password);
        using var reader = await Person.MakeAsync(() => Client(silo), admin, "zhi.kong", "quality-control");
        await using var board = await Browser.OpenAsync(silo, "/?rule=GEO-03&group=subject");
        await board.SignInAsync(reader.Name, Person.Chosen);
        await board.LiveAsync();
        await Expect(board.Row("GEO-03", "person-2")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Page.Locator("main input[type=checkbox]")).ToHaveCountAsync(0);
        await Expect(board.By("take-next")).ToHaveCountAsync(0);
        await Expect(board.By("views").Locator("option[value=edit]")).ToHaveCountAsync(0);
        await board.OpenAsync("GEO-03", "person-2");
        await Expect(board.By("history")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.Detail.Locator("[data-testid^=triage-]")).ToHaveCountAsync(0);
        var keys = board.Page.Keyboard;
        foreach (var key in (string[])["x", "a", "i", "m", "e", "s", "n", "u"])
        {
            await keys.PressAsync(key);
        }

        await keys.PressAsync("?");
        await Expect(board.By("keys-help").Locator("kbd")).ToHaveTextAsync(["j", "k", "Enter", "Esc", "/", "?"]);
        await keys.PressAsync("Escape");
        await Expect(board.By("triage-dialog")).ToHaveCountAsync(0);
        await Expect(board.By("silence-dialog")).ToHaveCountAsync(0);
        await Expect(board.By("triage-message")).ToBeEmptyAsync();

        await board.Page.GotoAsync("/persons/person-2");
        await Expect(board.By("timeline-row").First).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("pin-entry")).ToHaveCountAsync(0);
        await board.By("tab-case").ClickAsync();
        await Expect(board.By("case-panel").Locator("[data-testid=empty-state]")).ToBeVisibleAsync(VisibleSoon);
        await Expect(board.By("case-text")).ToHaveCountAsync(0);
        Assert.Empty(board.Complaints);
    }

    [Fact]
    public async Task A_token_is_issued_and_taken_back_and_the_audit_tells_of_it()
    {
        var silo = await SharedAsync();
        await using var board = await Browser.OpenAsync(silo, "/access");
        await board.SignInAsync();
        await board.By("token-new").ClickAsync();
        await board.By("token-name").FillAsync("phone 7");
        await board.By("token-bound").FillAsync("carer-7");
        await board.By("token-submit").ClickAsync();
        var secret = await board.By("secret").InnerTextAsync();
        await board.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(200, await StatusAsync(silo, secret));
        await board.By("token-revoke").ClickAsync();
        await Expect(board.By("token-revoke")).ToHaveCountAsync(0);
        Assert.Equal(401, await StatusAsync(silo, secret));

        await board.Page.Locator("a[href='/audit']").ClickAsync();
        await board.By("audit-action").SelectOptionAsync("token");
        await Expect(board.By("audit").Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(board.By("audit").Locator("tbody tr").First).ToContainTextAsync("已吊销");
        await board.By("lang-switch").ClickAsync();
        await Expect(board.By("audit").Locator("tbody tr").First).ToContainTextAsync("Administrator");
        Assert.Empty(board.Complaints);
    }

    private static HttpClient Client(SiloUnderTest silo) => new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = silo.Url };

    private static async Task SignInAsync(BoardPage board, string user, string password)
    {
        await board.By("sign-in-user").FillAsync(user);
        await board.By("sign-in-password").FillAsync(password);
        await board.By("sign-in-submit").ClickAsync();
    }

    private static async Task<int> StatusAsync(SiloUnderTest silo, string secret)
    {
        using var client = new HttpClient { BaseAddress = silo.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        using var content = new StringContent("[]");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        using var answer = await client.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
        return (int)answer.StatusCode;
    }
}
