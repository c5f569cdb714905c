using System.Text;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>What is held is what was put, to the byte, however often its blocks were written anew; and no more is held than allowed.</summary>
public sealed class BatchCacheTests
{
    private const int MaxBytes = 8 << 20;

    [Theory]
    [InlineData(300)]
    [InlineData(200_000)]
    public void The_latest_are_read_as_they_were_put_and_the_oldest_go(int most)
    {
        var (cache, random, seq) = (new BatchCache(MaxBytes), new Random(most), 1L);
        var put = new List<(long Seq, string Text, long Before)>();
        var total = 0L;
        while (total < 3 * MaxBytes)
        {
            // Of one event, or of more than the starts that are kept.
            var texts = Enumerable.Range(0, random.Next(1, 80)).Select(n => $"{seq + n}:{new string('x', random.Next(most))}").ToList();
            total += Put(cache, seq, texts);
            foreach (var text in texts)
            {
                put.Add((seq++, text, total));
            }

            // Decisions have places, too, and are not here.
            seq += random.Next(3);
        }

        foreach (var (at, text, before) in put)
        {
            var held = cache.TryRead(at, 0, static (_, json) => Encoding.UTF8.GetString(json), out _, out var read);
            if (held)
            {
                Assert.Equal(text, read);
            }

            Assert.True(before > total - MaxBytes || !held, $"{at} is held beside {total - before} later bytes.");
            Assert.True(before < total - (MaxBytes / 4) || held, $"{at} is gone after {total - before} bytes.");
        }
    }

    [Fact]
    public void A_batch_larger_than_a_block_has_one_of_its_own_and_one_larger_than_the_cache_is_left_out()
    {
        var cache = new BatchCache(MaxBytes);
        Put(cache, 1, [new string('a', 3 << 20), "b"]);
        Put(cache, 3, ["c"]);
        Put(cache, 4, [new string('d', MaxBytes)]);
        Assert.Equal(["b", "c", null], new[] { 2, 3, 4 }.Select(seq => Read(cache, seq)));
        Put(cache, 5, [new string('e', 6 << 20)]);
        Assert.Equal([null, "e"], new[] { 2, 5 }.Select(seq => Read(cache, seq)?[..1]));
    }

    private static string? Read(BatchCache cache, long seq) =>
        cache.TryRead(seq, 0, static (_, json) => Encoding.UTF8.GetString(json), out _, out var read) ? read : null;

    private static int Put(BatchCache cache, long seq, IReadOnlyList<string> texts)
    {
        var framed = BatchCodec.Frame([.. texts.Select(t => new NewEvent(0, "", "", Encoding.UTF8.GetBytes(t)))], out var size);
        cache.Put(new(seq, texts.Count, 0, 0, Codec.Plain, size), framed.AsSpan(0, size));
        return size;
    }
}
