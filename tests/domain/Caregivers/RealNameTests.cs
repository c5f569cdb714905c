using System.Text.Json;
using LtcActors.Domain.Actors;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>One person under several caregiver ids.</summary>
public sealed class RealNameTests
{
    private const string Number = "12010119800101001X";

    [Fact]
    public void Nobody_ever_reads_the_identity_number()
    {
        var stage = new Stage().Given(Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), Visit(1, "08:00", "09:00", "v1")).Settle();
        foreach (var id in new[] { ActorId.Caregiver("c1"), ActorId.Caregiver("c2"), ActorId.RealName(Routes.HashOf(Number)) })
        {
            var writer = new StateWriter();
            stage.Get(id).Write(writer);
            Assert.DoesNotContain(Number, JsonSerializer.Serialize(stage.Get(id).View(stage.Now)), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Number, System.Text.Encoding.UTF8.GetString(writer.Written), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_reader_sees_the_work_of_a_caregiver()
    {
        var stage = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), Trained("2026-01-01"), Absent("2026-06-01", null),
            Client("p1", Home, spans: Assigned("2026-05-01")), Bound("p2", "2026-05-05"), Visit(1, "08:00", "09:00", "v1"),
            Known(Check(false, "v1", device: "d1"), At(1, "09:01")));
        var view = JsonSerializer.SerializeToNode(stage.Settle().Get(ActorId.Caregiver("c1")).View(stage.Now))!;
        Assert.Equal("c1", (string?)view["Id"]);
        Assert.Equal("professional", (string?)view["Kind"]);
        Assert.Equal("home", (string?)view["Duty"]!["Duty"]);
        Assert.Equal("2026-05-01", (string?)view["Clients"]![0]!["Since"]);
        Assert.Equal("p2", (string?)view["BoundTo"]![0]!["PersonId"]);
        Assert.Equal("c2", (string?)view["SameNameAs"]![0]);
        Assert.Equal("d1", (string?)view["Devices"]![0]);
        Assert.Equal("v1", (string?)view["Visits"]![0]!["VisitId"]);
        Assert.Equal("S01", (string?)view["Visits"]![0]!["Services"]![0]!["Code"]);
    }

    [Fact]
    public void The_second_id_tells_what_it_knows_only_when_that_changed()
    {
        var stage = new Stage().Given(Registered("c1", idNumber: Number), Registered("c2", idNumber: Number)).Settle();
        var told = stage.Tellings;
        stage.Settle(anew: true).Reload().Settle(anew: true);
        Assert.Equal(told, stage.Tellings);
        stage.Given(Visit(1, "08:00", "09:00", "v1", id: "c2")).Settle();
        Assert.Equal(told + 1, stage.Tellings);
    }

    [Fact]
    public void The_second_id_is_silent_on_what_counts_by_real_name_but_not_on_its_own_faces()
    {
        var stage = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), Visit(1, "08:00", "21:00", "v1", id: "c2"),
            Known(Check(true, "v2", id: "c2", mock: true), At(2, "08:00")));
        Assert.Equal("c1", stage.Only("VIS-05").CaregiverId);
        Assert.Equal("c2", stage.Only("GEO-03").CaregiverId);
    }

    [Fact]
    public void A_contract_and_a_certificate_hold_under_either_id()
    {
        static Stage Registered2(string? otherNumber) => new Stage().Given(
            Registered("c1", idNumber: Number, to: "2026-05-31"), Registered("c2", idNumber: otherNumber, certified: "2026-01-01"),
            Visit(1, "08:00", "09:00", "v1"));
        Registered2(Number).Silent("STF-06");
        Registered2(null).Only("STF-06");
    }

    [Fact]
    public void A_course_taken_under_the_other_id_is_taken()
    {
        static Stage Relative(string trained) => new Stage().Given(
            Registered("c1", CaregiverKind.Family, null, null, idNumber: Number), Registered("c2", CaregiverKind.Family, null, null, idNumber: Number),
            Trained("2026-04-01", trained), Practised("2026-01-01", "2026-04-30", "c2"), Bound("p1", "2026-05-05"));
        Relative("c2").Silent("FAM-02");
        Relative("c3").Only("FAM-02");
    }

    [Fact]
    public void Devices_count_under_all_ids_together()
    {
        static Told On(string id, int day, string device) => Known(Check(true, $"v{day}", id: id, device: device), At(day, "08:00"));
        var stage = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), On("c1", 1, "d1"), On("c2", 5, "d2"));
        stage.Silent("DEV-02");
        Assert.Equal("c1", stage.Given(On("c2", 9, "d3")).Only("DEV-02").CaregiverId);
    }

    [Fact]
    public void A_device_given_under_the_other_id_is_in_order()
    {
        static Stage Changing(string to) => new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number),
            Known(new Fact.DeviceRegistered("d1", false, null, "c1"), At(1, "07:00")), Known(new Fact.DeviceRegistered("d2", false, null, to), At(1, "07:00")),
            Known(Check(true, "v1", device: "d1"), At(1, "08:00")), Known(Check(false, "v1", device: "d2"), At(1, "09:00")));
        Changing("c2").Silent("DEV-02");
        Changing("c3").Only("DEV-02");
    }

    [Fact]
    public void Nights_count_under_all_ids_together()
    {
        static Told Night(string id, int day) => s =>
        {
            foreach (var hour in (string[])["01:30", "03:30"])
            {
                s.Know(new Fact.CaregiverTracked(id, [Point(At(day, hour), Home, 10)], null), At(day, hour));
            }
        };
        var stage = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), Client("p1", Home), Night("c1", 1), Night("c1", 2), Night("c2", 3), Night("c2", 4));
        stage.Silent("DEV-04");
        Assert.Equal("c1", stage.Given(Night("c2", 5)).Only("DEV-04").CaregiverId);
    }

    [Fact]
    public void A_registration_withdrawn_parts_them_again()
    {
        var stage = new Stage().Given(Registered("c2", idNumber: Number), Visit(1, "00:00", "09:00", "v1", id: "c2"), Visit(1, "09:00", "18:00", "v2", "p2"));
        var first = stage.Know(
            new Fact.CaregiverRegistered("c1", "王芳", CaregiverKind.Professional, "i1", null, null, null, June(1), null, Number), At(1, "00:00"));
        stage.Only("VIS-05");

        // The engine builds the actors of a withdrawn fact anew from the rest; here the one of the second id is left.
        var name = Actor.Create(ActorId.RealName(Routes.HashOf(Number)));
        name.Apply(first with { Fact = (Fact.CaregiverRegistered)first.Fact with { CaregiverId = "c2" } });
        name.TakeBriefsFrom(stage.Get(name.Id));
        stage.Put(name);
        stage.Silent("VIS-05");
    }

    [Fact]
    public void Ids_that_share_numbers_in_a_chain_end_at_the_smallest() => Assert.Equal("c1", new Stage().Given(
        Registered("c1", idNumber: "1"), Registered("c2", idNumber: "1"), Registered("c2", idNumber: "2"), Registered("c3", idNumber: "2"),
        Visit(1, "00:00", "09:00", "v1", id: "c3"), Visit(1, "09:00", "18:00", "v2", "p2")).Only("VIS-05").CaregiverId);

    [Fact]
    public void A_whole_world_of_it_survives_a_reload()
    {
        var world = new World();
        world.Know(new Fact.CaregiverRegistered("c2", "王芳", CaregiverKind.Professional, "i1", Duty.Home, null, null, June(1), null, Number), At(1, "00:00"));
        world.Know(new Fact.CaregiverRegistered("c1", "王芳", CaregiverKind.Professional, "i1", Duty.Home, null, null, June(1), null, Number), At(1, "00:00"));
        world.Know(Check(true, "v1", id: "c2"), At(1, "00:00"));
        world.Know(Check(false, "v1", id: "c2"), At(1, "13:00"));
        var before = world.Findings().Select(f => f.Id).ToList();
        Assert.Contains(before, id => id.StartsWith("VIS-05", StringComparison.Ordinal));
        Assert.Equal(before, world.Reload().Findings().Select(f => f.Id));
    }
}
