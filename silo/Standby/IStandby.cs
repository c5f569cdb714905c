namespace LtcActors.Silo.Standby;

/// <summary>An engine of which one process at a time is active.</summary>
internal interface IStandby
{
    /// <summary>Why this process answers nothing but for its health; null when it is the active one.</summary>
    string? Waiting { get; }
}
