namespace LtcActors.Engine.Ports;

/// <summary>A process must not begin beside those that run; the message says why and what to do, in one line.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
