using LtcActors.Engine.Ports;
using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>Records of the desk and of the audit, in a cluster.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task What_one_silo_records_every_silo_reads_and_a_new_generation_goes_on_after_it()
    {
        await using var two = await TwoSilos.StartAsync();
        var city = SmallCity.Of(4);
        await two.PostAsync(0, city.Requests[0]);
        var first = await two.Of(1).RecordAsync([new(DecisionKind.Desk, "{\"a\":1}"u8.ToArray()), new(DecisionKind.Audit, "{\"a\":1}"u8.ToArray())]);
        await two.PostAsync(1, city.Requests[1]);
        var second = await two.Of(0).RecordAsync([new(DecisionKind.Desk, "{\"b\":1}"u8.ToArray())]);
        for (var silo = 0; silo < 2; silo++)
        {
            Assert.Equal([first, second], two.Of(silo).Recorded(DecisionKind.Desk, 0).Select(r => r.Seq));
            Assert.Equal([first + 1], two.Of(silo).Recorded(DecisionKind.Audit, 0).Select(r => r.Seq));
        }

        // The tail has records in it.
        await two.BeginAnewAsync();
        foreach (var request in city.Requests.Skip(2))
        {
            await two.PostAsync(0, request);
        }

        await two.ReadyAsync();
        await using var embedded = await Embedded.StartAsync();
        foreach (var request in city.Requests)
        {
            await embedded.Supervision.SubmitAsync(request);
        }

        await Settling.PassAMomentAsync(embedded, two);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(1)));
        Assert.Equal([first, second], two.Of(1).Recorded(DecisionKind.Desk, 0).Select(r => r.Seq));
    }
}
