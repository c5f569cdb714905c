using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.FamilyBindings;

/// <summary>The bindings of one insured person to family caregivers: who is bound when (FAM-01). Tells each caregiver its own.</summary>
public sealed class FamilyBinding(ActorId id) : Actor(id)
{
    private const byte StateVersion = 2;
    private const string NotOneToOne = "/FAM-01";
    private readonly ToldBriefs told = new();
    private List<BindingChange> changes = [];
    private List<DeathNotice> deaths = [];
    private DateTimeOffset? deadline;
    private string? district;
    private bool touched;

    public override DateTimeOffset? NextDeadline => deadline;

    public override void Apply(Entry entry)
    {
        var at = FactRef.Of(entry);
        switch (entry.Fact)
        {
            case Fact.BindingRequested f: changes.Add(new(BindingStep.Requested, f.CaregiverId, f.On, at)); break;
            case Fact.BindingApproved f: changes.Add(new(BindingStep.Approved, f.CaregiverId, f.On, at)); break;
            case Fact.BindingEnded f: changes.Add(new(BindingStep.Ended, f.CaregiverId, f.On, at)); break;
            case Fact.PersonDied f: deaths.Add(new(f.DiedAt, at)); break;
            default: return;
        }

        touched = true;
    }

    public override void Hear(ActorId from, Brief brief)
    {
        if (brief is Brief.District { Code: var code } && code != district)
        {
            district = code;
            touched = true;
        }
    }

    public override void Judge(Judgement to)
    {
        if (!touched && !(deadline <= to.Now))
        {
            return;
        }

        var bindings = BindingTimeline.Of(changes, deaths);
        var found = new List<Finding>();
        var next = BindingRules.OfPerson(ActorId.Person(Id.Id), bindings, district, Shanghai.DayOf(to.Now), to.Policies, found);
        deadline = next is { } day ? Shanghai.StartOf(day) : null;
        if (found.Count > 0 || Findings.Has(NotOneToOne))
        {
            to.Replace(this, NotOneToOne, found.ToArray());
        }

        Tell(to, bindings);
        touched = false;
    }

    public override void TouchAll() => touched = true;

    public override void TakeBriefsFrom(Actor earlier)
    {
        var self = (FamilyBinding)earlier;
        told.TakeFrom(self.told);
        district = self.district;
        touched = true;
    }

    public override void Write(StateWriter to)
    {
        to.Byte(StateVersion);
        to.Bool(touched);
        to.List(changes, BindingChange.Write);
        to.List(deaths, DeathNotice.Write);
        told.Write(to);
        to.Optional(deadline);
        to.Text(district);
    }

    /// <exception cref="InvalidDataException">Written by another version.</exception>
    public override void Read(StateReader from)
    {
        if (from.Byte() is var version && version != StateVersion)
        {
            throw new InvalidDataException($"A binding's state of version {version}.");
        }

        touched = from.Bool();
        changes = from.List(BindingChange.Read);
        deaths = from.List(DeathNotice.Read);
        told.Read(from);
        deadline = from.OptionalInstant();
        district = from.OptionalText();
    }

    public override object View(DateTimeOffset now)
    {
        var today = Shanghai.DayOf(now);
        var bindings = BindingTimeline.Of(changes, deaths);
        var requests = changes.FindAll(c => c.Step == BindingStep.Requested);
        requests.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
        return new Row(
            Id.Id,
            [.. requests.Select(r => new { r.CaregiverId, r.On })],
            [.. bindings.Select(b => new
            {
                b.CaregiverId, b.Span.ApprovedOn, b.Span.Days.From, To = PersonView.LastOf(b.Span.Days),
                InForce = b.Span.Days.Contains(today),
            })],
            [.. bindings.Where(b => b.Span.Days.Contains(today)).Select(b => b.CaregiverId).Distinct()]);
    }

    private void Tell(Judgement to, BindingInForce[] bindings)
    {
        var caregivers = new SortedSet<string>(bindings.Select(b => b.CaregiverId), StringComparer.Ordinal);
        foreach (var former in told.Recipients(BriefCodec.Bound))
        {
            caregivers.Add(former.Id);
        }

        foreach (var caregiver in caregivers)
        {
            var spans = bindings.Where(b => b.CaregiverId == caregiver).Select(b => b.Span);
            told.Tell(to, Id, ActorId.Caregiver(caregiver), new Brief.Bound([.. spans]));
        }

        told.Tell(to, Id, ActorId.Person(Id.Id), new Brief.Bindings([.. bindings.Select(b => new PersonBinding(b.CaregiverId, b.Span))]));
    }

    private sealed record Row(string Id, object[] Requests, object[] Bindings, string[] InForce);
}
