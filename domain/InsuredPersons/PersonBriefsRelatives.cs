using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What relatives hear, and institutions that may no longer serve.</summary>
internal readonly partial struct PersonBriefs
{
    /// <summary>To each institution whose agreement is or was suspended or at its end: the days arranged with it.</summary>
    public void TellArranged(Judgement to)
    {
        var institutions = Known(BriefCodec.Arranged);
        foreach (var (institution, agreement) in agreements ?? [])
        {
            if (agreement.Gaps.Any(static g => g.Kind is AgreementGaps.Suspended or AgreementGaps.Terminated))
            {
                institutions.Add(institution);
            }
        }

        foreach (var institution in institutions)
        {
            var spans = ImmutableArray.CreateBuilder<ArrangedSpan>();
            for (var i = 0; i < standing.Arrangements.Length; i++)
            {
                if (standing.Arrangements[i].InstitutionId == institution && standing.DaysOf(i) is { IsEmpty: false } days)
                {
                    spans.Add(new(days, standing.Arrangements[i].Fact));
                }
            }

            told.Tell(to, person, ActorId.Institution(institution), new Brief.Arranged(spans.ToImmutable()));
        }
    }

    /// <summary>To each institution that it is or was arranged with: months confirmed, when a relative first came, and when its own face was first known.</summary>
    public void TellRecorded(Judgement to)
    {
        var institutions = Known(BriefCodec.Recorded);
        if (file is { Extras: { Confirmed.Length: > 0 } } or { Bindings: not null } or { IsPersonSeen: true })
        {
            institutions.UnionWith(standing.Arrangements.Select(static a => a.InstitutionId));
        }

        foreach (var institution in institutions)
        {
            var months = new SortedSet<DateOnly>();
            DateOnly? relative = null, face = null;
            for (var i = 0; i < standing.Arrangements.Length; i++)
            {
                if (standing.Arrangements[i].InstitutionId == institution && standing.DaysOf(i) is { IsEmpty: false } days)
                {
                    months.UnionWith((file.Extras?.Confirmed ?? []).Select(PersonExtras.FirstOf)
                        .Where(m => !days.Intersect(new(m, Shanghai.FirstOfNextMonth(m))).IsEmpty));
                    // Arrangements are in order of time.
                    relative ??= FirstRelative(days);
                    face ??= standing.Arrangements[i].Mode == CareMode.Home ? FirstFace(to, days, institution) : null;
                }
            }

            told.Tell(to, person, ActorId.Institution(institution), new Brief.Recorded([.. months], relative, face));
        }
    }

    /// <summary>The day of the first visit of a bound relative on these days.</summary>
    private DateOnly? FirstRelative(DaySpan days)
    {
        var all = file.Visits.All;
        for (var i = file.Bindings is null ? all.Length : file.Visits.FirstFrom(Shanghai.StartOf(days.From)); i < all.Length && days.Contains(all[i].Day); i++)
        {
            if (file.IsBound(all[i].CaregiverId, all[i].Day))
            {
                return all[i].Day;
            }
        }

        return null;
    }

    /// <summary>
    /// The day of the first visit of the institution on these days at which the person's face was known: one that was looked at and not
    /// known does not show that looking works there, and would have the person itself asked for it.
    /// </summary>
    private DateOnly? FirstFace(Judgement to, DaySpan days, string institution)
    {
        var all = file.Visits.All;
        var district = file.DistrictCode; // A struct's members cannot be captured.
        for (var i = file.IsPersonSeen ? file.Visits.FirstFrom(Shanghai.StartOf(days.From)) : all.Length; i < all.Length && days.Contains(all[i].Day); i++)
        {
            if (PersonProofRules.IsProof(all[i], day => to.Policies.For(district, day)) && standing.InstitutionOf(all[i]) == institution)
            {
                return all[i].Day;
            }
        }

        return null;
    }

    /// <summary>To its visitors: who its relatives are. To its relatives: who else visits it. Most persons have no relative here.</summary>
    public void TellRelatives(Judgement to)
    {
        var relatives = Relatives();
        var concerned = Known(BriefCodec.KinOf);
        concerned.UnionWith(Known(BriefCodec.ServedBy));
        if (relatives.Count == 0 && concerned.Count == 0)
        {
            return;
        }

        var others = new SortedDictionary<string, ServiceRef>(StringComparer.Ordinal);
        foreach (var (visitor, first) in file.Visitors)
        {
            others.Add(visitor, new(first.Time, null, visitor, "visit", first));
        }

        concerned.UnionWith(others.Keys);
        concerned.UnionWith(relatives.Keys);
        foreach (var caregiver in concerned)
        {
            var kin = others.ContainsKey(caregiver) && !relatives.ContainsKey(caregiver) ? relatives : [];
            told.Tell(to, person, ActorId.Caregiver(caregiver), new Brief.KinOf([.. kin.Select(static k => new KinRef(k.Key, k.Value))]));
            var served = relatives.ContainsKey(caregiver) ? others : [];
            told.Tell(to, person, ActorId.Caregiver(caregiver), new Brief.ServedBy(
                [.. served.Where(s => !relatives.ContainsKey(s.Key)).Select(static s => s.Value)]));
        }
    }

    /// <summary>Caregivers recorded as relatives, and those ever bound; each with the first fact that says so.</summary>
    private SortedDictionary<string, FactRef> Relatives()
    {
        var relatives = new SortedDictionary<string, FactRef>(StringComparer.Ordinal);
        foreach (var kin in file.Extras?.Kins ?? [])
        {
            relatives.TryAdd(kin.CaregiverId, kin.Fact);
        }

        foreach (var binding in file.Bindings?.All ?? [])
        {
            relatives.TryAdd(binding.CaregiverId, binding.Span.Approval);
        }

        return relatives;
    }
}
