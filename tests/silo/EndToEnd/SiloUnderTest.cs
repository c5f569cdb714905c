using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LtcActors.Tests.Machine;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>The silo as a process of its own, as an operator runs it; it can be killed and started again on the same data.</summary>
internal sealed class SiloUnderTest : IDisposable
{
    /// <summary>What is found missing is found so much later, lest it is only late. Nothing new for so long: nothing more is under way.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(1_600);

    private readonly string program;
    private readonly string[] more;
    private readonly StringBuilder errors = new();
    private Process? process;

    private SiloUnderTest(string program, string[] more)
    {
        (this.program, this.more) = (program, more);
        Data = Directory.CreateTempSubdirectory("ltc-silo-").FullName;
        Url = new Uri($"http://127.0.0.1:{Ports.Free()}");
    }

    public string Data { get; }

    public Uri Url { get; }

    public string FeedToken { get; private set; } = "";

    public string OfficerToken { get; private set; } = "";

    public string Password { get; private set; } = "";

    public HttpClient Feed { get; private set; } = new();

    public HttpClient Officer { get; private set; } = new();

    public static Task<SiloUnderTest> StartAsync(params string[] more) => StartAsync(AppContext.BaseDirectory, "/health/ready", more);

    /// <param name="program">Folder of another program than the one under test.</param>
    public static Task<SiloUnderTest> StartOtherAsync(string program, params string[] more) => StartAsync(program, "/health/ready", more);

    /// <summary>Waits until it runs, which one that stands by does without being ready.</summary>
    public static Task<SiloUnderTest> StartStandbyAsync(params string[] more) => StartAsync(AppContext.BaseDirectory, "/health/live", more);

    private static async Task<SiloUnderTest> StartAsync(string program, string probe, string[] more)
    {
        var silo = new SiloUnderTest(program, more);
        await silo.StartAgainAsync(probe);
        (silo.FeedToken, silo.OfficerToken, _, silo.Password) = await FirstRun.ReadAsync(silo.Data);
        silo.Feed = silo.Client(silo.FeedToken);
        silo.Officer = silo.Client(silo.OfficerToken);
        return silo;
    }

    /// <param name="path">What must answer that all is well.</param>
    public Task StartAgainAsync(string path = "/health/ready")
    {
        Launch();
        return WaitForAsync(path);
    }

    /// <summary>Starts the process, and waits for nothing.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(program, "LtcActors.Silo.dll"), "--data", Data, "--urls", Url.ToString(), .. more])
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) => errors.AppendLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits until a path answers that all is well.</summary>
    public async Task WaitForAsync(string path)
    {
        using var probe = new HttpClient { BaseAddress = Url };
        for (var i = 0; ; i++)
        {
            Assert.False(process!.HasExited, $"The silo ended: {errors}");
            Assert.True(i < 6_000, $"The silo is not ready after a minute: {errors}");
            try
            {
                using var answer = await probe.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(10);
        }
    }

    /// <summary>SIGKILL: no handler, no flush.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>SIGSTOP: it stands still in the middle of whatever it does.</summary>
    public void Pause() => Signal("-STOP");

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public void Resume() => Signal("-CONT");

    /// <summary>SIGTERM, as systemd ends it.</summary>
    public void Stop()
    {
        Signal("-TERM");
        process!.WaitForExit();
        process.Dispose();
    }

    /// <summary>Waits until everything written is judged and its alerts are readable.</summary>
    public async Task SettledAsync()
    {
        double[] before = [];
        var same = Stopwatch.StartNew();
        while (true)
        {
            var text = await Officer.GetStringAsync("/metrics");
            double Sample(string name) => double.Parse(
                text.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            double[] now = [Sample("ltcactors_journal_last_seq"), Sample("ltcactors_judged_position"), Sample("ltcactors_waiting_events")];
            if (!now.SequenceEqual(before))
            {
                (before, same) = (now, Stopwatch.StartNew());
            }
            else if (now[0] == now[1] && now[2] == 0 && same.Elapsed >= Hold)
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    /// <summary>All alerts, page by page.</summary>
    public async Task<List<JsonElement>> AlertsAsync()
    {
        var alerts = new List<JsonElement>();
        for (long after = 0; ;)
        {
            using var page = JsonDocument.Parse(await Officer.GetStringAsync($"/v1/alerts?after={after}&limit=1000"));
            var items = page.RootElement.GetProperty("items").EnumerateArray().Select(i => i.Clone()).ToList();
            alerts.AddRange(items);
            if (items.Count < 1_000)
            {
                return alerts;
            }

            after = page.RootElement.GetProperty("next").GetInt64();
        }
    }

    /// <summary>The alerts of a rule, once there are so many.</summary>
    public async Task<List<JsonElement>> AlertsAsync(string rule, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var alerts = (await AlertsAsync()).FindAll(a => a.GetProperty("rule").GetString() == rule);
            if (alerts.Count >= count)
            {
                return alerts;
            }

            await Task.Delay(100, limit.Token);
        }
    }

    public void Dispose()
    {
        try
        {
            if (process is { HasExited: false })
            {
                Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // Ended by the test.
        }

        Feed.Dispose();
        Officer.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{process!.Id}"]);
        kill.WaitForExit();
    }

    private HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
