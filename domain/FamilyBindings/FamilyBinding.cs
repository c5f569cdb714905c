using LtcActors.Domain.Actors;

namespace LtcActors.Domain.FamilyBindings;

public sealed class FamilyBinding(ActorId id) : Actor(id)
{
    public override DateTimeOffset? NextDeadline => null;

    public override void Apply(Entry entry)
    {
    }

    public override void Hear(ActorId from, Brief brief)
    {
    }

    public override void Judge(Judgement to)
    {
    }

    public override void TouchAll()
    {
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
    }

    public override void Write(StateWriter to)
    {
    }

    public override void Read(StateReader from)
    {
    }

    public override object View(DateTimeOffset now) => new { Id = Id.Id };
}
