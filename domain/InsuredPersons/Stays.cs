namespace LtcActors.Domain.InsuredPersons;

/// <summary>One admission with its discharge.</summary>
/// <param name="End">None: still open.</param>
internal readonly record struct StayPart(DateTimeOffset Start, DateTimeOffset? End, FactRef Admitted, FactRef? Discharged)
{
    public bool Overlaps(DateTimeOffset from, DateTimeOffset to) => Start < to && (End is not { } end || from < end);
}

/// <summary>Time in hospital without a break: overlapping admissions are one stay.</summary>
internal sealed record InpatientStay(DateTimeOffset Start, DateTimeOffset? End, StayPart[] Parts)
{
    public bool Contains(DateTimeOffset instant) => Start <= instant && (End is not { } end || instant < end);
}

/// <summary>Admissions and discharges made into stays (docs/rules.md, ELG-02).</summary>
internal static class Stays
{
    /// <returns>In order of time, none overlapping another.</returns>
    public static InpatientStay[] Of(Admission[] admissions, Discharge[] discharges)
    {
        if (admissions.Length == 0)
        {
            return [];
        }

        var open = Distinct(admissions);
        var named = Match(open, discharges);
        MatchRest(open, discharges, named);
        return Merge(open);
    }

    /// <summary>One notice an admission: of those with one stayId, and of those without at one instant, the earlier counts.</summary>
    private static List<Pending> Distinct(Admission[] admissions)
    {
        var distinct = new List<Pending>(admissions.Length);
        foreach (var admission in admissions)
        {
            var same = distinct.Find(p => admission.StayId is not null && p.StayId == admission.StayId)
                ?? distinct.Find(p => p.At == admission.At && p.Kind == admission.Kind
                    && (admission.StayId is null || p.StayId is null));
            if (same is null)
            {
                distinct.Add(new(admission.At, admission.Kind, admission.Fact) { StayId = admission.StayId });
            }
            else
            {
                same.StayId ??= admission.StayId;
            }
        }

        return distinct;
    }

    /// <summary>Discharges that name a stay known.</summary>
    /// <returns>Those spent.</returns>
    private static HashSet<FactRef> Match(List<Pending> open, Discharge[] discharges)
    {
        var spent = new HashSet<FactRef>();
        foreach (var discharge in discharges)
        {
            if (discharge.StayId is { } stay && open.Find(p => p.StayId == stay) is { } admission)
            {
                admission.Discharge ??= discharge;
                spent.Add(discharge.Fact);
            }
        }

        return spent;
    }

    /// <summary>The others, oldest first: each to the latest in-patient admission at or before it that has no discharge yet.</summary>
    private static void MatchRest(List<Pending> open, Discharge[] discharges, HashSet<FactRef> spent)
    {
        var rest = new List<Discharge>(discharges);
        rest.RemoveAll(d => spent.Contains(d.Fact));
        rest.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Fact.CompareTo(b.Fact));
        foreach (var discharge in rest)
        {
            if (open.Exists(p => p.Discharge is { } other && other.At == discharge.At))
            {
                continue; // A second notice of the same discharge.
            }

            Pending? latest = null;
            foreach (var candidate in open)
            {
                if (candidate.Kind == StayKind.Inpatient && candidate.Discharge is null && candidate.At <= discharge.At
                    && (discharge.StayId is null || candidate.StayId is null)
                    && (latest is null || candidate.At > latest.At))
                {
                    latest = candidate;
                }
            }

            latest?.Discharge = discharge;
        }
    }

    private static InpatientStay[] Merge(List<Pending> open)
    {
        var parts = new List<StayPart>(open.Count);
        foreach (var p in open)
        {
            if (p.Kind == StayKind.Inpatient && !(p.Discharge?.At <= p.At))
            {
                parts.Add(new(p.At, p.Discharge?.At, p.Fact, p.Discharge?.Fact));
            }
        }

        parts.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Admitted.CompareTo(b.Admitted));
        var stays = new List<InpatientStay>(parts.Count);
        foreach (var part in parts)
        {
            var last = stays.Count > 0 ? stays[^1] : null;
            if (last is not null && !(last.End <= part.Start))
            {
                var end = last.End is null || part.End is null ? null : last.End > part.End ? last.End : part.End;
                stays[^1] = last with { End = end, Parts = [.. last.Parts, part] };
            }
            else
            {
                stays.Add(new(part.Start, part.End, [part]));
            }
        }

        return [.. stays];
    }

    private sealed class Pending(DateTimeOffset at, StayKind kind, FactRef fact)
    {
        public DateTimeOffset At { get; } = at;

        public StayKind Kind { get; } = kind;

        public FactRef Fact { get; } = fact;

        public string? StayId { get; set; }

        public Discharge? Discharge { get; set; }
    }
}
