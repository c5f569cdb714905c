using System.Net;
using System.Text;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Keeps cookies as a browser does, by the silo's clock, which stands still.</summary>
internal sealed class Browser(SiloFixture silo)
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    /// <summary>Where its requests go: to whichever silo the proxy in between takes them.</summary>
    public SiloFixture Silo { get; set; } = silo;

    public Browser Copy()
    {
        var copy = new Browser(Silo);
        foreach (var (name, raw) in cookies)
        {
            copy.cookies.Add(name, raw);
        }

        return copy;
    }

    /// <summary>A cookie as it was set, with its attributes.</summary>
    public string Raw(string name) => cookies.GetValueOrDefault(name, "");

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<HttpResponseMessage> PostAsync(string path, string? csrf)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        if (csrf is not null)
        {
            request.Headers.Add("X-CSRF", csrf);
        }

        return SendAsync(request);
    }

    /// <summary>Leaves for the provider, which asks nothing.</summary>
    /// <returns>The address that it sends the browser back to.</returns>
    public async Task<Uri> LeaveAsync(string returnTo)
    {
        using var leaving = await GetAsync("/api/oidc/sign-in?return=" + Uri.EscapeDataString(returnTo));
        Assert.Equal(HttpStatusCode.Redirect, leaving.StatusCode);
        using var other = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var signedIn = await other.GetAsync(leaving.Headers.Location);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        return signedIn.Headers.Location!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var client = Silo.Client())
        {
            if (cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", cookies.Values.Select(c => c.Split(';')[0])));
            }

            var answer = await client.SendAsync(request);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                var name = set.Split('=')[0];
                if (set.Contains("expires=Thu, 01 Jan 1970", StringComparison.Ordinal))
                {
                    cookies.Remove(name);
                }
                else
                {
                    cookies[name] = set;
                }
            }

            return answer;
        }
    }
}
