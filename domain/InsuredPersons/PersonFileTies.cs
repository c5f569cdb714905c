using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Orders moved, relatives among the insured, accounts that ask.</summary>
internal sealed partial class PersonFile
{
    /// <summary>None for a person of whom nothing of it is known.</summary>
    public PersonTies? Ties { get; private set; }

    /// <param name="other">The relative; the fact names both.</param>
    public void Relate(string other, FactRef at)
    {
        Ties ??= new();
        Ties.Related = With(Ties.Related, new(other, at));
    }

    /// <summary>An account asks who this is, or a caregiver who comes.</summary>
    /// <returns>Whether it did not before.</returns>
    public bool Ask(ActorId from) => (Ties ??= new()).Ask(from);

    public void TakeAskersFrom(PersonFile earlier)
    {
        if (earlier.Ties is { } ties && ties.AccountsAsking.Count + ties.CaregiversAsking.Count > 0)
        {
            (Ties ??= new()).TakeAskersFrom(ties);
        }
    }

    private Touch Fold(FactRef at, Fact.VisitReassigned fact)
    {
        Ties ??= new();
        Ties.Orders = With(Ties.Orders, new(fact.ItemId, Visits.Shared(fact.FromCaregiverId)!, Visits.Shared(fact.ToCaregiverId)!, at));
        return Touch.Orders;
    }
}
