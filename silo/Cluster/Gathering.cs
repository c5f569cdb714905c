using System.Threading.Channels;
using Npgsql;

namespace LtcActors.Silo.Cluster;

/// <summary>What a statement over many rows asks for.</summary>
internal interface IRow
{
    RowKey Key { get; }

    /// <summary>How much it adds to the statement.</summary>
    int Bytes { get; }
}

/// <summary>Requests wait here for the statement under way; then all of them are the next one.</summary>
internal sealed class Gathering<TRow, TAnswer> : IDisposable
    where TRow : class, IRow
{
    /// <summary>Rows of one statement.</summary>
    private const int RowsAtOnce = 1_000;

    /// <summary>Bytes of one statement, after which no further row is added.</summary>
    private const int BytesAtOnce = 4 << 20;

    private readonly NpgsqlDataSource database;
    private readonly Func<NpgsqlConnection, List<TRow>, Task<Dictionary<(string Type, string Key), TAnswer>>> ask;
    private readonly Channel<Request> waiting = Channel.CreateUnbounded<Request>(new() { SingleReader = true });

    /// <param name="ask">The statement: what it answers by key; a row of which it says nothing is answered with nothing.</param>
    public Gathering(NpgsqlDataSource database, Func<NpgsqlConnection, List<TRow>, Task<Dictionary<(string Type, string Key), TAnswer>>> ask)
    {
        (this.database, this.ask) = (database, ask);
        _ = Task.Run(AnswerAsync);
    }

    /// <exception cref="ObjectDisposedException">The silo ends.</exception>
    public Task<TAnswer?> Of(TRow row)
    {
        var request = new Request(row);
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(request), this);
        return request.Answer.Task;
    }

    public void Dispose() => waiting.Writer.TryComplete();

    private async Task AnswerAsync()
    {
        while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var taken = Take();
            try
            {
                await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
                var answers = await ask(connection, taken.ConvertAll(t => t.Row)).ConfigureAwait(false);
                taken.ForEach(t => t.Answer.TrySetResult(answers.GetValueOrDefault((t.Row.Key.Type, t.Row.Key.Key))));
            }
            catch (Exception e)
            {
                // Whoever waits knows what to do about it; the next statement has a connection of its own.
                taken.ForEach(t => t.Answer.TrySetException(e));
            }
        }
    }

    private List<Request> Take()
    {
        var (taken, seen, bytes) = (new List<Request>(), new HashSet<RowKey>(), 0);
        // A row stands in a statement once; who wants it a second time is the first of the next.
        while (taken.Count < RowsAtOnce && bytes < BytesAtOnce && waiting.Reader.TryPeek(out var next) && seen.Add(next.Row.Key))
        {
            waiting.Reader.TryRead(out _);
            taken.Add(next);
            bytes += next.Row.Bytes;
        }

        return taken;
    }

    private sealed record Request(TRow Row)
    {
        public TaskCompletionSource<TAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
