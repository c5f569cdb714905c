using System.Text;
using LtcActors.Domain;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// What the journal says of visits and ways: their six elements, every measured position, and the entries behind both. Ends of a
/// visit resolve as in the rules: the earliest check-in, the latest check-out; events withdrawn do not count, and are still listed.
/// </summary>
internal sealed class Trail
{
    private readonly StoredEventReader reader = new();
    private readonly List<(HistoryItem Item, ParsedEvent Event)> entries = [];
    private readonly Withdrawn withdrawn = new();

    public int Entries => entries.Count;

    public void Add(HistoryItem item)
    {
        var parsed = reader.Parse(Encoding.UTF8.GetBytes(item.Event.GetRawText()));
        if (!parsed.IsValid)
        {
            return;
        }

        entries.Add((item, parsed));
        if (parsed.Fact is Fact.EventWithdrawn w)
        {
            withdrawn.Add(new(parsed.Source!, parsed.Id!), new(w.Source, w.Id), item.RecordedAt);
        }
    }

    /// <summary>Visits by their beginning.</summary>
    public List<VisitElements> Visits()
    {
        var visits = new Dictionary<(string, string), VisitElements>();
        foreach (var (item, parsed) in Counting().OrderBy(e => e.Event.Time).ThenBy(e => e.Event.Key))
        {
            if (parsed.Fact is Fact.VisitChecked f)
            {
                var key = (f.PersonId, f.VisitId);
                visits[key] = (visits.GetValueOrDefault(key) ?? new(f.VisitId, f.PersonId, f.CaregiverId)).With(f, parsed.Time, item);
            }
        }

        return [.. visits.Values.OrderBy(v => v.Begin?.At ?? v.End!.At)];
    }

    /// <summary>Every measured position, in the order of the world's time.</summary>
    public List<TrailPoint> Points()
    {
        var points = new List<TrailPoint>();
        foreach (var (item, parsed) in Counting())
        {
            switch (parsed.Fact)
            {
                case Fact.VisitChecked { Position: { } fix } f:
                    points.Add(new(Local(parsed.Time), fix.Point.Lat, fix.Point.Lon, fix.Accuracy, fix.Mock, f.IsCheckIn ? "check-in" : "check-out", f.VisitId, item.Seq));
                    break;
                case Fact.VisitTracked f: points.AddRange(f.Points.Select(p => Of(p, f.VisitId, item.Seq))); break;
                case Fact.CaregiverTracked f: points.AddRange(f.Points.Select(p => Of(p, null, item.Seq))); break;
                default: break;
            }
        }

        points.Sort(static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Seq.CompareTo(b.Seq));
        return points;
    }

    /// <summary>Who was seen on which device, once for each entry that says so.</summary>
    public IEnumerable<(string CaregiverId, string DeviceId)> Sightings()
    {
        foreach (var (_, parsed) in Counting())
        {
            switch (parsed.Fact)
            {
                case Fact.VisitChecked { DeviceId: { } device } f: yield return (f.CaregiverId, device); break;
                case Fact.VisitTracked { DeviceId: { } device } f: yield return (f.CaregiverId, device); break;
                case Fact.CaregiverTracked { DeviceId: { } device } f: yield return (f.CaregiverId, device); break;
                default: break;
            }
        }
    }

    /// <summary>All entries, those withdrawn too, and what withdrew them, by their place in the journal.</summary>
    public List<TrailEntry> List() =>
    [
        .. Related().OrderBy(e => e.Item.Seq).Select(e => new TrailEntry(
            e.Item.Seq, e.Item.Event.GetProperty("type").GetString()!, Local(e.Event.Time), e.Item.RecordedAt,
            withdrawn.Contains(new(e.Event.Source!, e.Event.Id!)) ? true : null, e.Item.Alerts)),
    ];

    /// <summary>Without the withdrawals that bear on nothing here.</summary>
    private List<(HistoryItem Item, ParsedEvent Event)> Related()
    {
        var related = entries.FindAll(e => e.Event.Fact is not Fact.EventWithdrawn);
        var waiting = entries.FindAll(e => e.Event.Fact is Fact.EventWithdrawn);
        var known = related.Select(e => new EventIdentity(e.Event.Source!, e.Event.Id!)).ToHashSet();
        while (waiting.Find(e => e.Event.Fact is Fact.EventWithdrawn w && known.Contains(new(w.Source, w.Id))) is { Item: not null } next)
        {
            waiting.Remove(next);
            related.Add(next);
            known.Add(new(next.Event.Source!, next.Event.Id!));
        }

        return related;
    }

    private IEnumerable<(HistoryItem Item, ParsedEvent Event)> Counting() =>
        entries.Where(e => !withdrawn.Contains(new(e.Event.Source!, e.Event.Id!)));

    private static TrailPoint Of(TrackPoint p, string? visit, long seq) =>
        new(Local(p.Time), p.Point.Lat, p.Point.Lon, p.Accuracy, p.Mock, "track", visit, seq);

    private static DateTimeOffset Local(DateTimeOffset instant) => instant.ToOffset(Shanghai.Offset);
}

/// <summary>One end of a visit: both clocks, the place as it was measured, and the entry that says so.</summary>
internal sealed record VisitEnd(
    DateTimeOffset At, DateTimeOffset RecordedAt, long Seq, double? Lat, double? Lon, double? Accuracy, bool? Mock, string Channel, string? DeviceId);

/// <summary>The six elements of electronic visit verification: service, recipient, provider, date, place, beginning and end.</summary>
/// <param name="PersonId">The recipient.</param>
/// <param name="CaregiverId">The provider.</param>
internal sealed record VisitElements(string VisitId, string PersonId, string CaregiverId)
{
    public string? InstitutionId { get; init; }

    public string? ItemId { get; init; }

    public IReadOnlyList<ServiceDone> Services { get; init; } = [];

    public VisitEnd? Begin { get; init; }

    public VisitEnd? End { get; init; }

    public DateOnly Date => Shanghai.DayOf((Begin ?? End)!.At);

    /// <summary>Folds one end in; called in the order of the world's time.</summary>
    public VisitElements With(Fact.VisitChecked f, DateTimeOffset time, HistoryItem item)
    {
        var end = new VisitEnd(
            time.ToOffset(Shanghai.Offset), item.RecordedAt, item.Seq, f.Position?.Point.Lat, f.Position?.Point.Lon, f.Position?.Accuracy,
            f.Position?.Mock == true ? true : null, f.Channel.ToString().ToLowerInvariant(), f.DeviceId);
        if (!f.IsCheckIn)
        {
            if (End?.At == end.At)
            {
                return this; // Of two at one time the first by key counts.
            }

            var closed = this with { End = end, Services = f.Services };
            return Begin is null ? closed.TakeIds(f) : closed;
        }

        return Begin is not null ? this : (this with { Begin = end }).TakeIds(f);
    }

    private VisitElements TakeIds(Fact.VisitChecked f) =>
        this with { CaregiverId = f.CaregiverId, InstitutionId = f.InstitutionId, ItemId = f.ItemId };
}

/// <param name="Kind"><c>track</c>, <c>check-in</c> or <c>check-out</c>.</param>
/// <param name="Accuracy">Radius of the 68 % circle in metres.</param>
/// <param name="Seq">Of the entry it stands in.</param>
internal sealed record TrailPoint(
    DateTimeOffset Time, double Lat, double Lon, double? Accuracy, bool Mock, string Kind, string? VisitId, long Seq);

internal sealed record TrailEntry(long Seq, string Type, DateTimeOffset Time, DateTimeOffset RecordedAt, bool? Withdrawn, IReadOnlyList<string> Alerts);
