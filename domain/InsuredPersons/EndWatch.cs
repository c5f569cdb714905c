using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>The few visits of which one end is still waited for.</summary>
internal sealed class EndWatch
{
    private Visit[] waiting = [];

    /// <summary>When the first of them is due; none: no visit is waited for.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    /// <summary>Waits for a visit, or no longer.</summary>
    public void Keep(Visit visit)
    {
        var waits = visit.WakeAt is not null && !visit.Missing;
        var at = Array.IndexOf(waiting, visit);
        if (!waits && at < 0)
        {
            return;
        }

        if (waits && at < 0)
        {
            waiting = [.. waiting, visit];
        }
        else if (!waits)
        {
            waiting = waiting.Length == 1 ? [] : Array.FindAll(waiting, other => other != visit);
        }

        Deadline = null;
        foreach (var each in waiting)
        {
            Deadline = Deadline <= each.WakeAt ? Deadline : each.WakeAt;
        }
    }

    public Visit[] DueBy(DateTimeOffset now) => Array.FindAll(waiting, visit => visit.WakeAt <= now);
}
