using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>What institutions hear of their staff.</summary>
public sealed class StaffBriefTests
{
    [Fact]
    public void Days_on_institution_duty_are_told_without_absence_and_after_leaving()
    {
        var told = new Stage().Given(
            Registered(), Reassigned(Duty.Institution, "2026-06-01"), Absent("2026-06-10", "2026-06-12"), Left("2026-06-20")).Settle().StaffTold();
        var staff = Assert.IsType<Brief.Staff>(Assert.Single(told).Brief);
        Assert.Equal([new DaySpan(June(1), June(10)), new DaySpan(June(13), June(20))], staff.OnDuty.ToArray());
        Assert.Equal((ActorId.Institution("i1"), "c1"), (told[0].To, staff.RealName));
    }

    [Fact]
    public void Home_duty_is_nothing_to_tell() => Assert.Empty(new Stage().Given(Registered()).Settle().StaffTold());

    [Fact]
    public void Who_goes_elsewhere_counts_there()
    {
        var told = new Stage().Given(
            Registered(duty: Duty.Institution), Registered(duty: Duty.Institution, at: "i2", from: "2026-06-01", to: "2026-06-30")).Settle().StaffTold();
        Assert.Equal(
            [new DaySpan(new(2025, 1, 1), June(1)), new DaySpan(new(2026, 7, 1), null)], ((Brief.Staff)told.Single(t => t.To.Id == "i1").Brief).OnDuty.ToArray());
        Assert.Equal([new DaySpan(June(1), new(2026, 7, 1))], ((Brief.Staff)told.Single(t => t.To.Id == "i2").Brief).OnDuty.ToArray());
    }

    [Fact]
    public void The_same_is_not_told_again_not_even_after_a_reload()
    {
        var stage = new Stage().Given(Registered(duty: Duty.Institution)).Settle().Reload();
        Assert.Single(stage.Settle(anew: true).Given(Visit(1, "08:00", "09:00", "v1")).Settle().StaffTold());
    }

    [Fact]
    public void A_rebuilt_caregiver_takes_back_what_is_no_longer_so()
    {
        var stage = new Stage().Given(Registered(duty: Duty.Institution)).Settle();
        var anew = Actor.Create(ActorId.Caregiver("c1"));
        anew.TakeBriefsFrom(stage.Get(anew.Id));
        stage.Put(anew);
        Assert.True(stage.Settle().StaffTold()[^1].Brief.IsEmpty);
    }

    [Fact]
    public void Who_goes_elsewhere_under_another_id_counts_there_alone()
    {
        Stage Given(string? number) => new Stage().Given(
            Registered("c1", duty: Duty.Institution, idNumber: "1"), Registered("c2", duty: Duty.Institution, at: "i2", from: "2026-06-01", idNumber: number)).Settle();
        DaySpan[] DaysAt(Stage stage, string house) =>
            [.. stage.StaffTold().Where(t => t.To.Id == house).Select(static t => (Brief.Staff)t.Brief).Last(static s => !s.IsEmpty).OnDuty];
        Assert.Equal([new DaySpan(new(2025, 1, 1), June(1))], DaysAt(Given("1"), "i1"));
        Assert.Equal([new DaySpan(June(1), null)], DaysAt(Given("1"), "i2"));
        Assert.Equal([new DaySpan(new(2025, 1, 1), null)], DaysAt(Given("2"), "i1"));
    }

    [Fact]
    public void Both_ids_of_a_real_name_count_as_the_smaller()
    {
        var told = new Stage().Given(
            Registered("c2", duty: Duty.Institution, idNumber: "1"), Registered("c1", duty: Duty.Institution, idNumber: "1")).Settle().StaffTold();
        Assert.All(told.GroupBy(t => t.To), g => Assert.Equal("c1", ((Brief.Staff)g.Last().Brief).RealName));
    }
}
