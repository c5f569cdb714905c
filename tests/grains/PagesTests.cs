using System.Globalization;
using System.Text;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Rows;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LtcActors.Grains.Tests;

/// <summary>What an actor closes and no longer has in memory: rows of their own beside its snapshot.</summary>
public sealed class PagesTests
{
    private const int Days = 6;
    private const int PointsADay = 60;

    private static readonly ActorId Caregiver = ActorId.Caregiver("c1");

    [Fact]
    public async Task A_caregiver_of_360_positions_has_the_same_bytes_and_findings_as_embedded_before_and_after_a_new_generation()
    {
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        for (var day = 1; day < Days; day++)
        {
            await PostAsync(embedded, two, Tracked(day));
        }

        await PostAsync(embedded, two, CheckedIn("v1", day: 3, "08:20:10"));
        Assert.Equal([3], DaysOfVis08(embedded));
        var pages = await AssertSameState(embedded, two, Caregiver);
        Assert.Equal(6, pages);

        // After the checkpoint: the next generation has it from the journal's tail, and what was before from the rows.
        await PostAsync(embedded, two, Tracked(Days));
        await two.BeginAnewAsync();
        Assert.Equal(Standing.Of(embedded.Journal), Standing.Of(two.Journal.Memory));

        // A day long past, whose positions are in rows alone.
        await PostAsync(embedded, two, CheckedIn("v2", day: 2, "08:30:10"));
        Assert.Equal([2, 3], DaysOfVis08(embedded));
        Assert.True(await AssertSameState(embedded, two, Caregiver) > pages);
        AssertForeseen(two);
    }

    [Fact]
    public async Task A_signature_that_lies_in_a_page_is_found_again_under_a_colleagues_visit_as_embedded()
    {
        var signatures = Enumerable.Range(0, int.MaxValue).Select(n => $"sig{n}").Where(s => ShelfOf(s) == ShelfOf("sig0")).Take(35).ToList();
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        foreach (var (signature, n) in signatures.Select((s, n) => (s, n)))
        {
            await PostAsync(embedded, two, CheckedOut($"v{n}", "c1", signature));
        }

        Assert.Equal(1, await AssertSameState(embedded, two, ShelfOf("sig0")));
        await two.BeginAnewAsync();
        await PostAsync(embedded, two, CheckedOut("w0", "c2", signatures[0], day: 5));
        Assert.Equal("c1", Assert.Single(embedded.Supervision.Alerts(AlertFilter.All, 0, 100), a => a.Rule == "IDN-06").CaregiverId);
        Assert.Equal(1, await AssertSameState(embedded, two, ShelfOf("sig0")));
        AssertForeseen(two);
    }

    /// <summary>Pages were read before the turns that opened them: none waited with a thread of the silo.</summary>
    private static void AssertForeseen(TwoSilos two) =>
        Assert.All(two.Cluster.GetActiveSilos(), s => Assert.Equal(0, s.ServiceProvider.GetRequiredService<EntityServices>().Unforeseen));

    private static async Task PostAsync(Embedded embedded, TwoSilos two, string e)
    {
        await embedded.Supervision.SubmitAsync([new EventParser().ParseStructured(Encoding.UTF8.GetBytes(e))]);
        await embedded.Supervision.SettledAsync();
        Assert.Equal(EventStatus.Accepted, (await two.PostAsync(1, e)).Single().Status);
        await two.Of(0).SettledAsync();
    }

    /// <returns>How many pages there are.</returns>
    private static async Task<int> AssertSameState(Embedded embedded, TwoSilos two, ActorId of)
    {
        Assert.Equal(Standing.Of(embedded.Journal), Standing.Of(two.Journal.Memory));
        await embedded.Supervision.CheckpointAsync();
        await two.Of(0).CheckpointAsync();
        var kept = (await two.KeptAsync(of))!;
        Assert.Equal(embedded.Store.ReadActor(of)!.Value.State.ToArray(), kept.State.ToArray());
        foreach (var page in kept.Pages)
        {
            Assert.Equal(embedded.Store.Read(of, (int)page.Id).ToArray(), await two.ReadAsync(of, page));
        }

        Assert.Throws<InvalidDataException>(() => embedded.Store.Read(of, kept.Pages.Count));
        return kept.Pages.Count;
    }

    private static ActorId ShelfOf(string signature)
    {
        var to = new ActorId[Routes.Max];
        var fact = new EventParser().ParseStructured(Encoding.UTF8.GetBytes(CheckedOut("v", "c1", signature))).Fact!;
        return to[Routes.Of(fact, to) - 1];
    }

    private static string CheckedOut(string visit, string caregiver, string signature, int day = 3) => Event(
        "ltc.visit.checked-out", visit, day, "10:00:00", "p1", new { visitId = visit, caregiverId = caregiver, signatureHash = signature });

    private static IEnumerable<int> DaysOfVis08(Embedded embedded) =>
        embedded.Supervision.Alerts(AlertFilter.All, 0, 100).Where(a => a.Rule == "VIS-08").Select(a => a.OccurredAt.Day).Order();

    /// <summary>An hour of a day, a position a minute, all at one place.</summary>
    private static string Tracked(int day) => Event(
        "ltc.caregiver.tracked", $"t{day}", day, "09:00:00", "c1",
        new
        {
            points = Enumerable.Range(0, PointsADay).Select(m => new { time = string.Create(CultureInfo.InvariantCulture, $"2026-06-{day:00}T08:{m:00}:00+08:00"), lat = 39.1, lon = 117.2, accuracy = 12.5 }),
        });

    /// <summary>Far from where its caregiver was seconds before.</summary>
    private static string CheckedIn(string visit, int day, string time) => Event(
        "ltc.visit.checked-in", visit, day, time, "p1",
        new { visitId = visit, caregiverId = "c1", position = new { lat = 39.2, lon = 117.2, accuracy = 5 } });

    private static string Event(string type, string id, int day, string time, string subject, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0", type, source = "/app", id, subject, data,
        time = string.Create(CultureInfo.InvariantCulture, $"2026-06-{day:00}T{time}+08:00"),
    });
}
