using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LtcActors.Tests.Machine;

namespace LtcActors.Bench;

/// <summary>The silo as a process of its own, as an operator runs it.</summary>
internal sealed class SiloProcess : IDisposable
{
    private readonly Process process;

    private SiloProcess(Process process, string data, Uri url, FirstRun first)
    {
        this.process = process;
        Data = data;
        Url = url;
        First = first;
        Client = new HttpClient { BaseAddress = url };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", first.OfficerToken);
    }

    public string Data { get; }

    public Uri Url { get; }

    public FirstRun First { get; }

    public string FeedToken => First.FeedToken;

    public string OfficerToken => First.OfficerToken;

    public HttpClient Client { get; }

    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>CPU time by what runs it: threads of one name together, by Linux's clock of 10 ms.</summary>
    public Dictionary<string, double> ThreadSeconds()
    {
        var seconds = new Dictionary<string, double>();
        foreach (var task in Directory.GetDirectories($"/proc/{process.Id}/task"))
        {
            try
            {
                var name = File.ReadAllText(Path.Combine(task, "comm")).Trim();
                var stat = File.ReadAllText(Path.Combine(task, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                seconds[name] = seconds.GetValueOrDefault(name) + (ticks / 100.0);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return seconds;
    }

    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <param name="bare">The same HTTP server with nothing behind it (<see cref="BareSilo"/>).</param>
    /// <param name="build">Folder with the silo of another build; null: this one's.</param>
    /// <param name="environment">Variables that it is started with, unless the caller's environment has them.</param>
    /// <returns>The silo, ready; and how long that took from the start of the process.</returns>
    public static async Task<(SiloProcess Silo, TimeSpan Ready)> StartAsync(
        string data, bool bare = false, string? build = null, IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        var url = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(build ?? AppContext.BaseDirectory, bare ? "LtcActors.Bench.dll" : "LtcActors.Silo.dll"),
            .. bare ? (string[])["bare"] : [], "--data", data, "--urls", url.ToString(), .. more])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? ReadOnlyDictionary<string, string>.Empty)
        {
            start.Environment.TryAdd(name, value);
        }

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        Directory.CreateDirectory(data);
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(data, "silo.log")) { AutoFlush = true });
        process.OutputDataReceived += (_, e) => log.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {e.Data}");
        process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var probe = new HttpClient { BaseAddress = url };
        while (true)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The silo ended with {process.ExitCode}.");
            }

            try
            {
                using var answer = await probe.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    break;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(10);
        }

        var ready = watch.Elapsed;
        return (new(process, data, url, await FirstRun.ReadAsync(data)), ready);
    }

    /// <summary>Waits until everything written is judged.</summary>
    public async Task SettledAsync()
    {
        while (true)
        {
            var metrics = await MetricsAsync();
            if (metrics["ltcactors_judged_position"] >= metrics["ltcactors_journal_last_seq"] && metrics["ltcactors_waiting_events"] == 0)
            {
                return;
            }

            await Task.Delay(20);
        }
    }

    /// <summary>
    /// What the first thousand alerts are about, as "no alerts that stand, 34 withdrawn" or "GEO-05 12, VIS-01 3, 0 withdrawn": a load of honest
    /// visits must leave none. Between two requests of registrations a caregiver has fewer clients for a moment than the law wants.
    /// </summary>
    public async Task<string> AlertsByRuleAsync()
    {
        using var page = JsonDocument.Parse(await Client.GetStringAsync("/v1/alerts?limit=1000"));
        var alerts = page.RootElement.GetProperty("items").EnumerateArray().ToLookup(a => a.GetProperty("status").GetString() != "withdrawn");
        var rules = string.Join(", ", alerts[true].CountBy(a => a.GetProperty("rule").GetString()!)
            .OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}"));
        return $"{(rules.Length == 0 ? "no alerts that stand" : rules)}, {alerts[false].Count()} withdrawn";
    }

    /// <summary>Samples without labels, by name.</summary>
    public async Task<Dictionary<string, double>> MetricsAsync()
    {
        var text = await Client.GetStringAsync("/metrics");
        var samples = new Dictionary<string, double>();
        foreach (var line in text.Split('\n').Where(l => l.Length > 0 && l[0] != '#' && !l.Contains('{', StringComparison.Ordinal)))
        {
            var parts = line.Split(' ');
            samples[parts[0]] = double.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        return samples;
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }
}
