using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

public sealed class BindingTests
{
    [Fact]
    public void Two_caregivers_bound_on_one_day_break_one_to_one()
    {
        var f = Given(Approved("c1", "2026-03-10"), Approved("c2", "2026-05-10")).Then("FAM-01", Severity.P1);
        Assert.Equal((ActorId.Person("p1"), "c1+c2", At(1, "00:00")), (f.Subject, f.Anchor, f.OccurredAt));
        Assert.Equal(2, f.Figures.Single(x => x.Name == "bindings").Number);
    }

    [Fact]
    public void Rebinding_after_the_end_of_the_first_is_in_order() =>
        Given(Approved("c1", "2026-03-10"), Unbound("c1", "2026-05-05"), Approved("c2", "2026-05-10")).ThenNo("FAM-01");

    [Fact]
    public void The_day_of_the_end_is_no_longer_bound_the_day_before_still_is()
    {
        Given(Approved("c1", "2026-03-10"), Approved("c2", "2026-05-10"), Unbound("c1", "2026-06-01")).ThenNo("FAM-01");
        Given(Approved("c1", "2026-03-10"), Approved("c2", "2026-05-10"), Unbound("c1", "2026-06-02")).Then("FAM-01");
    }

    [Fact]
    public void A_rebinding_that_takes_effect_next_month_is_judged_when_it_does()
    {
        var soon = Given(Approved("c1", "2026-03-10"), Approved("c2", "2026-06-10"));
        soon.At(At(30, "23:59")).ThenNo("FAM-01");
        soon.At(Shanghai.StartOf(Date("2026-07-01"))).Then("FAM-01");
    }

    [Fact]
    public void A_second_approval_of_the_same_caregiver_is_the_same_binding() =>
        Given(Approved("c1", "2026-03-10"), Approved("c1", "2026-05-10")).ThenNo("FAM-01");

    [Fact]
    public void Bound_again_on_the_day_of_the_end_is_bound() =>
        Assert.Equal(
            [new DaySpan(Date("2026-03-01"), Date("2026-04-01")), new DaySpan(Date("2026-04-01"), null)],
            SpansTold(Approved("c1", "2026-03-01"), Unbound("c1", "2026-04-01"), Approved("c1", "2026-04-01").Later(At(1, "10:00"))));

    [Fact]
    public void Death_ends_a_binding_the_day_after() =>
        Assert.Equal([new DaySpan(Date("2026-03-01"), Day(11))], SpansTold(Approved("c1", "2026-03-01"), Died(At(10, "09:00"))));

    [Fact]
    public void A_caregiver_and_the_person_are_told_of_a_binding_once()
    {
        var c = Given(Approved("c1", "2026-03-01"));
        var binding = c.World.Get(ActorId.Binding("p1"));
        Assert.Equal([ActorId.Caregiver("c1"), ActorId.Person("p1")], Listener.Of(binding, At(30, "00:00")).Select(t => t.To));
        binding.TouchAll();
        Assert.Empty(Listener.Of(binding, At(30, "00:00")));
    }

    private static IEnumerable<DaySpan> SpansTold(params Told[] facts)
    {
        var told = Listener.Of(Given(facts).World.Get(ActorId.Binding("p1")), At(30, "00:00"));
        return Assert.IsType<Brief.Bound>(told.Single(t => t.To.Kind == ActorKind.Caregiver).Brief).Spans.Select(s => s.Days);
    }
}
