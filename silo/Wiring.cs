namespace LtcActors.Silo;

/// <summary>What the program serves: the one place that knows the engine, the journal, the policies and the simulator.</summary>
internal static class Wiring
{
    public static SiloParts Parts(SiloOptions options) =>
        throw new InvalidDataException($"This build has no engine to serve {options.Data} with.");
}
