using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Persons;
using static LtcActors.Domain.Tests.Collusion.Ties;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>What is found of somebody in Jiaxing is judged by its numbers and cites its law, though nobody has visited anybody yet.</summary>
public sealed class OwnRegionTests
{
    private const string Jiaxing = "330402";

    /// <summary>Numbers of Jiaxing that are not those of Tianjin.</summary>
    private static readonly PolicyBook Book = With(
        ("family", "fam.bindingsMax", 0), ("family", "fam.practiceMonths", 5), ("device", "dev.window", 36), ("statistics", "stf.phantomDays", 20),
        ("statistics", "stf.attendanceShare", 60), ("collusion", "col.accountWindow", 120));

    [Fact]
    public void A_person_bound_to_two() =>
        Assert.Equal(0, Found("FAM-01", Insured("p1"), Approved("c1", "2026-03-10"), Approved("c2", "2026-05-10")).Limit("bindings"));

    [Fact]
    public void A_caregiver_bound_to_two() => Assert.Equal(
        0, Found("FAM-01", Insured("p1"), Insured("p2"), Approved("c1", "2026-05-01"), Approved("c1", "2026-05-01", "p2")).Limit("bindings"));

    [Fact]
    public void A_family_caregiver_without_the_training() => Assert.Equal(
        5, Found("FAM-02", Insured("p1"), Approved("c1", "2026-05-01")).Figures.Single(f => f.Name == "practiceMonthsNeeded").Number);

    [Fact]
    public void One_device_in_several_hands() => Assert.Equal(36, Found(
        "DEV-01", Insured("p1"), Insured("p2"), End(true, "v1", At(1, "08:00"), "c1", "p1", device: "d1"), End(true, "v2", At(2, "14:00"), "c2", "p2", device: "d1"))
        .Limit("closest"));

    [Fact]
    public void A_professional_who_is_a_family_caregiver_of_nobody_yet() =>
        Found("STF-04", House, Employed(), Registered("c1", CaregiverKind.Family));

    [Fact]
    public void Somebody_on_the_roll_whom_nobody_has_seen()
    {
        var found = Found("STF-07", House, Colleague(3), Colleague(4), Registered("c1", CaregiverKind.Professional, from: "2026-03-01"));
        Assert.Equal((Date("2026-03-21"), 20), (Shanghai.DayOf(found.OccurredAt), found.Limit("daysOnRoll")));
    }

    [Fact]
    public void Somebody_who_worked_on_the_days_declared_only_by_the_institutions_word() => Assert.Equal(60, Found(
        "STF-07", House, Colleague(4), Registered("c1", CaregiverKind.Professional, from: "2026-04-20"),
        new(new Fact.CaregiverDeclared("c1", "i1", Date("2026-04-01"), 10), At(1, "08:00"))).Limit("attendance"));

    [Fact]
    public void An_institution_that_was_never_designated() =>
        Found("STF-05", Insured("p1"), Registered("c1", CaregiverKind.Professional), End(true, "v1", At(1, "08:00"), "c1", "p1"));

    /// <summary>A hundred days apart: at one time by the number of Jiaxing alone.</summary>
    [Fact]
    public void An_account_that_two_used_one_after_the_other() => Found(
        "COL-03", Insured("p1"), Insured("p2"), Used("a1", "p1", At(Date("2026-02-01"), "10:00")), Used("a1", "p2", At(Date("2026-05-12"), "10:00")));

    /// <summary>The same in whatever order it is told, and after it was written out.</summary>
    private static Finding Found(string rule, params Told[] facts)
    {
        var worlds = new[] { facts, [.. facts.Reverse()], [.. facts[1..], facts[0]] }.Select(static told =>
        {
            var world = new World(Book) { Now = At(Date("2026-07-10"), "00:00") };
            foreach (var one in told)
            {
                world.Know(one.Fact, one.Time);
                world.Settle();
            }

            return world.Reload();
        });
        var found = worlds.Select(w => Assert.Single(w.Findings(), f => f.Rule.Id == rule)).ToList();
        Assert.All(found, f => Assert.Equal((Jiaxing, found[0].OccurredAt), (f.DistrictCode, f.OccurredAt)));
        Assert.All(found, f => Assert.Equal(found[0].Figures.AsEnumerable(), f.Figures));
        Assert.DoesNotContain(
            Book.LawOf(found[0].Rule, found[0].DistrictCode, Shanghai.DayOf(found[0].OccurredAt)),
            l => l.Citation.Source.StartsWith("tianjin", StringComparison.Ordinal));
        return found[0];
    }

    private static Told Insured(string person) => new(
        new Fact.PersonRegistered(person, "某人", new(1940, 1, 1), Jiaxing, Here, null, null), At(Date("2026-01-01"), "08:00"));

    private static Told House => new(
        new Fact.InstitutionDesignated("i1", "某院", Jiaxing, Here, true, true, Date("2026-01-01"), Date("2026-12-31"), null), At(Date("2026-01-01"), "08:00"));

    private static Told Registered(string caregiver, CaregiverKind kind, string from = "2026-01-01") => new(
        new Fact.CaregiverRegistered(
            caregiver, "某人", kind, kind == CaregiverKind.Family ? null : "i1", kind == CaregiverKind.Family ? null : Duty.Home, null, null, Date(from), null, null),
        At(Date(from), "08:00"));

    /// <summary>A check-in of somebody else that makes the institution's stream known in a month.</summary>
    private static Told Colleague(int month) => End(true, $"s{month}", At(new DateOnly(2026, month, 1), "10:00"), "c9", "p9");

    private static PolicyBook With(params (string Topic, string Key, int Value)[] values)
    {
        var files = ShippedPolicies.Files.ToDictionary();
        foreach (var (topic, key, value) in values)
        {
            var (file, number) = ($"jiaxing/{topic}.json", "\"value\": ");
            var from = files[file].IndexOf(number, files[file].IndexOf($"\"{key}\"", StringComparison.Ordinal), StringComparison.Ordinal) + number.Length;
            var until = files[file].IndexOf(',', from);
            files[file] = $"{files[file][..from]}{value}{files[file][until..]}";
        }

        return PolicyBook.Read(files);
    }
}

internal static class OwnRegionFigures
{
    /// <summary>What a figure was compared with.</summary>
    public static double? Limit(this Finding finding, string figure) => finding.Figures.Single(f => f.Name == figure).Limit;
}
