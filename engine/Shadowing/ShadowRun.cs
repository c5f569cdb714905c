using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Shadowing;

/// <summary>
/// Policies and rules tried beside the live ones: the same actors and conductor once more, over the same journal as it grows, with
/// nothing kept and nothing written. The live engine does not wait for it and does not know what it finds.
/// </summary>
internal sealed class ShadowRun : IDisposable
{
    private readonly EngineOptions options;
    private readonly Rehearsal rehearsal;
    private readonly Conductor conductor;
    private readonly Func<long, (string Source, string Id)> identityOf;
    private readonly Lock comparing = new();
    private Compared? last;

    /// <param name="live">Of the engine beside which it runs.</param>
    /// <param name="tried">As if they counted from their days on.</param>
    /// <param name="scheduler">Its own; it is disposed with it.</param>
    public ShadowRun(EngineOptions live, IReadOnlyList<PolicyVersion> tried, IScheduler scheduler)
    {
        Versions = [.. tried.Select(v => v.Id)];
        rehearsal = new(live.Clock.GetUtcNow(), counted => counted.With(tried.Select(v => v.AsTried()))) { Follows = true };
        options = live with
        {
            Journal = new BorrowedJournal(live.Journal), Store = new MemoryStateStore(), Scheduler = scheduler, Elsewhere = [], Rehearsal = rehearsal,
            PartitionOf = static (id, of) => (int)((uint)id.GetHashCode() % (uint)of),
        };
        var parser = new ThreadLocal<Func<ReadOnlyMemory<byte>, Wire.ParsedEvent>>(options.Parsers);
        identityOf = seq => Supervision.IdentityOf(options.Journal, parser.Value!, seq);
        conductor = new(options, new(options.Journal, options.Limits.RecentChanges, static r => r), new(identityOf, options.Cite, options.Policies));
        conductor.Start(scheduler, null);
    }

    public IReadOnlyList<string> Versions { get; }

    /// <summary>Completes when it has caught up with the journal for the first time; fails with what stopped it.</summary>
    public Task CaughtUp => rehearsal.Done.Task;

    /// <summary>What stopped it; null while it works.</summary>
    public Exception? Failure => conductor.Broken ?? (CaughtUp.IsFaulted ? CaughtUp.Exception!.InnerException : null);

    /// <summary>The journal has more.</summary>
    public void Signal() => conductor.Follow();

    public void Dispose()
    {
        conductor.Stop();
        options.Scheduler.Dispose();
        options.Store.Dispose();
    }

    /// <summary>What comes of it so far. Everything is compared with everything, so that it is done once and kept while nothing of it changes.</summary>
    /// <param name="at">Place of the last change of an alert.</param>
    /// <param name="live">All alerts as they are, at that place or later.</param>
    /// <param name="judged">Outcomes that editors gave to what only the shadow finds, by its id. The same object where nothing was given since.</param>
    /// <param name="goesOn">A further page is wanted of what was compared last, if that is at most <see cref="ShadowReport.GoesOnFor"/> ago.</param>
    public ShadowReport Report(long at, Func<IReadOnlyList<AlertRecord>> live, IReadOnlyDictionary<string, string> judged, bool goesOn)
    {
        var failure = Failure;
        var status = failure is not null ? ShadowReport.Failed : CaughtUp.IsCompletedSuccessfully ? ShadowReport.Following : ShadowReport.CatchingUp;
        var empty = new ShadowReport(
            Versions, [.. options.Policies.ShadowRules.Order(StringComparer.Ordinal)], status, failure?.Message, conductor.Position, options.Journal.LastSeq, ShadowDifferences.None, []);
        if (status != ShadowReport.Following)
        {
            return empty;
        }

        // One at a time: who asks meanwhile asks for the same.
        lock (comparing)
        {
            // Read after the position and before the findings: what is found while they are compared is compared the next time.
            var (found, now) = (rehearsal.FoundChanges, options.Clock.GetUtcNow());
            if (last is { } kept)
            {
                if (kept.Found == found && kept.Alerts == at && ReferenceEquals(kept.Judged, judged))
                {
                    return kept.Report with { Position = empty.Position, LastSeq = empty.LastSeq };
                }

                if (goesOn && now - kept.At <= ShadowReport.GoesOnFor)
                {
                    return kept.Report;
                }
            }

            var report = new ShadowComparison(live(), judged, rehearsal.Found.Values, rehearsal.Policies!.Value.Tried, options, identityOf).Fill(empty);
            last = new(found, at, judged, now, report);
            return report;
        }
    }

    /// <param name="Found">Changes of what is found, up to which it was compared.</param>
    /// <param name="Alerts">Place of the last change of an alert.</param>
    private sealed record Compared(long Found, long Alerts, IReadOnlyDictionary<string, string> Judged, DateTimeOffset At, ShadowReport Report);
}
