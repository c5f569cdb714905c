namespace LtcActors.Grains.Conducting;

/// <summary>
/// Where a silo's conductor sits: one alone. An activation that was given up while it began, as when a silo died at that instant, may
/// never be told to leave; it would hold the journal, and whoever is activated after it in the same silo would wait for it for ever.
/// </summary>
internal sealed class ConductorSeat
{
    private ConductorHost? sitting;

    /// <summary>Sits down when whoever sat there before has left the journal.</summary>
    public Task TakeAsync(ConductorHost host) =>
        Interlocked.Exchange(ref sitting, host)?.StopAsync(inGoodOrder: false, CancellationToken.None) ?? Task.CompletedTask;
}
