using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The board over a city that goes on living, as <c>--demo</c> plays it: by the simulator's own stream, which insists while the silo is away.</summary>
public sealed class DemoBoardTests(BrowserFixture browser) : BoardScenes(browser), IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Rows_arrive_from_a_living_city_one_is_taken_and_a_killed_silo_comes_back_to_the_same_list_and_goes_on()
    {
        using var silo = await SiloUnderTest.StartAsync();
        await using var board = await SignedInAsync(silo);
        await board.MarkAsync();
        using var stop = new CancellationTokenSource();
        var isLive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var playing = Simulator.Demo.PlayAsync(silo.Feed, new Simulator.DemoOptions("demo") { Days = 10, IncidentSeconds = (1, 2) }, Heard, stop.Token);
        try
        {
            await isLive.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await SomethingNewAsync();

            // One of a place, which does not end by itself.
            await board.Page.Locator("[data-testid=alert-row][data-alert-id^='GEO-']").First.ClickAsync();
            await board.Page.Mouse.MoveAsync(2, 2);
            var taken = (await board.Detail.GetAttributeAsync("data-alert-id"))!;
            await board.TriageAsync("acknowledge");
            await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged", AttributeSoon);

            var before = await silo.AlertsAsync();
            silo.Kill();
            await Expect(board.By("connection-state")).ToHaveAttributeAsync("data-state", new Regex("^(reconnecting|offline)$"), new() { Timeout = 60_000 });
            await silo.StartAgainAsync();
            await board.StateAsync("live");
            await Expect(board.Detail).ToHaveAttributeAsync("data-status", "acknowledged", AttributeSoon);
            await SomethingNewAsync();

            // The city stands still, so that what the board shows can be held against what there is.
            await stop.CancelAsync();
            await playing;
            await silo.SettledAsync();
            var after = (await silo.AlertsAsync()).ToDictionary(SimulatedCity.Id);
            Assert.All(before, alert => Assert.Contains(SimulatedCity.Id(alert), after));
            Assert.Equal("acknowledged", after[taken].GetProperty("status").GetString());
            var open = await OpenAlertsAsync(silo);
            await Expect(board.By("list-total")).ToContainTextAsync(new Regex($@"^{open.Count}\b"), TextSoon);
            Assert.Equal([], (await board.ListAsync()).Except(open));
            await board.NotReloadedAsync();
        }
        finally
        {
            await stop.CancelAsync();
        }

        void Heard(string line)
        {
            if (line.StartsWith("history loaded", StringComparison.Ordinal))
            {
                isLive.SetResult();
            }
        }

        // What stands in the list now, and did not before; while somebody was just among the rows it waits under the pill.
        async Task SomethingNewAsync()
        {
            await board.Page.EvaluateAsync("document.activeElement?.blur()");
            var known = (await board.ListAsync()).Select(row => row.Split(' ')[0]).ToArray();
            await board.Page.WaitForFunctionAsync(
                "known => (document.querySelector('[data-testid=new-pill]')?.click(), [...document.querySelectorAll('[data-testid=alert-row]')].some(row => !known.includes(row.dataset.alertId)))", known, new() { Timeout = 60_000 });
        }
    }
}
