using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Policy versions that go live in mid-stream: they count from the end of the commit that has them on. Every actor is then judged anew in
/// an epoch of its own, so that what is found depends on the facts and the policies there are, and not on which came first. So it is at a
/// start over a checkpoint that other policies or rules of the program have led to.
/// </summary>
internal sealed partial class Conductor
{
    private readonly List<StoredPolicyStep> reachedSteps = [];
    private IReadOnlyList<StoredPolicyStep> reachedPolicies = [];

    /// <summary>The epoch under way judges by another book than the one before: its suspicions are weighed anew whatever it finds.</summary>
    private bool adopted;

    /// <returns>Whether an epoch began.</returns>
    private bool ReachPolicies()
    {
        if (rehearsed == RehearsalStage.Following)
        {
            // Another run takes its place, by the policies that there are now.
            reachedPolicies = [];
            Judged();
            return false;
        }

        var changed = false;
        foreach (var reached in reachedPolicies)
        {
            changed |= Reach(reached, isOfEarlierRun: recovering);
        }

        reachedPolicies = [];
        if (!changed)
        {
            Judged();
            return false;
        }

        Adopt(desk.Book, Adoption.Anew);
        return true;
    }

    private bool Reach(StoredPolicyStep reached, bool isOfEarlierRun)
    {
        reachedSteps.Add(reached);
        return desk.Reach(reached.Step, isOfEarlierRun);
    }

    private void Adopt(PolicyBook by, Adoption how)
    {
        if (local.Length > 0 && options.Store.Position > 0)
        {
            foreach (var row in options.Store.ReadActors())
            {
                LocalOf(row.Id).Preload(row);
            }
        }

        foreach (var partition in partitions)
        {
            partition.Adopt(by, reachedSteps, how);
        }

        book.Adopt(by);
        adopted = true;

        // At the instant of the commit that had the step: no deadline lies between.
        rounds = 0;
        epochRunning = true;
        StartStage();
    }

    /// <summary>At a start the checkpoint's actors have been judged by the book that counted at its place.</summary>
    private void AdoptAtStart()
    {
        if (desk.Book != options.Policies)
        {
            foreach (var partition in partitions)
            {
                partition.Adopt(desk.Book, reachedSteps, Adoption.Known);
            }

            book.Adopt(desk.Book);
        }
    }

    /// <summary>
    /// Everything in the journal has been taken in, and is judged by the policies and rules there are now, at the instant of its last
    /// entry: no deadline lies between. What stands then counts, whatever the checkpoint or the tail's decisions say.
    /// </summary>
    private void JudgeFromNothing()
    {
        (judgedByOthers, judgesFromNothing) = (false, true);
        epochNow = epochRecorded = options.Journal.LastRecordedAt!.Value;
        Adopt(desk.Book, Adoption.FromNothing);
        worker!.Signal();
    }
}
