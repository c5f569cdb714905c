namespace LtcActors.Silo.Access;

/// <summary>On what a display on a wall may ask for. Anybody can walk up to it, so that it is little.</summary>
internal sealed class ForWall;
