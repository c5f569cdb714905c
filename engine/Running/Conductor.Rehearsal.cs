using System.Runtime.InteropServices;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Replaying;

namespace LtcActors.Engine.Running;

/// <summary>A recovery that is only a replay: to the end of the journal by the policies that counted, then once more by others.</summary>
internal sealed partial class Conductor
{
    private RehearsalStage rehearsed;

    private enum RehearsalStage
    {
        /// <summary>Actors take in what the journal has.</summary>
        Reading,

        /// <summary>Everything is judged by the policies that counted.</summary>
        Judging,

        /// <summary>Everything is judged by the others.</summary>
        Trying,

        /// <summary>As trying, and on with whatever the journal gets.</summary>
        Following,
        Done,
    }

    /// <summary>Commits judged together, up to a number of events; one with a policy version ends a group, for that counts from its end on.</summary>
    private static IEnumerable<CommittedBatch> Together(IEnumerable<CommittedBatch> batches)
    {
        var events = new List<CommittedEvent>();
        CommittedBatch? last = null;
        foreach (var batch in batches)
        {
            events.AddRange(batch.Events);
            last = batch;
            if (events.Count >= Rehearsal.EpochEvents || batch.Policies.Count > 0)
            {
                yield return batch with { Events = [.. CollectionsMarshal.AsSpan(events)] };
                events.Clear();
                last = null;
            }
        }

        if (last is not null)
        {
            yield return last with { Events = [.. events] };
        }
    }

    /// <summary>Everything is read, or judged once more.</summary>
    /// <returns>Always false: there is no further batch.</returns>
    private bool NextRehearsed()
    {
        var rehearsal = options.Rehearsal!;
        switch (rehearsed)
        {
            case RehearsalStage.Reading:
                foreach (var partition in local)
                {
                    partition.FoldsOnly = false;
                }

                rehearsal.Policies = (desk.Book, rehearsal.Other(desk.Book));
                if (rehearsal.Follows)
                {
                    // While it read, the journal went on: what fell due by its last entry would else wait for the next.
                    var upTo = epochRecorded > rehearsal.End ? epochRecorded : rehearsal.End;
                    return Rehearse(RehearsalStage.Following, rehearsal.Policies.Value.Tried, upTo);
                }

                return Rehearse(RehearsalStage.Judging, desk.Book, rehearsal.End);
            case RehearsalStage.Judging:
                return Rehearse(RehearsalStage.Trying, rehearsal.Policies!.Value.Tried, rehearsal.End);
            case RehearsalStage.Trying:
                rehearsed = RehearsalStage.Done;
                rehearsal.Done.TrySetResult();
                return false;
            case RehearsalStage.Following:
                rehearsal.Done.TrySetResult();
                return false;
            default:
                return false;
        }
    }

    /// <summary>The journal has more: for a rehearsal that follows it.</summary>
    public void Follow() => reader?.Signal();

    /// <summary>Takes down what an epoch of the replay found.</summary>
    private void Settle(Rehearsal rehearsal)
    {
        if (rehearsed == RehearsalStage.Trying)
        {
            rehearsal.Changes.AddRange(net);
            return;
        }

        if (rehearsed == RehearsalStage.Following)
        {
            rehearsal.Keep(net);
            return;
        }

        foreach (var (id, after) in net)
        {
            if (after is null)
            {
                rehearsal.Before.Remove(id);
            }
            else
            {
                rehearsal.Before[id] = after;
            }
        }
    }

    private bool Rehearse(RehearsalStage stage, PolicyBook by, DateTimeOffset at)
    {
        (rehearsed, epochNow, epochRecorded) = (stage, at, at);
        Adopt(by, Adoption.Anew);
        worker!.Signal();
        return false;
    }
}
