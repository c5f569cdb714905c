using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>A check-in or check-out as kept: what rules and readers ask of it.</summary>
/// <param name="Off">By phone app, and the positioning was off or gave nothing.</param>
/// <param name="Face">Score 0 to 1.</param>
/// <param name="Lag">Seconds from its time to its upload; <see cref="NoLag"/>: not told.</param>
internal sealed record Check(
    FactRef Ref, bool IsCheckIn, bool Off, bool Mock, GeoPoint? Position, double? Face, string? InstitutionId,
    ImmutableArray<ServiceDone> Services, bool IsManual, int Lag, bool NotLive, Prints Prints, string? DeviceId = null,
    bool IsMobile = false, CheckExtras? Extras = null, DeviceFlags Device = DeviceFlags.None)
{
    public const int NoLag = int.MinValue;

    public string Note => IsCheckIn ? "check-in" : "check-out";

    /// <param name="deviceId">The fact's, as one object for all checks.</param>
    public static Check Of(Entry entry, Fact.VisitChecked fact, string? deviceId) => new(
        FactRef.Of(entry), fact.IsCheckIn, fact.Channel == Channel.Mobile && (fact.LocationOff || fact.Position is null),
        fact.Position is { Mock: true }, fact.Position?.Point, fact.Face?.Score, fact.InstitutionId,
        fact.Services.IsDefaultOrEmpty ? [] : fact.Services, fact.Channel == Channel.Manual,
        fact.UploadedAt is { } uploaded ? (int)Math.Clamp((uploaded - entry.Time).TotalSeconds, -int.MaxValue, int.MaxValue) : NoLag,
        fact.Face is { Live: false }, Prints.Of(fact), deviceId, fact.Channel == Channel.Mobile, CheckExtras.Of(fact), fact.Device);
}

/// <summary>What only some checks tell.</summary>
/// <param name="Beacons">Seen by the device, in the sender's order.</param>
/// <param name="Tampered">One of them says that it was taken off.</param>
/// <param name="Accuracy">Of the position, in metres: what GEO-06 deducts, of the checks that saw a beacon.</param>
/// <param name="Signer">Who signed, unless the register knows a representative.</param>
internal sealed record CheckExtras(ImmutableArray<string> Beacons, bool Tampered, double Accuracy, string? Signer)
{
    public static CheckExtras? Of(Fact.VisitChecked fact)
    {
        var signer = fact.SignedByProxy ? null : fact.SignerId;
        return fact.Beacons.IsDefaultOrEmpty && signer is null ? null : new(
            fact.Beacons.IsDefaultOrEmpty ? [] : [.. fact.Beacons.Select(static b => b.BeaconId)],
            !fact.Beacons.IsDefaultOrEmpty && fact.Beacons.Any(static b => b.Tampered), fact.Position?.Accuracy ?? 0, signer);
    }

    public static void Write(StateWriter to, CheckExtras extras)
    {
        to.List(extras.Beacons, static (w, b) => w.Text(b));
        to.Bool(extras.Tampered);
        to.Double(extras.Accuracy);
        to.Text(extras.Signer);
    }

    public static CheckExtras Read(StateReader from) =>
        new([.. from.List(static r => r.Text())], from.Bool(), from.Double(), from.OptionalText());
}

/// <summary>
/// A visit as this caregiver made it: all checks of one person's visit id, whatever their order of arrival.
/// Its beginning and end follow from them.
/// </summary>
internal sealed class CareVisit(string personId, string visitId) : IComparable<CareVisit>
{
    private static readonly Check[] None = [];

    public string PersonId { get; } = personId;

    public string VisitId { get; } = visitId;

    /// <summary>In the world's order.</summary>
    public Check[] Checks { get; private set; } = None;

    /// <summary>Facts of its track that were made up, or may have been; none: there are none.</summary>
    public DoubtfulTracks? Doubtful { get; set; }

    /// <summary>Where the points tracked during it lie; none: there are none.</summary>
    public TrackBox? Track { get; set; }

    public DateTimeOffset? Begin { get; private set; }

    public DateTimeOffset? End { get; private set; }

    public bool IsOff { get; private set; }

    /// <inheritdoc cref="Actors.Actor.Warm"/>
    public int Warm() => PersonId.Length + VisitId.Length + Checks.Length + (Track is null ? 0 : 1);

    /// <summary>One of its ends was entered by hand.</summary>
    public bool IsManual => Array.Exists(Checks, static c => c.IsManual);

    /// <summary>The lowest score of a face looked at; none: none was.</summary>
    public double? LowestFace
    {
        get
        {
            double? lowest = null;
            foreach (var check in Checks)
            {
                lowest = check.Face >= lowest ? lowest : check.Face ?? lowest;
            }

            return lowest;
        }
    }

    /// <summary>At neither end a face was looked at.</summary>
    public bool IsFaceless => Array.TrueForAll(Checks, static c => c.Face is null);

    /// <summary>The longest that one of its ends took to be uploaded; none: not told.</summary>
    public TimeSpan? Lag
    {
        get
        {
            var most = Check.NoLag;
            foreach (var check in Checks)
            {
                most = Math.Max(most, check.Lag);
            }

            return most == Check.NoLag ? null : TimeSpan.FromSeconds(most);
        }
    }

    /// <summary>A face was looked at, and none of them was good enough.</summary>
    public bool AllFacesBelow(double score) =>
        Array.Exists(Checks, static c => c.Face is not null) && Array.TrueForAll(Checks, c => c.Face is null || c.Face < score);

    /// <summary>Persons may have the same visit ids.</summary>
    public string Key => $"{PersonId}/{VisitId}";

    /// <summary>Whether it counts at all: positions alone make no visit.</summary>
    public bool IsMade => Checks.Length > 0;

    /// <summary>When it counts: its beginning, else its check-out.</summary>
    public DateTimeOffset At => Begin ?? End ?? default;

    public DateOnly Day => Shanghai.DayOf(At);

    public bool HasLength => Begin < End;

    public TimeSpan Length => HasLength ? End!.Value - Begin!.Value : TimeSpan.Zero;

    public string? InstitutionId => Array.Find(Checks, c => c.InstitutionId is not null)?.InstitutionId;

    public GeoPoint? CheckInPosition => Array.Find(Checks, c => c.IsCheckIn && c.Position is not null)?.Position;

    public GeoPoint? CheckOutPosition => Array.FindLast(Checks, c => !c.IsCheckIn && c.Position is not null)?.Position;

    public void Add(Check check)
    {
        var at = Checks.Length;
        while (at > 0 && Checks[at - 1].Ref.CompareTo(check.Ref) > 0)
        {
            at--;
        }

        Checks = [.. Checks[..at], check, .. Checks[at..]];
        IsOff |= check.Off;
        if (check.IsCheckIn && !(Begin <= check.Ref.Time))
        {
            Begin = check.Ref.Time;
        }
        else if (!check.IsCheckIn && !(End >= check.Ref.Time))
        {
            End = check.Ref.Time;
        }
    }

    public int CompareTo(CareVisit? other)
    {
        var byTime = other is null ? 1 : At.CompareTo(other.At);
        var byPerson = byTime != 0 ? byTime : string.CompareOrdinal(PersonId, other!.PersonId);
        return byPerson != 0 ? byPerson : string.CompareOrdinal(VisitId, other!.VisitId);
    }
}
