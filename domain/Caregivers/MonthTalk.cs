using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Peers;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>A month's figures for the peers; no group: there are none to be compared with.</summary>
internal readonly record struct MonthFigures(PeerKey? Group, DateOnly Month, PeerFigures Figures);

/// <summary>
/// When a caregiver's months are looked at, and what it last told of them to its peers and institutions. A check only notes its
/// month; that is looked at once it is over, and again within a second of a later fact.
/// </summary>
internal sealed class MonthTalk(ActorId id)
{
    private readonly HeardBriefs<Brief.PeerMonth> told = new();
    private string[] roster = [];
    private DateOnly? from;

    /// <summary>By our clock.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    /// <summary>Notes what the touched can change, and hands over the first month whose time has come, or that was told of now.</summary>
    public void Note(Judgement to, Touched touched, CaregiverFile file)
    {
        if (touched.All)
        {
            (from, Deadline) = (null, null); // All months are looked at now.
            return;
        }

        var earliest = touched.FirstCheck is { } at ? Shanghai.FirstOfMonth(Shanghai.DayOf(at)) : DateOnly.MaxValue;
        if (touched.Standing && FirstOf(file) is var first && first < earliest)
        {
            earliest = first;
        }

        if (earliest < DateOnly.MaxValue)
        {
            Note(earliest, DueAt(to, file, earliest));
        }

        if (Deadline <= to.Now)
        {
            touched.NoteMonth(from!.Value);
            (from, Deadline) = (null, null);
        }
    }

    public void Note(DateOnly month, DateTimeOffset at)
    {
        from = from <= month ? from : month;
        Deadline = Deadline <= at ? Deadline : at;
    }

    /// <summary>Tells the peers of months from this one on what differs from what they were told; groups it has left, too.</summary>
    public void TellPeers(Judgement to, DateOnly first, IReadOnlyList<MonthFigures> now)
    {
        if (now.Count == 0 && told.Count == 0)
        {
            return;
        }

        var groups = now.Where(static n => n.Group is not null).ToDictionary(static n => n.Group!.Value.Id.Id, static n => n.Figures, StringComparer.Ordinal);
        foreach (var (group, _) in told.Items.Where(t => PeerKey.Of(t.Key).Month >= first && !groups.ContainsKey(t.Key)).ToList())
        {
            Tell(to, group, new(default));
        }

        foreach (var (group, figures) in groups.OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            Tell(to, group, new(figures));
        }
    }

    /// <summary>Asks each institution that employs it, or did, for the months of which it knows check-ins.</summary>
    public void TellInstitutions(Judgement to, CaregiverFile file)
    {
        string[] now =
        [
            .. file.Registrations.Where(static r => r is { IsProfessional: true, InstitutionId: not null })
                .Select(static r => r.InstitutionId!).Distinct().Order(StringComparer.Ordinal),
        ];
        foreach (var institution in roster.Except(now))
        {
            to.Tell(id, ActorId.Institution(institution), new Brief.Roster(false));
        }

        foreach (var institution in now.Except(roster))
        {
            to.Tell(id, ActorId.Institution(institution), new Brief.Roster(true));
        }

        roster = now;
    }

    public void TakeFrom(MonthTalk earlier)
    {
        told.TakeFrom(earlier.told);
        roster = earlier.roster;
    }

    public void Write(StateWriter to)
    {
        to.Optional(from);
        to.Optional(Deadline);
        to.List(roster, static (w, i) => w.Text(i));
        to.List(told.Items, static (w, t) => { w.Text(t.Key); PeerFigures.Write(w, t.Value.Figures); });
    }

    public void Read(StateReader state)
    {
        (from, Deadline) = (state.OptionalDay(), state.OptionalInstant());
        roster = [.. state.List(static r => r.Text())];
        foreach (var (group, figures) in state.List(static r => (r.Text(), PeerFigures.Read(r))))
        {
            told.Set(group, new(figures));
        }
    }

    /// <summary>The first month with a visit, or of which anything was declared.</summary>
    private static DateOnly FirstOf(CaregiverFile file)
    {
        var first = file.Visits.ByTime.Count > 0 ? Shanghai.FirstOfMonth(file.Visits.ByTime[0].Day) : DateOnly.MaxValue;
        foreach (var declared in file.Months?.Declared ?? [])
        {
            first = declared.Month < first ? declared.Month : first;
        }

        return first;
    }

    private static DateTimeOffset DueAt(Judgement to, CaregiverFile file, DateOnly month) =>
        RhythmRules.ClosedAt(month, to.Policies.For(file.District(), month)) is var closed && closed > to.Now ? closed : RhythmRules.Soon(to.Now);

    private void Tell(Judgement to, string group, Brief.PeerMonth brief)
    {
        if (told.Set(group, brief))
        {
            to.Tell(id, ActorId.Peers(group), brief);
        }
    }
}
