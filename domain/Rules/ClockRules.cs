using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>
/// Devices whose clock is wrong (docs/rules.md, Device), by what the sender's platform says of them. Our own clock is not asked: when a
/// fact is told here says nothing of its device, and the same facts would be judged otherwise in another order.
/// </summary>
public static class ClockRules
{
    public static Rule Dev03 { get; } = new("DEV-03", 2, Zh: "设备时钟异常", En: "Clock of the device is wrong", Severity.P3, [], ["dev.clock"]);

    public static ImmutableArray<Rule> All { get; } = [Dev03];

    /// <summary>Ahead of the platform that had it, or set back between both ends of a visit on one device.</summary>
    internal static void Visit(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        var limit = of.On(visit.Day, visit.PersonId).ClockOff;
        if (!(visit.Begin - visit.End > limit.Time) && !IsAnyAhead(visit, limit.Time.TotalSeconds))
        {
            return;
        }

        var evidence = new EvidenceList();
        var ahead = visit.Checks.Where(c => IsAhead(c, limit.Time.TotalSeconds)).ToList();
        ahead.ForEach(c => evidence.Add(c.Ref, c.Note));
        var figures = ImmutableArray.CreateBuilder<Figure>();
        if (ahead.Count > 0)
        {
            figures.Add(Figure.Against("clockAhead", ahead.Max(static c => -c.Lag) / 60.0, limit));
        }

        if (visit.Begin - visit.End > limit.Time && EndsOf(visit) is ({ } first, { } last))
        {
            evidence.Add(first.Ref, first.Note).Add(last.Ref, last.Note);
            figures.Add(Figure.Against("setBack", (last.Ref.Time - first.Ref.Time).Negate().TotalMinutes, limit));
        }

        if (figures.Count > 0)
        {
            to.Add(of.Find(Dev03, visit.Key, Severity.P3, visit.At, evidence, figures.ToImmutable(), [visit]) with
            {
                DeviceId = Array.Find(visit.Checks, static c => c.DeviceId is not null)?.DeviceId,
            });
        }
    }

    /// <summary>
    /// Set back between two visits of one day. The order in which checks were made is none that their own times can tell; it is that in
    /// which they were uploaded, where they were made on line. That is known of a check whose time is its upload's, and of a visit whose
    /// ends were uploaded as far apart as they were made: what waits off line comes at once.
    /// </summary>
    internal static void Day(CaregiverCase of, DateOnly day, List<Finding> to)
    {
        var visits = ContractRules.During(of.File, new(day, day.AddDays(1)));
        foreach (var visit in visits)
        {
            var limit = of.On(day, visit.PersonId).ClockOff;
            if (IsBehind(visit, day, limit) is ({ } first, { } last) && LastBefore(visits, first, limit) is { } before
                && before.Ref.Time - first.Ref.Time is var back && back > limit.Time)
            {
                to.Add(of.Find(
                    Dev03, $"back:{visit.Key}", Severity.P3, visit.At,
                    new EvidenceList().Add(before.Ref, before.Note).Add(first.Ref, first.Note).Add(last.Ref, last.Note),
                    [Figure.Against("setBack", back.TotalMinutes, limit)], [visit]) with { DeviceId = first.DeviceId });
            }
        }
    }

    /// <summary>Its two ends, where one device made both; what is typed in by hand is of no clock.</summary>
    private static (Check First, Check Last)? EndsOf(CareVisit visit) =>
        Array.Find(visit.Checks, static c => c.IsCheckIn) is { IsManual: false } first
        && Array.FindLast(visit.Checks, static c => !c.IsCheckIn) is { IsManual: false } last
        && first.DeviceId == last.DeviceId ? (first, last) : null;

    /// <summary>Made on line by a clock that is behind: both ends uploaded as long after they were made as each other, on the day itself.</summary>
    private static (Check First, Check Last)? IsBehind(CareVisit visit, DateOnly day, Limit limit)
    {
        var off = limit.Time.TotalSeconds;
        return EndsOf(visit) is ({ } first, { } last) && first.DeviceId is not null && IsLate(first) && IsLate(last)
            && Math.Abs(last.Lag - (double)first.Lag) <= off && UploadOf(last) - UploadOf(first) > limit.Time
            && Shanghai.DayOf(UploadOf(last)) == day ? (first, last) : null;

        bool IsLate(Check check) => check.Lag != Check.NoLag && check.Lag > off;
    }

    /// <summary>Of the checks of the device that were made on line by a clock that was right, the one uploaded last before this.</summary>
    private static Check? LastBefore(List<CareVisit> visits, Check check, Limit limit)
    {
        Check? last = null;
        foreach (var one in visits.SelectMany(static v => v.Checks))
        {
            if (one.DeviceId == check.DeviceId && !one.IsManual && one.Lag != Check.NoLag && Math.Abs((double)one.Lag) <= limit.Time.TotalSeconds
                && UploadOf(one) < UploadOf(check) && (last is null || (UploadOf(one), one.Ref).CompareTo((UploadOf(last), last.Ref)) > 0))
            {
                last = one;
            }
        }

        return last;
    }

    private static DateTimeOffset UploadOf(Check check) => check.Ref.Time.AddSeconds(check.Lag);

    private static bool IsAhead(Check check, double seconds) => check.Lag != Check.NoLag && -check.Lag > seconds;

    // Asked at every check: without a closure.
    private static bool IsAnyAhead(CareVisit visit, double seconds)
    {
        foreach (var check in visit.Checks)
        {
            if (IsAhead(check, seconds))
            {
                return true;
            }
        }

        return false;
    }
}
