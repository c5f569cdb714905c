using LtcActors.Domain.Actors;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What a fact can touch.</summary>
internal enum Touch { Nothing, Visit, Claims, All }

/// <summary>All that is known of one person, as a union of facts: each list in the world's order, whatever the order of arrival.</summary>
internal sealed class PersonFile
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

    /// <summary>Every caregiver that one end of a visit names.</summary>
    public string[] Visitors { get; private set; } = [];

    public string? DistrictCode => Registered?.DistrictCode;

    public PlannedItem? Planned(string? itemId) =>
        itemId is not null && plan is not null && plan.TryGetValue(itemId, out var item) ? item : null;

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
            case Fact.PlanFiled f: Fold(at, f); return Touch.All;
            case Fact.ClaimSubmitted f: return Fold(at, f);
            default: return Touch.Nothing; // Kept by nobody here: no rule of the person asks for it yet.
        }
    }

    /// <returns>The visit when one of its ends changed; and whether a caregiver is seen here for the first time.</returns>
    public (Visit? Visit, bool NewVisitor) Fold(Entry entry, Fact.VisitChecked fact)
    {
        var visit = Visits.FindOrAdd(fact.VisitId);
        var changed = visit.Fold(entry, fact, Visits);
        var caregiver = Visits.Shared(fact.CaregiverId)!;
        var isNew = Array.IndexOf(Visitors, caregiver) < 0;
        if (isNew)
        {
            Visitors = [.. Visitors, caregiver];
        }

        return (changed ? visit : null, isNew);
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
        to.List(Visitors, static (w, id) => w.Text(id));
        to.Int(plan?.Count ?? 0);
        foreach (var (id, item) in plan ?? [])
        {
            to.Text(id);
            item.Write(to);
        }

        Visits.Write(to);
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
        Visitors = [.. from.List(r => Visits.Shared(r.Text())!)];
        for (var left = from.Int(); left > 0; left--)
        {
            (plan ??= new(StringComparer.Ordinal)).Add(from.Text(), PlannedItem.Read(from));
        }

        Visits.Read(from);
    }

    private void Fold(FactRef at, Fact.PlanFiled fact)
    {
        plan ??= new(StringComparer.Ordinal);
        foreach (var item in fact.Items)
        {
            if (!plan.TryGetValue(item.ItemId, out var known) || at.CompareTo(known.Plan) < 0)
            {
                plan[item.ItemId] = new(item.Start, item.End, item.Place, at);
            }
        }
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
