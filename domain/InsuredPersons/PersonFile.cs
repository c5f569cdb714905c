using LtcActors.Domain.Actors;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What a fact can touch.</summary>
internal enum Touch { Nothing, Visit, Claims, Orders, All }

/// <summary>All that is known of one person, as a union of facts: each list in the world's order, whatever the order of arrival.</summary>
internal sealed partial class PersonFile
{
    private Dictionary<string, PlannedItem>? plan;

    public Registration? Registered { get; private set; }

    public Move[] Moves { get; private set; } = [];

    public Assessment[] Assessments { get; private set; } = [];

    public Review[] Reviews { get; private set; } = [];

    public Arrangement[] Arrangements { get; private set; } = [];

    public Admission[] Admissions { get; private set; } = [];

    public Discharge[] Discharges { get; private set; } = [];

    public Away[] Aways { get; private set; } = [];

    public DeathNotice[] Deaths { get; private set; } = [];

    public Claim[] Claims { get; private set; } = [];

    public VisitBook Visits { get; } = new();

    /// <summary>The person's face was ever looked at.</summary>
    public bool IsPersonSeen { get; private set; }

    /// <summary>Every caregiver that one end of a visit names.</summary>
    public Visitor[] Visitors { get; private set; } = [];

    /// <summary>None for a person of whom nothing of it is known.</summary>
    public PersonExtras? Extras { get; private set; }

    /// <summary>What its binding told of itself.</summary>
    public Brief.Bindings? Bindings { get; set; }

    public string? DistrictCode => Registered?.DistrictCode;

    /// <summary>Whether the caregiver is bound to the person as family on that day.</summary>
    public bool IsBound(string caregiver, DateOnly day)
    {
        foreach (var binding in Bindings?.All ?? [])
        {
            if (binding.CaregiverId == caregiver && binding.Span.Days.Contains(day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Folds a fact that is not an end of a visit.</summary>
    public Touch Fold(Entry entry)
    {
        var at = FactRef.Of(entry);
        switch (entry.Fact)
        {
            case Fact.PersonRegistered f:
                if (Registered is null || at.CompareTo(Registered.Fact) < 0)
                {
                    Registered = new(f.Name, f.BirthDate, f.DistrictCode, f.Home, f.FenceRadius, at);
                }

                return Touch.All;
            case Fact.PersonMoved f: Moves = With(Moves, new(f.Home, f.From, f.Until, at)); return Touch.All;
            case Fact.PersonAssessed f:
                Assessments = With(Assessments, new((byte)f.Level, f.ConcludedOn, f.ValidUntil, at));
                return Touch.All;
            case Fact.PersonReviewed f: Reviews = With(Reviews, new(f.Eligible, f.ConcludedOn, at)); return Touch.All;
            case Fact.PersonArranged f:
                Arrangements = With(Arrangements, new(
                    f.Mode, Visits.Shared(f.InstitutionId)!, f.From, f.Package, Visits.Shared(f.CaregiverId), at));
                return Touch.All;
            case Fact.PersonHospitalised f: Admissions = With(Admissions, new(f.AdmittedAt, f.Kind, f.StayId, at)); return Touch.All;
            case Fact.PersonDischarged f: Discharges = With(Discharges, new(f.DischargedAt, f.StayId, at)); return Touch.All;
            case Fact.PersonAway f: Aways = With(Aways, new(f.From, f.To, at)); return Touch.All;
            case Fact.PersonDied f: Deaths = With(Deaths, new(f.DiedAt, at)); return Touch.All;
            case Fact.PlanFiled f: Fold(at, f, entry.RecordedAt); return Touch.All;
            case Fact.PlanChanged f: Fold(at, f, entry.RecordedAt); return Touch.All;
            case Fact.ClaimSubmitted f: return Fold(at, f);
            default: return FoldExtra(at, entry.Fact);
        }
    }

    private Touch FoldExtra(FactRef at, Fact fact)
    {
        switch (fact)
        {
            case Fact.PersonConfirmed f: (Extras ??= new()).Confirm(f.Month); return Touch.Claims;
            case Fact.AssessmentApplied f:
                Extras ??= new();
                Extras.Applications = With(Extras.Applications, new(f.On, at));
                return Touch.Claims;
            case Fact.KinshipRecorded f:
                Extras ??= new();
                Extras.Kins = With(Extras.Kins, new(Visits.Shared(f.CaregiverId)!, at));
                return Touch.All;
            case Fact.WelfareReported f:
                Extras ??= new();
                Extras.Reports = With(Extras.Reports, new(f.ReportId, f.Kind, f.CaregiverId, at));
                return Touch.Claims;
            case Fact.WelfareVisited f:
                Extras ??= new();
                Extras.Seen = With(Extras.Seen, new(f.VisitedAt, f.ReportId, at));
                return Touch.Claims;
            case Fact.QualityScored f:
                Extras ??= new();
                Extras.Scores = With(Extras.Scores, new(f.Score, f.On, at));
                return Touch.Claims;
            case Fact.VisitAudited f:
                Extras ??= new();
                Extras.Audits = With(Extras.Audits, new(f.VisitId, f.Result, at));
                return Touch.Claims;
            case Fact.BeaconInstalled f:
                Extras ??= new();
                Extras.Beacons = With(Extras.Beacons, new(f.BeaconId, f.From, f.Until, at));
                return Touch.All;
            case Fact.VisitReassigned f: return Fold(at, f);
            default: return Touch.Nothing; // Kept by nobody here: no rule of the person asks for it yet.
        }
    }

    /// <returns>
    /// The visit when one of its ends changed; whether a caregiver is seen here for the first time, or earlier, or is to hear of an outing;
    /// and whether somebody asks who comes, and that may have changed.
    /// </returns>
    public (Visit? Visit, bool NewVisitor, bool NewMonth) Fold(Entry entry, Fact.VisitChecked fact)
    {
        var visit = Visits.FindOrAdd(fact.VisitId);
        var wasOuting = NamesOuting(visit);
        var changed = visit.Fold(entry, fact, Visits);
        Visits.Place(visit);
        IsPersonSeen |= fact.PersonFace is not null;
        var isNew = See(Visits.Shared(fact.CaregiverId)!, FactRef.Of(entry)) || (changed && (wasOuting || NamesOuting(visit)));
        return (changed ? visit : null, isNew, changed && Ties is { CaregiversAsking.Count: > 0 } && (visit.IsRebegun || Visits.IsFirstOfMonth(visit)));
    }

    private bool See(string caregiver, FactRef at)
    {
        for (var i = 0; i < Visitors.Length; i++)
        {
            if (ReferenceEquals(Visitors[i].CaregiverId, caregiver))
            {
                var isEarlier = at.CompareTo(Visitors[i].First) < 0;
                Visitors[i] = isEarlier ? new(caregiver, at) : Visitors[i];
                return isEarlier;
            }
        }

        Visitors = [.. Visitors, new(caregiver, at)];
        return true;
    }

    public void Write(StateWriter to)
    {
        to.Bool(Registered is not null);
        if (Registered is { } registered)
        {
            Registration.Write(to, registered);
        }

        to.List(Moves, Move.Write);
        to.List(Assessments, Assessment.Write);
        to.List(Reviews, Review.Write);
        to.List(Arrangements, Arrangement.Write);
        to.List(Admissions, Admission.Write);
        to.List(Discharges, Discharge.Write);
        to.List(Aways, Away.Write);
        to.List(Deaths, DeathNotice.Write);
        to.List(Claims, static (w, claim) => claim.Write(w));
        to.List(Visitors, static (w, v) =>
        {
            w.Text(v.CaregiverId);
            w.Ref(v.First);
        });
        to.Int(plan?.Count ?? 0);
        foreach (var (id, item) in plan ?? [])
        {
            to.Text(id);
            item.Write(to);
        }

        Visits.Write(to);
        to.Bool(Extras is not null);
        Extras?.Write(to);
        to.Bool(Ties is not null);
        Ties?.Write(to);
    }

    public void Read(StateReader from)
    {
        Registered = from.Bool() ? Registration.Read(from) : null;
        Moves = [.. from.List(Move.Read)];
        Assessments = [.. from.List(Assessment.Read)];
        Reviews = [.. from.List(Review.Read)];
        Arrangements = [.. from.List(Arrangement.Read)];
        Admissions = [.. from.List(Admission.Read)];
        Discharges = [.. from.List(Discharge.Read)];
        Aways = [.. from.List(Away.Read)];
        Deaths = [.. from.List(DeathNotice.Read)];
        Claims = [.. from.List(Claim.Read)];
        Visitors = [.. from.List(r => new Visitor(Visits.Shared(r.Text())!, r.Ref()))];
        for (var left = from.Int(); left > 0; left--)
        {
            (plan ??= new(StringComparer.Ordinal)).Add(from.Text(), PlannedItem.Read(from, Visits));
        }

        Visits.Read(from);
        IsPersonSeen = Visits.All.ToArray().Any(static v => v.PersonFaces > 0);
        Extras = from.Bool() ? PersonExtras.Read(from) : null;
        Ties = from.Bool() ? PersonTies.Read(from) : null;
    }

    private Touch Fold(FactRef at, Fact.ClaimSubmitted fact)
    {
        var known = Array.FindIndex(Claims, c => c.ClaimId == fact.ClaimId);
        if (known < 0)
        {
            Claims = [.. Claims, Claim.Of(at, fact)];
        }
        else if (at.CompareTo(Claims[known].Fact) < 0)
        {
            Claims[known] = Claim.Of(at, fact);
        }
        else
        {
            return Touch.Nothing;
        }

        Array.Sort(Claims, static (a, b) => a.Fact.CompareTo(b.Fact));
        return Touch.Claims;
    }

    private static T[] With<T>(T[] kept, T added)
        where T : struct, IKept
    {
        var grown = new T[kept.Length + 1];
        var at = kept.Length;
        while (at > 0 && added.Fact.CompareTo(kept[at - 1].Fact) < 0)
        {
            at--;
        }

        kept.AsSpan(0, at).CopyTo(grown);
        grown[at] = added;
        kept.AsSpan(at).CopyTo(grown.AsSpan(at + 1));
        return grown;
    }
}
