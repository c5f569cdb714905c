using System.Collections.Concurrent;

namespace LtcActors.Journal.Sqlite.Sql;

/// <summary>Read-only connections for any thread: taken for one question, given back, never waited for.</summary>
/// <typeparam name="T">A connection with its prepared statements.</typeparam>
internal sealed class ReaderPool<T>(Func<T> open) : IDisposable
    where T : class, IDisposable
{
    /// <summary>What is kept for next time; more may be in use at once.</summary>
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<T> idle = [];
    private volatile bool disposed;

    public Lease Rent()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new Lease(this, idle.TryTake(out var reader) ? reader : open());
    }

    public void Dispose()
    {
        disposed = true;
        Drain();
    }

    private void Return(T reader)
    {
        if (idle.Count < MaxIdle)
        {
            idle.Add(reader);
        }
        else
        {
            reader.Dispose();
        }

        if (disposed)
        {
            Drain();
        }
    }

    private void Drain()
    {
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    internal readonly struct Lease(ReaderPool<T> pool, T reader) : IDisposable
    {
        public T Reader => reader;

        public void Dispose() => pool.Return(reader);
    }
}
