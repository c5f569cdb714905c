using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

public sealed class InstitutionTests
{
    private static readonly FactRef Rests = new(1, At(1, "08:00"), 1);

    // STF-03
    [Fact]
    public void Four_persons_to_one_caregiver_are_in_order_five_are_not()
    {
        Staffed(4, OnDuty("c1")).ThenNo("STF-03");
        var f = Staffed(5, OnDuty("c1")).Then("STF-03", Severity.P2);
        Assert.Equal(("2026-06-01", At(1, "00:00"), null), (f.Anchor, f.OccurredAt, f.EndedAt));
        Assert.Equal((5d, 4d), (f.Figures[0].Number, f.Figures[0].Limit));
        Staffed(5, OnDuty("c1"), OnDuty("c2")).ThenNo("STF-03");
        Staffed(8, OnDuty("c1"), OnDuty("c2")).ThenNo("STF-03");
        Staffed(9, OnDuty("c1"), OnDuty("c2")).Then("STF-03");
    }

    [Fact]
    public void One_person_without_any_caregiver_is_a_breach_nobody_at_all_is_none()
    {
        Assert.Equal("no caregiver", Staffed(1).Then("STF-03").Figures[0].Text);
        Staffed(0, OnDuty("c1")).ThenNo("STF-03");
    }

    [Fact]
    public void Two_ids_of_one_real_name_are_one_caregiver() => Staffed(5, OnDuty("c1"), OnDuty("c2", "c1")).Then("STF-03");

    [Fact]
    public void The_day_of_admission_is_out_of_the_house_the_day_of_discharge_is_in_it()
    {
        var f = Staffed(5, OnDuty("c1")).And(Admitted(At(10, "23:00"), person: "r1"), Discharged(At(12, "01:00"), person: "r1"));
        var intervals = f.All("STF-03").OrderBy(x => x.OccurredAt).ToList();
        Assert.Equal([At(1, "00:00"), At(12, "00:00")], intervals.Select(x => x.OccurredAt));
        Assert.Equal([At(10, "00:00"), null], intervals.Select(x => x.EndedAt));
        Assert.Equal(9, intervals[0].Figures.Single(x => x.Name == "days").Number);
    }

    [Fact]
    public void Who_is_away_dead_or_elsewhere_is_not_in_the_house()
    {
        Staffed(5, OnDuty("c1")).And(Away(1, 29, person: "r1")).At(At(29, "23:00")).ThenNo("STF-03");
        Assert.Equal(At(30, "00:00"), Staffed(5, OnDuty("c1")).And(Away(1, 29, person: "r1")).Then("STF-03").OccurredAt);
        Assert.Equal(At(11, "00:00"), Staffed(5, OnDuty("c1")).And(Died(At(10, "09:00"), "r1")).Then("STF-03").EndedAt);
        Assert.Equal(At(10, "00:00"), Staffed(5, OnDuty("c1")).And(LivesIn("i2", "r1", "2026-06-10")).All("STF-03")
            .Single(f => f.InstitutionId == "i1").EndedAt);
    }

    [Fact]
    public void A_breach_to_come_is_raised_on_its_day_and_ends_on_its_day()
    {
        var c = Staffed(5, new Staff("c1", "c1", new DaySpan(Day(1), Day(20))), new Staff("c2", "c2", new DaySpan(Day(1), Day(10))));
        c.At(At(9, "23:59")).ThenNo("STF-03");
        Assert.Null(c.At(At(10, "00:00")).Then("STF-03").EndedAt);
        Assert.Equal("no caregiver", c.At(At(20, "00:00")).Then("STF-03").Figures[0].Text);
    }

    // STF-05
    [Fact]
    public void A_visit_at_an_institution_never_designated_is_its_finding()
    {
        var f = Given(Employed()).And(Visit("v1", 10, "09:00", "10:00", institution: "i1"))
            .And(Visit("v2", 11, "09:00", "10:00", institution: "i1")).Then("STF-05", Severity.P1);
        Assert.Equal((ActorId.Institution("i1"), At(10, "09:00")), (f.Subject, f.OccurredAt));
        Assert.Equal(2, f.VisitIds.Length);
        Given(Employed(), Designated()).And(Visit("v1", 10, "09:00", "10:00", institution: "i1")).ThenNo("STF-05");
    }

    [Fact]
    public void A_designation_that_comes_later_but_counts_from_before_withdraws_it()
    {
        var c = Given(Employed()).And(Visit("v1", 10, "09:00", "10:00", institution: "i1"));
        c.Then("STF-05");
        c.And(Designated(from: "2026-06-10").Later(At(20, "08:00"))).ThenNo("STF-05");
    }

    [Fact]
    public void A_notice_of_the_day_before_registers_it_though_its_agreement_comes_later()
    {
        var early = Designated(from: "2026-06-20").Later(At(10, "23:00"));
        Given(Employed(), early).And(Visit("v1", 9, "09:00", "10:00", institution: "i1")).Then("STF-05");
        Given(Employed(), early).And(Visit("v1", 10, "09:00", "10:00", institution: "i1")).ThenNo("STF-05");
    }

    [Fact]
    public void A_claim_alone_at_an_institution_not_known_is_no_visit()
    {
        Given(Claim("k1", "i1", Line(10))).ThenNo("STF-05");
        Given(Claim("k1", "i1", Line(10))).ThenNo("INS-02");
    }

    // INS-02
    [Fact]
    public void The_first_and_the_last_day_of_the_agreement_are_covered()
    {
        var june = Designated("2026-06-10", "2026-06-20");
        Given(june).And(Visit("v1", 10, "00:00", "01:00", institution: "i1")).And(Visit("v2", 20, "23:00", "23:50", institution: "i1"))
            .ThenNo("INS-02");
        Assert.Equal("before", Given(june).And(Visit("v1", 9, "23:00", "23:50", institution: "i1")).Then("INS-02", Severity.P1).Anchor);
        Assert.Equal("after:2026-06-21", Given(june).And(Visit("v1", 21, "00:00", "01:00", institution: "i1")).Then("INS-02").Anchor);
    }

    [Fact]
    public void The_days_between_two_agreements_are_a_gap_adjoining_ones_leave_none()
    {
        Given(Designated("2026-01-01", "2026-06-10"), Designated("2026-06-12", "2026-12-31"))
            .And(Visit("v1", 11, "09:00", "10:00", institution: "i1")).Then("INS-02");
        Given(Designated("2026-01-01", "2026-06-10"), Designated("2026-06-11", "2026-12-31"))
            .And(Visit("v1", 11, "09:00", "10:00", institution: "i1")).ThenNo("INS-02");
    }

    [Fact]
    public void A_suspension_lasts_through_its_last_day_or_to_the_day_before_it_is_resumed()
    {
        Given(Designated(), Suspended(10, 12)).And(Visit("v1", 9, "09:00", "10:00", institution: "i1"))
            .And(Visit("v2", 13, "09:00", "10:00", institution: "i1")).ThenNo("INS-02");
        Given(Designated(), Suspended(10, 12)).And(Visit("v1", 12, "09:00", "10:00", institution: "i1")).Then("INS-02");
        Given(Designated(), Suspended(10), Resumed(12)).And(Visit("v1", 12, "09:00", "10:00", institution: "i1")).ThenNo("INS-02");
        Given(Designated(), Suspended(10), Resumed(12)).And(Visit("v1", 11, "09:00", "10:00", institution: "i1")).Then("INS-02");
        Given(Designated(), Suspended(10)).And(Visit("v1", 29, "09:00", "10:00", institution: "i1")).Then("INS-02");
    }

    [Fact]
    public void From_its_termination_on_there_is_no_agreement_until_a_new_one()
    {
        Given(Designated(), Terminated(10)).And(Visit("v1", 9, "09:00", "10:00", institution: "i1")).ThenNo("INS-02");
        Given(Designated(), Terminated(10)).And(Visit("v1", 10, "09:00", "10:00", institution: "i1")).Then("INS-02");
        Given(Designated(), Terminated(10), Designated("2026-06-15", "2027-06-14"))
            .And(Visit("v1", 15, "09:00", "10:00", institution: "i1")).ThenNo("INS-02");
    }

    [Fact]
    public void All_services_of_one_gap_are_one_finding_whoever_had_them()
    {
        var f = Given(Designated(), Suspended(10), Claim("k1", "i1", Line(10), Line(11, "v1")))
            .And(Visit("v1", 11, "09:00", "10:00", institution: "i1"))
            .And(Visit("v2", 12, "09:00", "10:00", institution: "i1", person: "p2")).Then("INS-02");
        Assert.Equal(["suspended", "claim-line", "check-in", "check-in"], f.Evidence.Select(e => e.Note));
        Assert.Equal((3d, 2d), (Number(f, "services"), Number(f, "persons")));
        Assert.Equal("120101", f.DistrictCode);
    }

    [Fact]
    public void A_visit_that_names_no_institution_is_the_arrangements_when_it_is_a_professionals()
    {
        Told[] gap = [Designated(), Suspended(10)];
        Given(gap).And(HomeCare(caregiver: "c1")).And(Visit("v1", 11, "09:00", "10:00")).Then("INS-02");
        Given(gap).And(HomeCare(caregiver: null, package: null)).And(Visit("v1", 11, "09:00", "10:00", "c9")).Then("INS-02");
        Given(gap).And(HomeCare("i2")).And(Visit("v1", 11, "09:00", "10:00", institution: "i2")).ThenNo("INS-02");
    }

    [Theory]
    [InlineData("f1")]
    [InlineData("c1")]
    [InlineData(null)]
    public void A_visit_under_the_family_package_is_no_institutions_unless_it_names_one(string? assigned)
    {
        var c = Given(Designated(), Suspended(10), HomeCare(caregiver: assigned, package: ServicePackage.Family));
        c.And(Visit("v1", 11, "09:00", "10:00", "f1")).ThenNo("INS-02");
        c.And(Visit("v2", 12, "09:00", "10:00", "f1", "i1")).Then("INS-02");
    }

    [Fact]
    public void A_relative_who_comes_beside_the_professionals_is_no_institutions_from_the_approval_on()
    {
        var c = Given(Designated(), Suspended(10), HomeCare(caregiver: "c1", package: ServicePackage.Professional), Approved("f1", "2026-06-12"));
        c.And(Visit("v1", 12, "09:00", "10:00", "f1")).And(Unbound("f1", "2026-06-14")).And(Visit("v2", 15, "09:00", "10:00", "f1")).ThenNo("INS-02");
        Assert.Equal(["v3"], c.And(Visit("v3", 11, "09:00", "10:00", "f1")).Then("INS-02").VisitIds.ToArray());
        Assert.Equal(["v3", "v4"], c.And(Visit("v4", 12, "09:00", "10:00", "c1")).Then("INS-02").VisitIds.ToArray());
    }

    [Fact]
    public void A_visit_is_a_relatives_as_soon_as_the_binding_is_told()
    {
        var c = Given(Designated(), Suspended(10), HomeCare(caregiver: "f1", package: null)).And(Visit("v1", 12, "09:00", "10:00", "f1"));
        c.Then("INS-02");
        c.And(Approved("f1", "2026-03-01")).ThenNo("INS-02");
    }

    // Briefs
    [Fact]
    public void A_caregiver_is_told_where_its_client_lives_and_when_it_is_assigned()
    {
        var c = Given(Registered(), HomeCare(caregiver: "c1"), HomeCare(caregiver: "c2", from: "2026-06-05"), Died(At(10, "09:00")));
        var told = Listener.Of(c.World.Get(ActorId.Person("p1")), c.World.Now).Where(t => t.Brief is Brief.Client)
            .ToDictionary(t => t.To.Id, t => (Brief.Client)t.Brief);
        Assert.Equal([(new DaySpan(Date("2026-01-01"), Day(5)), AssignmentEnd.Ended)], told["c1"].Assignments.Select(a => (a.Days, a.End)));
        Assert.Equal([(new DaySpan(Day(5), Day(11)), AssignmentEnd.Died)], told["c2"].Assignments.Select(a => (a.Days, a.End)));
        Assert.Equal(Here, Assert.Single(told["c1"].Homes).Home);
    }

    [Fact]
    public void Nothing_is_told_twice_not_even_after_a_rebuild()
    {
        var c = Given(Registered(), HomeCare(), Designated(), Suspended(10), LivesIn("i1", from: "2026-06-20"))
            .And(Visit("v1", 11, "09:00", "10:00"));
        c.World.Settle();
        foreach (var id in (ActorId[])[ActorId.Person("p1"), ActorId.Institution("i1")])
        {
            var actor = c.World.Get(id);
            actor.TouchAll();
            Assert.Empty(Listener.Of(actor, c.World.Now));
        }
    }

    [Fact]
    public void An_actor_built_anew_takes_over_what_it_heard_and_told()
    {
        var c = Given(Registered(), HomeCare(), Designated(), Suspended(10)).And(Visit("v1", 11, "09:00", "10:00", institution: "i1"));
        c.World.Settle();
        foreach (var id in (ActorId[])[ActorId.Person("p1"), ActorId.Institution("i1")])
        {
            var earlier = c.World.Get(id);
            var anew = Actor.Create(id);
            foreach (var entry in c.Entries)
            {
                Span<ActorId> to = new ActorId[Routes.Max];
                if (to[..Routes.Of(entry.Fact, to)].Contains(id))
                {
                    anew.Apply(entry);
                }
            }

            anew.TakeBriefsFrom(earlier);
            Assert.Empty(Listener.Of(anew, c.World.Now));
            Assert.Equal(IdsOf(earlier), IdsOf(anew));
        }

        Assert.NotEmpty(c.World.Get(ActorId.Institution("i1")).Findings.Of("/INS-02").ToArray());
    }

    [Fact]
    public void A_visit_withdrawn_takes_its_service_out_of_the_institutions_finding()
    {
        var c = Given(Designated(), Suspended(10)).And(Visit("v1", 11, "09:00", "10:00", institution: "i1"));
        c.Then("INS-02");
        var anew = Actor.Create(ActorId.Person("p1"));
        anew.TakeBriefsFrom(c.World.Get(ActorId.Person("p1")));
        var (to, brief) = Assert.Single(Listener.Of(anew, c.World.Now));
        Assert.Equal((ActorId.Institution("i1"), true), (to, brief is Brief.Unentitled { IsEmpty: true }));
    }

    [Fact]
    public void A_visit_withdrawn_leaves_no_finding_that_an_earlier_self_had()
    {
        var c = Given(Visit("v1", 10, "09:00", "09:01"));
        c.Then("VIS-04");
        var anew = Actor.Create(ActorId.Person("p1"));
        anew.Findings.Set("v1", c.World.Get(ActorId.Person("p1")).Findings.Of("v1"));
        anew.TakeBriefsFrom(c.World.Get(ActorId.Person("p1")));
        anew.Judge(new Listener(c.World.Now));
        Assert.False(anew.Findings.Any);
    }

    private static IEnumerable<string> IdsOf(Actor actor) => actor.Findings.Scopes.SelectMany(s => s.Value).Select(f => f.Id).Order();

    private static double? Number(Finding f, string name) => f.Figures.Single(x => x.Name == name).Number;

    private static Staff OnDuty(string caregiver, string? realName = null) =>
        new(caregiver, realName ?? caregiver, new DaySpan(Day(1), null));

    private static Case Staffed(int persons, params Staff[] staff)
    {
        var c = Given(Designated());
        foreach (var s in staff)
        {
            c.World.Get(ActorId.Institution("i1")).Hear(ActorId.Caregiver(s.Caregiver), new Brief.Staff(s.RealName, [s.Days], [Rests]));
        }

        return c.And([.. Enumerable.Range(1, persons).Select(n => LivesIn("i1", $"r{n}"))]);
    }

    private sealed record Staff(string Caregiver, string RealName, DaySpan Days);
}
