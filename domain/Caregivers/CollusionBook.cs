using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>What a caregiver heard of orders moved, of who else visits its clients, and of accounts and prints it shares; most heard nothing.</summary>
internal sealed class CollusionBook
{
    private readonly SortedSet<string> accountsAsking = new(StringComparer.Ordinal);
    private readonly SortedSet<string> personsAsked = new(StringComparer.Ordinal);
    private readonly HeardBriefs<Brief.SameName> namesTold = new();

    /// <summary>By person: visits that somebody else made of orders moved from here.</summary>
    public HeardBriefs<Brief.Moved> Moved { get; } = new();

    /// <summary>By the colleague who asks: visits made here of orders moved from it.</summary>
    public HeardBriefs<Brief.AskedOfVisits> Asked { get; } = new();

    /// <summary>By the colleague asked: how it made them.</summary>
    public HeardBriefs<Brief.TakenOver> Taken { get; } = new();

    /// <summary>By person asked: who came when.</summary>
    public HeardBriefs<Brief.VisitorMonths> Visitors { get; } = new();

    /// <summary>By account.</summary>
    public HeardBriefs<Brief.SharedAccount> Accounts { get; } = new();

    /// <summary>By print.</summary>
    public HeardBriefs<Brief.Alike> Alike { get; } = new();

    /// <summary>By colleague: what it was asked last.</summary>
    public HeardBriefs<Brief.AskedOfVisits> AsksTold { get; } = new();

    /// <summary>By colleague: what it was answered last.</summary>
    public HeardBriefs<Brief.TakenOver> AnswersTold { get; } = new();

    public void Hear(ActorId from, Brief brief, Touched touched)
    {
        switch (brief)
        {
            case Brief.Moved b: touched.Orders |= Moved.Set(from.Id, b); break;
            case Brief.AskedOfVisits b: touched.Orders |= Asked.Set(from.Id, b); break;
            case Brief.TakenOver b: touched.Orders |= Taken.Set(from.Id, b); break;
            case Brief.VisitorMonths b: touched.Ring |= Visitors.Set(from.Id, b); break;
            case Brief.SharedAccount b: touched.Ring |= Accounts.Set(from.Id, b); break;
            case Brief.Alike b: touched.Prints |= Alike.Set(Prints.NameOf(b.Kind, b.Print), b); break;
            case Brief.AskedWho: touched.Ring |= accountsAsking.Add(from.Id); break;
            default: throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not for a caregiver.");
        }
    }

    /// <summary>A position came on a day on which it may show how an order was shifted.</summary>
    public bool AreAbout(List<CareDay> fresh)
    {
        if (Taken.Count + AnswersTold.Count == 0 || fresh.Count == 0)
        {
            return false;
        }

        return Taken.Items.Concat(AnswersTold.Items).Any(t => t.Value.Visits.Any(
            v => fresh.Exists(day => day.Number == v.Day.DayNumber || day.Number == v.Day.DayNumber + 1)));
    }

    public bool IsAsked(string personId, string visitId) =>
        Asked.Items.Any(a => a.Value.Visits.Contains(new VisitName(personId, visitId)));

    /// <summary>Asks persons who comes to them, each once and for good.</summary>
    public void AskWhoComes(Judgement to, ActorId self, IEnumerable<string> persons)
    {
        foreach (var person in persons)
        {
            if (personsAsked.Add(person))
            {
                to.Tell(self, ActorId.Person(person), new Brief.AskedWho());
            }
        }
    }

    /// <summary>To each account that asked: which ids share the real name.</summary>
    public void TellNames(Judgement to, ActorId self, IEnumerable<string> others)
    {
        if (accountsAsking.Count == 0)
        {
            return;
        }

        var brief = new Brief.SameName([.. others.Append(self.Id).Order(StringComparer.Ordinal)]);
        foreach (var account in accountsAsking)
        {
            if (namesTold.Set(account, brief))
            {
                to.Tell(self, ActorId.Account(account), brief);
            }
        }
    }

    /// <summary>Takes in what another id of the same real name heard, but for what concerns that id alone.</summary>
    public void AddAll(CollusionBook other)
    {
        foreach (var (person, moved) in other.Moved.Items)
        {
            var all = (Moved.Of(person)?.Orders ?? []).AddRange(moved.Orders);
            Moved.Set(person, new([.. all.Distinct().OrderBy(static o => o.CheckIn).ThenBy(static o => o.Reassigned)]));
        }

        Each(other.Taken, Taken);
        Each(other.Visitors, Visitors);
        foreach (var (account, shared) in other.Accounts.Items)
        {
            var all = (Accounts.Of(account)?.With ?? []).AddRange(shared.With);
            Accounts.Set(account, new([.. all.Distinct().OrderBy(static w => w.PersonId, StringComparer.Ordinal).ThenBy(static w => w.Fact)]));
        }

        foreach (var (print, alike) in other.Alike.Items)
        {
            var all = (Alike.Of(print)?.Uses ?? []).AddRange(alike.Uses);
            Alike.Set(print, alike with { Uses = [.. all.Distinct().Order()] });
        }
    }

    public void TakeFrom(CollusionBook other)
    {
        Moved.TakeFrom(other.Moved);
        Asked.TakeFrom(other.Asked);
        Taken.TakeFrom(other.Taken);
        Visitors.TakeFrom(other.Visitors);
        Accounts.TakeFrom(other.Accounts);
        Alike.TakeFrom(other.Alike);
        AsksTold.TakeFrom(other.AsksTold);
        AnswersTold.TakeFrom(other.AnswersTold);
        namesTold.TakeFrom(other.namesTold);
        accountsAsking.UnionWith(other.accountsAsking);
        personsAsked.UnionWith(other.personsAsked);
    }

    public void Write(StateWriter to)
    {
        Write(to, Moved);
        Write(to, Asked);
        Write(to, Taken);
        Write(to, Visitors);
        Write(to, Accounts);
        Write(to, Alike);
        Write(to, AsksTold);
        Write(to, AnswersTold);
        to.List(namesTold.Items, static (w, n) => { w.Text(n.Key); w.List(n.Value.CaregiverIds, static (x, i) => x.Text(i)); });
        to.List(accountsAsking, static (w, a) => w.Text(a));
        to.List(personsAsked, static (w, p) => w.Text(p));
    }

    public static CollusionBook Read(StateReader from)
    {
        var book = new CollusionBook();
        Read(from, CollusionCodec.Moved, book.Moved);
        Read(from, CollusionCodec.AskedOfVisits, book.Asked);
        Read(from, CollusionCodec.TakenOver, book.Taken);
        Read(from, CollusionCodec.VisitorMonths, book.Visitors);
        Read(from, CollusionCodec.SharedAccount, book.Accounts);
        Read(from, CollusionCodec.Alike, book.Alike);
        Read(from, CollusionCodec.AskedOfVisits, book.AsksTold);
        Read(from, CollusionCodec.TakenOver, book.AnswersTold);
        foreach (var (account, ids) in from.List(static r => (r.Text(), r.List(static x => x.Text()))))
        {
            book.namesTold.Set(account, new([.. ids]));
        }

        book.accountsAsking.UnionWith(from.List(static r => r.Text()));
        book.personsAsked.UnionWith(from.List(static r => r.Text()));
        return book;
    }

    private static void Each<T>(HeardBriefs<T> from, HeardBriefs<T> to)
        where T : Brief
    {
        foreach (var (id, brief) in from.Items)
        {
            to.Set(id, brief);
        }
    }

    private static void Write<T>(StateWriter to, HeardBriefs<T> heard)
        where T : Brief => to.List(heard.Items, static (w, h) => { w.Text(h.Key); CollusionCodec.Write(w, h.Value); });

    private static void Read<T>(StateReader from, byte topic, HeardBriefs<T> heard)
        where T : Brief
    {
        foreach (var (id, brief) in from.List(r => (r.Text(), (T)CollusionCodec.Read(topic, r)!)))
        {
            heard.Set(id, brief);
        }
    }
}
