using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Accounts;

/// <summary>A register gives the account to somebody.</summary>
internal sealed record Registered(FactRef Ref, AccountKind Kind, HolderKind Holder, string HolderId, DaySpan Days) : IKept;

/// <summary>Uses for a person in a calendar month: the first, the last, and how many there were.</summary>
internal readonly record struct Uses(string PersonId, DateOnly Month, FactRef First, FactRef Last, int Count);

/// <summary>The account in somebody's hands: on days of a registration, or for a time of use.</summary>
/// <param name="At">Since when; of a use its instant.</param>
/// <param name="Until">The last use; none: a registration.</param>
/// <param name="Fact">The registration, or the first use.</param>
internal readonly record struct Hand(ActorId Who, DaySpan Days, DateTimeOffset At, DateTimeOffset? Until, FactRef Fact)
{
    public string Note => Until is null ? "account" : "used";

    /// <summary>Whether both had it: on a common day, or used it no farther apart than the window.</summary>
    public bool Meets(in Hand other, TimeSpan window) => (Until, other.Until) is ({ } mine, { } theirs)
        ? At - theirs <= window && other.At - mine <= window : Days.Overlaps(other.Days);
}

/// <summary>
/// Whose an account is, and for whom it was used. Of the uses for one person the first and the last of each month are kept, in any
/// order of arrival the same ones.
/// </summary>
internal sealed class HandBook
{
    /// <summary>Of an account in more hands than that the earliest are judged: that it is shared they show as well.</summary>
    private const int MaxHands = 200;

    private List<Registered>? registered;
    private readonly SortedList<(string PersonId, DateOnly Month), Uses> uses = new(Comparer<(string PersonId, DateOnly Month)>.Create(
        static (a, b) => string.CompareOrdinal(a.PersonId, b.PersonId) is var byPerson and not 0 ? byPerson : a.Month.CompareTo(b.Month)));

    // What was told first says what it is; senders agree, or one of them is wrong for ever.
    private (AccountKind Kind, FactRef By)? kind;

    public AccountKind Kind => kind?.Kind ?? AccountKind.Bank;

    public IReadOnlyList<Registered> Registrations => registered.OrNone();

    public IEnumerable<Uses> UsesByPerson => uses.Values;

    public void Add(FactRef at, Fact.AccountRegistered fact)
    {
        Told(fact.Kind, at);
        Kept.Put(ref registered, new(at, fact.Kind, fact.Holder, fact.HolderId, fact.Until is { } last ? Days.Through(fact.From, last) : new(fact.From, null)));
    }

    public void Add(FactRef at, Fact.AccountUsed fact)
    {
        Told(fact.Kind, at);
        var key = (fact.PersonId, Shanghai.FirstOfMonth(Shanghai.DayOf(at.Time)));
        uses[key] = uses.TryGetValue(key, out var known)
            ? known with
            {
                First = at.CompareTo(known.First) < 0 ? at : known.First, Last = at.CompareTo(known.Last) > 0 ? at : known.Last,
                Count = known.Count + 1,
            }
            : new(key.PersonId, key.Item2, at, at, 1);
    }

    /// <summary>
    /// All hands but an institution's, in the world's order. What is an institution's serves its clients: on its days, and before the
    /// first of them, nobody else has it. A terminal counts on days on which the register knows a person or caregiver who has it.
    /// </summary>
    /// <param name="died">Whose registration ends with the day of death.</param>
    /// <param name="gap">Uses for one person no farther apart are one time of use.</param>
    public List<Hand> Hands(Func<string, DateOnly?> died, Func<string, DateOnly, TimeSpan> gap)
    {
        var houses = Registrations.Where(static r => r.Holder == HolderKind.Institution).Select(static r => r.Days)
            .OrderBy(static d => d.From).Select(static (d, i) => i == 0 ? d with { From = DateOnly.MinValue } : d).ToList();
        var hands = new List<Hand>();
        foreach (var r in Registrations.Where(static r => r.Holder != HolderKind.Institution))
        {
            var who = r.Holder == HolderKind.Person ? ActorId.Person(r.HolderId) : ActorId.Caregiver(r.HolderId);
            var days = r.Holder == HolderKind.Person && died(r.HolderId) is { } day ? r.Days.Intersect(new(DateOnly.MinValue, Days.After(day))) : r.Days;
            hands.AddRange(DaySpans.Without(days, houses).Select(d => new Hand(who, d, Shanghai.StartOf(d.From), null, r.Ref)));
        }

        var held = hands.ConvertAll(static h => h.Days);
        foreach (var person in uses.Values.GroupBy(static u => u.PersonId))
        {
            var facts = person.SelectMany(static u => new[] { u.First, u.Last }).Distinct().Where(f => Counts(Shanghai.DayOf(f.Time)));
            hands.AddRange(TimesOfUse(ActorId.Person(person.Key), facts, day => gap(person.Key, day)));
        }

        hands.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Fact.CompareTo(b.Fact));
        return hands.Count > MaxHands ? hands[..MaxHands] : hands;

        bool Counts(DateOnly day) =>
            !houses.Exists(h => h.Contains(day)) && (Kind != AccountKind.Terminal || held.Exists(h => h.Contains(day)));
    }

    public void Write(StateWriter to)
    {
        to.List(Registrations, static (w, r) =>
        {
            w.Ref(r.Ref);
            w.Byte((byte)r.Kind);
            w.Byte((byte)r.Holder);
            w.Text(r.HolderId);
            w.Span(r.Days);
        });
        to.List(uses.Values.ToList(), static (w, u) =>
        {
            w.Text(u.PersonId);
            w.Day(u.Month);
            w.Ref(u.First);
            w.Ref(u.Last);
            w.Int(u.Count);
        });
        to.Bool(kind is not null);
        if (kind is var (told, by))
        {
            to.Byte((byte)told);
            to.Ref(by);
        }
    }

    public void Read(StateReader from)
    {
        from.List(static r => new Registered(r.Ref(), (AccountKind)r.Byte(), (HolderKind)r.Byte(), r.Text(), r.Span()))
            .ForEach(r => Kept.Put(ref registered, r));
        from.List(static r => new Uses(r.Text(), r.Day(), r.Ref(), r.Ref(), r.Int())).ForEach(u => uses.Add((u.PersonId, u.Month), u));
        kind = from.Bool() ? ((AccountKind)from.Byte(), from.Ref()) : null;
    }

    /// <param name="facts">In order of time.</param>
    private static IEnumerable<Hand> TimesOfUse(ActorId who, IEnumerable<FactRef> facts, Func<DateOnly, TimeSpan> gap)
    {
        FactRef? first = null;
        var last = default(FactRef);
        foreach (var fact in facts)
        {
            if (first is { } begun && fact.Time - last.Time > gap(Shanghai.DayOf(fact.Time)))
            {
                yield return Time(begun, last);
                first = null;
            }

            first ??= fact;
            last = fact;
        }

        if (first is { } open)
        {
            yield return Time(open, last);
        }

        Hand Time(FactRef from, FactRef to) =>
            new(who, new(Shanghai.DayOf(from.Time), Days.After(Shanghai.DayOf(to.Time))), from.Time, to.Time, from);
    }

    private void Told(AccountKind told, FactRef at) => kind = kind is var (_, by) && by.CompareTo(at) < 0 ? kind : (told, at);
}
