using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Persons;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Collusion;

/// <summary>Facts about several persons and caregivers, in the fewest words. Days are of June 2026.</summary>
internal static class Ties
{
    /// <summary>Registered, and living so many metres to the north.</summary>
    public static Told Insured(string person, double metresNorth = 0) => new(
        new Fact.PersonRegistered(person, "某人", new(1940, 1, 1), "120101", North(metresNorth), null, null), At(Date("2026-01-01"), "08:00"));

    /// <summary>So many of them, a kilometre from each other.</summary>
    public static Told[] InsuredMany(int count) => [.. Enumerable.Range(1, count).Select(n => Insured($"p{n}", n * 1000))];

    public static Told Carer(string id, string? idNumber = null) => new(
        new Fact.CaregiverRegistered(id, "某人", CaregiverKind.Professional, "i1", Duty.Home, null, null, Date("2026-01-01"), null, idNumber),
        At(Date("2026-01-01"), "08:00"));

    public static Told Held(string account, HolderKind holder, string id, string from = "2026-05-01", string? until = null, AccountKind kind = AccountKind.Bank) =>
        new(new Fact.AccountRegistered(account, kind, holder, id, Date(from), until is null ? null : Date(until)), At(Date(from), "09:00"));

    public static Told Used(string account, string person, DateTimeOffset at, AccountKind kind = AccountKind.Bank) =>
        new(new Fact.AccountUsed(account, kind, person, null), at);

    public static Told Kin(string person, string other) => new(new Fact.PersonRelated(person, other, "配偶"), At(1, "07:00"));

    public static Told End(bool isIn, string visit, DateTimeOffset at, string caregiver, string person, string? item = null, string? device = null,
        GeoPoint? place = null, bool mock = false, double? face = null) => new(
        new Fact.VisitChecked(
            isIn, person, visit, caregiver, "i1", item, place is { } p ? new GeoFix(p, 10, mock) : null, false, device, Channel.Mobile, null,
            face is { } score ? new FaceCheck(score, true) : null, null, null, [], isIn ? [] : [new("S01", 30)], null), at);

    /// <summary>Both ends of a visit, on one device.</summary>
    public static Told[] Seen(string visit, DateTimeOffset from, DateTimeOffset to, string caregiver, string person, string? item = null,
        string? device = null, GeoPoint? place = null) =>
        [End(true, visit, from, caregiver, person, item, device, place), End(false, visit, to, caregiver, person, item, device, place)];

    public static Told Walked(string caregiver, DateTimeOffset at, GeoPoint place) =>
        new(new Fact.CaregiverTracked(caregiver, [new TrackPoint(at, place, 10, false)], null), at);

    /// <summary>The same facts in an order of a seed, judged and read back on the way.</summary>
    public static void AssertAnyOrder(IReadOnlyList<Told> facts, params string[] rules)
    {
        var expected = Lines(new Case().And([.. facts]), rules);
        for (var seed = 0; seed < 60; seed++)
        {
            var (chance, c) = (new Random(seed), new Case());
            // The same key whatever the order: it is made of what the fact is.
            foreach (var (fact, n) in facts.Select((f, n) => (f, n)).OrderBy(_ => chance.Next()).ToList())
            {
                c.World.Know(fact.Fact, fact.Time, $"e{n + 1}");
                _ = chance.Next(4) == 0 ? c.World.Settle() : chance.Next(8) == 0 ? c.World.Reload() : c.World;
            }

            Assert.True(expected == Lines(c, rules), $"seed {seed}\n{expected}\n\n{Lines(c, rules)}");
        }
    }

    /// <summary>Findings of these rules as text that does not depend on the journal.</summary>
    private static string Lines(Case c, string[] rules) => string.Join('\n', c.World.Findings().Where(f => rules.Contains(f.Rule.Id)).Select(f =>
        $"{f.Id} {f.Anchor} {f.Severity} {f.OccurredAt:O} late={f.DecidedLate} {f.PersonId} {f.CaregiverId} [{string.Join(' ', f.VisitIds)}] [{
            string.Join(' ', f.Evidence.Select(e => $"{e.Fact.Key:x}{e.Note}"))}] [{string.Join(' ', f.Figures)}]"));
}
