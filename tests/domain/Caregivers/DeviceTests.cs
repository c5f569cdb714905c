using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

public sealed class DeviceTests
{
    private static Told Seen(string caregiver, int day, string time) =>
        s => s.Know(Check(true, $"v{caregiver}{day}{time}", id: caregiver, device: "d1"), At(day, time), $"{caregiver}{day}{time}");

    private static Told Shared(bool shared, int day) => Known(new Fact.DeviceRegistered("d1", shared, null, null), At(day, "00:00"));

    [Fact]
    public void Two_caregivers_a_day_apart_may_have_handed_it_over() => new Stage().Given(Seen("c1", 1, "08:00"), Seen("c2", 2, "08:00")).Silent("DEV-01");

    [Fact]
    public void A_second_less_is_one_device_in_two_hands()
    {
        var found = new Stage().Given(Seen("c1", 1, "08:00:01"), Seen("c2", 2, "08:00")).Only("DEV-01");
        Assert.Equal((Severity.P2, "d1", null), (found.Severity, found.DeviceId, found.CaregiverId));
        Assert.Contains(Figure.Of("caregivers", "c1 c2"), found.Figures);
    }

    [Fact]
    public void A_shared_tablet_is_for_many() => new Stage().Given(Shared(true, 1), Seen("c1", 2, "08:00"), Seen("c2", 2, "09:00")).Silent("DEV-01");

    [Fact]
    public void It_was_not_before_it_was_registered_anew_as_shared() => new Stage().Given(
        Shared(false, 1), Seen("c1", 2, "08:00"), Seen("c2", 2, "09:00"), Shared(true, 3), Seen("c1", 3, "08:00"), Seen("c2", 3, "09:00"))
        .Only("DEV-01");

    [Fact]
    public void One_caregiver_on_one_phone_is_as_it_should_be() => new Stage().Given(Seen("c1", 1, "08:00"), Seen("c1", 1, "09:00")).Silent("DEV-01");

    [Fact]
    public void Hand_to_hand_is_one_run_and_after_a_quiet_day_another()
    {
        var stage = new Stage().Given(Seen("c1", 1, "08:00"), Seen("c2", 1, "09:00"), Seen("c1", 1, "10:00"), Seen("c3", 2, "09:00"));
        Assert.Equal(Figure.Against("accounts", 3, new("dev.accounts", 2, "accounts", "proposed")), stage.Only("DEV-01").Figures[0]);
        stage.Given(Seen("c1", 3, "20:00"), Seen("c2", 3, "21:00"));
        Assert.Equal(2, stage.Findings("DEV-01").Count);
    }

    [Fact]
    public void Sightings_in_any_order_are_the_same_sightings()
    {
        var seen = new List<Told> { Shared(false, 1) };
        for (var i = 0; i < 40; i++)
        {
            seen.Add(Seen($"c{(i % 7 == 0 ? 2 : 1)}", 1 + (i / 10), $"{8 + (i % 5)}:{i:00}"));
        }

        var expected = new Stage().Given([.. seen]).Picture();
        for (var seed = 0; seed < 100; seed++)
        {
            var chance = new Random(seed);
            var stage = new Stage();
            foreach (var one in seen.OrderBy(_ => chance.Next()))
            {
                stage.Given(one);
                _ = chance.Next(3) == 0 ? stage.Settle() : chance.Next(5) == 0 ? stage.Reload() : stage;
            }

            Assert.True(expected == stage.Picture(), $"seed {seed}\n{expected}\n\n{stage.Picture()}");
        }
    }

    [Fact]
    public void A_reader_sees_who_was_seen()
    {
        var view = System.Text.Json.JsonSerializer.Serialize(new Stage().Given(Seen("c1", 1, "08:00")).Get(ActorId.Device("d1")).View(At(2, "00:00")));
        Assert.Contains("\"CaregiverId\":\"c1\"", view, StringComparison.Ordinal);
    }
}
