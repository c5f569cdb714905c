using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Keeps the <see cref="PlaceBook"/> up with the journal. Nothing is read before somebody asks; the first to ask starts the
/// reading in the background and is told how far it is, so that no request waits for a whole journal.
/// </summary>
internal sealed class PlaceFollower(ISupervision supervision, SiloLimits limits)
{
    /// <summary>So much of a tail is read while the asker waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly StoredEventReader reader = new();
    private PlaceBook book = new(limits.MapCheckIns);
    private long position;
    private Task reading = Task.CompletedTask;

    /// <summary>Asks something of the book, as far as it has come.</summary>
    /// <returns>The answer, and the place in the journal up to which it holds.</returns>
    public async Task<(T Answer, long Position)> AskAsync<T>(Func<PlaceBook, T> question)
    {
        Task wait;
        lock (gate)
        {
            if (reading.IsCompleted)
            {
                // A failure (the journal of a standby) is this request's to tell, and the next one's to try again.
                reading = Task.Run(CatchUp);
            }

            wait = reading;
        }

        try
        {
            await wait.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            // What is known by now is answered, with the place up to which it holds.
        }

        lock (gate)
        {
            return (question(book), position);
        }
    }

    private void CatchUp()
    {
        long after;
        lock (gate)
        {
            if (supervision.Health.LastSeq < position)
            {
                // Another journal than before, as after a restore: begin anew.
                (book, position) = (new(limits.MapCheckIns), 0);
            }

            after = position;
        }

        foreach (var batch in supervision.ReadBatches(after))
        {
            lock (gate)
            {
                Take(batch);
            }
        }
    }

    private void Take(StoredBatch batch)
    {
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var seq = batch.FirstSeq + i;
            if (seq > position && PlaceBook.Concerns(batch.Events[i].Span) && reader.Parse(batch.Events[i]) is { IsValid: true } parsed)
            {
                book.Fold(seq, batch.RecordedAt, parsed);
            }
        }

        position = Math.Max(position, batch.FirstSeq + batch.Events.Count + batch.Decisions.Count - 1);
    }
}
