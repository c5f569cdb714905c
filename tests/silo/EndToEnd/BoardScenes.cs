using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Playwright;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>What tests of the board begin with, and ask.</summary>
public abstract class BoardScenes(BrowserFixture browser)
{
    private protected static readonly LocatorAssertionsToBeVisibleOptions VisibleSoon = new() { Timeout = BoardPage.Soon };
    private protected static readonly LocatorAssertionsToHaveCountOptions CountedSoon = new() { Timeout = BoardPage.Soon };
    private protected static readonly LocatorAssertionsToHaveAttributeOptions AttributeSoon = new() { Timeout = BoardPage.Soon };
    private protected static readonly LocatorAssertionsToContainTextOptions TextSoon = new() { Timeout = BoardPage.Soon };

    private protected BrowserFixture Browser { get; } = browser;

    /// <summary>The folder for pictures; null: nobody asks for any.</summary>
    protected static string? PictureFolder => Environment.GetEnvironmentVariable("LTC_PICTURES") is { Length: > 0 } folder ? folder : null;

    /// <summary>Leaves a picture for whoever asks for one: where <c>LTC_PICTURES</c> names a folder.</summary>
    private protected static async Task ShowAsync(BoardPage board, string name)
    {
        if (PictureFolder is { } folder)
        {
            await board.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        }
    }

    /// <summary>The silo of those tests of the class that have persons of their own in its scene, and look for no others.</summary>
    private protected Task<SiloUnderTest> SharedAsync() => Browser.SharedAsync(SceneAsync);

    /// <summary>What is known in the shared silo before the first test: for every test, persons that no other touches.</summary>
    private protected virtual Task SceneAsync(SiloUnderTest silo) => Task.CompletedTask;

    private protected async Task<BoardPage> SignedInAsync(SiloUnderTest silo, string path = "/")
    {
        var board = await Browser.OpenAsync(silo, path);
        await board.SignInAsync();
        await board.LiveAsync();
        return board;
    }

    /// <summary>What the board should show without a filter.</summary>
    private protected static async Task<List<string>> OpenAlertsAsync(SiloUnderTest silo) =>
    [
        .. (await silo.AlertsAsync())
            .Where(a => a.GetProperty("status").GetString() is "open" or "acknowledged")
            .Select(a => $"{a.GetProperty("id").GetString()} {a.GetProperty("seq").GetInt64()}"),
    ];

    /// <summary>So many persons, each in one of two districts, met at a made-up position by a caregiver: a GEO-03 and a STF-05 (P1) each, and a VIS-01 (P3).</summary>
    /// <param name="institutions">Of so many institutions; none: the visits name no institution.</param>
    private protected static async Task MockedCheckInsAsync(SiloUnderTest silo, int from, int count, int institutions = 0)
    {
        foreach (var part in Enumerable.Range(from, count).Chunk(2_000))
        {
            await PostAsync(silo, part.SelectMany(n => new[]
            {
                Event("ltc.person.registered", $"person-{n}", "2026-06-01T09:00:00+08:00", $"reg-{n}", new
                {
                    name = "李建国", birthDate = "1941-05-06", districtCode = n % 2 == 0 ? "120101" : "120104", home = new { lat = 39.1, lon = 117.2 },
                }),
                Event("ltc.visit.checked-in", $"person-{n}", "2026-06-05T09:00:00+08:00", $"mock-{n}", new
                {
                    visitId = $"visit-{n}", caregiverId = $"carer-{n}", institutionId = institutions == 0 ? null : $"inst-{n % institutions}",
                    position = new { lat = 39.1, lon = 117.2, accuracy = 10, mock = true },
                }),
            }));
        }
    }

    /// <summary>Persons whose caregivers check in 2.2 km away: a GEO-01 each.</summary>
    private protected static Task CheckInFarFromHomeAsync(SiloUnderTest silo, string person, params string[] others) =>
        CheckInAtAsync(silo, 39.12, [person, .. others]);

    /// <param name="lat">Home is at 39.1, on the same meridian.</param>
    private protected static Task CheckInAtAsync(SiloUnderTest silo, double lat, params string[] persons) => PostAsync(silo, persons.SelectMany(person => new[]
    {
        Event("ltc.person.registered", person, "2026-06-01T09:00:00+08:00", $"registered-{person}", new
        {
            name = "李建国", birthDate = "1941-05-06", districtCode = "120101", home = new { lat = 39.1, lon = 117.2 },
        }),
        Event("ltc.visit.checked-in", person, "2026-06-05T09:00:00+08:00", $"checked-in-{person}", new
        {
            visitId = $"far-{person}", caregiverId = $"carer-of-{person}", position = new { lat, lon = 117.2, accuracy = 10 },
        }),
    }));

    private protected static object Event(string type, string subject, string time, string id, object data) =>
        new { specversion = "1.0", type, source = "/test", id, time, subject, data };

    private static readonly System.Text.Json.JsonSerializerOptions WithoutNulls =
        new(System.Text.Json.JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private protected static async Task PostAsync(SiloUnderTest silo, IEnumerable<object> events)
    {
        using var answer = await silo.Feed.PostAsync("/v1/events", JsonContent.Create(events, new MediaTypeHeaderValue("application/cloudevents-batch+json"), WithoutNulls));
        answer.EnsureSuccessStatusCode();
        Assert.DoesNotContain("rejected", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
