using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>
/// A policy version that two editors bring to life while silos are struck: a step is asked for until it is known to stand. Its first day
/// is ahead of every event, so that it has all actors judged anew and changes no alert.
/// </summary>
internal sealed class PolicyUnderFire : IDisposable
{
    /// <summary>Of a version, after each step.</summary>
    private static readonly string[] Stands = ["draft", "approved", "live"];

    private readonly string[] secrets = [Secrets.Token("ltce_"), Secrets.Token("ltce_")];
    private readonly HttpClient[] editors;

    public PolicyUnderFire()
    {
        editors = [.. secrets.Select(secret => new HttpClient
        {
            Timeout = TimeSpan.FromSeconds(20), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", secret) },
        })];
    }

    /// <summary>Lets the two in from the silo's next start on.</summary>
    public void Admit(SiloUnderTest silo)
    {
        var file = AccessFile.Read(silo.Data)!;
        (file with { Tokens = [.. file.Tokens, .. secrets.Select((s, i) => new StoredToken($"editor-{i}", Roles.Editor, Convert.ToHexStringLower(Secrets.Hash(s))))] }).Write(silo.Data);
    }

    /// <summary>Drafts, approves or publishes, by the number of the step.</summary>
    /// <param name="where">Which silo to ask this time.</param>
    public async Task StepAsync(int step, Func<Uri> where)
    {
        while (!await TryAsync(step, where()))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Of the one version there is: every step once.</summary>
    public async Task AssertLiveAsync(Uri silo)
    {
        Assert.Equal(["live"], await StatusAsync(silo));
        var version = await editors[0].GetFromJsonAsync<JsonElement>(new Uri(silo, "/v1/policies/policy-1"));
        Assert.Equal(["drafted", "approved", "published"], version.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("action").GetString()));
    }

    public void Dispose() => Array.ForEach(editors, e => e.Dispose());

    private async Task<bool> TryAsync(int step, Uri silo)
    {
        try
        {
            var stands = await StatusAsync(silo) is [.., var last] ? Array.IndexOf(Stands, last) : -1;
            if (stands < step)
            {
                var (path, body) = CommandOf(step);
                using var answer = await editors[step == 1 ? 1 : 0].PostAsJsonAsync(new Uri(silo, path), body);
                Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                return answer.IsSuccessStatusCode;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // Unknown until it is asked for again.
            return false;
        }
    }

    private async Task<List<string?>> StatusAsync(Uri silo)
    {
        var versions = await editors[0].GetFromJsonAsync<JsonElement>(new Uri(silo, "/v1/policies"));
        return [.. versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("status").GetString())];
    }

    private static (string Path, object Body) CommandOf(int step) => step switch
    {
        0 => ("/v1/policies", new { title = "under fire", values = new[] { new { region = "tianjin", key = "geo.fence", unit = "m", value = 7, proposed = "a test" } } }),
        1 => ("/v1/policies/policy-1/approve", new { note = "agreed" }),
        _ => ("/v1/policies/policy-1/publish", new { from = FirstDay.ToString("yyyy-MM-dd", null) }),
    };

    /// <summary>After every event of the city, and after tomorrow.</summary>
    private static DateOnly FirstDay => new[] { new DateOnly(2026, 8, 1), DateOnly.FromDateTime(DateTime.UtcNow).AddDays(3) }.Max();
}
