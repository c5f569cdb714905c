using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// A caregiver under one id. Of several ids of one real name the smallest is the canonical one: the others tell it all they know,
/// and rules that count by real name are judged there.
/// </summary>
public sealed partial class Caregiver(ActorId id) : Actor(id)
{
    private const byte Version = 7;

    private readonly CaregiverTalk talk = new(id);
    private readonly Touched touched = new();
    private CaregiverFile file = new(id);
    private CaregiverJudge? judge;
    private DateTimeOffset? deadline;

    public override DateTimeOffset? NextDeadline => deadline is null || months.Deadline < deadline ? months.Deadline ?? deadline : deadline;

    /// <summary>All ids of its real name, this one first.</summary>
    internal IEnumerable<string> Names => talk.SameNameAs.Prepend(Id.Id);

    public override IEnumerable<StatePage> UnkeptPages => file.Days.Pages.Unkept;

    public override void Apply(Entry entry)
    {
        switch (entry.Fact)
        {
            case Fact.VisitTracked f: Apply(entry, f); break;
            case Fact.CaregiverTracked f:
                file.SeenOn(f.DeviceId);
                AddPoints(entry, f.Points.AsSpan(), FixKind.Walk);
                break;
            case Fact.VisitChecked f: Apply(entry, f); break;
            case Fact.DeviceRegistered:
                file.AddStatus(entry);
                touched.All |= file.Visits.All.Count > 0; // What was strange on any visit may be in order by it.
                break;
            default: touched.Standing |= file.AddStatus(entry); break;
        }

        talk.IsStale = true;
    }

    public override int Warm() => file.Days.Warm() + file.Visits.Warm();

    public override void Hear(ActorId from, Brief brief)
    {
        switch (brief)
        {
            case Brief.Client b: HearOf(from.Id, b); break;
            case Brief.KinOf b: touched.Standing |= (file.Extras ??= new()).KinOf.Set(from.Id, b); break;
            case Brief.ServedBy b: touched.Standing |= (file.Extras ??= new()).ServedBy.Set(from.Id, b); break;
            case Brief.Bound b: touched.Standing |= file.Bindings.Set(from.Id, b); break;
            case Brief.Rhythm or Brief.PeerPlace or Brief.Feed: HearOfMonths(from, brief); break;
            case Brief.SharedDevice b: touched.All |= file.SharedDevices.Set(from.Id, b); break;
            case Brief.SeveralHands b: touched.Standing |= (file.Extras ??= new()).SeveralHands.Set(from.Id, b); break;
            case Brief.SecondId b: touched.All |= file.Seconds.Set(from.Id, b); break;
            case Brief.SameName b: touched.All |= talk.SameNames.Set(from.Id, b); break;
            default: (file.Collusion ??= new()).Hear(from, brief, touched); break;
        }

        talk.IsStale = true;
    }

    public override void TouchAll() => touched.All = true;

    public override void Judge(Judgement to)
    {
        if (deadline <= to.Now)
        {
            touched.Standing = true;
        }

        if (file.Seconds.Count > 0 && talk.IsStale)
        {
            // Rare enough to be judged as a whole each time.
            touched.All = true;
        }

        months.Note(to, touched, file);
        file.Days.NoteCovered(touched);
        touched.Orders |= file.Collusion is { } collusion && collusion.AreAbout(file.Days.Fresh);
        if (touched.Any || file.Days.Fresh.Count > 0)
        {
            judge ??= new CaregiverJudge(this);
            var realName = talk.IsCanonical ? CaregiverFileUnion.Of(Id, file) : null;
            judge.Judge(to, touched, file, realName);
            file.Collusion?.TellNames(to, Id, talk.SameNameAs);
            if (touched.All || touched.Standing)
            {
                deadline = judge.NextDeadline;
                talk.TellStaff(to, realName);
                months.TellInstitutions(to, file);
            }

            TellPeers(to);
            TellBeacons(to, judge.Beacons);

            if (touched.All || touched.Standing || touched.IsAny(file, static (_, v) => v.IsManual))
            {
                talk.TellByHand(to, file);
            }
        }

        talk.TellDevices(to, file, touched.All);
        talk.TellSecond(to, file);
        file.Days.Settle();
        touched.Clear();
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        if (earlier is Caregiver other)
        {
            file.Clients.TakeFrom(other.file.Clients);
            file.Bindings.TakeFrom(other.file.Bindings);
            file.SharedDevices.TakeFrom(other.file.SharedDevices);
            if (other.file.Extras is { } extras)
            {
                (file.Extras ??= new()).TakeBriefs(extras);
            }

            if (other.file.Collusion is { } collusion)
            {
                (file.Collusion ??= new()).TakeFrom(collusion);
            }

            if (other.file.Months is { } heard)
            {
                (file.Months ??= new()).TakeBriefs(heard);
            }

            file.Seconds.TakeFrom(other.file.Seconds);
            talk.TakeFrom(other.talk);
            months.TakeFrom(other.months);
            TouchAll();
        }
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        CaregiverCodec.WriteFile(to, file, whole: false);
        talk.Write(to);
        to.Optional(deadline);
        months.Write(to);
    }

    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A caregiver's state of version {version} is not known.");
        }

        var keptIn = file.Days.Pages.KeptIn;
        file = CaregiverCodec.ReadFile(from, Id);
        file.Days.Pages.KeptIn = keptIn;
        talk.Read(from);
        deadline = from.OptionalInstant();
        months.Read(from);
        touched.Clear();
    }

    public override void Foresee(Entry entry, ISet<int> pages)
    {
        switch (entry.Fact)
        {
            case Fact.VisitTracked f: Foresee(f.Points.AsSpan(), pages); break;
            case Fact.CaregiverTracked f: Foresee(f.Points.AsSpan(), pages); break;
            case Fact.VisitChecked: file.Days.Foresee(entry.Time.UtcTicks, entry.Time.UtcTicks, pages); break;
        }
    }

    public override void KeepPagesIn(IStatePages pages) => file.Days.Pages.KeptIn = pages;

    public override void Kept(StatePage page) => file.Days.Pages.Kept(page);

    public override object View(DateTimeOffset now) => CaregiverView.Of(Id.Id, file, talk.SameNameAs, Shanghai.DayOf(now));

    private void Foresee(ReadOnlySpan<TrackPoint> points, ISet<int> pages)
    {
        var (from, to) = (long.MaxValue, long.MinValue);
        foreach (ref readonly var point in points)
        {
            (from, to) = (Math.Min(from, point.Time.UtcTicks), Math.Max(to, point.Time.UtcTicks));
        }

        if (from <= to)
        {
            file.Days.Foresee(from, to, pages);
        }
    }

    private void Apply(Entry entry, Fact.VisitTracked fact)
    {
        file.SeenOn(fact.DeviceId);
        var visit = file.Visits.GetOrAdd(fact.PersonId, fact.VisitId);
        var anyMock = AddPoints(entry, fact.Points.AsSpan(), FixKind.Track);
        var isDoubtful = anyMock || fact.Device != DeviceFlags.None;
        if (isDoubtful)
        {
            (visit.Doubtful ??= new()).Add(FactRef.Of(entry), anyMock, fact.Device);
        }

        foreach (ref readonly var point in fact.Points.AsSpan())
        {
            if (!point.Mock)
            {
                (visit.Track ??= new()).Add(point);
            }
        }

        if (isDoubtful || visit.HasLength)
        {
            touched.Note(visit); // Points of a visit under way are looked at when it ends.
        }
    }

    private void Apply(Entry entry, Fact.VisitChecked fact)
    {
        var visit = file.Visits.GetOrAdd(fact.PersonId, fact.VisitId);
        touched.NoteCheck(visit);
        file.Visits.Add(visit, Check.Of(entry, fact, file.SeenOn(fact.DeviceId)));
        touched.NoteCheck(visit);
        if (fact.Position is { Mock: false } position)
        {
            var source = new FixSource(entry.Seq, entry.Time.UtcTicks, entry.Key);
            file.Days.Add(
                entry.Time.UtcTicks, position.Point, position.Accuracy, 0, fact.IsCheckIn ? FixKind.CheckIn : FixKind.CheckOut, source);
        }
    }

    /// <summary>The hot path: most events of all are positions.</summary>
    /// <returns>Whether one was made up; those are no positions.</returns>
    private bool AddPoints(Entry entry, ReadOnlySpan<TrackPoint> points, FixKind kind)
    {
        var source = new FixSource(entry.Seq, entry.Time.UtcTicks, entry.Key);
        var anyMock = false;
        for (var i = 0; i < points.Length; i++)
        {
            var point = points[i];
            if (point.Mock)
            {
                anyMock = true;
            }
            else
            {
                file.Days.Add(point.Time.UtcTicks, point.Point, point.Accuracy, i, kind, source);
                if (NightBook.IsAtNight(point.Time.UtcTicks))
                {
                    touched.Nights |= (file.Extras ??= new()).Add(
                        new NightFix(point.Time.UtcTicks, i, point.Point, point.Accuracy ?? 0, FactRef.Of(entry)));
                }
            }
        }

        return anyMock;
    }

    /// <summary>Devices in several hands hear from one id only, of several of one real name.</summary>
    private void TellBeacons(Judgement to, HeardOnDays? heard)
    {
        if (heard is not null && talk.IsCanonical)
        {
            (file.Extras ??= new()).Beacons.Tell(to, Id, heard);
        }
        else if (touched.All || touched.Standing || !talk.IsCanonical)
        {
            file.Extras?.Beacons.Tell(to, Id, HeardOnDays.Nothing);
        }
    }

    private void HearOf(string person, Brief.Client client)
    {
        var district = file.District();
        if (!file.Clients.Set(person, client))
        {
            return;
        }

        touched.Standing = true;
        touched.All |= file.District() != district;
        foreach (var visit in file.Visits.All)
        {
            if (visit.PersonId == person)
            {
                touched.Note(visit);
            }
        }
    }
}
