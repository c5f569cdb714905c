using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>
/// One insured person: entitlement (ELG), and what its visits show by themselves (VIS-01, 02, 04, 07, GEO-01, FAM-03, 07). Tells its
/// caregivers where it lives, to whom it is assigned and who its relatives are, its institutions when it is in the house and what it had
/// without agreement, and its binding in which district it is.
/// </summary>
public sealed partial class InsuredPerson(ActorId id) : Actor(id)
{
    /// <summary>With more visits touched, as when it is built anew, all are judged.</summary>
    private const int TouchedMax = 32;
    private readonly PersonFile file = new();
    private readonly ToldBriefs told = new();
    private readonly List<Visit> touched = [];
    private readonly EndWatch watch = new();
    private Caregivers.HeardBriefs<Brief.Records>? records;
    private Dictionary<string, Brief.Agreement>? agreements;
    private Standing? standing;
    private DateTimeOffset? due;
    private bool touchedAll;
    private bool touchedServices;
    private bool newVisitor;
    private bool newMonth;
    private bool touchedOrders;
    private bool touchedMissing;

    public override DateTimeOffset? NextDeadline => Earlier(Earlier(PlanDeadline, rhythm?.Deadline), Earlier(due, watch.Deadline));

    public override void Apply(Entry entry)
    {
        switch (entry.Fact)
        {
            case Fact.VisitTracked: return; // Points are the caregiver's to judge.
            case Fact.VisitChecked f:
                var (visit, isNew, isOfMonth) = file.Fold(entry, f);
                newVisitor |= isNew;
                newMonth |= isOfMonth;
                touchedOrders |= visit is not null && file.Ties is { } ties && (visit.IsRebegun || ties.IsMoved(visit.ItemId));
                TouchVisit(visit);
                return;
            case Fact.PersonRelated f:
                file.Relate(f.PersonId == Id.Id ? f.OtherId : f.PersonId, FactRef.Of(entry));
                touchedAll = true;
                return;
            default:
                var touch = file.Fold(entry);
                touchedAll |= touch == Touch.All;
                touchedServices |= touch == Touch.Claims;
                touchedOrders |= touch == Touch.Orders;
                return;
        }
    }

    public override void Hear(ActorId from, Brief brief)
    {
        if (brief is Brief.Bindings bindings)
        {
            file.Bindings = bindings.IsEmpty ? null : bindings;
            touchedAll = true; // Whom the person is bound to, its visitors hear, and who is bound, where it lives.
            return;
        }

        if (brief is Brief.AskedWho)
        {
            touchedAll |= file.Ask(from);
            return;
        }

        if (brief is Brief.Records recorded)
        {
            touchedServices |= (records ??= new()).Set(from.Id, recorded);
            return;
        }

        if (brief is not Brief.Agreement agreement)
        {
            return;
        }

        touchedServices = true;
        if (agreement.IsEmpty)
        {
            agreements?.Remove(from.Id);
        }
        else
        {
            (agreements ??= new(1, StringComparer.Ordinal))[from.Id] = agreement;
        }
    }

    public override void Judge(Judgement to)
    {
        var isDue = watch.Deadline <= to.Now;
        touchedServices |= due <= to.Now;
        if (!touchedAll && !touchedServices && touched.Count == 0 && !newVisitor && !newMonth && !touchedOrders && !isDue
            && !(PlanDeadline <= to.Now) && !(rhythm?.Deadline <= to.Now))
        {
            return;
        }

        if (touchedAll)
        {
            standing = null;
        }

        standing ??= Standing.Of(file, to.Policies);
        var services = touchedAll || touchedServices;
        if (touchedAll)
        {
            touchedMissing = true;
            DropVisitsGone(to);
            foreach (var visit in file.Visits.All)
            {
                JudgeVisit(to, visit);
            }

            JudgeOverlaps(to);
        }
        else
        {
            services |= JudgeTouched(to, isDue);
        }

        TellMonths(to);
        JudgeCatalogue(to);
        JudgePlans(to);
        var said = new PersonBriefs(Id, file, standing, told, agreements);
        if (services || touchedAll)
        {
            JudgeServices(to, said);
        }

        Tell(to, said);
        touched.Clear();
        touchedAll = touchedServices = newVisitor = newMonth = touchedOrders = touchedMissing = false;
    }

    public override void TouchAll() => touchedAll = true;

    public override object View(DateTimeOffset now) => PersonView.Of(Id.Id, file);

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;

    private void TouchVisit(Visit? visit)
    {
        if (visit is null || touchedAll)
        {
            return;
        }

        touchedAll = touched.Count == TouchedMax;
        if (!touchedAll && !touched.Contains(visit))
        {
            touched.Add(visit);
        }
    }

    /// <summary>Findings taken over from an earlier self whose visit has been withdrawn.</summary>
    private void DropVisitsGone(Judgement to)
    {
        if (!Findings.Any)
        {
            return;
        }

        foreach (var (scope, _) in Findings.Scopes.ToArray())
        {
            if (scope[0] != '/' && file.Visits.Find(scope) is null)
            {
                to.Replace(this, scope, []);
            }
        }
    }

    /// <returns>Whether the services are to be judged together again.</returns>
    private bool JudgeTouched(Judgement to, bool isDue)
    {
        var anyFound = Findings.Any && HasServiceFindings();
        var services = touched.Count > 0 && (anyFound || told.AnySaid(BriefCodec.Unentitled));
        foreach (var visit in touched)
        {
            JudgeVisit(to, visit);
            services = services || IsConcerned(to, visit);
        }

        JudgeOverlaps(to);

        if (isDue)
        {
            foreach (var visit in watch.DueBy(to.Now))
            {
                JudgeVisit(to, visit);
            }
        }

        return services;
    }

    private void JudgeVisit(Judgement to, Visit visit)
    {
        var planned = file.Planned(visit.ItemId);
        var thresholds = to.Policies.For(file.DistrictCode, visit.Day);
        var c = new VisitCase(Id, file, standing!, visit, planned, thresholds);
        var wasMissing = visit.Missing;
        var due = VisitPersonRules.DueAt(visit, planned, thresholds);
        visit.WakeAt = VisitPersonRules.WakeAt(visit, due);
        visit.Missing = visit.WakeAt <= to.Now;
        touchedMissing |= wasMissing || visit.Missing;
        watch.Keep(visit);

        var missing = visit.Missing ? VisitPersonRules.Missing(c, due) : null;
        var tooShort = VisitPersonRules.TooShort(c);
        var outside = PlaceRules.OutsideFence(c);
        var unplanned = PlanRules.Unplanned(c);
        var mismatch = PersonProofRules.Mismatch(c);
        if (missing is null && tooShort is null && outside is null && unplanned is null && mismatch is null)
        {
            if (Findings.Has(visit.Id))
            {
                to.Replace(this, visit.Id, []);
            }

            return;
        }

        Finding?[] found = [missing, tooShort, outside, unplanned, mismatch];
        to.Replace(this, visit.Id, Array.FindAll(found, static f => f is not null)!);
    }

    private void JudgeServices(Judgement to, PersonBriefs said)
    {
        var c = new PersonCase(Id, file, standing!, records, to.Policies, to.Now);
        var found = new List<Finding>();
        foreach (var (scope, _, rule) in PersonCase.Rules)
        {
            found.Clear();
            rule(c, found);
            if (found.Count > 0 || Findings.Has(scope))
            {
                to.Replace(this, scope, found.ToArray());
            }
        }

        due = c.NextWake;
        said.TellUnentitled(to, c.Services);
        said.TellArranged(to);
    }

    private void Tell(Judgement to, PersonBriefs said)
    {
        if (touchedAll || newVisitor)
        {
            said.TellClients(to);
            said.TellRelatives(to);
        }

        if (touchedAll || newMonth)
        {
            said.TellMonths(to);
        }

        if (touchedAll || touchedOrders)
        {
            said.TellMoved(to);
        }

        if (touchedAll)
        {
            said.TellResidents(to);
            said.TellHolder(to);
            said.TellBinding(to);
        }

        if (touchedAll || touchedServices || (touched.Count > 0 && file.Bindings is not null) || touched.Exists(static v => v.PersonFaces > 0))
        {
            said.TellRecorded(to);
        }

        if (touchedAll || touchedServices)
        {
            said.TellServed(to);
        }
        else
        {
            foreach (var visit in touched)
            {
                said.TellServed(to, standing!.InstitutionOf(visit));
            }
        }

        if (touchedMissing)
        {
            said.TellMissing(to);
        }
    }
}
