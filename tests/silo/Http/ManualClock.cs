namespace LtcActors.Silo.Tests.Http;

/// <summary>Wall time that stands until it is moved; timers run as they would.</summary>
internal sealed class ManualClock : TimeProvider
{
    private DateTimeOffset now = Samples.Now;

    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;
}
