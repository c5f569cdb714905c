namespace LtcActors.Simulator;

/// <param name="RunId">Begins every id. A demo that starts again on the same data needs another, or its events would be taken for the old
/// ones.</param>
public sealed record DemoOptions(string RunId)
{
    public ulong Seed { get; init; } = 1;

    public int Persons { get; init; } = 180;

    /// <summary>Days of history that are loaded first; at least 10.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Offences planted in the history.</summary>
    public int Offences { get; init; } = 12;

    /// <summary>Between two live incidents, at least and at most.</summary>
    public (int Least, int Most) IncidentSeconds { get; init; } = (8, 50);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// A small city for a board to look at: two weeks of history at once, then visits that happen as one watches.
/// Visits last as long as real ones and their times are true; only there are more of them than a day would have,
/// so that something happens every few seconds, by day and by night.
/// </summary>
public static class Demo
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Plays until stopped; returns then without an exception. A server that cannot be reached is tried again.</summary>
    /// <param name="client">With base address (ending in a slash) and authorization set.</param>
    /// <exception cref="ArgumentException">The options are out of the bounds of <see cref="CityOptions"/>.</exception>
    public static async Task PlayAsync(HttpClient client, DemoOptions options, Action<string> log, CancellationToken stop)
    {
        var city = City.Create(new CityOptions
        {
            Persons = options.Persons,
            Days = options.Days,
            Offences = options.Offences,
            Seed = options.Seed,
            RunId = options.RunId,
            Now = options.Clock.GetUtcNow(),
        }, out var world);
        var server = new Server(client);
        try
        {
            log(FormattableString.Invariant($"{city.Persons.Count} persons, {city.Events.Count} events of {options.Days} days"));
            foreach (var batch in city.Events.Chunk(200))
            {
                await Insist(() => server.PostAsync(batch, log, 0, stop), log, options, stop);
            }

            log("history loaded; live from here on");
            var live = new LiveCity(city, world, options.IncidentSeconds, Second(options.Clock));
            // By time; the second key keeps those of one instant in the order of writing.
            var waiting = new PriorityQueue<CityEvent, (DateTimeOffset, long)>();
            for (long written = 0; ; await Task.Delay(Tick, options.Clock, stop))
            {
                var now = Second(options.Clock);
                if (live.Advance(now) is { } incident)
                {
                    log(incident);
                }

                foreach (var e in world.Log.Drain())
                {
                    waiting.Enqueue(e, (e.Time, written++));
                }

                var due = new List<CityEvent>();
                while (due.Count < 200 && waiting.TryPeek(out var next, out _) && next.Time <= now)
                {
                    due.Add(waiting.Dequeue());
                }

                if (due.Count > 0)
                {
                    await Insist(() => server.PostAsync(due, log, 0, stop), log, options, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log("stopped");
        }
    }

    private static DateTimeOffset Second(TimeProvider clock)
    {
        var now = clock.GetUtcNow().ToOffset(Time.Offset);
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }

    private static async Task Insist(Func<Task> send, Action<string> log, DemoOptions options, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await send();
                return;
            }
            catch (HttpRequestException e) when (e.StatusCode is null || (int)e.StatusCode >= 500)
            {
                log("server not reached, trying again: " + e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), options.Clock, stop);
            }
        }
    }
}
