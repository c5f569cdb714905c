using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Visits;

/// <summary>An item of a filed plan. Where two plans hold one item id, the earlier plan counts.</summary>
internal readonly record struct PlannedItem(DateTimeOffset Start, DateTimeOffset End, PlanPlace Place, FactRef Plan)
{
    public void Write(StateWriter to)
    {
        to.Instant(Start);
        to.Instant(End);
        to.Byte((byte)Place);
        to.Ref(Plan);
    }

    public static PlannedItem Read(StateReader from) => new(from.Instant(), from.Instant(), (PlanPlace)from.Byte(), from.Ref());
}
