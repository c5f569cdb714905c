using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Journal.Postgres;

namespace LtcActors.Silo.Standby;

/// <summary>The time in which this process is the active one: a lease, a journal and an engine of their own.</summary>
internal sealed class Term(PostgresDatabase database, PostgresLease lease, Supervision engine) : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();

    public Supervision Engine => engine;

    public PostgresLease Lease => lease;

    /// <summary>Cancelled when it is over, after everything that was answered has been.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Why it must end; null while it need not.</summary>
    public string? Over => lease.Lost.IsCompleted ? "Another process has taken over."
        : engine.Broken is { } broken && IsOfDatabase(broken) ? $"Judging stopped as the database was away: {broken.Message}"
        : null;

    /// <summary>The result of what the engine does, or a refusal when the term ends before it.</summary>
    public async Task<T> WithinAsync<T>(Task<T> work)
    {
        try
        {
            return await work.WaitAsync(ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (ended.IsCancellationRequested)
        {
            throw new JournalUnavailableException("This process is no longer the active one.", e);
        }
    }

    /// <summary>Ends without another write.</summary>
    public void Abandon()
    {
        // Whatever waits for an answer of the database must not keep its thread from ending.
        database.StopWaiting();
        engine.Abandon();
        End();
    }

    /// <summary>Writes what waits, keeps a checkpoint, and gives the lease up.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (lease.IsCertain)
            {
                await engine.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is JournalUnavailableException || PostgresDatabase.IsFailure(e))
        {
            // The journal has all that was answered.
        }

        Abandon();
    }

    private void End()
    {
        lease.Dispose();
        database.Dispose();
        ended.Cancel();
    }

    private static bool IsOfDatabase(Exception e) =>
        e is JournalUnavailableException || PostgresDatabase.IsFailure(e) || (e.InnerException is { } inner && IsOfDatabase(inner));
}
