using System.Collections;
using System.Text.Json;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

public class WireFuzzTests
{
    private const int Seed = 20_260_301;
    private const int Mutations = 20_000;

    /// <summary>Pieces that have broken parsers before.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ",", ":", "null", "true", "-",
            "1e999", "-1e-999", "0.0", "1E400", "9999999999999999999",
            "\"\"", "\"data\":", "\"id\":\"x\"", "2026-02-29", "+25:00", "\u0085", "[[[[[[[[[[[[[[[[[[[[",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0],
    ];

    [Fact]
    public void No_bytes_make_it_throw_and_no_fact_leaves_its_bounds()
    {
        var random = new Random(Seed);
        var samples = WireSamples.Types.Select(t => WireSamples.Utf8(t)).ToArray();
        var parser = new EventParser();
        var batch = new List<ParsedEvent>();
        var accepted = 0;
        for (var n = 0; n < Mutations; n++)
        {
            var json = Mutate(samples[random.Next(samples.Length)], random);
            try
            {
                var parsed = parser.ParseStructured(json);
                Check(parsed);
                accepted += parsed.IsValid ? 1 : 0;

                byte[] array = [(byte)'[', .. samples[0], (byte)',', .. json, (byte)']'];
                batch.Clear();
                parser.ParseBatch(array, 5, batch);
                batch.ForEach(Check);
                StoredEventReader.ReadIdentity(json, out _, out _);
                parser.ParseBinary([new("ce-id", "x"), new("ce-type", "ltc.visit.tracked")], null, json);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {Seed}, mutation {n}, {Convert.ToBase64String(json)}: {e}");
            }
        }

        // Neither all refused nor all taken: the mutations reach both sides of the bounds.
        Assert.InRange(accepted, Mutations / 50, Mutations / 2);
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var json = sample.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(json.Count);
            switch (random.Next(5))
            {
                case 0: json[at] = (byte)random.Next(256); break;
                case 1: json[at] = (byte)"0123456789.-+eZ:"[random.Next(16)]; break;
                case 2: json.RemoveRange(at, Math.Min(random.Next(1, 9), json.Count - at)); break;
                case 3: json.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                default: json.InsertRange(at, json.GetRange(at, Math.Min(random.Next(1, 40), json.Count - at))); break;
            }
        }

        return [.. json];
    }

    private static void Check(ParsedEvent parsed)
    {
        Assert.Equal(parsed.Fact is null, parsed.Problems.Count > 0);
        Assert.InRange(parsed.Problems.Count, 0, 20);
        if (parsed.Fact is not null)
        {
            // Whatever we accept, every JSON reader accepts.
            using var document = JsonDocument.Parse(parsed.Json);
            Assert.Equal(parsed.Key, EventKey.Of(document.RootElement.GetProperty("source").GetString()!, parsed.Id!));
            Bounded(parsed.Time);
            Walk(parsed.Fact);
        }
    }

    private static void Walk(object value)
    {
        foreach (var property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            if (property.GetValue(value) is { } inner)
            {
                Bounded(inner);
            }
        }
    }

    private static void Bounded(object value)
    {
        switch (value)
        {
            case string text: Assert.True(text.Length is > 0 and <= 2000 && !text.Any(char.IsControl), text); break;
            case GeoPoint point: Assert.True(point is { Lat: >= -90 and <= 90, Lon: >= -180 and <= 180 }, point.ToString()); break;
            case double number: Assert.InRange(number, 0, 100_000); break;
            case int number: Assert.InRange(number, 0, 100_000); break;
            case decimal yuan: Assert.True(yuan is >= 0 and <= 1_000_000_000_000 && yuan * 100 == decimal.Truncate(yuan * 100)); break;
            case DateTimeOffset instant: Assert.InRange(instant.AddDays(1).Year, 1900, 2201); break;
            case DateOnly date: Assert.InRange(date.Year, 1900, 2200); break;
            case Enum word: Assert.False(char.IsAsciiDigit(word.ToString()[0])); break; // A number has no name, nor has any of several flags.
            case bool: break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    Bounded(item);
                }

                break;
            case Domain.Calendars.Moment moment: Assert.InRange(moment.Day.AddDays(1).Year, 1900, 2201); break;
            default: Walk(value); break;
        }
    }
}
