using System.Diagnostics;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Replaying;

/// <summary>What to try, and on which part of the journal.</summary>
/// <param name="Values">As of a draft.</param>
/// <param name="From">The first day on which they would have counted.</param>
/// <param name="To">The last day of which the journal's entries are read; null: all.</param>
public sealed record ReplayRequest(IReadOnlyList<PolicyValue> Values, DateOnly From, DateOnly? To);

/// <param name="Events">Read so far.</param>
/// <param name="Position">Place of the journal up to which it is judged.</param>
/// <param name="LastSeq">Place at which it ends.</param>
public sealed record ReplayProgress(long Events, long Position, long LastSeq, TimeSpan Elapsed);

/// <summary>An alert that would be another, with the events it rests on.</summary>
/// <param name="Before">As the policies that counted have it; null: it would appear.</param>
/// <param name="After">As the others would have it; null: it would vanish.</param>
public sealed record ReplayedAlert(string Id, string Rule, AlertRecord? Before, AlertRecord? After);

public sealed record ReplayCount(string Rule, int Before, int Appear, int Vanish, int Change);

/// <summary>A value that counts, and takes the place of one that is tried before the end of the replay.</summary>
/// <param name="From">From then on it is judged by it, and no longer by what is tried.</param>
public sealed record ReplayOvertaken(string Region, string Key, DateOnly From, double Value, string Unit);

/// <param name="Counts">Of every rule that has an alert before or after, whole.</param>
/// <param name="Alerts">The first <see cref="PolicyReplay.MaxAlerts"/>, by id.</param>
/// <param name="Overtaken">Values tried that do not count up to the end.</param>
public sealed record ReplayResult(
    long Events, TimeSpan Elapsed, IReadOnlyList<ReplayCount> Counts, IReadOnlyList<ReplayedAlert> Alerts, IReadOnlyList<ReplayOvertaken> Overtaken);

/// <summary>
/// Tries policies on the stored journal: the same actors and the same conductor as live, over a part of the journal that cannot be
/// written, with nothing kept. The live engine and its alerts are not touched.
/// </summary>
public sealed class PolicyReplay : IDisposable
{
    /// <summary>Alerts shown of one replay; all are counted.</summary>
    public const int MaxAlerts = 10_000;

    /// <summary>Id of the version that is tried.</summary>
    public const string Tried = "replay";

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly EngineOptions options;
    private readonly PolicyVersion version;
    private readonly Rehearsal rehearsal;
    private readonly Conductor conductor;
    private readonly StoredPart journal;
    private readonly Func<long, (string Source, string Id)> identityOf;
    private TimeSpan? took;

    private PolicyReplay(EngineOptions live, ReplayRequest request, IScheduler scheduler)
    {
        var end = request.To is { } day && Shanghai.StartOf(day.AddDays(1)) is var over && over < live.Clock.GetUtcNow() ? over : live.Clock.GetUtcNow();
        version = new PolicyVersion(Tried, Tried, request.Values, PolicyStatus.Live, [], null, request.From);
        rehearsal = new(end, counted => counted.Trying(version));
        // What cannot be tried is refused now, not after an hour.
        rehearsal.Other(live.Policies);
        journal = new(live.Journal, end);
        options = live with
        {
            Journal = journal, Store = new MemoryStateStore(), Scheduler = scheduler, Elsewhere = [], Rehearsal = rehearsal,
            PartitionOf = static (id, of) => (int)((uint)id.GetHashCode() % (uint)of),
        };
        var parser = new ThreadLocal<Func<ReadOnlyMemory<byte>, Wire.ParsedEvent>>(options.Parsers);
        identityOf = seq => Supervision.IdentityOf(journal, parser.Value!, seq);
        AlertBook Book() => new(identityOf, options.Cite, live.Policies);
        conductor = new(options, new(journal, options.Limits.RecentChanges, static r => r), Book());
        conductor.Start(scheduler, null);
        Result = FinishAsync(Book);
    }

    /// <summary>Completes with what would be different; cancelled by <see cref="Cancel"/>.</summary>
    public Task<ReplayResult> Result { get; }

    public ReplayProgress Progress => new(rehearsal.Events, conductor.Position, journal.LastSeq, took ?? watch.Elapsed);

    /// <param name="live">Of the engine whose journal it is.</param>
    /// <exception cref="PolicyException">The values do not fit the policies from that day on.</exception>
    public static PolicyReplay Start(EngineOptions live, ReplayRequest request) => Start(live, request, new ThreadScheduler(live.Clock));

    internal static PolicyReplay Start(EngineOptions live, ReplayRequest request, IScheduler scheduler) => new(live, request, scheduler);

    /// <summary>Ends it after the step under way.</summary>
    public void Cancel() => rehearsal.Done.TrySetCanceled();

    public void Dispose() => Cancel();

    private async Task<ReplayResult> FinishAsync(Func<AlertBook> book)
    {
        try
        {
            await rehearsal.Done.Task.ConfigureAwait(false);
            return Compare(book);
        }
        finally
        {
            took = watch.Elapsed;
            // Not here: whoever cancels must not wait for a step.
            _ = Task.Run(Stop);
        }
    }

    private void Stop()
    {
        conductor.Stop();
        options.Scheduler.Dispose();
        options.Store.Dispose();
    }

    private ReplayResult Compare(Func<AlertBook> book)
    {
        var (before, after) = (book(), book());
        var counts = new ReplayCounts();
        var alerts = new List<ReplayedAlert>();
        void Add(string id, string rule, bool was, bool now, Func<(AlertRecord?, AlertRecord?)> shown)
        {
            counts.Differs(rule, was, now);
            if (alerts.Count < MaxAlerts && shown() is var (then, later))
            {
                alerts.Add(new(id, rule, then, later));
            }
        }

        counts.Stand(rehearsal.Before.Values.Select(f => f.Rule.Id));
        foreach (var (id, now) in rehearsal.Changes.OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            var was = rehearsal.Before.GetValueOrDefault(id);
            AlertRecord? Shown(AlertBook by, Finding? finding) => finding is null ? null : by.Apply(id, finding, rehearsal.End);
            Add(id, (was ?? now!).Rule.Id, was is not null, now is not null, () => (Shown(before, was), Shown(after, now)));
        }

        var (suspected, suspect) = Suspicions();
        counts.Stand(suspected.All.Select(s => s.Rule));
        foreach (var id in suspected.DifferentIn(suspect))
        {
            var (was, now) = (suspected.Get(id), suspect.Get(id));
            Add(id, (was ?? now)!.Rule, was is not null, now is not null, () => (suspected.Shown(id), suspect.Shown(id)));
        }

        return new(rehearsal.Events, watch.Elapsed, counts.All, [.. alerts.OrderBy(a => a.Id, StringComparer.Ordinal)], Overtaken());
    }

    private ReplayOvertaken[] Overtaken()
    {
        var last = Shanghai.DayOf(rehearsal.End);
        return
        [
            .. rehearsal.Policies!.Value.Counted.Overtaking(version).Where(o => o.By.From <= last)
                .Select(static o => new ReplayOvertaken(o.Of.Region, o.Of.Key, o.By.From, o.By.Limit.Value, o.By.Limit.Unit)),
        ];
    }

    private (ReplayedSuspicions Before, ReplayedSuspicions After) Suspicions()
    {
        var tried = new Dictionary<string, Finding>(rehearsal.Before, StringComparer.Ordinal);
        foreach (var (id, now) in rehearsal.Changes)
        {
            if (now is null)
            {
                tried.Remove(id);
            }
            else
            {
                tried[id] = now;
            }
        }

        var policies = rehearsal.Policies!.Value;
        ReplayedSuspicions Of(IEnumerable<Finding> findings, PolicyBook by) => new(findings, by, rehearsal.End, identityOf, options.Cite);
        return (Of(rehearsal.Before.Values, policies.Counted), Of(tried.Values, policies.Tried));
    }
}
