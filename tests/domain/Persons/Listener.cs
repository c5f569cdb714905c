using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>Judges one actor and keeps what it tells.</summary>
internal sealed class Listener(DateTimeOffset now) : Judgement
{
    public List<(ActorId From, ActorId To, Brief Brief)> Told { get; } = [];

    public override IPolicies Policies => TestPolicies.Instance;

    public override DateTimeOffset Now { get; } = now;

    public override void Tell(ActorId from, ActorId to, Brief brief) => Told.Add((from, to, brief));

    public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);

    /// <summary>What the actor tells now.</summary>
    public static IReadOnlyList<(ActorId To, Brief Brief)> Of(Actor actor, DateTimeOffset now)
    {
        var listener = new Listener(now);
        actor.Judge(listener);
        return [.. listener.Told.Select(t => (t.To, t.Brief))];
    }

    /// <summary>Judges all of them from the ground up, until none has more to tell.</summary>
    public static void JudgeAllAgain(World world, IEnumerable<ActorId> ids)
    {
        var actors = ids.Select(world.Get).ToDictionary(a => a.Id);
        foreach (var actor in actors.Values)
        {
            actor.TouchAll();
        }

        for (var told = -1; told != 0;)
        {
            var listener = new Listener(world.Now);
            foreach (var actor in actors.Values)
            {
                actor.Judge(listener);
            }

            told = listener.Told.Count;
            foreach (var (from, to, brief) in listener.Told)
            {
                world.Get(to).Hear(from, brief);
            }
        }
    }
}
