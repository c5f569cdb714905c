using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Desk;

/// <summary>
/// What people at the desk keep, folded in memory from the journal: at the start, after a takeover, and as entries become durable,
/// whichever process wrote them. See docs/decisions/0012.
/// </summary>
internal sealed partial class DeskBook : BackgroundService
{
    private const long Never = long.MinValue;

    private readonly ISupervision supervision;
    private readonly TimeProvider clock;
    private readonly SiloLimits limits;
    private readonly ILogger<DeskBook> logger;
    private readonly Dictionary<string, IDeskPart> parts = new(StringComparer.Ordinal);
    private readonly HashSet<long> refused = [];
    private readonly Lock gate = new();
    private readonly Lock starting = new();
    private Task reading = Task.CompletedTask;
    private long lastSeq;
    private long readAt = Never;

    public DeskBook(ISupervision supervision, IEnumerable<IDeskPart> parts, TimeProvider clock, SiloLimits limits, ILogger<DeskBook> logger)
    {
        (this.supervision, this.clock, this.limits, this.logger) = (supervision, clock, limits, logger);
        foreach (var part in parts)
        {
            foreach (var kind in part.Kinds)
            {
                this.parts.Add(kind, part);
            }
        }
    }

    /// <summary>Keeps an entry: durable, and folded, when it completes.</summary>
    /// <param name="data">Members of the entry beside <c>kind</c>, <c>by</c>, <c>at</c>; written as the API writes.</param>
    /// <param name="audit">To be noted in the same commit; null: it needs none.</param>
    /// <returns>Its place, and whether it changed anything when its turn came.</returns>
    /// <exception cref="JournalUnavailableException">It was not kept.</exception>
    public async Task<(long Seq, bool Counts)> KeepAsync<T>(string kind, string by, T data, NewDecision? audit = null)
    {
        if (!parts.ContainsKey(kind))
        {
            throw new ArgumentException($"Nobody folds the kind '{kind}'.", nameof(kind));
        }

        var entry = DeskEntry.Write(kind, by, clock.GetUtcNow(), data);
        var seq = await supervision.RecordAsync(audit is { } noted ? [entry, noted] : [entry]).ConfigureAwait(false);
        lock (gate)
        {
            Read();
            return (seq, !refused.Contains(seq));
        }
    }

    /// <summary>
    /// Completes when the book is not older than <see cref="SiloLimits.DeskAge"/>. That is at once, but for a process that has just
    /// started or taken over, and in one whose journal does not answer.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be read now, so nobody knows what holds.</exception>
    public ValueTask FreshAsync()
    {
        var at = Volatile.Read(ref readAt);
        return at != Never && Environment.TickCount64 - at < (long)limits.DeskAge.TotalMilliseconds ? default : new(WithinAsync(ReadOnceAsync()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadOnceAsync().WaitAsync(stoppingToken).ConfigureAwait(false);
                away = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A standby is told this every second for days.
                if (!away && e is not JournalUnavailableException)
                {
                    LogBehind(e);
                }

                away = true;
            }

            await Task.Delay(limits.DeskEvery, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WithinAsync(Task read)
    {
        try
        {
            await read.WaitAsync(limits.DeskAge).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new JournalUnavailableException("What the desk keeps cannot be read now.", e);
        }
    }

    /// <summary>However many ask, the journal is read by one: it may be a database that does not answer.</summary>
    private Task ReadOnceAsync()
    {
        lock (starting)
        {
            return reading = reading.IsCompleted ? Task.Run(ReadLocked) : reading;
        }
    }

    private void ReadLocked()
    {
        lock (gate)
        {
            Read();
        }
    }

    private void Read()
    {
        var now = Environment.TickCount64;
        foreach (var stored in supervision.Recorded(DecisionKind.Desk, lastSeq))
        {
            var entry = DeskEntry.Read(stored);
            // A kind of another version of the program is passed over: nothing here could make anything of it.
            if (parts.TryGetValue(entry.Kind, out var part) && !part.Apply(entry))
            {
                refused.Add(entry.Seq);
            }

            lastSeq = entry.Seq;
        }

        Volatile.Write(ref readAt, now);
    }

    [LoggerMessage(1, LogLevel.Warning, "What the desk keeps could not be read; it is tried again.")]
    private partial void LogBehind(Exception e);
}
