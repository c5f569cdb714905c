using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Clients that others wrote, unmodified, against the running silo.</summary>
public sealed class NpmClientTests
{
    [Fact]
    public async Task The_npm_package_cloudevents_is_understood_in_binary_structured_and_batch_mode()
    {
        using var silo = await SiloUnderTest.StartAsync();
        using var node = Node("cloudevents.mjs", silo.Url.GetLeftPart(UriPartial.Authority), silo.FeedToken, "run1");
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await node.StandardError.ReadToEndAsync());

        using var json = JsonDocument.Parse(output);
        string[] Statuses(string call) =>
        [
            .. json.RootElement.GetProperty(call).GetProperty("body").GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()!),
        ];
        Assert.Equal(["accepted"], Statuses("binary"));
        Assert.Equal(["accepted"], Statuses("structured"));
        Assert.Equal(["duplicate"], Statuses("again"));
        // What was sent in binary mode is the same event in a batch.
        Assert.Equal(["accepted", "accepted", "duplicate"], Statuses("batch"));
    }

    [Fact]
    public async Task The_npm_package_signalr_sees_every_change_once_across_lost_connections_and_restarts()
    {
        using var silo = await SiloUnderTest.StartAsync();
        using var node = Node("signalr.mjs", silo.Url.GetLeftPart(UriPartial.Authority), silo.OfficerToken, "0");
        var seen = new List<long>();
        var reading = Task.Run(async () =>
        {
            while (await node.StandardOutput.ReadLineAsync() is { } line)
            {
                using var alert = JsonDocument.Parse(line);
                if (alert.RootElement.TryGetProperty("seq", out var seq))
                {
                    lock (seen)
                    {
                        seen.Add(seq.GetInt64());
                    }
                }
            }
        });
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 8; i++)
            {
                await MockedCheckInAsync(silo, (round * 10) + i);
            }

            await silo.SettledAsync();
            if (round % 2 == 0)
            {
                silo.Kill();
            }
            else
            {
                silo.Stop();
            }

            await silo.StartAgainAsync();
        }

        await silo.SettledAsync();
        var all = (await silo.AlertsAsync()).Select(a => a.GetProperty("seq").GetInt64()).ToList();
        Assert.True(all.Count >= 40, $"Only {all.Count} alerts.");
        // Each alert here changes once or more; every latest change must have come, and none twice.
        await WaitUntilAsync(() =>
        {
            lock (seen)
            {
                return all.All(seen.Contains);
            }
        });
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        await reading;
        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(seen.Order(), seen);
    }

    internal static async Task MockedCheckInAsync(SiloUnderTest silo, int n)
    {
        using var answer = await silo.Feed.PostAsync("/v1/events", JsonContent.Create(new
        {
            specversion = "1.0",
            type = "ltc.visit.checked-in",
            source = "/test",
            id = $"mock-{n}",
            time = "2026-06-05T09:00:00+08:00",
            subject = $"person-{n}",
            data = new { visitId = $"visit-{n}", caregiverId = $"carer-{n}", position = new { lat = 39.1, lon = 117.2, accuracy = 10, mock = true } },
        }, new MediaTypeHeaderValue("application/cloudevents+json")));
        answer.EnsureSuccessStatusCode();
    }

    internal static async Task WaitUntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come true within half a minute.");
    }

    private static Process Node(params string[] arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.Combine(Sources.Root, "tests", "silo", "clients"),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
