using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>An actor whose row of a checkpoint may still have to be captured.</summary>
internal interface IOwesRow
{
    ActorId Id { get; }

    /// <summary>Captures the row, unless it has been.</summary>
    void Capture();
}
