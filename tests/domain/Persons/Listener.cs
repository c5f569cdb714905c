using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>Judges one actor and keeps what it tells.</summary>
internal sealed class Listener(DateTimeOffset now, IPolicies? policies = null) : Judgement
{
    public List<(ActorId From, ActorId To, Brief Brief)> Told { get; } = [];

    public override IPolicies Policies { get; } = policies ?? TestPolicies.Instance;

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
    public static void JudgeAllAgain(World world, IEnumerable<ActorId> ids, IPolicies? policies = null)
    {
        var actors = ids.Select(world.Get).ToDictionary(a => a.Id);
        foreach (var actor in actors.Values)
        {
            actor.TouchAll();
        }

        for (var told = -1; told != 0;)
        {
            var listener = new Listener(world.Now, policies);
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

/// <summary>The defaults, but that two check-ins of an institution are enough for a share.</summary>
internal sealed class FewCheckIns : IPolicies
{
    private static readonly Dictionary<string, Limit> Defaults = typeof(Thresholds).GetProperties()
        .Where(static p => p.PropertyType == typeof(Limit)).Select(p => (Limit)p.GetValue(TestPolicies.Instance.For(null, default))!).ToDictionary(l => l.Key);

    private readonly Thresholds thresholds = new((key, _) =>
        key == "vis.missingMinVisits" ? Defaults[key] with { Value = 2 } : Defaults[key]);

    public static FewCheckIns Instance { get; } = new();

    public Thresholds For(string? districtCode, DateOnly day) => thresholds;
}
