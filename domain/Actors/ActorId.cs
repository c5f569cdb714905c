namespace LtcActors.Domain.Actors;

/// <summary>Stored as a number: never renumber, never reuse.</summary>
public enum ActorKind : byte { Person = 1, Binding = 2, Caregiver = 3, Institution = 4, Device = 5, RealName = 6, Account = 7, Peers = 8, Shelf = 9 }

/// <summary>Who an actor is. A binding's id is its person's id; a real name's is a hash of the identity number;
/// peers are of a district, a kind and a month; a shelf holds prints of a kind whose twelve bits are its number.</summary>
public readonly record struct ActorId(ActorKind Kind, string Id) : IComparable<ActorId>
{
    public static ActorId Person(string id) => new(ActorKind.Person, id);

    public static ActorId Binding(string personId) => new(ActorKind.Binding, personId);

    public static ActorId Caregiver(string id) => new(ActorKind.Caregiver, id);

    public static ActorId Institution(string id) => new(ActorKind.Institution, id);

    public static ActorId Device(string id) => new(ActorKind.Device, id);

    /// <param name="id">Stands for the number of a bank account, a telephone or a card terminal.</param>
    public static ActorId Account(string id) => new(ActorKind.Account, id);

    public static ActorId RealName(string idHash) => new(ActorKind.RealName, idHash);

    public static ActorId Peers(string id) => new(ActorKind.Peers, id);

    public static ActorId Shelf(string id) => new(ActorKind.Shelf, id);

    public int CompareTo(ActorId other)
    {
        var byKind = (byte)Kind - (byte)other.Kind; // An enum's own CompareTo leaves two boxes behind.
        return byKind != 0 ? byKind : string.CompareOrdinal(Id, other.Id);
    }

    public override string ToString() => $"{Kind}:{Id}";
}
