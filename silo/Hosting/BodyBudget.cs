namespace LtcActors.Silo.Hosting;

/// <summary>Bytes of request bodies that may be held at one time, by all requests together.</summary>
internal sealed class BodyBudget(SiloLimits limits)
{
    private long held;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref held, bytes) <= limits.BodiesBytes)
        {
            return true;
        }

        Interlocked.Add(ref held, -bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref held, -bytes);
}
