using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests;

/// <summary>Judges for one actor that stands alone.</summary>
internal sealed class Nobody : Judgement
{
    public List<(ActorId To, Brief Brief)> Told { get; } = [];

    public override IPolicies Policies => TestPolicies.Instance;

    public override DateTimeOffset Now { get; } = At(30, "00:00");

    public override void Tell(ActorId from, ActorId to, Brief brief) => Told.Add((to, brief));

    public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);
}
