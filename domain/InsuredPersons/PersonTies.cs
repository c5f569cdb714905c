using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>A planned visit that went from one caregiver to another.</summary>
internal readonly record struct OrderMoved(string ItemId, string From, string To, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, OrderMoved o)
    {
        to.Text(o.ItemId);
        to.Text(o.From);
        to.Text(o.To);
        to.Ref(o.Fact);
    }

    public static OrderMoved Read(StateReader from) => new(from.Text(), from.Text(), from.Text(), from.Ref());
}

/// <summary>Another insured person who is a relative.</summary>
internal readonly record struct Related(string PersonId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Related r)
    {
        to.Text(r.PersonId);
        to.Ref(r.Fact);
    }

    public static Related Read(StateReader from) => new(from.Text(), from.Ref());
}

/// <summary>Orders moved, relatives among the insured, and accounts and caregivers that ask; most persons have none of it.</summary>
internal sealed class PersonTies
{
    private readonly SortedSet<string> accounts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> caregivers = new(StringComparer.Ordinal);

    public OrderMoved[] Orders { get; set; } = [];

    public Related[] Related { get; set; } = [];

    /// <summary>Who the person is.</summary>
    public IReadOnlyCollection<string> AccountsAsking => accounts;

    /// <summary>Who comes in which month.</summary>
    public IReadOnlyCollection<string> CaregiversAsking => caregivers;

    public bool IsMoved(string? itemId) => itemId is not null && Array.Exists(Orders, o => o.ItemId == itemId);

    public bool Ask(ActorId from) => (from.Kind == ActorKind.Account ? accounts : caregivers).Add(from.Id);

    public void TakeAskersFrom(PersonTies earlier)
    {
        accounts.UnionWith(earlier.accounts);
        caregivers.UnionWith(earlier.caregivers);
    }

    public void Write(StateWriter to)
    {
        to.List(Orders, OrderMoved.Write);
        to.List(Related, InsuredPersons.Related.Write);
        to.List(accounts, static (w, a) => w.Text(a));
        to.List(caregivers, static (w, c) => w.Text(c));
    }

    public static PersonTies Read(StateReader from)
    {
        var ties = new PersonTies { Orders = [.. from.List(OrderMoved.Read)], Related = [.. from.List(InsuredPersons.Related.Read)] };
        ties.accounts.UnionWith(from.List(static r => r.Text()));
        ties.caregivers.UnionWith(from.List(static r => r.Text()));
        return ties;
    }
}
