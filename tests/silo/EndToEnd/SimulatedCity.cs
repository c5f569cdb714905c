using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Simulator;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>A small city of the simulator's, always the same, with planted offences of every rule; and what officers have done with it.</summary>
internal sealed class SimulatedCity
{
    private static readonly DateOnly FirstDay = new(2026, 6, 1);

    private SimulatedCity(SiloUnderTest silo, City city, HttpClient administrator, IReadOnlyList<JsonElement> alerts) =>
        (Silo, City, Administrator, Alerts) = (silo, city, administrator, alerts);

    public SiloUnderTest Silo { get; }

    public City City { get; }

    /// <summary>Signed in as in a browser.</summary>
    public HttpClient Administrator { get; }

    /// <summary>As they stood before anybody did anything.</summary>
    public IReadOnlyList<JsonElement> Alerts { get; }

    public static async Task<SimulatedCity> PlayAsync(SiloUnderTest silo)
    {
        var city = City.Create(new CityOptions
        {
            Persons = 60, Days = 10, Offences = 60, Seed = 7, Start = FirstDay, Now = new DateTimeOffset(FirstDay.AddDays(20), TimeOnly.MinValue, Time.Offset),
        });
        foreach (var part in city.Events.Chunk(500))
        {
            using var content = new ByteArrayContent(CityEvent.Batch(part));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
            using var answer = await silo.Feed.PostAsync(new Uri("/v1/events", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
            Assert.DoesNotContain("rejected", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await silo.SettledAsync();
        return new(silo, city, await SignedInAsync(silo, "admin", silo.Password), await silo.AlertsAsync());
    }

    public static async Task<HttpClient> SignedInAsync(SiloUnderTest silo, string user, string password)
    {
        var client = new HttpClient { BaseAddress = silo.Url };
        using var answer = await client.PostAsJsonAsync("/api/session", new { user, password });
        answer.EnsureSuccessStatusCode();
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        client.DefaultRequestHeaders.Add("X-CSRF", session.GetProperty("csrf").GetString());
        return client;
    }

    /// <summary>The first alert of a rule that names all of these.</summary>
    public JsonElement Alert(string rule, params string[] members) => Alerts.First(a =>
        a.GetProperty("rule").GetString() == rule && a.GetProperty("status").GetString() == "open" && members.All(m => a.TryGetProperty(m, out _)));

    /// <summary>Whom the first event of a type is about.</summary>
    public string SubjectOf(string type) => City.Events.First(e => e.Type == type).Subject;

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Administrator.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Those that officers have had in hand: what tests open stays as it came.</summary>
    public IEnumerable<string> Worked => Alerts.Where(a => a.GetProperty("status").GetString() == "open"
        && a.GetProperty("rule").GetString() is not ("GEO-01" or "ELG-01" or "VIS-01" or "VIS-02")).Select(Id);

    /// <summary>Some weeks at the desk: alerts taken, decided and silenced, a case file, a view, accounts and tokens, and a policy version on trial.</summary>
    public async Task WorkAsync()
    {
        var open = Worked.ToList();
        // Nobody is given what is of another's districts.
        string[] districts = ["120101", "120104"];
        await PostAsync("/v1/accounts", new { name = "li.na", displayName = "李娜", role = "officer", districts });
        var own = Alerts.Where(a => a.TryGetProperty("districtCode", out var district) && districts.Contains(district.GetString())).Select(Id).ToHashSet();
        await PostAsync("/v1/triage", new { action = "acknowledge", items = open.Where((_, i) => i % 6 == 1).Select(id => new { id }) });
        await PostAsync("/v1/triage", new { action = "assign", items = open.Where((_, i) => i % 9 == 2).Where(own.Contains).Select(id => new { id }), assignee = "li.na" });
        await PostAsync("/v1/triage", new { action = "resolve", items = open.Where((_, i) => i % 7 == 3).Select(id => new { id }), note = "电话回访家属，当日无人上门。", outcome = "confirmed" });
        await PostAsync("/v1/triage", new { action = "dismiss", items = open.Where((_, i) => i % 11 == 4).Select(id => new { id }), note = "地下室定位漂移，已核对入户照片。", outcome = "false-alarm" });
        await PostAsync($"/v1/alerts/{Id(Alert("VIS-02", "caregiverId"))}/silence", new { subject = "caregiver", until = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(20), reason = "地下室无信号，已现场核实。" });
        var person = Alert("GEO-01", "personId", "caregiverId", "visitIds");
        var about = $"/v1/cases/persons/{person.GetProperty("personId").GetString()}";
        await PostAsync($"{about}/notes", new { text = "家属称当日无人上门，愿意书面说明。" });
        await PostAsync($"{about}/pins", new { seq = person.GetProperty("evidence")[0].GetProperty("seq").GetInt64(), text = "签到位置与住所不符" });
        await PostAsync("/v1/views", new { name = "本区紧急", query = "severity=P1,P2&sort=due", sharing = "shared" });
        await PostAsync("/v1/accounts", new { name = "auditor", displayName = "审计员", role = "auditor" });
        await PostAsync("/v1/tokens", new { name = "市一院住院接口", role = "feed", sources = new[] { "/hospitals/1/" } });
        await PostAsync("/v1/policies", new
        {
            title = "放宽围栏，收紧日访次", values = new[]
            {
                new { region = "tianjin", key = "geo.fence", unit = "m", value = 5000, proposed = "山区住所定位漂移" },
                new { region = "tianjin", key = "vis.loadVisits", unit = "visits", value = 1, proposed = "试看有多少人一天不止一户" },
            },
        });
        await PostAsync("/v1/policies/policy-1/shadow", new { from = FirstDay });
        await PostAsync("/v1/replays", new { policy = "policy-1", from = FirstDay });
    }

    public static string Id(JsonElement alert) => alert.GetProperty("id").GetString()!;
}
