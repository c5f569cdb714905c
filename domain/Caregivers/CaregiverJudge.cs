using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>Which rules are judged for what was touched, and where their findings go.</summary>
internal sealed partial class CaregiverJudge(Caregiver caregiver)
{
    private readonly List<Finding> found = [];
    private readonly HashSet<string> put = [];
    private readonly TravelWalk walk = new();
    private Judgement to = null!;
    private Touched touched = null!;

    /// <summary>Findings changed since they were last looked at together.</summary>
    private bool anyChanged;

    /// <summary>The next day on which something begins or ends by itself, as of the last judgement of the standing.</summary>
    public DateTimeOffset? NextDeadline { get; private set; }

    /// <param name="own">What is known under this id.</param>
    /// <param name="realName">What is known by real name; none: another id is judged for it.</param>
    public void Judge(Judgement judgement, Touched what, CaregiverFile own, CaregiverFile? realName)
    {
        (to, touched) = (judgement, what);
        figures.Clear();
        Beacons = null;
        NextMonth = null;
        nextOnRoll = null;
        if (realName is not null && (what.All || own.Days.Fresh.Count > 0))
        {
            // Before the rest: it alone is needed for most facts, and asks for nothing else.
            Travel(realName);
        }

        if (!what.Any && !anyChanged)
        {
            return;
        }

        var today = Shanghai.DayOf(to.Now);
        var ofOwn = new CaregiverCase(caregiver.Id, own, to.Policies, today);
        var ofName = ReferenceEquals(own, realName) ? ofOwn
            : realName is not null ? new CaregiverCase(caregiver.Id, realName, to.Policies, today) : null;
        if (what.All || what.Standing || what.AnyVisit || what.Nights || what.Prints || what.MonthsFrom is not null)
        {
            Visits(ofOwn, ofName);
        }

        Orders(ofOwn, ofName);
        if (what.All)
        {
            Forget();
        }

        Ring(ofOwn, ofName);
        anyChanged = false;
    }

    private void Visits(CaregiverCase ofOwn, CaregiverCase? ofName)
    {
        Own(ofOwn);
        if (ofName is not null)
        {
            ByRealName(ofName);
        }

        if (touched.All || touched.Standing)
        {
            NextDeadline = Earlier(HomeLoad.NextChange(ofName ?? ofOwn) is { } day ? Shanghai.StartOf(day) : null, nextOnRoll);
        }
    }

    private void Own(CaregiverCase of)
    {
        StaffingRules.NotRegistered(of, found);
        Put(StaffingRules.Stf05);
        if (of.File.Extras is { ServedBy.Count: > 0, KinOf.Count: > 0 } || caregiver.Findings.Has(RelativeRules.Fam04.Id))
        {
            RelativeRules.Crossed(of, found);
            Put(RelativeRules.Fam04);
        }

        foreach (var visit in touched.All ? of.File.Visits.All : touched.Visits)
        {
            LocationRules.MadeUp(of, visit, found);
            Put(LocationRules.Geo03, visit);
            IdentityRules.OtherFace(of, visit, found);
            Put(IdentityRules.Idn01, visit);
            ReuseRules.NotLive(of, visit, found);
            Put(ReuseRules.Idn03, visit);
            ClockRules.Visit(of, visit, found);
            Put(ClockRules.Dev03, visit);
            TrackRules.Left(of, visit, found);
            Put(TrackRules.Geo02, visit);
            TrackRules.Still(of, visit, found);
            Put(ReuseRules.Geo05, visit);
        }

        Clocks(of);
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
            FamilyCaregiverRules.Untrained(of, found);
            Put(FamilyCaregiverRules.Fam02);
        }

        Contracts(of);
        Whereabouts(of);

        OnRoll(of, all);
        if (touched.All || touched.MonthsFrom is not null)
        {
            ClosedMonths(of, touched.All ? DateOnly.MinValue : touched.MonthsFrom!.Value);
        }

        foreach (var visit in touched.All ? of.File.Visits.All : touched.Visits)
        {
            VisitCaregiverRules.LongVisit(of, visit, found);
            Put(VisitCaregiverRules.Vis05, visit);
            DeviceUseRules.Changed(of, visit, found);
            Put(DeviceUseRules.Dev02, visit);
        }

        VisitDays(of);
        foreach (var number in all ? Numbers(of.File.Days) : touched.Days)
        {
            DayLoadRules.Load(of, of.File.Days[of.File.Days.IndexOf(number)], found); // Depends on duty and bindings too.
            Put(DayLoadRules.Vis10, number);
        }

        Runs(of);
        Months(of, all);
        Signatures(of, all);
        Reused(of, all);
    }

    /// <summary>What shows the same as another visit: of its own, or of a colleague's that a shelf told of.</summary>
    private void Reused(CaregiverCase of, bool all)
    {
        foreach (var kind in ReuseRules.Kinds)
        {
            if (all || touched.Prints || ColleagueRules.IsTold(of, kind) || caregiver.Findings.Has(kind.Rule.Id) || touched.IsAny((of, kind), static (by, v) => ReuseRules.MayBe(by.of, v, by.kind)))
            {
                ReuseRules.Judge(of, kind, found);
                ColleagueRules.Judge(of, [.. caregiver.Names], kind, found);
                Put(kind.Rule);
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
            anyChanged = true;
        }
    }

    /// <summary>After all was judged: what stood in scopes that are no more.</summary>
    private void Forget()
    {
        foreach (var scope in caregiver.Findings.Scopes.Select(s => s.Key).Where(s => s != RingRules.Col02.Id && !put.Contains(s)).ToList())
        {
            to.Replace(caregiver, scope, []);
        }

        put.Clear();
    }
}
