using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Shelves;
using LtcActors.Domain.Tests.Caregivers;
using Xunit.Abstractions;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Collusion;

/// <summary>IDN-03 and IDN-06 across caregivers: one print under visits of two, or of more than could be in league.</summary>
public sealed class ShelfTests(ITestOutputHelper output)
{
    private const string Number = "12010119800101001X";

    private static readonly TimeSpan Ninety = TimeSpan.FromDays(90);

    private static Told Out(string id, int day, string visit, string person = "p1", string? signature = "s1", string time = "10:00", TimeSpan after = default) =>
        Known((Fact.VisitChecked)Check(false, visit, person, id) with { SignatureHash = signature }, At(day, time) + after);

    private static Told In(string id, int day, string visit, string photo, string person = "p1") =>
        Known((Fact.VisitChecked)Check(true, visit, person, id) with { PhotoHash = photo }, At(day, "09:00"));

    private static Told[] SignedBy(int caregivers) => [.. Enumerable.Range(1, caregivers).Select(n => Out($"c{n}", n, $"v{n}", $"p{n}"))];

    [Fact]
    public void One_signature_under_visits_of_two_caregivers_is_found_once_on_the_smaller_id()
    {
        var stage = new Stage().Given(Out("c2", 1, "v2", "p2"), Out("c1", 3, "v1"));
        var found = stage.Only("IDN-06");
        Assert.Equal((ActorId.Caregiver("c1"), Severity.P2, At(3, "10:00")), (found.Subject, found.Severity, found.OccurredAt));
        Assert.StartsWith("signature:p1/v1|p2/v2:", found.Anchor, StringComparison.Ordinal);
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal([At(1, "10:00").ToUniversalTime(), At(3, "10:00").ToUniversalTime()], found.Evidence.Select(e => e.Fact.Time));
        Assert.Equal(
            [new("visits", 2, null, "visits", 2, "proposed"), Figure.Of("other", "c2"), Figure.Of("persons", 2, "persons")], found.Figures.ToArray());
        Assert.Equal((null, "i1"), (found.PersonId, found.InstitutionId));
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 3, "v2", signature: "s2")).Silent("IDN-06");
        new Stage().Given(Out("c1", 1, "v1", signature: null), Out("c2", 3, "v2", signature: null)).Silent("IDN-06");
    }

    [Fact]
    public void Of_one_insured_person_it_is_found_too() =>
        Assert.Equal("p1", new Stage().Given(Out("c1", 1, "v1"), Out("c2", 2, "v2")).Only("IDN-06").PersonId);

    [Fact]
    public void Exactly_ninety_days_apart_it_is_one_signature_and_a_second_later_it_may_be_another()
    {
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v2", "p2", after: Ninety)).Only("IDN-06");
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v2", "p2", after: Ninety + TimeSpan.FromSeconds(1))).Silent("IDN-06");
    }

    [Fact]
    public void Two_who_cared_for_one_person_together_have_one_signature()
    {
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v2", after: TimeSpan.FromMinutes(30))).Silent("IDN-06");
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v2", after: TimeSpan.FromMinutes(30.1))).Only("IDN-06");
        new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v2", "p2", after: TimeSpan.FromMinutes(1))).Only("IDN-06");
    }

    [Fact]
    public void One_visit_of_which_two_told_the_end_is_one_visit() => new Stage().Given(Out("c1", 1, "v1"), Out("c2", 1, "v1", time: "11:00")).Silent("IDN-06");

    [Fact]
    public void Two_ids_of_one_real_name_are_not_two_caregivers()
    {
        var found = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c2", idNumber: Number), Out("c1", 1, "v1"), Out("c2", 3, "v2", "p2")).Only("IDN-06");
        Assert.Equal(("signature:p1/v1", "c1"), (found.Anchor, found.CaregiverId));
        Assert.DoesNotContain(found.Figures, f => f.Name == "other");
    }

    [Fact]
    public void Ids_that_share_numbers_in_a_chain_are_not_colleagues_of_each_other()
    {
        var found = new Stage().Given(
            Registered("c1", idNumber: "1"), Registered("c2", idNumber: "1"), Registered("c2", idNumber: "2"), Registered("c3", idNumber: "2"),
            Out("c1", 1, "v1"), Out("c3", 3, "v2", "p2")).Only("IDN-06");
        Assert.Equal("signature:p1/v1", found.Anchor);
    }

    [Fact]
    public void What_a_second_id_bears_is_found_on_the_one_the_real_name_counts_as()
    {
        var found = new Stage().Given(
            Registered("c1", idNumber: Number), Registered("c3", idNumber: Number), Out("c3", 1, "v3", "p3"), Out("c4", 2, "v4", "p4")).Only("IDN-06");
        Assert.Equal(("c1", "c4"), (found.CaregiverId, found.Figures[1].Text));
    }

    [Fact]
    public void Five_caregivers_may_be_in_league_and_six_have_it_from_the_platform()
    {
        Assert.Equal(10, new Stage().Given(SignedBy(5)).Findings("IDN-06").Count); // Of every two of them.
        var found = new Stage().Given(SignedBy(6)).Only("IDN-06");
        Assert.Equal((ActorKind.Shelf, Severity.P3, At(6, "10:00")), (found.Subject.Kind, found.Severity, found.OccurredAt));
        Assert.Equal((null, null, "i1", null), (found.PersonId, found.CaregiverId, found.InstitutionId, found.DistrictCode));
        Assert.Equal([new("caregivers", 6, null, "caregivers", 5, "proposed")], found.Figures.ToArray());
        Assert.Equal((6, 6), (found.Evidence.Length, found.VisitIds.Length));
    }

    [Fact]
    public void What_comes_from_the_platform_is_said_of_nobody_who_bears_it_again()
    {
        var stage = new Stage().Given(Out("c1", 8, "w1"), Out("c1", 9, "w2", "p2"));
        Assert.Equal("signature:p1/w1", stage.Only("IDN-06").Anchor);
        Assert.Equal(ActorKind.Shelf, stage.Given(SignedBy(6)).Only("IDN-06").Subject.Kind);
        Assert.Equal(ActorKind.Shelf, stage.Given(Out("c7", 20, "v7"), Out("c7", 21, "v8")).Only("IDN-06").Subject.Kind);
        Assert.Equal(ActorKind.Shelf, stage.Reload().Settle(anew: true).Only("IDN-06").Subject.Kind);
    }

    [Fact]
    public void Of_the_caregivers_of_a_whole_city_the_earliest_are_shown_and_newcomers_alone_are_told()
    {
        var stage = new Stage().Given(SignedBy(30)).Settle();
        Assert.Equal((21d, 21), (stage.Only("IDN-06").Figures[0].Number, stage.Only("IDN-06").Evidence.Length));
        var told = stage.Tellings;
        Assert.Equal(21d, stage.Given(Out("d1", 30, "x1"), Out("c1", 30, "x2")).Only("IDN-06").Figures[0].Number);
        Assert.Equal(told + 1, stage.Tellings);
    }

    [Fact]
    public void An_equal_photograph_is_a_copy_and_one_that_only_looks_alike_is_looked_at_first()
    {
        var found = new Stage().Given(In("c1", 1, "v1", "sha256:ab"), In("c2", 2, "v2", "sha256:ab", "p2")).Only("IDN-03");
        Assert.Equal((Severity.P1, "c1"), (found.Severity, found.CaregiverId));
        Assert.Equal([Figure.Of("visits", 2, "visits"), Figure.Of("other", "c2"), Figure.Of("persons", 2, "persons")], found.Figures.ToArray());
        Assert.Equal(Severity.P2, new Stage().Given(In("c1", 1, "v1", "8f373714acfcf4d0"), In("c2", 2, "v2", "8f373714acfcf4d0")).Only("IDN-03").Severity);
        new Stage().Given(In("c1", 1, "v1", "8f373714acfcf4d0"), In("c2", 2, "v2", "8f373714acfcf4d1")).Silent("IDN-03");
    }

    [Fact]
    public void A_check_that_is_withdrawn_takes_the_finding_with_it()
    {
        var stage = new Stage().Given(Out("c1", 1, "v1")).Given(Out("c2", 2, "v2", "p2"));
        stage.Only("IDN-06");

        // The engine builds the actors of the fact withdrawn anew from the rest, which here is nothing.
        Span<ActorId> to = new ActorId[Routes.Max];
        var shelf = to[Routes.Of((Fact.VisitChecked)Check(false, "v2") with { SignatureHash = "s1" }, to) - 1];
        var anew = Actor.Create(shelf);
        anew.TakeBriefsFrom(stage.Get(shelf));
        stage.Put(anew);
        stage.Silent("IDN-06");
    }

    [Fact]
    public void In_any_order_and_read_again_in_between_the_findings_are_the_same()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var chance = new Random(seed);
            var (carers, prints) = (chance.Next(2, 26), chance.Next(1, 4));
            var facts = Enumerable.Range(0, 120).Select(i => (
                Key: $"e{i}", At: At(1, "08:00").AddHours(chance.Next(200 * 24)),
                Fact: (Fact)((Fact.VisitChecked)Check(false, $"v{i}", $"p{chance.Next(6)}", $"c{chance.Next(carers)}") with { SignatureHash = $"s{chance.Next(prints)}" }))).ToList();
            var expected = new Stage();
            facts.ForEach(f => expected.Know(f.Fact, f.At, f.Key));
            var stage = new Stage();
            foreach (var (key, at, fact) in facts.OrderBy(_ => chance.Next()))
            {
                stage.Know(fact, at, key);
                _ = chance.Next(20) == 0 ? stage.Reload() : chance.Next(3) == 0 ? stage.Settle() : stage;
            }

            Assert.True(expected.Settle(anew: true).Picture() == stage.Picture(), $"seed {seed}");
            Assert.True(stage.Picture() == stage.Reload().Settle(anew: true).Picture(), $"seed {seed}: from the ground up");
        }
    }

    [Fact]
    public void A_check_reaches_at_most_five_actors_and_an_unsigned_one_no_shelf()
    {
        Span<ActorId> to = new ActorId[Routes.Max];
        var bare = (Fact.VisitChecked)Check(false, "v1", device: "d1");
        Assert.Equal(3, Routes.Of(bare, to));
        Assert.Equal(3, Routes.Of(bare with { SignatureHash = "" }, to));
        Assert.Equal(4, Routes.Of(bare with { SignatureHash = "s1" }, to));
        Assert.Equal(Routes.Max, Routes.Of(bare with { SignatureHash = "s1", PhotoHash = "sha256:ab" }, to));
        Assert.Equal(Routes.Max, Routes.Of((Fact.VisitChecked)Check(true, "v1", device: "d1") with { PhotoHash = "8f373714acfcf4d0" }, to));
    }

    [Fact]
    public void Shelves_are_filled_evenly_by_hashes_that_differ_only_in_their_last_bits()
    {
        var shelves = Enumerable.Range(1, 40 * ShelfKey.Count).GroupBy(static n => ShelfKey.Of(PrintKind.Photo, 0xFF00_0000_0000_0000 + (ulong)n).Number).ToList();
        Assert.Equal(ShelfKey.Count, shelves.Count);
        Assert.InRange(shelves.Max(static s => s.Count()), 40, 80);
        Assert.All(shelves, static s => Assert.Equal(new ShelfKey(PrintKind.Photo, s.Key), ShelfKey.Of(new ShelfKey(PrintKind.Photo, s.Key).Id.Id)));
        Assert.Throws<FormatException>(static () => ShelfKey.Of("photo:1000"));
        Assert.Throws<FormatException>(static () => ShelfKey.Of("seal:0a3"));
    }

    [Fact]
    public void What_is_on_a_shelf_is_written_once_and_stays_small()
    {
        const int Prints = 1_000;
        var (shelf, pages, kept) = (First(), new PageShelf(), 0);
        shelf.KeepPagesIn(pages);
        for (var n = 0; n < Prints; n++)
        {
            shelf.Apply(Signed(n, $"s{n}"));
            shelf.Judge(new Nobody());
            kept += pages.Keep([shelf]);
        }

        Assert.Equal(Prints / 32, kept);
        var writer = new StateWriter();
        shelf.Write(writer);
        var copy = First();
        copy.KeepPagesIn(pages);
        copy.Read(new StateReader(writer.Written.ToArray()));
        output.WriteLine($"{writer.Written.Length} B for {Prints} prints beside {kept} pages of some {pages.Read(shelf.Id, 0).Length} B");
        Assert.InRange(writer.Written.Length, 1, 8_000);

        // One that lies in a page is found there.
        var told = new Nobody();
        copy.Apply(Signed(Prints, "s5"));
        copy.Judge(told);
        Assert.Equal([ActorId.Caregiver("c1000")], told.Told.Select(static t => t.To));
        Assert.Equal("v5", Assert.Single(((Brief.Alike)told.Told[0].Brief).Uses).VisitId);
    }

    [Fact]
    public void A_caregiver_hears_of_a_hundred_checks_at_most_the_nearest_to_its_own()
    {
        var shelf = First();
        for (var n = 0; n < 300; n++)
        {
            shelf.Apply(Signed(n, "s1", "c2", n));
        }

        var told = new Nobody();
        shelf.Apply(Signed(500, "s1", "c1", 299));
        shelf.Judge(told);
        var uses = ((Brief.Alike)Assert.Single(told.Told).Brief).Uses;
        Assert.Equal((Shelf.MaxTold, "v200", "v299"), (uses.Length, uses[0].VisitId, uses[^1].VisitId));
    }

    private static Actor First() => Actor.Create(new ShelfKey(PrintKind.Signature, 0).Id);

    private static Entry Signed(int n, string signature, string? caregiver = null, int days = 0)
    {
        var at = At(1, "10:00").AddDays(days).ToUniversalTime();
        return new(n + 1, at, at, (ulong)n + 1, (Fact.VisitChecked)Check(false, $"v{n}", $"p{n}", caregiver ?? $"c{n}") with { SignatureHash = signature });
    }
}
