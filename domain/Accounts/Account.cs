using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Accounts;

/// <summary>
/// A bank account, a telephone number or a card terminal: whose it is (COL-03). Asks those in whose hands it was who they are, where
/// these are several, and tells the caregivers who share it with whom.
/// </summary>
public sealed class Account(ActorId id) : Actor(id)
{
    private const byte Version = 1;
    private readonly HandBook book = new();
    private readonly HeardBriefs<Brief.Holder> persons = new();
    private readonly HeardBriefs<Brief.SameName> names = new();
    private readonly ToldBriefs told = new();
    private bool touched;

    public override DateTimeOffset? NextDeadline => null;

    public override void Apply(Entry entry)
    {
        switch (entry.Fact)
        {
            case Fact.AccountRegistered f: book.Add(FactRef.Of(entry), f); break;
            case Fact.AccountUsed f: book.Add(FactRef.Of(entry), f); break;
            default: throw new ArgumentOutOfRangeException(nameof(entry), entry.Fact.GetType().Name, "Not for an account.");
        }

        touched = true;
    }

    public override void Hear(ActorId from, Brief brief) => touched |= brief switch
    {
        Brief.Holder b => persons.Set(from.Id, b),
        Brief.SameName b => names.Set(from.Id, b),
        _ => throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not for an account."),
    };

    public override void Judge(Judgement to)
    {
        if (!touched)
        {
            return;
        }

        touched = false;
        var hands = book.Hands(
            person => persons.Of(person)?.Died, (person, day) => to.Policies.For(persons.Of(person)?.DistrictCode, day).AccountUseGap.Time);
        var c = new AccountCase(Id, book.Kind, hands, persons, names, to.Policies);
        foreach (var who in c.Asked)
        {
            told.Tell(to, Id, who, new Brief.AskedWho());
        }

        var found = new List<Finding>();
        var pairs = AccountRules.Shared(c, found);
        if (found.Count > 0 || Findings.Has(AccountRules.Col03.Id))
        {
            to.Replace(this, AccountRules.Col03.Id, [.. found]);
        }

        TellCaregivers(to, pairs);
    }

    public override void TouchAll() => touched = true;

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (Account)earlier;
        persons.TakeFrom(self.persons);
        names.TakeFrom(self.names);
        told.TakeFrom(self.told);
        touched = true;
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.Bool(touched);
        book.Write(to);
        to.List(persons.Items, static (w, p) => { w.Text(p.Key); CollusionCodec.Write(w, p.Value); });
        to.List(names.Items, static (w, n) => { w.Text(n.Key); w.List(n.Value.CaregiverIds, static (x, i) => x.Text(i)); });
        told.Write(to);
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"An account's state of version {version} is not known.");
        }

        touched = from.Bool();
        book.Read(from);
        foreach (var (person, holder) in from.List(static r => (r.Text(), (Brief.Holder)CollusionCodec.Read(CollusionCodec.Holder, r)!)))
        {
            persons.Set(person, holder);
        }

        foreach (var (caregiver, ids) in from.List(static r => (r.Text(), r.List(static x => x.Text()))))
        {
            names.Set(caregiver, new([.. ids]));
        }

        told.Read(from);
    }

    public override object View(DateTimeOffset now) => new
    {
        Id = Id.Id,
        Kind = AccountRules.NameOf(book.Kind),
        Registered = book.Registrations.Select(static r => new
        {
            Holder = r.Holder.ToString().ToLowerInvariant(), r.HolderId, r.Days.From, Until = PersonView.LastOf(r.Days),
        }).ToList(),
        Uses = book.UsesByPerson.GroupBy(static u => u.PersonId).Select(static g => new
        {
            PersonId = g.Key, First = g.Min(static u => u.First).Time.ToOffset(Shanghai.Offset),
            Last = g.Max(static u => u.Last).Time.ToOffset(Shanghai.Offset), Count = g.Sum(static u => u.Count),
        }).ToList(),
    };

    private void TellCaregivers(Judgement to, List<SharedPair> pairs)
    {
        var caregivers = told.Recipients(CollusionCodec.SharedAccount).ToList();
        caregivers.AddRange(pairs.SelectMany(static p => new[] { p.A.Who, p.B.Who }).Where(static w => w.Kind == ActorKind.Caregiver));
        foreach (var caregiver in caregivers.Distinct().Order().ToList())
        {
            var with = pairs.Select(p => p.A.Who == caregiver ? p.B : p.B.Who == caregiver ? p.A : default)
                .Where(static h => h.Who.Kind == ActorKind.Person).DistinctBy(static h => h.Who)
                .OrderBy(static h => h.Who).Select(static h => new SharedWith(h.Who.Id, h.Fact));
            told.Tell(to, Id, caregiver, new Brief.SharedAccount([.. with]));
        }
    }
}
