using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>The thread from end to end.</summary>
public sealed class ThreadTests
{
    private const string Registered =
        """{"specversion":"1.0","type":"ltc.person.registered","source":"/r","id":"1","time":"2026-06-01T00:00:00Z","subject":"p1","data":{"name":"张三","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}}""";

    private const string Hospitalised =
        """{"specversion":"1.0","type":"ltc.person.hospitalised","source":"/h","id":"2","time":"2026-06-20T00:00:00Z","subject":"p1","data":{"admittedAt":"2026-06-20T00:00:00Z"}}""";

    private const string CheckedIn =
        """{"specversion":"1.0","type":"ltc.visit.checked-in","source":"/v","id":"3","time":"2026-06-21T01:00:00Z","subject":"p1","data":{"visitId":"v1","caregiverId":"c1","position":{"lat":39.1,"lon":117.2,"accuracy":5}}}""";

    [Fact]
    public async Task An_event_that_comes_to_either_silo_becomes_an_alert_on_both()
    {
        await using var two = await TwoSilos.StartAsync();
        var first = await two.PostAsync(0, Registered, Hospitalised);
        var second = await two.PostAsync(1, CheckedIn);
        Assert.Equal([1L, 2L, 3L], first.Concat(second).Select(r => r.Seq));
        for (var silo = 0; silo < 2; silo++)
        {
            await two.Of(silo).SettledAsync();
            Assert.Contains(two.Of(silo).Alerts(AlertFilter.All, 0, 100), a => a.Rule == "ELG-02" && a.PersonId == "p1");
        }
    }

    [Fact]
    public async Task The_same_event_again_is_a_duplicate_and_another_under_its_id_is_rejected()
    {
        await using var two = await TwoSilos.StartAsync();
        await two.PostAsync(0, Registered);
        var again = (await two.PostAsync(1, Registered)).Single();
        var other = (await two.PostAsync(1, Registered.Replace("张三", "李四", StringComparison.Ordinal))).Single();
        Assert.Equal((EventStatus.Duplicate, 1L), (again.Status, again.Seq));
        Assert.Equal((EventStatus.Rejected, "id-reused"), (other.Status, other.Problems.Single().Code));
    }
}
