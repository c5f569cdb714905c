using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Visits;

/// <summary>
/// One visit as its person keeps it: the earliest check-in, the latest check-out, and what the rules ask of them. Caregiver,
/// institution and item are the check-in's; only a visit without check-in takes them from its check-out.
/// </summary>
internal sealed class Visit(string id)
{
    private const byte HasCheckIn = 1, HasCheckOut = 2, HasFix = 4, HasAccuracy = 8, IsMissing = 16;
    private const byte InByHand = 32, OutByHand = 64;
    private const double FaceUnits = 10_000;
    private byte flags;
    private double accuracy;
    private GeoPoint point;
    private long recordedAt;
    private long wakeAt;
    private byte faces;
    private ushort bestFace;

    public string Id { get; } = id;

    public string CaregiverId { get; private set; } = "";

    public string? InstitutionId { get; private set; }

    public string? ItemId { get; private set; }

    /// <summary>Codes of the services done, as the latest check-out names them.</summary>
    public string[] Services { get; private set; } = [];

    public FactRef CheckIn { get; private set; }

    public FactRef CheckOut { get; private set; }

    public bool CheckedIn => (flags & HasCheckIn) != 0;

    public bool CheckedOut => (flags & HasCheckOut) != 0;

    /// <summary>Where the check-in was measured.</summary>
    public GeoPoint? Fix => (flags & HasFix) != 0 ? point : null;

    /// <summary>Of the fix, in metres.</summary>
    public double? Accuracy => (flags & HasAccuracy) != 0 ? accuracy : null;

    /// <summary>Our clock at the check-in; without one, at the check-out.</summary>
    public DateTimeOffset RecordedAt => new(recordedAt, TimeSpan.Zero);

    /// <summary>The earliest check-in; without one, the check-out.</summary>
    public DateTimeOffset Begin => CheckedIn ? CheckIn.Time : CheckOut.Time;

    /// <summary>The latest check-out; the beginning, where the visit has no duration.</summary>
    public DateTimeOffset End => HasDuration ? CheckOut.Time : Begin;

    /// <summary>It has both ends, and they are not the wrong way round.</summary>
    public bool HasDuration => CheckedIn && CheckedOut && CheckOut.Time >= CheckIn.Time;

    /// <summary>One of the ends that count was entered by hand.</summary>
    public bool IsByHand => (flags & (InByHand | OutByHand)) != 0;

    public DateOnly Day => Shanghai.DayOf(Begin);

    /// <summary>The fact that stands for the visit: the check-in, else the check-out.</summary>
    public FactRef First => CheckedIn ? CheckIn : CheckOut;

    /// <summary>When it is to be judged for a missing end; none: never, or done.</summary>
    public DateTimeOffset? WakeAt
    {
        get => wakeAt == 0 ? null : new DateTimeOffset(wakeAt, TimeSpan.Zero);
        set => wakeAt = value?.UtcTicks ?? 0;
    }

    /// <summary>Looks at the insured person's face, at most 255.</summary>
    public int PersonFaces => faces;

    /// <summary>The best score of a living face of the insured person; 0: there was none.</summary>
    public double BestPersonFace => bestFace / FaceUnits;

    /// <summary>Its beginning or its item changed since it was last judged: it was something else before.</summary>
    public bool IsRebegun { get; set; }

    /// <summary>Judged to have no check-in, or no check-out in time.</summary>
    public bool Missing
    {
        get => (flags & IsMissing) != 0;
        set => flags = (byte)(value ? flags | IsMissing : flags & ~IsMissing);
    }

    /// <summary>Folds one end in.</summary>
    /// <param name="names">Keeps one copy of ids and code lists that many visits share.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Fold(Entry entry, Fact.VisitChecked fact, VisitBook names)
    {
        var at = FactRef.Of(entry);
        var isSeen = See(fact.PersonFace);
        if (fact.IsCheckIn)
        {
            if (CheckedIn && CheckIn.CompareTo(at) <= 0)
            {
                return isSeen;
            }

            IsRebegun |= CheckedIn || CheckedOut;
            CheckIn = at;
            flags = (byte)(flags & ~InByHand | HasCheckIn | (fact.Channel == Channel.Manual ? InByHand : 0));
            recordedAt = entry.RecordedAt.UtcTicks;
            TakeIds(fact, names);
            TakeFix(fact.Position);
            return true;
        }

        if (CheckedOut && (CheckOut.Time > at.Time || (CheckOut.Time == at.Time && CheckOut.Key <= at.Key)))
        {
            return isSeen;
        }

        IsRebegun |= CheckedOut && !CheckedIn;
        CheckOut = at;
        flags = (byte)(flags & ~OutByHand | HasCheckOut | (fact.Channel == Channel.Manual ? OutByHand : 0));
        Services = names.Shared(fact.Services);
        if (!CheckedIn)
        {
            recordedAt = entry.RecordedAt.UtcTicks;
            TakeIds(fact, names);
        }

        return true;
    }

    public void Write(StateWriter to)
    {
        to.Text(Id);
        to.Byte(flags);
        to.Text(CaregiverId);
        to.Text(InstitutionId);
        to.Text(ItemId);
        to.List(Services, static (w, code) => w.Text(code));
        to.Long(recordedAt);
        if (CheckedIn)
        {
            to.Ref(CheckIn);
        }

        if (CheckedOut)
        {
            to.Ref(CheckOut);
        }

        if ((flags & HasFix) != 0)
        {
            to.Point(point);
            to.Double(accuracy);
        }

        to.Long(wakeAt);
        to.Byte(faces);
        if (faces > 0)
        {
            to.Int(bestFace);
        }
    }

    public static Visit Read(StateReader from, VisitBook names)
    {
        var visit = new Visit(from.Text())
        {
            flags = from.Byte(),
            CaregiverId = names.Shared(from.Text())!,
            InstitutionId = names.Shared(from.OptionalText()),
            ItemId = from.OptionalText(),
            Services = names.Shared([.. from.List(static r => r.Text())]),
            recordedAt = from.Long(),
        };
        if (visit.CheckedIn)
        {
            visit.CheckIn = from.Ref();
        }

        if (visit.CheckedOut)
        {
            visit.CheckOut = from.Ref();
        }

        if ((visit.flags & HasFix) != 0)
        {
            visit.point = from.Point();
            visit.accuracy = from.Double();
        }

        visit.wakeAt = from.Long();
        visit.faces = from.Byte();
        visit.bestFace = visit.faces > 0 ? (ushort)from.Int() : (ushort)0;
        return visit;
    }

    /// <returns>Whether a face was looked at.</returns>
    private bool See(FaceCheck? face)
    {
        if (face is null)
        {
            return false;
        }

        faces = (byte)Math.Min(faces + 1, byte.MaxValue);
        bestFace = face.Live ? Math.Max(bestFace, (ushort)Math.Round(face.Score * FaceUnits)) : bestFace;
        return true;
    }

    private void TakeIds(Fact.VisitChecked fact, VisitBook names)
    {
        CaregiverId = names.Shared(fact.CaregiverId)!;
        InstitutionId = names.Shared(fact.InstitutionId);
        ItemId = fact.ItemId;
    }

    private void TakeFix(GeoFix? fix)
    {
        flags = (byte)(flags & ~(HasFix | HasAccuracy));
        point = fix?.Point ?? default;
        accuracy = fix?.Accuracy ?? 0;
        flags |= (byte)((fix is null ? 0 : HasFix) | (fix?.Accuracy is null ? 0 : HasAccuracy));
    }
}
