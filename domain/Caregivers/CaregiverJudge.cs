using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>Which rules are judged for what was touched, and where their findings go.</summary>
internal sealed class CaregiverJudge(Caregiver caregiver)
{
    private readonly List<Finding> found = [];
    private readonly HashSet<string> put = [];
    private readonly TravelWalk walk = new();
    private Judgement to = null!;
    private Touched touched = null!;

    /// <summary>The next day on which something begins or ends by itself, as of the last judgement of the standing.</summary>
    public DateTimeOffset? NextDeadline { get; private set; }

    /// <param name="own">What is known under this id.</param>
    /// <param name="realName">What is known by real name; none: another id is judged for it.</param>
    public void Judge(Judgement judgement, Touched what, CaregiverFile own, CaregiverFile? realName)
    {
        (to, touched) = (judgement, what);
        if (realName is not null && (what.All || own.Days.Fresh.Count > 0))
        {
            // Before the rest: it alone is needed for most facts, and asks for nothing else.
            Travel(realName);
        }

        if (what.All || what.Standing || what.AnyVisit)
        {
            var today = Shanghai.DayOf(to.Now);
            var ofOwn = new CaregiverCase(caregiver.Id, own, to.Policies, today);
            var ofName = ReferenceEquals(own, realName) ? ofOwn
                : realName is not null ? new CaregiverCase(caregiver.Id, realName, to.Policies, today) : null;
            Own(ofOwn);
            if (ofName is not null)
            {
                ByRealName(ofName);
            }

            if (what.All || what.Standing)
            {
                NextDeadline = HomeLoad.NextChange(ofName ?? ofOwn) is { } day ? Shanghai.StartOf(day) : null;
            }
        }

        if (what.All)
        {
            Forget();
        }
    }

    private void Own(CaregiverCase of)
    {
        StaffingRules.NotRegistered(of, found);
        Put(StaffingRules.Stf05);
        if (touched.All || touched.Standing)
        {
            FamilyCaregiverRules.Untrained(of, found);
            Put(FamilyCaregiverRules.Fam02);
        }

        if (of.File.Extras is { ServedBy.Count: > 0, KinOf.Count: > 0 } || caregiver.Findings.Has(RelativeRules.Fam04.Id))
        {
            RelativeRules.Crossed(of, found);
            Put(RelativeRules.Fam04);
        }

        Contracts(of);

        foreach (var visit in touched.All ? of.File.Visits.All : touched.Visits)
        {
            LocationRules.MadeUp(of, visit, found);
            Put(LocationRules.Geo03, visit);
            IdentityRules.OtherFace(of, visit, found);
            Put(IdentityRules.Idn01, visit);
        }
    }

    /// <summary>What is found together over all visits is looked for anew only where a visit came that it may be about.</summary>
    private void Contracts(CaregiverCase of)
    {
        var all = touched.All || touched.Standing;
        if (all || caregiver.Findings.Has(ContractRules.Stf06.Id) || touched.Visits.Any(v => ContractRules.IsOutside(of, v)))
        {
            ContractRules.Outside(of, found);
            Put(ContractRules.Stf06);
        }
    }

    private void ByRealName(CaregiverCase of)
    {
        var all = touched.All || touched.Standing;
        if (all || of.File.Absences.Count + of.File.Leavings.Count > 0 || caregiver.Findings.Has(ContractRules.Stf08.Id))
        {
            ContractRules.NotThere(of, found);
            Put(ContractRules.Stf08);
        }

        if (of.File.Bindings.Count > 0 || caregiver.Findings.Has(RelativeRules.Fam05.Id))
        {
            RelativeRules.Impostor(of, found);
            Put(RelativeRules.Fam05);
        }

        if (all)
        {
            RelativeRules.Interviewed(of, found);
            Put(RelativeRules.Fam06);
        }

        if (touched.All || touched.Standing)
        {
            var load = new HomeLoad(of);
            StaffingRules.TooMany(of, load, found);
            Put(StaffingRules.Stf01);
            StaffingRules.TooFew(of, load, found);
            Put(StaffingRules.Stf02);
            StaffingRules.BothKinds(of, found);
            Put(StaffingRules.Stf04);
            FamilyCaregiverRules.NotOneToOne(of, found);
            Put(BindingRules.Fam01);
        }

        foreach (var visit in touched.All ? of.File.Visits.All : touched.Visits)
        {
            VisitCaregiverRules.LongVisit(of, visit, found);
            Put(VisitCaregiverRules.Vis05, visit);
        }

        VisitDays(of);
        foreach (var number in all ? Numbers(of.File.Days) : touched.Days)
        {
            DayLoadRules.Load(of, of.File.Days[of.File.Days.IndexOf(number)], found); // Depends on duty and bindings too.
            Put(DayLoadRules.Vis10, number);
        }

        Runs(of);
        Months(of, all);
    }

    /// <summary>Shares of a month, of the months of the visits touched, before and after.</summary>
    private void Months(CaregiverCase of, bool all)
    {
        if (of.File.Visits is not { IsAnyManual: false, IsAnyLagTold: false } || caregiver.Findings.Any)
        {
            foreach (var month in all ? RecordRules.MonthsOf(of) : RecordRules.Months(touched.First, touched.Last))
            {
                RecordRules.Manual(of, month, found);
                Put(RecordRules.Vis12, month.DayNumber);
                RecordRules.Late(of, month, found);
                Put(RecordRules.Vis13, month.DayNumber);
            }
        }
    }

    private static IEnumerable<int> Numbers(CareDays days) => Enumerable.Range(0, days.Count).Select(i => days[i].Number);

    private void VisitDays(CaregiverCase of)
    {
        var days = of.File.Days;
        foreach (var number in touched.All ? Numbers(days) : touched.Days)
        {
            var at = days.IndexOf(number);
            var day = days[at];
            VisitCaregiverRules.LongDay(of, day, found);
            Put(VisitCaregiverRules.Vis05, number);
            VisitCaregiverRules.Overlaps(of, day, found);
            Put(VisitCaregiverRules.Vis06, number);
            DayLoadRules.Transfers(of, day, found);
            Put(DayLoadRules.Vis09, number);
            if (day.HasTravel && !touched.All)
            {
                // It names the visits in whose time it falls.
                TravelOn(of, at);
            }
        }
    }

    /// <summary>Runs of visits without position, judged together by the month in which they begin.</summary>
    private void Runs(CaregiverCase of)
    {
        var off = of.File.Visits.Off;
        if (off.Count == 0 && !caregiver.Findings.Any)
        {
            return;
        }

        if (touched.All)
        {
            RunsFrom(of, 0, DateOnly.MinValue, DateOnly.MaxValue);
        }
        else if (touched.First <= touched.Last)
        {
            var (at, first, end) = LocationRules.Reach(of, touched.First, touched.Last);
            RunsFrom(of, at, first, end);
        }
    }

    /// <param name="at">The beginning of a run.</param>
    /// <param name="first">The first month to judge.</param>
    /// <param name="end">The first one not to.</param>
    private void RunsFrom(CaregiverCase of, int at, DateOnly first, DateOnly end)
    {
        var off = of.File.Visits.Off;
        var months = new Dictionary<DateOnly, List<Finding>>();
        for (var month = first; !touched.All && month < end; month = month.AddMonths(1))
        {
            months[month] = [];
        }

        while (at < off.Count && off[at].Day < end)
        {
            var next = LocationRules.EndOfRun(of, at);
            var month = Shanghai.FirstOfMonth(off[at].Day);
            if (month >= first)
            {
                LocationRules.Off(of, at, next, CollectionsMarshal.GetValueRefOrAddDefault(months, month, out _) ??= []);
            }

            at = next;
        }

        foreach (var (month, runs) in months)
        {
            found.AddRange(runs);
            Put(LocationRules.Geo04, month.DayNumber);
        }
    }

    private void Travel(CaregiverFile file)
    {
        var days = walk.Over(file.Days, to.Policies, file.District(), touched.All).Days;
        if (touched.All)
        {
            TravelOnAll(file, days);
            return;
        }

        foreach (var fresh in days.Fresh)
        {
            if (TravelRules.MayChange(walk, days.IndexOf(fresh.Number), out var from, out var until))
            {
                var of = new CaregiverCase(caregiver.Id, file, to.Policies, Shanghai.DayOf(to.Now));
                for (var day = from; day <= until; day++)
                {
                    TravelOn(of, day);
                }
            }
        }
    }

    private void TravelOnAll(CaregiverFile file, CareDays days)
    {
        var of = new CaregiverCase(caregiver.Id, file, to.Policies, Shanghai.DayOf(to.Now));
        for (var day = 0; day < days.Count; day++)
        {
            TravelOn(of, day);
            days.Close();
        }
    }

    private void TravelOn(CaregiverCase of, int day)
    {
        walk.Over(of.File.Days, to.Policies, of.District, anew: false);
        TravelRules.Day(of, walk, day, found);
        of.File.Days[day].HasTravel = found.Count > 0;
        Put(TravelRules.Vis08, of.File.Days[day].Number);
    }

    private void Put(Rule rule) => Put(rule.Id, null, 0);

    private void Put(Rule rule, CareVisit visit) => Put(rule.Id, visit, 0);

    private void Put(Rule rule, int day) => Put(rule.Id, null, day);

    /// <summary>Hands on what was found in a scope; where nothing is and nothing was, at no cost.</summary>
    private void Put(string rule, CareVisit? visit, int day)
    {
        if (found.Count == 0 && !caregiver.Findings.Any)
        {
            return;
        }

        var scope = visit is not null ? $"{rule}:{visit.Key}" : day > 0 ? $"{rule}:{DateOnly.FromDayNumber(day):yyyyMMdd}" : rule;
        if (touched.All)
        {
            put.Add(scope);
        }

        if (found.Count > 0 || caregiver.Findings.Has(scope))
        {
            to.Replace(caregiver, scope, CollectionsMarshal.AsSpan(found));
            found.Clear();
        }
    }

    /// <summary>After all was judged: what stood in scopes that are no more.</summary>
    private void Forget()
    {
        foreach (var scope in caregiver.Findings.Scopes.Select(s => s.Key).Where(s => !put.Contains(s)).ToList())
        {
            to.Replace(caregiver, scope, []);
        }

        put.Clear();
    }
}
