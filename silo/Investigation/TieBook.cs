using LtcActors.Domain;
using LtcActors.Domain.Actors;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Which caregivers were put together with whom by what somebody told, and from when on that was known: arranged for a person, bound to one,
/// registered under the same identity number. Of the number it keeps the hash alone under which the rules know it. Visits are not among it:
/// there are too many, and an entity's own entries tell them.
/// </summary>
internal sealed class TieBook(Withdrawn withdrawn)
{
    private readonly Dictionary<string, List<Link>> ofPersons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Link>> ofCaregivers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Name>> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Name>> namesOfCaregivers = new(StringComparer.Ordinal);

    public void Fold(Telling telling, Fact fact)
    {
        switch (fact)
        {
            case Fact.PersonArranged { CaregiverId: { } caregiver } f: Keep(new Link(telling, f.PersonId, caregiver, Relations.Assigned)); break;
            case Fact.BindingApproved f: Keep(new Link(telling, f.PersonId, f.CaregiverId, Relations.Bound)); break;
            case Fact.CaregiverRegistered { IdNumber: { } number } f: Keep(new Name(telling, f.CaregiverId, Routes.HashOf(number))); break;
            default: break;
        }
    }

    public IEnumerable<Tie> OfPerson(string person, DateTimeOffset knownAt) =>
        Known(ofPersons, person, knownAt).Select(l => new Tie(NodeKind.Caregiver, l.CaregiverId, l.Relation)).Distinct();

    public IEnumerable<Tie> OfCaregiver(string caregiver, DateTimeOffset knownAt) =>
        Known(ofCaregivers, caregiver, knownAt).Select(l => new Tie(NodeKind.Person, l.PersonId, l.Relation))
            .Concat(Known(namesOfCaregivers, caregiver, knownAt).SelectMany(own => Known(names, own.Hash, knownAt))
                .Where(n => n.CaregiverId != caregiver).Select(n => new Tie(NodeKind.Caregiver, n.CaregiverId, Relations.SameName)))
            .Distinct();

    private IEnumerable<T> Known<T>(Dictionary<string, List<T>> lists, string key, DateTimeOffset knownAt)
        where T : Told => lists.TryGetValue(key, out var list) ? list.Where(t => withdrawn.Counts(t.Telling, knownAt)) : [];

    private void Keep(Link link)
    {
        ListOf(ofPersons, link.PersonId).Add(link);
        ListOf(ofCaregivers, link.CaregiverId).Add(link);
    }

    private void Keep(Name name)
    {
        ListOf(names, name.Hash).Add(name);
        ListOf(namesOfCaregivers, name.CaregiverId).Add(name);
    }

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = new(1);
        }

        return list;
    }

    private abstract record Told(Telling Telling);

    private sealed record Link(Telling Telling, string PersonId, string CaregiverId, string Relation) : Told(Telling);

    private sealed record Name(Telling Telling, string CaregiverId, string Hash) : Told(Telling);
}
