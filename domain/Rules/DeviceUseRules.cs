using System.Collections.Immutable;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>How a caregiver uses devices: changed during a visit, or too many of them (docs/rules.md, Device).</summary>
public static class DeviceUseRules
{
    public static Rule Dev02 { get; } = new(
        "DEV-02", 2, Zh: "服务中换机或一人多机", En: "Device changed during a visit, or too many devices", Severity.P3, [],
        ["dev.perCaregiver", "dev.perCaregiverWindow"]);

    public static ImmutableArray<Rule> All { get; } = [Dev02];

    /// <summary>Checked out on another device than checked in, one of which is neither shared nor the caregiver's at that time.</summary>
    internal static void Changed(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        if (of.File.DevicesGiven.Count == 0 || visit.Checks.Length < 2
            || Array.Find(visit.Checks, static c => c is { IsCheckIn: true, DeviceId: not null }) is not { } first
            || Array.FindLast(visit.Checks, static c => c is { IsCheckIn: false, DeviceId: not null }) is not { } last
            || first.DeviceId == last.DeviceId || (IsInOrder(of.File, first) && IsInOrder(of.File, last)))
        {
            return;
        }

        to.Add(of.Find(
            Dev02, visit.Key, Severity.P3, last.Ref.Time, new EvidenceList().Add(first.Ref, first.Note).Add(last.Ref, last.Note),
            [Figure.Of("deviceIn", first.DeviceId!), Figure.Of("deviceOut", last.DeviceId!)], [visit]) with { DeviceId = last.DeviceId });
    }

    /// <summary>Whether a window that holds this visit shows too many devices.</summary>
    internal static bool MayBeTooMany(CaregiverCase of, CareVisit visit)
    {
        if (!visit.IsMade)
        {
            return false;
        }

        var limits = of.On(visit.Day);
        var (visits, window) = (of.File.Visits.ByTime, limits.DevicesWindow.Time + TimeSpan.FromDays(VisitBook.LongestDays));
        var from = VisitBook.CountUntil(visits, visit.At - window, including: false);
        var until = VisitBook.CountUntil(visits, visit.At + window, including: true);
        return visits.GetRange(from, until - from).SelectMany(static v => v.Checks)
            .Select(static c => c.DeviceId).OfType<string>().Distinct().Count() > limits.DevicesPerCaregiver.Count;
    }

    /// <summary>Devices of its own on which visits of a window were checked: one finding a run of checks at which they were too many.</summary>
    internal static void TooMany(CaregiverCase of, List<Finding> to)
    {
        var checks = of.File.Visits.ByTime.SelectMany(static v => v.Checks.Select(c => (Visit: v, Check: c)))
            .Where(c => c.Check.DeviceId is { } device && of.File.SharedDevices.Of(device) is null)
            .OrderBy(static c => c.Check.Ref).ToList();
        var run = new List<(CareVisit Visit, Check Check)>();
        var start = 0;
        for (var i = 0; i < checks.Count; i++)
        {
            var at = checks[i].Check.Ref.Time;
            var limits = of.On(checks[i].Visit.Day);
            while (at - checks[start].Check.Ref.Time >= limits.DevicesWindow.Time)
            {
                start++;
            }

            var window = checks.GetRange(start, i - start + 1);
            if (window.Select(static c => c.Check.DeviceId).Distinct().Count() > limits.DevicesPerCaregiver.Count)
            {
                run = run.Count > 0 ? run : window[..^1];
                run.Add(checks[i]);
            }
            else
            {
                Close(of, run, to);
                run = [];
            }
        }

        Close(of, run, to);
    }

    private static bool IsInOrder(CaregiverFile file, Check check) =>
        file.SharedDevices.Of(check.DeviceId!) is not null
        || file.DevicesGiven.Any(d => d.DeviceId == check.DeviceId && d.Ref.Time <= check.Ref.Time);

    private static void Close(CaregiverCase of, List<(CareVisit Visit, Check Check)> run, List<Finding> to)
    {
        if (run.Count == 0)
        {
            return;
        }

        // The first check on each device tells it all.
        var firsts = run.DistinctBy(static c => c.Check.DeviceId).ToList();
        var limits = of.On(run[^1].Visit.Day);
        var evidence = new EvidenceList();
        firsts.ForEach(c => evidence.Add(c.Check.Ref, c.Check.Note));
        var visits = firsts.Select(static c => c.Visit).Distinct().ToList();
        to.Add(of.Find(
            Dev02, $"many:{firsts[limits.DevicesPerCaregiver.Count].Visit.Key}", Severity.P3,
            firsts[limits.DevicesPerCaregiver.Count].Check.Ref.Time, evidence,
            [
                Figure.Against("devices", firsts.Count, limits.DevicesPerCaregiver),
                Figure.Of("deviceIds", string.Join(' ', firsts.Select(static c => c.Check.DeviceId).Take(10))),
            ],
            visits));
    }
}
