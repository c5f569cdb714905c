using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>What a sender knows of one attempt at one event.</summary>
internal enum AttemptOutcome
{
    /// <summary>No answer, or none that could be read: it may have been written or not.</summary>
    Unknown,

    /// <summary>503 or 429: the contract says that it was not accepted.</summary>
    Refused,

    Accepted,
    Duplicate,
}

/// <param name="Seq">Place in the journal, when the answer said one.</param>
internal readonly record struct Attempt(AttemptOutcome Outcome, long Seq);

/// <summary>
/// The sender's own book, by event: every attempt and what came of it. At the end it is held against the journal. An event is sent
/// again, with the same id, until it is acknowledged.
/// </summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, List<Attempt>> attempts = new(StringComparer.Ordinal);

    /// <returns>True when every event of the batch is acknowledged.</returns>
    public async Task<bool> SendAsync(SiloUnderTest silo, string[] batch)
    {
        var answers = await AttemptAsync(silo, batch);
        for (var i = 0; i < batch.Length; i++)
        {
            // One sender has a batch at a time, so that no two attempts at an event overlap.
            attempts.GetOrAdd(KillTests.Identity(Encoding.UTF8.GetBytes(batch[i])), _ => []).Add(answers[i]);
        }

        return answers.All(a => a.Outcome is AttemptOutcome.Accepted or AttemptOutcome.Duplicate);
    }

    /// <param name="journal">Every event that it has, with its place.</param>
    /// <returns>One sentence for each event where book and journal differ, and a summary.</returns>
    public (List<string> Faults, string Summary) Reconcile(IReadOnlyCollection<(string Identity, long Seq)> journal)
    {
        var places = journal.ToLookup(e => e.Identity, e => e.Seq);
        var faults = places.Where(p => !attempts.ContainsKey(p.Key)).Select(p => $"{p.Key} was never sent.").ToList();
        int unknown = 0, wasThere = 0, refused = 0;
        foreach (var (identity, all) in attempts)
        {
            var last = all[^1];
            var before = all[..^1];
            var lost = before.Exists(a => a.Outcome == AttemptOutcome.Unknown);
            unknown += lost ? 1 : 0;
            wasThere += lost && last.Outcome == AttemptOutcome.Duplicate ? 1 : 0;
            refused += before.Exists(a => a.Outcome == AttemptOutcome.Refused) ? 1 : 0;
            if (last.Outcome is not (AttemptOutcome.Accepted or AttemptOutcome.Duplicate))
            {
                faults.Add($"{identity} was never acknowledged: {Text(all)}");
            }

            // Acknowledged: exactly once, and where the answer said.
            if (!places[identity].SequenceEqual([last.Seq]))
            {
                faults.Add($"{identity} is at [{string.Join(", ", places[identity])}]: {Text(all)}");
            }

            // What was there before the last attempt can only have come of an attempt without an answer: a batch of which one
            // event is acknowledged is acknowledged whole.
            if (last.Outcome == AttemptOutcome.Duplicate && !lost)
            {
                faults.Add($"{identity} was refused, and yet written: {Text(all)}");
            }
        }

        return (faults, $"{attempts.Count} events in {attempts.Values.Sum(a => a.Count)} attempts: {unknown} once without an answer, of which " +
            $"{wasThere} had been written and {unknown - wasThere} had not; {refused} once refused. The journal has {journal.Count}.");
    }

    private static async Task<Attempt[]> AttemptAsync(SiloUnderTest silo, string[] batch)
    {
        try
        {
            using var content = new StringContent($"[{string.Join(',', batch)}]", Encoding.UTF8, "application/cloudevents-batch+json");
            using var answer = await silo.Feed.PostAsync("/v1/events", content);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                return Same(batch, AttemptOutcome.Refused);
            }

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return [.. json.RootElement.GetProperty("results").EnumerateArray().Select(r => new Attempt(
                r.GetProperty("status").GetString() switch
                {
                    "accepted" => AttemptOutcome.Accepted,
                    "duplicate" => AttemptOutcome.Duplicate,
                    var other => throw new InvalidOperationException($"{other}: {r.GetRawText()}"),
                },
                r.GetProperty("seq").GetInt64()))];
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            // Nobody listened, so nothing was taken; otherwise the request may have arrived.
            return Same(batch, e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } ? AttemptOutcome.Refused : AttemptOutcome.Unknown);
        }
    }

    private static Attempt[] Same(string[] batch, AttemptOutcome outcome) => [.. batch.Select(_ => new Attempt(outcome, 0))];

    private static string Text(IEnumerable<Attempt> all) => string.Join(", ", all.Select(a => $"{a.Outcome} {a.Seq}"));
}
