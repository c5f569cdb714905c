using System.Diagnostics;
using System.Globalization;

namespace LtcActors.Bench;

/// <summary>Many boards at once, and one of them as an officer sees it.</summary>
internal static class BoardsBench
{
    private const int Boards = 50;
    private const int Alerts = 1_000;
    private const double AlertsPerSecond = 10;
    private const int Paints = 5;

    /// <summary>Check-ins before the page is opened: each is more than one alert, and the page keeps ten thousand.</summary>
    private const int Full = 6_000;

    private const double Never = 5_000;

    public static async Task MeasureAsync(BenchOptions o)
    {
        var (silo, _) = await SiloProcess.StartAsync(Scenarios.Fresh(o, "boards"));
        using (silo)
        {
            await using var page = await BrowserBoard.OpenAsync(silo, watch: true);
            var paints = new List<double>();
            for (var n = 0; n < Paints; n++)
            {
                paints.Add(await page.FirstPaintAsync());
            }

            var loaded = TimeSpan.FromSeconds((Alerts / AlertsPerSecond) + 4);
            var load = new Load(silo, Scenarios.City(50_000, (long)(5_000 * loaded.TotalSeconds), "w-"));
            await load.RegisterAsync();
            var boards = await Task.WhenAll(Enumerable.Range(1, Boards - 1).Select(_ => Board.ConnectAsync(silo)));
            var pace = load.PaceAsync(0, 5_000, 50, loaded, 32);
            await Task.Delay(2_000);
            using var feed = new MockedFeed(silo);
            var (start, startedAt) = (Stopwatch.GetTimestamp(), (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds);
            var posts = new List<Task>();
            for (var i = 0; i < Alerts; i++)
            {
                var early = Due(i) - Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                await Task.Delay((int)Math.Max(0, early));
                posts.Add(feed.PostAsync($"mock-{i}", i));
            }

            await Task.WhenAll(posts);
            await pace;
            await Task.Delay((int)Never);
            var shown = await page.ShownAsync();
            var (wire, onScreen) = (new List<double>(), new List<double>());
            for (var i = 0; i < Alerts; i++)
            {
                var visit = $"mock-{i}";
                wire.AddRange(boards.Select(b => b.SeenAt(visit) is { } at ? Stopwatch.GetElapsedTime(start, at).TotalMilliseconds - Due(i) : Never));
                // What is pushed out of the window before it was drawn counts as never seen.
                onScreen.Add(boards[0].AlertOf(visit) is { } alert && shown.TryGetValue(alert, out var drawn) ? drawn - startedAt - Due(i) : Never);
            }

            var screen = new Figures(onScreen);
            foreach (var board in boards)
            {
                await board.DisposeAsync();
            }

            Report.Line("first contentful paint of the board", new(paints), "ms", goal: 1_500, atMost: true);
            Report.Line("event to alert on 49 boards' wires, p99", new([new Figures(wire).Quantile(0.99)]), "ms");
            Report.Line("event to alert on the screen, p50", new([screen.Median]), "ms");
            Report.Line("event to alert on the screen, p99", new([screen.Quantile(0.99)]), "ms", goal: 500, atMost: true);
        }
    }

    public static async Task MeasurePageAsync(BenchOptions o)
    {
        var (silo, _) = await SiloProcess.StartAsync(Scenarios.Fresh(o, "page"));
        using (silo)
        {
            using var feed = new MockedFeed(silo);
            await Parallel.ForAsync(0, Full, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => await feed.PostAsync($"full-{i}", i));
            await silo.SettledAsync();
            // As full as a page ever gets: from here on what comes must take the place of what goes.
            await using var page = await BrowserBoard.OpenAsync(silo, watch: false);
            Report.Note($"   rows before the first minute: {await page.TotalAsync()}");
            var heaps = new List<double>();
            var watch = Stopwatch.StartNew();
            var sent = 0;
            for (var minute = 1; minute <= o.Minutes; minute++)
            {
                for (; watch.Elapsed < TimeSpan.FromMinutes(minute); sent++)
                {
                    await feed.PostAsync($"mock-{sent}", Full + sent);
                    var next = TimeSpan.FromMilliseconds(100.0 * (sent + 1)) - watch.Elapsed;
                    await Task.Delay(next > TimeSpan.Zero ? next : TimeSpan.Zero);
                }

                heaps.Add(await page.HeapAsync() / 1e6);
            }

            Report.Note($"   MB each minute, {sent:N0} alerts: {string.Join(' ', heaps.Select(h => h.ToString("F1", CultureInfo.InvariantCulture)))}");
            var third = Math.Max(1, heaps.Count / 3);
            Report.Line("heap of the page, the last third", new(heaps[^third..]), "MB", new(heaps[..third]), "the first", 1.10, atMost: true);
        }
    }

    /// <returns>Milliseconds from the start until an alert is due: open loop, whatever became of those before.</returns>
    private static double Due(int i) => i * 1_000 / AlertsPerSecond;
}
