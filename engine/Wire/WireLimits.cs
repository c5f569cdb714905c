namespace LtcActors.Engine.Wire;

/// <summary>The bounds of one event's form. Lengths of text are in Unicode code points, as JSON Schema counts them.</summary>
public static class WireLimits
{
    /// <summary>Objects and arrays within one another; the event itself is the first.</summary>
    public const int Depth = 16;

    /// <summary>Problems told of one event; the rest are left out.</summary>
    public const int Problems = 20;

    public const int EventId = 256;

    public const int Source = 512;

    public const int Id = 64;

    /// <summary>Names of people, institutions, courses, hospitals.</summary>
    public const int Name = 200;

    /// <summary>Codes and hashes.</summary>
    public const int Code = 128;

    /// <summary>Reasons and remarks.</summary>
    public const int Note = 1000;

    public const int FirstYear = 1900;

    public const int LastYear = 2200;

    public const int Points = 1000;

    public const int PlanItems = 500;

    public const int ClaimLines = 1000;

    public const int Beacons = 100;

    public const int Services = 100;

    /// <summary>Yuan.</summary>
    public const long Amount = 1_000_000_000_000;
}
