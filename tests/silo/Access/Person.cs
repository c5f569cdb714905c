using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Somebody with an account, signed in as in a browser.</summary>
internal sealed class Person : IDisposable
{
    public const string Own = "120101";
    public const string Foreign = "120999";
    public const string Chosen = "a password of 2026";

    private Person(string name, HttpClient client, string cookie) => (Name, Client, Cookie) = (name, client, cookie);

    public string Name { get; }

    public HttpClient Client { get; }

    public string Cookie { get; }

    public JsonElement Session { get; private set; }

    public static async Task<Person> AdministratorAsync(SiloFixture silo)
    {
        var client = silo.Client();
        return await InAsync(client, "admin", silo.Password);
    }

    /// <summary>Has the administrator make an account, signs in, and chooses a password.</summary>
    public static Task<Person> MakeAsync(SiloFixture silo, Person administrator, string name, string role, string[]? districts = null, string[]? institutions = null) =>
        MakeAsync(() => silo.Client(), administrator, name, role, districts, institutions);

    /// <param name="client">Makes a client of the silo.</param>
    public static async Task<Person> MakeAsync(Func<HttpClient> client, Person administrator, string name, string role, string[]? districts = null, string[]? institutions = null)
    {
        var made = await administrator.PostAsync("/v1/accounts", new { name, role, districts = districts ?? [], institutions = institutions ?? [] });
        var first = made.GetProperty("password").GetString()!;
        using var once = await InAsync(client(), name, first);
        await once.PostAsync("/api/session/password", new { current = first, next = Chosen });
        return await InAsync(client(), name, Chosen);
    }

    public static async Task<Person> InAsync(HttpClient client, string name, string password)
    {
        using var answer = await client.PostAsJsonAsync("/api/session", new { user = name, password });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var session = await SiloFixture.JsonAsync(answer);
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        client.DefaultRequestHeaders.Add("X-CSRF", session.GetProperty("csrf").GetString());
        return new(name, client, cookie) { Session = session };
    }

    public async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, (int)answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    public async Task<JsonElement> PostAsync(string path, object body, int status = 200)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    public void Dispose() => Client.Dispose();
}
