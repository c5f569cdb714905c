using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Policies;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>VIS-11: services told that the region's catalogue does not hold. The codes here are made up: no text that is held has any.</summary>
public sealed class CatalogueTests
{
    /// <summary>Tianjin: in the first half of June A and B, until the 20th A and C, then for two days none, then A.</summary>
    private static readonly PolicyBook Book = CatalogueFiles.With(
        CatalogueFiles.Version("2026-06-01", null, "A", "B"), CatalogueFiles.Version("2026-06-16", "2026-06-20", "A", "C"), CatalogueFiles.Version("2026-06-23", null, "A"));

    private static readonly ActorId[] Actors = [ActorId.Person("p1")];

    [Fact]
    public void Codes_outside_stand_in_order_with_how_often_they_were_told_and_the_catalogue_of_the_day()
    {
        var found = Single(Registered(), HomeCare(), Told("v2", 3, ["Z", "A", "Z"]), Told("v1", 2, ["Z", "Y", "A"]), Told("v3", 4, ["A"]));
        Assert.Equal(("2026-06/catalogue/i1", "i1", "c1", Severity.P3), (found.Anchor, found.InstitutionId, found.CaregiverId, found.Severity));
        Assert.Equal(At(2, "10:00"), found.OccurredAt);
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(["check-out", "check-out"], found.Evidence.Select(e => e.Note));
        Assert.Equal(
            [
                Figure.Of("outsideCatalogue", 2, "items"), Figure.Of("outsideCodes", "Y Z"), Figure.Of("toldOutside", 3, "services"), Figure.Of("visits", 2, "visits"),
                new("catalogueFrom", null, "2026-06-01", null, null, "tianjin-2023-catalogue:1"),
            ],
            found.Figures.ToArray());
    }

    [Theory]
    [InlineData(15, "B", false)]
    [InlineData(16, "B", true)]
    [InlineData(15, "C", true)]
    [InlineData(20, "C", false)]
    [InlineData(21, "Z", false)]
    [InlineData(22, "Z", false)]
    [InlineData(23, "C", true)]
    public void Each_visit_is_held_against_the_catalogue_of_its_day(int june, string code, bool isOutside) =>
        Assert.Equal(isOutside ? 1 : 0, Found(Book, Registered(), HomeCare(), Told("v1", june, [code])).Count);

    [Fact]
    public void Where_the_catalogue_changed_in_the_month_both_are_named()
    {
        var found = Single(Registered(), HomeCare(), Told("v1", 15, ["C"]), Told("v2", 17, ["B"]));
        Assert.Equal("B C", found.Figures.Single(f => f.Name == "outsideCodes").Text);
        Assert.Equal(("2026-06-16", "2026-06-01"), (found.Figures.Single(f => f.Name == "catalogueFrom").Text, found.Figures.Single(f => f.Name == "catalogueBefore").Text));
    }

    [Fact]
    public void Every_institution_and_the_relatives_answer_for_what_they_told()
    {
        var found = Found(
            Book, Registered(), HomeCare(), Approved("f1", "2026-03-01"), Told("v1", 2, ["Z"]), Told("v2", 3, ["Z"], institution: "i2"), Told("v3", 4, ["Z"], caregiver: "c2"),
            Told("v4", 5, ["Z"], caregiver: "f1"));
        Assert.Equal(
            [("2026-06/catalogue", null, "f1"), ("2026-06/catalogue/i1", "i1", null), ("2026-06/catalogue/i2", "i2", "c1")],
            found.Select(f => (f.Anchor, f.InstitutionId, f.CaregiverId)).OrderBy(f => f.Anchor, StringComparer.Ordinal));
    }

    [Fact]
    public void Who_has_no_benefits_is_for_the_rules_of_eligibility()
    {
        Told[] outside = [Registered(), Told("v1", 10, ["Z"])];
        Assert.Empty(Found(Book, outside));
        Assert.Empty(Found(Book, [.. outside, HomeCare(from: "2026-06-11")]));
        Assert.Single(Found(Book, [.. outside, HomeCare(from: "2026-06-10")]));
        Assert.Single(Found(Book, [.. outside, LivesIn("i1")]));
        foreach (var stop in new[] { Admitted(At(10, "09:59")), Died(At(10, "10:00")), Reviewed(false, 9) })
        {
            Assert.Empty(Found(Book, [.. outside, HomeCare(), Assessed(4, "2026-01-01", "2026-12-31"), stop]));
        }

        Assert.Single(Found(Book, [.. outside, HomeCare(), Assessed(4, "2026-01-01", "2026-12-31"), Admitted(At(10, "10:00"))]));
    }

    [Fact]
    public void The_last_check_out_counts_and_a_visit_without_one_tells_nothing()
    {
        var later = Told("v1", 2, ["A"]);
        Assert.Empty(Found(Book, Registered(), HomeCare(), Told("v1", 2, ["Z"]), later with { Time = later.Time.AddMinutes(1) }));
        Assert.Empty(Found(Book, Registered(), HomeCare(), CheckIn("v1", At(2, "10:00"))));
    }

    [Fact]
    public void Of_many_codes_ten_are_shown_and_all_counted()
    {
        var found = Single(Registered(), HomeCare(), Told("v1", 2, [.. Enumerable.Range(10, 12).Select(n => $"Z{n}")]));
        Assert.Equal(12, found.Figures.Single(f => f.Name == "outsideCatalogue").Number);
        Assert.Equal("Z10 Z11 Z12 Z13 Z14 Z15 Z16 Z17 Z18 Z19", found.Figures.Single(f => f.Name == "outsideCodes").Text);
    }

    [Fact]
    public void Where_no_catalogue_is_filed_nothing_is_looked_for()
    {
        Assert.Empty(Found(ShippedPolicies.Book, Registered(), HomeCare(), Told("v1", 2, ["Z"])));
        Assert.Empty(Found(Book, Registered() with { Fact = ((Fact.PersonRegistered)Registered().Fact) with { DistrictCode = "330402" } }, HomeCare(), Told("v1", 2, ["Z"])));
    }

    /// <summary>What a start does that finds other policies: everybody is judged anew.</summary>
    [Fact]
    public void A_catalogue_that_is_filed_or_withdrawn_later_judges_what_was_told_before()
    {
        var world = new World(ShippedPolicies.Book) { Now = At(30, "00:00") };
        foreach (var told in new[] { Registered(), HomeCare(), Told("v1", 2, ["Z"]) })
        {
            world.Know(told.Fact, told.Time);
        }

        Assert.Empty(Of(world));
        Listener.JudgeAllAgain(world, Actors, Book);
        Assert.Single(Of(world));
        Listener.JudgeAllAgain(world, Actors, ShippedPolicies.Book);
        Assert.Empty(Of(world));
    }

    [Fact]
    public void Any_order_and_judging_all_anew_end_in_the_same_findings()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            List<Told> story = [Registered(), HomeCare(from: random.Next(2) == 0 ? "2026-01-01" : "2026-06-05")];
            for (var n = 0; n < 8; n++)
            {
                var (visit, june) = ($"v{random.Next(6)}", random.Next(1, 29));
                story.Add(random.Next(3) switch
                {
                    0 => CheckIn(visit, At(june, "09:00"), $"c{random.Next(2)}"),
                    1 => Told(visit, june, Codes(random), caregiver: $"c{random.Next(2)}", institution: random.Next(3) == 0 ? "i2" : null),
                    _ => Told(visit, june, Codes(random)),
                });
            }

            story.Add(random.Next(4) switch
            {
                0 => Admitted(At(random.Next(1, 29), "08:00")), 1 => Died(At(random.Next(10, 29), "12:00")), 2 => Approved("c1", "2026-06-10"), _ => HomeCare("i2", from: "2026-06-12"),
            });
            string[]? expected = null;
            for (var order = 0; order < 4; order++)
            {
                var world = new World(Book) { Now = At(30, "00:00") };
                foreach (var (told, n) in story.Select((told, n) => (told, n)).OrderBy(t => order == 0 ? t.n : random.Next()).ToList())
                {
                    world.Know(told.Fact, told.Time, $"e{n}");
                    if (random.Next(3) == 0)
                    {
                        world.Settle();
                    }
                }

                var lines = Lines(world);
                expected ??= lines;
                Assert.True(expected.SequenceEqual(lines), $"Story {seed}, order {order}:\n{string.Join('\n', expected)}\n≠\n{string.Join('\n', lines)}");
                Listener.JudgeAllAgain(world, Actors, Book);
                Assert.Equal(expected, Lines(world));
                Assert.Equal(expected, Lines(world.Reload()));
            }
        }
    }

    private static string[] Codes(Random random) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => ((string[])["A", "B", "C", "Z"])[random.Next(4)])];

    private static string[] Lines(World world) => [.. Of(world).Select(f =>
        $"{f.Anchor} {f.OccurredAt:u} {f.CaregiverId} {string.Join(' ', f.VisitIds)} {string.Join(' ', f.Evidence.Select(e => e.Fact.Key))} {string.Join(' ', f.Figures.Select(x => $"{x.Name}={x.Number}{x.Text}"))}")];

    private static Finding Single(params Told[] facts) => Assert.Single(Found(Book, facts));

    private static List<Finding> Found(PolicyBook policies, params Told[] facts)
    {
        var world = new World(policies) { Now = Shanghai.StartOf(Day(30)) };
        foreach (var told in facts)
        {
            world.Know(told.Fact, told.Time);
            world.Settle();
        }

        return Of(world);
    }

    private static List<Finding> Of(World world) => [.. world.Findings().Where(f => f.Rule.Id == "VIS-11")];

    /// <summary>A check-out alone, at ten.</summary>
    private static Told Told(string visit, int june, string[] services, string caregiver = "c1", string? institution = null)
    {
        var told = CheckOut(visit, At(june, "10:00"), caregiver, institution);
        return told with { Fact = ((Fact.VisitChecked)told.Fact) with { Services = [.. services.Select(static code => new ServiceDone(code, 30))] } };
    }
}
