using LtcActors.Domain;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Where everybody and everything is, who was put together with whom, and what was withdrawn: an index over the journal that can be thrown
/// away and built again. It holds ids and places, never names of persons. Not safe for several threads; <see cref="PlaceFollower"/> guards it.
/// </summary>
internal sealed class PlaceBook
{
    private readonly int checkIns;
    private readonly Dictionary<string, PersonPlaces> persons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Designation>> institutions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> clients = new(StringComparer.Ordinal);
    private readonly Dictionary<(long, long), SortedSet<string>> entrances = [];
    private readonly Dictionary<long, CheckInPlace> recent = [];
    private readonly Queue<long> order = new();
    private readonly Withdrawn withdrawn = new();

    /// <param name="checkIns">How many of the latest it keeps.</param>
    public PlaceBook(int checkIns)
    {
        this.checkIns = checkIns;
        Ties = new(withdrawn);
    }

    public TieBook Ties { get; }

    /// <summary>What of the journal concerns it. Tracks are by far the most entries, and are not among it.</summary>
    public static bool Concerns(ReadOnlySpan<byte> json) =>
        json.IndexOf("ltc.person.registered"u8) >= 0 || json.IndexOf("ltc.visit.checked-"u8) >= 0 || json.IndexOf("ltc.person.moved"u8) >= 0
        || json.IndexOf("ltc.person.arranged"u8) >= 0 || json.IndexOf("ltc.institution.designated"u8) >= 0 || json.IndexOf("ltc.event.withdrawn"u8) >= 0
        || json.IndexOf("ltc.binding.approved"u8) >= 0 || json.IndexOf("ltc.caregiver.registered"u8) >= 0;

    public void Fold(long seq, DateTimeOffset recordedAt, ParsedEvent parsed)
    {
        var identity = new EventIdentity(parsed.Source!, parsed.Id!);
        var at = new FactRef(seq, parsed.Time.ToUniversalTime(), parsed.Key);
        var telling = new Telling(identity, recordedAt);
        Ties.Fold(telling, parsed.Fact!);
        switch (parsed.Fact)
        {
            case Fact.PersonRegistered f:
                Of(f.PersonId).Registrations.Add(new(at, telling, f.Home, f.DistrictCode, f.FenceRadius));
                SeenAt(f.Home).Add(f.PersonId);
                break;
            case Fact.PersonMoved f:
                Of(f.PersonId).Moves.Add(new(at, telling, f.Home, f.From, f.Until));
                SeenAt(f.Home).Add(f.PersonId);
                break;
            case Fact.InstitutionDesignated f: Of(f).Add(new(at, identity, f.Position, f.DistrictCode, f.Name)); break;
            case Fact.EventWithdrawn f: withdrawn.Add(identity, new(f.Source, f.Id), recordedAt); break;
            case Fact.PersonArranged f:
                Of(f.PersonId).Arrangements.Add((identity, f.InstitutionId));
                ServedBy(f.InstitutionId).Add(f.PersonId);
                break;
            case Fact.VisitChecked f:
                if (f.InstitutionId is { } institution)
                {
                    ServedBy(institution).Add(f.PersonId);
                }

                if (f.Position is { } fix)
                {
                    Keep(new(at, identity, f, fix));
                }

                break;
            default: break;
        }
    }

    /// <summary>Every home of every person on a day: somebody who stays elsewhere for a while has two.</summary>
    public IEnumerable<HomePlace> Homes(DateOnly day) => persons.SelectMany(p => HomesOf(p.Key, p.Value, day, DateTimeOffset.MaxValue));

    /// <param name="knownAt">By what was known at an instant; all that is known unless given.</param>
    public IEnumerable<HomePlace> HomesOf(string person, DateOnly day, DateTimeOffset? knownAt = null) =>
        persons.TryGetValue(person, out var places) ? HomesOf(person, places, day, knownAt ?? DateTimeOffset.MaxValue) : [];

    public IEnumerable<InstitutionPlace> Institutions() =>
        institutions.Keys.Select(InstitutionOf).OfType<InstitutionPlace>();

    /// <summary>As the latest designation has it.</summary>
    public InstitutionPlace? InstitutionOf(string id) =>
        institutions.GetValueOrDefault(id)?.Where(d => !withdrawn.Contains(d.Identity)).MaxBy(d => d.At) is { } d
            ? new(id, d.Name, d.Position, d.DistrictCode)
            : null;

    /// <summary>Whose home lies at the same entrance on a day, as far as four decimals of a degree tell: some ten metres.</summary>
    /// <inheritdoc cref="HomesOf(string, DateOnly, DateTimeOffset?)"/>
    public IEnumerable<HomePlace> At(GeoPoint point, DateOnly day, DateTimeOffset? knownAt = null) => entrances.TryGetValue(Entrance(point), out var seen)
        ? seen.SelectMany(person => HomesOf(person, day, knownAt)).Where(h => Entrance(h.Point) == Entrance(point))
        : [];

    /// <summary>Persons whom an institution ever served or was arranged for, in the order of their ids; whether it still is, their views tell.</summary>
    public IReadOnlyCollection<string> ClientsOf(string institution) => clients.TryGetValue(institution, out var served) ? served : [];

    /// <summary>By the same measure as the persons' own pages: the registration's district, and one of the arrangements' institutions.</summary>
    public bool IsSeenBy(Scope scope, string person) => scope.IsAll || (persons.TryGetValue(person, out var places)
        && (scope.Institutions.Count == 0
            ? scope.Sees(RegistrationOf(places)?.DistrictCode, null)
            : places.Arrangements.Exists(a => !withdrawn.Contains(a.Identity) && scope.Sees(RegistrationOf(places)?.DistrictCode, a.Institution))));

    public string? DistrictOf(string person) =>
        persons.TryGetValue(person, out var places) ? RegistrationOf(places)?.DistrictCode : null;

    /// <inheritdoc cref="Withdrawn.TurnsOf"/>
    public IReadOnlyList<DateTimeOffset> TurnsOf(EventIdentity identity) => withdrawn.TurnsOf(identity);

    /// <summary>The latest to come in, newest first; each a beginning or an end of a visit with a measured position.</summary>
    public IEnumerable<CheckInPlace> CheckIns() => order.Reverse().Select(seq => recent[seq]).Where(c => !withdrawn.Contains(c.Identity));

    public CheckInPlace? CheckInAt(long seq) => recent.TryGetValue(seq, out var place) && !withdrawn.Contains(place.Identity) ? place : null;

    // The same resolution as the rules': the earliest registration, the first of several moves to one day, and both homes while
    // somebody is away for a time.
    private IEnumerable<HomePlace> HomesOf(string person, PersonPlaces places, DateOnly day, DateTimeOffset knownAt)
    {
        var registered = RegistrationOf(places, knownAt);
        var moves = places.Moves.Where(m => withdrawn.Counts(m.Telling, knownAt)).OrderBy(m => m.At).ToList();
        var forGood = moves.Where(m => m.Until is null && m.From <= day).OrderBy(m => m.From).ThenByDescending(m => m.At).LastOrDefault();
        if (forGood is not null)
        {
            yield return new(person, forGood.Home, registered?.DistrictCode, registered?.FenceRadius, Away: false);
        }
        else if (registered is not null)
        {
            yield return new(person, registered.Home, registered.DistrictCode, registered.FenceRadius, Away: false);
        }

        foreach (var move in moves.Where(m => m.From <= day && day <= m.Until))
        {
            yield return new(person, move.Home, registered?.DistrictCode, registered?.FenceRadius, Away: true);
        }
    }

    private Registration? RegistrationOf(PersonPlaces places, DateTimeOffset? knownAt = null) =>
        places.Registrations.Where(r => withdrawn.Counts(r.Telling, knownAt ?? DateTimeOffset.MaxValue)).MinBy(r => r.At);

    private static (long, long) Entrance(GeoPoint point) => ((long)Math.Round(point.Lat * 1e4), (long)Math.Round(point.Lon * 1e4));

    private SortedSet<string> ServedBy(string institution) => SetOf(clients, institution);

    private SortedSet<string> SeenAt(GeoPoint home) => SetOf(entrances, Entrance(home));

    private static SortedSet<string> SetOf<T>(Dictionary<T, SortedSet<string>> sets, T key)
        where T : notnull
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = new(StringComparer.Ordinal);
        }

        return set;
    }

    private PersonPlaces Of(string person)
    {
        if (!persons.TryGetValue(person, out var places))
        {
            persons[person] = places = new();
        }

        return places;
    }

    private List<Designation> Of(Fact.InstitutionDesignated fact)
    {
        if (!institutions.TryGetValue(fact.InstitutionId, out var designations))
        {
            institutions[fact.InstitutionId] = designations = [];
        }

        return designations;
    }

    private void Keep(CheckInPlace place)
    {
        recent[place.At.Seq] = place;
        order.Enqueue(place.At.Seq);
        while (order.Count > checkIns)
        {
            recent.Remove(order.Dequeue());
        }
    }

    private sealed class PersonPlaces
    {
        public List<Registration> Registrations { get; } = new(1);

        public List<Move> Moves { get; } = new(0);

        public List<(EventIdentity Identity, string Institution)> Arrangements { get; } = new(1);
    }

    private sealed record Registration(FactRef At, Telling Telling, GeoPoint Home, string DistrictCode, double? FenceRadius);

    private sealed record Move(FactRef At, Telling Telling, GeoPoint Home, DateOnly From, DateOnly? Until);

    private sealed record Designation(FactRef At, EventIdentity Identity, GeoPoint Position, string DistrictCode, string Name);
}

/// <param name="FenceRadius">Metres; none: the region's.</param>
/// <param name="Away">A home for a time, beside the usual one.</param>
internal sealed record HomePlace(string PersonId, GeoPoint Point, string? DistrictCode, double? FenceRadius, bool Away);

internal sealed record InstitutionPlace(string Id, string Name, GeoPoint Point, string DistrictCode);

/// <summary>One end of a visit, where it was measured.</summary>
internal sealed record CheckInPlace(FactRef At, EventIdentity Identity, Fact.VisitChecked Fact, GeoFix Fix);
