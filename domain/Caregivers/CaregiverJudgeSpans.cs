using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>What is judged over contracts, runs and months.</summary>
internal sealed partial class CaregiverJudge
{
    /// <summary>What devices in several hands are to hear of beacons, by the last judgement; none: it was not about beacons, or there is no such device.</summary>
    public HeardOnDays? Beacons { get; private set; }

    /// <summary>What is found together over all visits is looked for anew only where a visit came that it may be about.</summary>
    private void Contracts(CaregiverCase of)
    {
        var all = touched.All || touched.Standing;
        if (all || caregiver.Findings.Has(ContractRules.Stf06.Id) || touched.IsAny(of, ContractRules.IsOutside))
        {
            ContractRules.Outside(of, found);
            Put(ContractRules.Stf06);
        }
    }

    /// <summary>Where nobody tells when checks were uploaded there is nothing to see.</summary>
    private void Clocks(CaregiverCase of)
    {
        if (of.File.Visits.IsAnyLagTold)
        {
            foreach (var day in DaysOf(of, touched.All))
            {
                ClockRules.Day(of, day, found);
                Put(ClockRules.Dev03, day.DayNumber);
            }
        }
    }

    /// <summary>The days of visits touched, before and after, and those between; all days of visits where everything is judged.</summary>
    private IEnumerable<DateOnly> DaysOf(CaregiverCase of, bool all)
    {
        var days = all ? of.File.Visits.ByTime.Select(static v => v.Day) : [];
        if (touched.First <= touched.Last)
        {
            var from = Shanghai.DayOf(touched.First);
            days = days.Concat(Enumerable.Range(0, Shanghai.DayOf(touched.Last).DayNumber - from.DayNumber + 1).Select(from.AddDays));
        }

        return days.Distinct();
    }

    /// <summary>Devices, beacons and nights: rules that most caregivers give nothing to judge.</summary>
    private void Whereabouts(CaregiverCase of)
    {
        var (file, all) = (of.File, touched.All || touched.Standing);
        if (caregiver.Findings.Has(DeviceUseRules.Dev02.Id) || (file.Devices.Count > of.On(of.Today).DevicesPerCaregiver.Count
            && (all || touched.IsAny(of, DeviceUseRules.MayBeTooMany))))
        {
            DeviceUseRules.TooMany(of, found);
            Put(DeviceUseRules.Dev02);
        }

        Beaconed(of, all);

        // A visit may explain a night, never the other way round; but for one so long that only its first days count.
        if (file.Extras?.Nights is not null && (all || touched.Nights || caregiver.Findings.Has(TrackRules.Dev04.Id)
            || touched.IsAny(of, static (_, v) => v.Length > TimeSpan.FromDays(1))))
        {
            TrackRules.Nights(of, found);
            Put(TrackRules.Dev04);
        }
    }

    /// <summary>Beacons, by the day; and what devices in several hands are to hear of them.</summary>
    private void Beaconed(CaregiverCase of, bool all)
    {
        var days = of.File.Visits.IsAnyExtra ? DaysOf(of, all).ToList() : [];
        foreach (var day in days)
        {
            BeaconRules.Judge(of, day, found);
            Put(BeaconRules.Geo06, day.DayNumber);
        }

        if (of.File.Extras is { SeveralHands.Count: > 0 })
        {
            Beacons = new(all ? null : days, [.. days.SelectMany(d => BeaconRules.HeardOn(of, d))]);
        }
    }

    /// <summary>By real name: visits without a signature, and who signs for several.</summary>
    private void Signatures(CaregiverCase of, bool all)
    {
        const string Scope = "IDN-06/who";
        if (all || caregiver.Findings.Has(Scope) || touched.IsAny(of, SignatureRules.MayBe))
        {
            SignatureRules.Unsigned(of, found);
            SignatureRules.Signers(of, found);
            Put(Scope, null, 0);
        }
    }

    /// <summary>Shares of a month, of the months of the visits touched, before and after.</summary>
    private void Months(CaregiverCase of, bool all)
    {
        if (of.File.Visits is not { IsAnyManual: false, IsAnyLagTold: false, IsAnyFaceless: false } || caregiver.Findings.Any)
        {
            foreach (var month in all ? RecordRules.MonthsOf(of) : RecordRules.Months(touched.First, touched.Last))
            {
                RecordRules.Manual(of, month, found);
                Put(RecordRules.Vis12, month.DayNumber);
                RecordRules.Late(of, month, found);
                Put(RecordRules.Vis13, month.DayNumber);
                SignatureRules.Alternative(of, month, found);
                Put(SignatureRules.Idn04, month.DayNumber);
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
}
