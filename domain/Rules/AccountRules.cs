using System.Collections.Immutable;
using LtcActors.Domain.Accounts;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;

namespace LtcActors.Domain.Rules;

/// <summary>Money, calls and cards that come together where they should not (docs/rules.md, Collusion).</summary>
public static class AccountRules
{
    public static Rule Col03 { get; } = new(
        "COL-03", 2, Zh: "共用账户、电话或刷卡终端", En: "One account, telephone or card terminal for unrelated persons", Severity.P1,
        [new("jiaxing-2019-supervision", "12(5)"), new("jiaxing-2019-supervision", "12(6)")],
        ["col.sharers", "col.accountWindow", "col.useGap", "vis.sameAddress"]);

    public static ImmutableArray<Rule> All { get; } = [Col03];

    /// <summary>Insured persons of several families, or a caregiver and somebody insured who is no relative: one finding an account.</summary>
    /// <returns>The pairs found.</returns>
    internal static List<SharedPair> Shared(AccountCase c, List<Finding> to)
    {
        var pairs = c.Unrelated();
        if (pairs.Count == 0)
        {
            return [];
        }

        var sharers = pairs.SelectMany(static p => new[] { p.A, p.B }).Distinct().OrderBy(static h => h.At).ThenBy(static h => h.Fact).ToList();
        var who = sharers.Select(static h => h.Who).Distinct().ToList();
        var at = pairs.Min(static p => p.At);
        var limits = c.On(Shanghai.DayOf(at));
        var families = who.Select(c.FamilyOf).Distinct().Count();
        if (families < limits.Sharers.Count)
        {
            return [];
        }

        var (persons, caregivers) = (Ids(who, ActorKind.Person), Ids(who, ActorKind.Caregiver));
        var stranger = caregivers.Count == 1
            ? persons.Find(p => c.FamilyOf(ActorId.Person(p)) != c.FamilyOf(ActorId.Caregiver(caregivers[0]))) ?? persons[0] : persons[0];
        var evidence = new EvidenceList();
        sharers.ForEach(h => evidence.Add(h.Fact, h.Note));
        to.Add(new(
            Col03, c.Account, "shared", SeverityOf(c, who, Shanghai.DayOf(at), limits.SameAddress.Value), at.ToOffset(Shanghai.Offset), null,
            false, stranger, caregivers.Count == 1 ? caregivers[0] : null, null, null, c.DistrictOf(ActorId.Person(stranger)), [],
            evidence.Take(),
            [
                Figure.Against("sharers", families, limits.Sharers), Figure.Of("kind", NameOf(c.Kind)), Figure.Of("account", c.Account.Id),
                Figure.Of("sharedBy", string.Join(' ', persons.Concat(caregivers).Take(10))),
            ]));
        return pairs;
    }

    internal static string NameOf(AccountKind kind) => kind switch
    {
        AccountKind.Bank => "bank",
        AccountKind.Phone => "phone",
        AccountKind.Terminal => "terminal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of account without a name."),
    };

    /// <summary>Two insured persons at one address may be a couple of whom no register says so: ask first.</summary>
    private static Severity SeverityOf(AccountCase c, List<ActorId> who, DateOnly day, double sameAddress) =>
        who is [{ Kind: ActorKind.Person } one, { Kind: ActorKind.Person } other] && c.AreNeighbours(one, other, day, sameAddress)
            ? Severity.P3 : Severity.P1;

    private static List<string> Ids(List<ActorId> who, ActorKind kind) => [.. who.Where(w => w.Kind == kind).Select(static w => w.Id)];
}
