using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Shadowing;

/// <summary>Keeps one shadow running while something is tried, and none else. Any thread.</summary>
/// <param name="schedulers">Makes a scheduler for a run.</param>
internal sealed class ShadowDesk(EngineOptions live, Func<IScheduler> schedulers) : IDisposable
{
    private readonly Lock gate = new();
    private ShadowRun? run;
    private long upTo = -1;
    private bool closed;

    /// <summary>The journal has more. Nothing to do where nothing is tried.</summary>
    public void Signal() => Volatile.Read(ref run)?.Signal();

    /// <summary>Begins, ends or begins anew with the policy versions as they are after a step.</summary>
    /// <param name="step">Place of the last step of any version.</param>
    public void Follow(IReadOnlyList<PolicyVersion> versions, long step)
    {
        lock (gate)
        {
            if (closed || step <= upTo)
            {
                return;
            }

            upTo = step;
            PolicyVersion[] tried = [.. versions.Where(v => v.ShadowFrom is not null)];
            // Whatever the step was: a shadow is rare, and a run that begins anew is right by construction.
            run?.Dispose();
            Volatile.Write(ref run, tried.Length > 0 || live.Policies.ShadowRules.Count > 0 ? new(live, tried, schedulers()) : null);
        }
    }

    /// <summary>Completes when what is tried has caught up; at once where nothing is.</summary>
    public Task CaughtUp => Volatile.Read(ref run)?.CaughtUp ?? Task.CompletedTask;

    /// <summary>What stopped it; null while it works, and where nothing is tried.</summary>
    public Exception? Failure => Volatile.Read(ref run)?.Failure;

    /// <summary>Whatever runs is begun anew when it is next followed.</summary>
    public void Forget()
    {
        lock (gate)
        {
            upTo = -1;
        }
    }

    /// <inheritdoc cref="ShadowRun.Report"/>
    public ShadowReport Report(long at, Func<IReadOnlyList<AlertRecord>> alerts, IReadOnlyDictionary<string, string> judged, bool goesOn) =>
        Volatile.Read(ref run)?.Report(at, alerts, judged, goesOn) ?? ShadowReport.Nothing;

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            run?.Dispose();
            run = null;
        }
    }
}
