using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// With whom a node of the graph has to do: addresses by the index of places, the rest by whoever tells it. By what is known now
/// (<see cref="TiesNow"/>), or was known at an instant (<see cref="TiesThen"/>).
/// </summary>
/// <param name="day">On which somebody lives somewhere.</param>
/// <param name="knownAt">What was recorded later does not count.</param>
internal abstract class Ties(ISupervision supervision, PlaceFollower places, Scope scope, DateOnly day, DateTimeOffset knownAt)
{
    private const string AwayMark = "away:";
    private long position = long.MaxValue;

    /// <summary>Of some only the latest entries were read.</summary>
    public virtual bool IsPartial => false;

    /// <summary>Place in the journal up to which the index had come; behind the last one while it is built.</summary>
    public long Position => Math.Min(position, LastSeq);

    public long LastSeq => supervision.Health.LastSeq;

    protected ISupervision Supervision => supervision;

    protected DateTimeOffset KnownAt => knownAt;

    /// <returns>Null: nothing is known of it.</returns>
    public Task<List<Tie>?> OfAsync(GraphNode node) => node.Kind switch
    {
        NodeKind.Person => OfPersonAsync(node.Ref),
        NodeKind.Caregiver => OfCaregiverAsync(node.Ref),
        NodeKind.Device => OfDeviceAsync(node.Ref),
        NodeKind.Address => OfAddressAsync(node.Ref),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "A kind of node without ties."),
    };

    /// <summary>By which name an address is known to the caller, whoever of those who live there was asked for.</summary>
    /// <returns>Null: nobody seen lives there.</returns>
    public Task<string?> AddressAsync(string id) =>
        AskAsync(book => Find(book, id) is { } home && book.IsSeenBy(scope, home.PersonId) ? IdOf(book, home) : null);

    protected abstract Task<List<Tie>?> OfPersonAsync(string id);

    protected abstract Task<List<Tie>?> OfCaregiverAsync(string id);

    protected abstract Task<List<Tie>?> OfDeviceAsync(string id);

    protected Task<List<Tie>> AddressesOfAsync(string person) => AskAsync(book =>
        book.HomesOf(person, day, knownAt).Select(h => IdOf(book, h)).OfType<string>().Select(id => new Tie(NodeKind.Address, id, Relations.LivesAt)).ToList());

    protected async Task<T> AskAsync<T>(Func<PlaceBook, T> question)
    {
        var (answer, reached) = await places.AskAsync(question);
        position = Math.Min(position, reached);
        return answer;
    }

    private async Task<List<Tie>?> OfAddressAsync(string id)
    {
        var homes = await AskAsync(book => Find(book, id) is { } home ? book.At(home.Point, day, knownAt).ToList() : []);
        return homes.Count == 0 ? null : [.. homes.Select(h => new Tie(NodeKind.Person, h.PersonId, Relations.LivesAt))];
    }

    /// <summary>
    /// An address is named by the first of those seen who live there, so that its name tells nobody where it is: <c>P-1</c>, or
    /// <c>away:P-1</c> where that one lives for a time. Null: nobody seen lives there.
    /// </summary>
    private string? IdOf(PlaceBook book, HomePlace home) => book.At(home.Point, day, knownAt).Where(h => book.IsSeenBy(scope, h.PersonId))
        .Select(h => h.Away ? AwayMark + h.PersonId : h.PersonId).Min(StringComparer.Ordinal);

    private HomePlace? Find(PlaceBook book, string id) => id.StartsWith(AwayMark, StringComparison.Ordinal)
        ? book.HomesOf(id[AwayMark.Length..], day, knownAt).FirstOrDefault(h => h.Away) ?? Usual(book, id)
        : Usual(book, id);

    private HomePlace? Usual(PlaceBook book, string person) => book.HomesOf(person, day, knownAt).FirstOrDefault(h => !h.Away);
}

/// <summary>What somebody has to do with somebody, or with something.</summary>
internal static class Relations
{
    public const string Visits = "visits";
    public const string Assigned = "assigned";
    public const string Bound = "bound";
    public const string Used = "used";
    public const string SameName = "same-name";
    public const string LivesAt = "lives-at";
}

/// <param name="Kind">Of the other.</param>
/// <param name="Id">Of the other.</param>
/// <param name="Relation">One of <see cref="Relations"/>.</param>
/// <param name="Count">Visits, or events on the device; 0 where nothing is counted.</param>
internal readonly record struct Tie(NodeKind Kind, string Id, string Relation, long Count = 0);
