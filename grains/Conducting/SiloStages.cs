using LtcActors.Engine.Running;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Conducting;

/// <summary>
/// Gathers what the partitions have to do in a stage, and sends one message to each silo that has any of it: an event travels once, and
/// is read once where it comes to, however many of its actors live there. The conductor's thread.
/// </summary>
/// <param name="silos">Over how many the partitions are spread, as <see cref="ClusterView"/> spreads them.</param>
/// <param name="bodyOf">The bytes of an event that is being judged, by its place.</param>
/// <param name="failed">Told once when the generation cannot go on.</param>
internal sealed class SiloStages(int silos, Func<long, ReadOnlyMemory<byte>> bodyOf, Action<Exception> failed)
{
    private readonly Share[] shares = [.. Enumerable.Range(0, Math.Max(1, silos)).Select(_ => new Share())];
    private int heard;

    /// <summary>Where an event stands in the message to a partition's silo.</summary>
    public int Place(int partition, in Domain.Entry entry) => ShareOf(partition).Place(entry, bodyOf);

    /// <summary>The events of that message.</summary>
    public IReadOnlyList<Carried> Events(int partition) => ShareOf(partition).Events;

    /// <summary>A partition has said what it has to do; when all have, the messages go out.</summary>
    /// <param name="call">Null: nothing.</param>
    public void Add(int number, GrainPartition partition, StageCall? call, Action done)
    {
        if (call is not null)
        {
            ShareOf(number).Calls.Add((number, partition, call, done));
        }

        if (++heard < EntityKeys.Partitions)
        {
            return;
        }

        heard = 0;
        for (var n = 0; n < shares.Length; n++)
        {
            if (shares[n].Take() is { Count: > 0 } calls)
            {
                _ = RunAsync(calls);
            }
        }
    }

    private Share ShareOf(int partition) => shares[partition % shares.Length];

    private async Task RunAsync(List<(int Number, GrainPartition Partition, StageCall Call, Action Done)> calls)
    {
        try
        {
            var answer = await calls[0].Partition.Grain.RunAll(new(calls.ConvertAll(c => (c.Number, c.Call)))).ConfigureAwait(false);
            foreach (var failure in answer.Answers.Where(a => a.Status != StageStatus.Done))
            {
                throw new NotJudgingException(failure.Reason ?? "A partition could not run its stage.");
            }

            for (var n = 0; n < calls.Count; n++)
            {
                calls[n].Partition.Ended(answer.Answers[n]);
            }
        }
        catch (Exception e)
        {
            // Without an answer there is no telling what was judged: the stage never ends, and with it the generation does.
            failed(e);
            return;
        }

        calls.ForEach(c => c.Done());
    }

    /// <summary>What one silo is to be sent.</summary>
    private sealed class Share
    {
        private readonly Dictionary<long, int> places = [];

        public List<Carried> Events { get; private set; } = [];

        public List<(int Number, GrainPartition Partition, StageCall Call, Action Done)> Calls { get; private set; } = [];

        /// <summary>What goes out; the next stage begins with nothing.</summary>
        public List<(int Number, GrainPartition Partition, StageCall Call, Action Done)> Take()
        {
            var calls = Calls;
            if (calls.Count > 0)
            {
                // They are under way now.
                (Calls, Events) = ([], []);
            }

            places.Clear();
            return calls;
        }

        public int Place(in Domain.Entry entry, Func<long, ReadOnlyMemory<byte>> bodyOf)
        {
            if (!places.TryGetValue(entry.Seq, out var place))
            {
                places[entry.Seq] = place = Events.Count;
                Events.Add(new(entry, bodyOf(entry.Seq)));
            }

            return place;
        }
    }
}
