namespace LtcActors.Silo;

/// <summary>Where the silo listens, known once it does: a port given as 0 is chosen by the system.</summary>
internal sealed class BoundAddress
{
    private readonly TaskCompletionSource<Uri> known = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Uri> Value => known.Task;

    /// <summary>An address that a client on this machine can use: every interface is reached by loopback.</summary>
    public Uri Set(string bound)
    {
        var address = new Uri(bound.Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://*", "://127.0.0.1", StringComparison.Ordinal).Replace("://+", "://127.0.0.1", StringComparison.Ordinal));
        known.TrySetResult(address);
        return address;
    }
}
