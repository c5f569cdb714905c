using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <param name="Effective">From then on no service counts.</param>
/// <param name="Notice">The fact that gives this death.</param>
/// <param name="FirstNotice">The first fact that told of a death at all.</param>
internal sealed record Death(DateTimeOffset Effective, DateOnly Day, FactRef Notice, FactRef FirstNotice);

/// <param name="Last">Last day of validity.</param>
internal readonly record struct Validity(DateOnly From, DateOnly Last, byte Level, FactRef Assessed);

/// <param name="Days">From the day after the review to the day of restoration.</param>
internal readonly record struct FailedSpan(DateOnly ConcludedOn, DaySpan Days, FactRef Reviewed);

/// <param name="Fact">What says that it is a home.</param>
/// <param name="Away">For a time, beside the usual one.</param>
internal readonly record struct Home(HomeSpan Span, FactRef Fact, bool Moved, bool Away);

/// <summary>What the status facts come to: timelines derived from a <see cref="PersonFile"/>, the same for any order of arrival.</summary>
internal sealed partial class Standing
{
    public required Death? Death { get; init; }

    public required InpatientStay[] Stays { get; init; }

    /// <summary>Oldest first.</summary>
    public required Validity[] Assessments { get; init; }

    public required FailedSpan[] Failed { get; init; }

    /// <summary>One a day of beginning, oldest first.</summary>
    public required Arrangement[] Arrangements { get; init; }

    public required Home[] Homes { get; init; }

    /// <summary>To whom the person is or was bound; none: to nobody.</summary>
    public required Brief.Bindings? Bindings { get; init; }

    /// <param name="policies">None: only to be shown, not judged; without assessments and failed reviews.</param>
    public static Standing Of(PersonFile file, IPolicies? policies) => new()
    {
        Death = DeathOf(file.Deaths),
        Stays = InsuredPersons.Stays.Of(file.Admissions, file.Discharges),
        Assessments = policies is null ? [] : AssessmentsOf(file, policies),
        Failed = policies is null ? [] : FailedOf(file, policies),
        Arrangements = ArrangementsOf(file.Arrangements),
        Homes = HomesOf(file),
        Bindings = file.Bindings,
    };

    public Arrangement? InForce(DateOnly day)
    {
        for (var i = Arrangements.Length - 1; i >= 0; i--)
        {
            if (Arrangements[i].From <= day)
            {
                return Arrangements[i];
            }
        }

        return null;
    }

    /// <summary>
    /// Whom a visit is served by: the institution its check-in names; else that of the arrangement in force, unless it is a relative's:
    /// the family package is relatives' care alone, and under any other a relative may come beside the professionals.
    /// </summary>
    public string? InstitutionOf(Visit visit) =>
        visit.InstitutionId ?? (InForce(visit.Day) is { } a && a.Package != ServicePackage.Family && !IsRelative(visit.CaregiverId, visit.Day)
            ? a.InstitutionId : null);

    /// <summary>Whether a stop, an expiry or a failed review may bear on the visit; never misses one, may name one too many.</summary>
    /// <param name="thresholds">In force on the visit's day.</param>
    public bool Concerns(Visit visit, Thresholds thresholds)
    {
        if (Death is { } death && visit.Begin >= death.Effective)
        {
            return true;
        }

        var day = visit.Day;
        foreach (var stay in Stays)
        {
            var last = visit.CheckedOut && visit.CheckOut.Time > visit.Begin ? visit.CheckOut.Time : visit.Begin;
            if (last >= Shanghai.StartOf(Shanghai.DayOf(stay.Start)) && (stay.End is not { } end || visit.Begin < end))
            {
                return true;
            }
        }

        foreach (var failed in Failed)
        {
            if (failed.Days.Contains(day))
            {
                return true;
            }
        }

        return Assessments.Length > 0 && !Entitles(day, thresholds.LevelMin.Value);
    }

    /// <summary>First day after a review, concluded on or after the day given, that found no entitlement; none: no such review.</summary>
    public static DateOnly? FailedAfter(Review[] reviews, DateOnly from)
    {
        DateOnly? first = null;
        foreach (var review in reviews)
        {
            if (!review.Eligible && review.ConcludedOn >= from && Counts(reviews, review)
                && (first is not { } day || review.ConcludedOn < day))
            {
                first = review.ConcludedOn;
            }
        }

        return first is { } concluded ? Days.After(concluded) : null;
    }

    /// <summary>A binding of the caregiver was approved by that day, whether or not it is in force: who is unbound is a relative still.</summary>
    private bool IsRelative(string caregiver, DateOnly day)
    {
        foreach (var binding in Bindings?.All ?? [])
        {
            if (binding.CaregiverId == caregiver && binding.Span.ApprovedOn <= day)
            {
                return true;
            }
        }

        return false;
    }

    private bool Entitles(DateOnly day, double levelMin)
    {
        foreach (var a in Assessments)
        {
            if (a.From <= day && day <= a.Last && a.Level >= levelMin)
            {
                return true;
            }
        }

        return false;
    }

    private static Death? DeathOf(DeathNotice[] notices)
    {
        if (notices.Length == 0)
        {
            return null;
        }

        var deciding = notices[0];
        foreach (var notice in notices)
        {
            deciding = notice.DiedAt.Effective < deciding.DiedAt.Effective ? notice : deciding;
        }

        return new(deciding.DiedAt.Effective, deciding.DiedAt.Day, deciding.Fact, notices[0].Fact);
    }

    private static Validity[] AssessmentsOf(PersonFile file, IPolicies policies)
    {
        var valid = new Validity[file.Assessments.Length];
        for (var i = 0; i < valid.Length; i++)
        {
            var a = file.Assessments[i];
            var longest = Days.Years(a.ConcludedOn, policies.For(file.DistrictCode, a.ConcludedOn).AssessmentYears.Count);
            valid[i] = new(a.ConcludedOn, a.ValidUntil < longest ? a.ValidUntil : longest, a.Level, a.Fact);
        }

        Array.Sort(valid, static (a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Assessed.CompareTo(b.Assessed));
        return valid;
    }

    private static FailedSpan[] FailedOf(PersonFile file, IPolicies policies)
    {
        if (file.Reviews.Length == 0)
        {
            return [];
        }

        var reviews = (Review[])file.Reviews.Clone();
        Array.Sort(reviews, static (a, b) =>
            a.ConcludedOn != b.ConcludedOn ? a.ConcludedOn.CompareTo(b.ConcludedOn) : a.Fact.CompareTo(b.Fact));
        var spans = new List<FailedSpan>();
        foreach (var review in reviews)
        {
            if (review.Eligible || !Counts(file.Reviews, review)
                || (spans.Count > 0 && !(spans[^1].Days.To <= review.ConcludedOn)))
            {
                continue; // Already stopped: a second failure stops nothing more.
            }

            var days = new DaySpan(Days.After(review.ConcludedOn), RestoredAfter(file, policies, review.ConcludedOn));
            if (!days.IsEmpty)
            {
                spans.Add(new(review.ConcludedOn, days, review.Fact));
            }
        }

        return [.. spans];
    }

    private static DateOnly? RestoredAfter(PersonFile file, IPolicies policies, DateOnly failed)
    {
        DateOnly? restored = null;
        foreach (var review in file.Reviews)
        {
            if (review.Eligible && review.ConcludedOn > failed && Counts(file.Reviews, review) && !(restored <= review.ConcludedOn))
            {
                restored = review.ConcludedOn;
            }
        }

        foreach (var a in file.Assessments)
        {
            if (a.ConcludedOn > failed && !(restored <= a.ConcludedOn)
                && a.Level >= policies.For(file.DistrictCode, a.ConcludedOn).LevelMin.Value)
            {
                restored = a.ConcludedOn;
            }
        }

        return restored;
    }

    /// <summary>Of several reviews concluded on one day the earliest notice counts. The list is in the world's order.</summary>
    private static bool Counts(Review[] reviews, Review review) =>
        Array.Find(reviews, r => r.ConcludedOn == review.ConcludedOn).Fact == review.Fact;

    private static Arrangement[] ArrangementsOf(Arrangement[] all)
    {
        var kept = new List<Arrangement>(all.Length);
        foreach (var arrangement in all)
        {
            if (!kept.Exists(k => k.From == arrangement.From))
            {
                kept.Add(arrangement);
            }
        }

        kept.Sort(static (a, b) => a.From.CompareTo(b.From));
        return kept.Count == all.Length && kept.SequenceEqual(all) ? all : [.. kept];
    }

    private static Home[] HomesOf(PersonFile file)
    {
        var forGood = new List<Move>();
        var homes = new List<Home>();
        foreach (var move in file.Moves)
        {
            if (move.Until is { } until)
            {
                homes.Add(new(new(Days.Through(move.From, until), move.Home), move.Fact, Moved: true, Away: true));
            }
            else if (!forGood.Exists(m => m.From == move.From))
            {
                forGood.Add(move);
            }
        }

        forGood.Sort(static (a, b) => a.From.CompareTo(b.From));
        for (var i = 0; i < forGood.Count; i++)
        {
            var to = i + 1 < forGood.Count ? forGood[i + 1].From : (DateOnly?)null;
            homes.Add(new(new(new(forGood[i].From, to), forGood[i].Home), forGood[i].Fact, Moved: true, Away: false));
        }

        if (file.Registered is { } registered)
        {
            DaySpan days = new(DateOnly.MinValue, forGood.Count > 0 ? forGood[0].From : null);
            homes.Add(new(new(days, registered.Home), registered.Fact, Moved: false, Away: false));
        }

        homes.RemoveAll(h => h.Span.Days.IsEmpty);
        homes.Sort(static (a, b) =>
            a.Span.Days.From != b.Span.Days.From ? a.Span.Days.From.CompareTo(b.Span.Days.From) : a.Fact.CompareTo(b.Fact));
        return [.. homes];
    }
}
