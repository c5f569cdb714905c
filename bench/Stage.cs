using System.Diagnostics;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Bench;

/// <summary>Actors in memory, and what they find and tell: an epoch an event, and nothing of an engine around it.</summary>
internal sealed class Stage(IPolicies policies) : Judgement
{
    private readonly Dictionary<ActorId, Actor> actors = [];
    private readonly List<(ActorId To, ActorId From, Brief Brief)> telling = [];
    private readonly HashSet<Actor> touched = [];
    private Dictionary<ActorId, double>? charged;
    private DateTimeOffset now;

    public override IPolicies Policies => policies;

    public override DateTimeOffset Now => now;

    public override void Tell(ActorId from, ActorId to, Brief brief) => telling.Add((to, from, brief));

    public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);

    public void Take(Entry entry)
    {
        now = entry.RecordedAt > now ? entry.RecordedAt : now;
        Span<ActorId> to = new ActorId[Routes.Max];
        foreach (var id in to[..Routes.Of(entry.Fact, to)])
        {
            if (Routes.Folds(id.Kind, entry.Fact))
            {
                var actor = Of(id);
                actor.Apply(entry);
                touched.Add(actor);
            }
        }

        JudgeAll();
    }

    /// <summary>Everybody whose time has come by then, in one epoch.</summary>
    /// <returns>Microseconds that each actor took in all its rounds, those that were only told something too.</returns>
    public IReadOnlyDictionary<ActorId, double> Wake(DateTimeOffset at)
    {
        now = at;
        charged = [];
        touched.UnionWith(actors.Values.Where(a => a.NextDeadline <= at));
        JudgeAll();
        var took = charged;
        charged = null;
        return took;
    }

    /// <summary>Judges the touched, and in rounds whoever is told something by it.</summary>
    private void JudgeAll()
    {
        JudgeTouched();
        while (telling.Count > 0)
        {
            var told = telling.OrderBy(t => t.To).ThenBy(t => t.From).ToList();
            telling.Clear();
            foreach (var (receiver, from, brief) in told)
            {
                var actor = Of(receiver);
                var before = Stopwatch.GetTimestamp();
                actor.Hear(from, brief);
                Charge(actor, before);
                touched.Add(actor);
            }

            JudgeTouched();
        }
    }

    private void JudgeTouched()
    {
        foreach (var actor in touched)
        {
            var before = Stopwatch.GetTimestamp();
            actor.Judge(this);
            Charge(actor, before);
        }

        touched.Clear();
    }

    private void Charge(Actor actor, long since)
    {
        if (charged is not null)
        {
            charged[actor.Id] = charged.GetValueOrDefault(actor.Id) + Stopwatch.GetElapsedTime(since).TotalMicroseconds;
        }
    }

    private Actor Of(ActorId id)
    {
        if (!actors.TryGetValue(id, out var actor))
        {
            actors[id] = actor = Actor.Create(id);
            actor.KeepPagesIn(new Pages());
        }

        return actor;
    }

    /// <summary>Nothing is ever kept, so that nothing is read back.</summary>
    private sealed class Pages : IStatePages
    {
        public ReadOnlyMemory<byte> Read(ActorId id, int number) => throw new InvalidDataException("No page was kept.");
    }
}
