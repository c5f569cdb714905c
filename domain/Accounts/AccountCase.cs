using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Accounts;

/// <summary>Two who had an account at one time.</summary>
internal readonly record struct SharedPair(Hand A, Hand B)
{
    /// <summary>From then on both had it.</summary>
    public DateTimeOffset At => A.At > B.At ? A.At : B.At;
}

/// <summary>
/// What a rule is given to judge an account by: in whose hands it was, and who is whose relative. Only what those tell who share it
/// now counts: others may have been asked before more was known.
/// </summary>
internal sealed class AccountCase
{
    private readonly HeardBriefs<Brief.Holder> persons;
    private readonly HeardBriefs<Brief.SameName> names;
    private readonly IPolicies policies;
    private readonly List<SharedPair> pairs;
    private readonly Dictionary<ActorId, ActorId> families = [];

    public AccountCase(
        ActorId account, AccountKind kind, List<Hand> hands, HeardBriefs<Brief.Holder> persons, HeardBriefs<Brief.SameName> names,
        IPolicies policies)
    {
        (Account, Kind, this.persons, this.names, this.policies) = (account, kind, persons, names, policies);
        Asked = [.. hands.Select(static h => h.Who)];
        if (Asked.Count == 1 || Asked.All(static w => w.Kind == ActorKind.Caregiver))
        {
            Asked.Clear();
        }

        pairs = [.. Pairs(hands)];
        Sharers = [.. pairs.SelectMany(static p => new[] { p.A.Who, p.B.Who })];
        ReadKin();
    }

    public ActorId Account { get; }

    public AccountKind Kind { get; }

    /// <summary>Everybody who had it at any time, where these are several: whether it was at one time, the numbers of their district say.</summary>
    public SortedSet<ActorId> Asked { get; }

    /// <summary>Everybody who had it while somebody else did, relatives or not; two caregivers are nobody's business here.</summary>
    public SortedSet<ActorId> Sharers { get; }

    /// <summary>Those of them who are not of one family, both known. A register that is not connected accuses nobody.</summary>
    public List<SharedPair> Unrelated() =>
        pairs.FindAll(p => IsKnown(p.A.Who) && IsKnown(p.B.Who) && FamilyOf(p.A.Who) != FamilyOf(p.B.Who));

    public Thresholds On(DateOnly day) => policies.For(Sharers.Select(DistrictOf).FirstOrDefault(static d => d is not null), day);

    public string? DistrictOf(ActorId who) => who.Kind == ActorKind.Person ? persons.Of(who.Id)?.DistrictCode : null;

    /// <summary>One of a family stands for all: relatives, relatives of one relative, and a caregiver under its several ids.</summary>
    public ActorId FamilyOf(ActorId who)
    {
        while (families.TryGetValue(who, out var next) && next != who)
        {
            who = next;
        }

        return who;
    }

    /// <summary>Whether both live at one address on the day.</summary>
    public bool AreNeighbours(ActorId a, ActorId b, DateOnly day, double metres)
    {
        var (here, there) = (HomesOn(a, day), HomesOn(b, day));
        return here.Exists(h => there.Exists(t => h.MetresTo(t) <= metres));
    }

    private IEnumerable<SharedPair> Pairs(List<Hand> hands)
    {
        for (var i = 1; i < hands.Count; i++)
        {
            var day = Shanghai.DayOf(hands[i].At);
            for (var j = 0; j < i; j++)
            {
                var window = policies.For(DistrictOf(hands[i].Who) ?? DistrictOf(hands[j].Who), day).AccountWindow.Time;
                if (hands[i].Who != hands[j].Who && (hands[i].Who.Kind == ActorKind.Person || hands[j].Who.Kind == ActorKind.Person)
                    && hands[i].Meets(hands[j], window))
                {
                    yield return new(hands[j], hands[i]);
                }
            }
        }
    }

    private bool IsKnown(ActorId who) => who.Kind != ActorKind.Person || persons.Of(who.Id)?.DistrictCode is not null;

    private void ReadKin()
    {
        foreach (var who in Sharers)
        {
            foreach (var relative in RelativesOf(who))
            {
                Join(who, relative);
            }
        }
    }

    private IEnumerable<ActorId> RelativesOf(ActorId who) => who.Kind == ActorKind.Caregiver
        ? (names.Of(who.Id)?.CaregiverIds ?? []).Select(ActorId.Caregiver)
        : persons.Of(who.Id) is { } holder ? holder.Caregivers.Select(ActorId.Caregiver).Concat(holder.Persons.Select(ActorId.Person)) : [];

    private void Join(ActorId a, ActorId b)
    {
        var (one, other) = (FamilyOf(a), FamilyOf(b));
        if (one != other)
        {
            // The smaller stands for both, so that nothing depends on who was heard first.
            families[one.CompareTo(other) < 0 ? other : one] = one.CompareTo(other) < 0 ? one : other;
        }
    }

    private List<Geo.GeoPoint> HomesOn(ActorId person, DateOnly day) =>
        [.. (persons.Of(person.Id)?.Homes ?? []).Where(h => h.Days.Contains(day)).Select(static h => h.Home)];
}
