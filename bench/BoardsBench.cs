using System.Diagnostics;
using System.Globalization;

namespace LtcActors.Bench;

/// <summary>Many boards at once, and one of them as an officer sees it.</summary>
internal static class BoardsBench
{
    private const int Boards = 50;
    private const int Alerts = 200;
    private const int Paints = 5;

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

            var load = new Load(silo, Scenarios.City(50_000, 220_000, "w-"));
            await load.RegisterAsync();
            var boards = await Task.WhenAll(Enumerable.Range(1, Boards - 1).Select(_ => Board.ConnectAsync(silo)));
            var pace = load.PaceAsync(0, 5_000, 50, TimeSpan.FromSeconds(44), 32);
            await Task.Delay(2_000);
            using var feed = new MockedFeed(silo);
            var (wire, due) = (new List<double>(), new Dictionary<string, double>());
            for (var i = 0; i < Alerts; i++)
            {
                var visit = $"mock-{i}";
                var (sent, sentAt) = (Stopwatch.GetTimestamp(), (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds);
                await feed.PostAsync(visit, i);
                while (!Array.TrueForAll(boards, b => b.SeenAt(visit) is not null) && Stopwatch.GetElapsedTime(sent).TotalSeconds < 5)
                {
                    await Task.Delay(1);
                }

                wire.AddRange(boards.Select(b => b.SeenAt(visit) is { } at ? Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds : 5_000));
                due[boards[0].AlertOf(visit) ?? visit] = sentAt;
                await Task.Delay(200 - (int)Math.Min(200, Stopwatch.GetElapsedTime(sent).TotalMilliseconds));
            }

            await pace;
            await Task.Delay(1_000);
            var shown = await page.ShownAsync();
            var screen = new Figures([.. due.Select(d => shown.TryGetValue(d.Key, out var at) ? at - d.Value : 5_000)]);
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
            await using var page = await BrowserBoard.OpenAsync(silo, watch: false);
            using var feed = new MockedFeed(silo);
            var heaps = new List<double>();
            var watch = Stopwatch.StartNew();
            var sent = 0;
            for (var minute = 1; minute <= o.Minutes; minute++)
            {
                for (; watch.Elapsed < TimeSpan.FromMinutes(minute); sent++)
                {
                    await feed.PostAsync($"mock-{sent}", sent);
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
}
