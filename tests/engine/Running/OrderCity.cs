using System.Collections.Concurrent;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Simulator;

namespace LtcActors.Engine.Tests.Running;

/// <summary>A small city in which every rule is broken, and in which some say things twice and differently.</summary>
internal sealed class OrderCity
{
    private static readonly ConcurrentDictionary<ulong, Lazy<OrderCity>> Cities = new();

    private readonly ulong seed;
    private readonly Lazy<string> inOrder;

    private OrderCity(ulong seed, ParsedEvent[] events)
    {
        this.seed = seed;
        Events = events;
        inOrder = new(() => Run(TestEngine.Start(), events, _ => 100).Outcome());
    }

    /// <summary>In order of arrival, the echoes last.</summary>
    public ParsedEvent[] Events { get; }

    /// <summary>What it comes to.</summary>
    public string InOrder => inOrder.Value;

    /// <summary>Made and judged once for all tests that ask for it.</summary>
    public static OrderCity Of(ulong seed) => Cities.GetOrAdd(seed, static number => new(() =>
        Of(new CityOptions { Persons = 20, Days = 10, Offences = CityOptions.OfEveryRule, Seed = number, Now = TestEngine.Today, TrackPoints = 2 }, echoes: 150))).Value;

    /// <summary>Of no tracked points and a few of the offences, other ones with every seed.</summary>
    public static OrderCity Hamlet(ulong seed) =>
        Of(new CityOptions { Persons = 20, Days = 10, Offences = 6, Seed = seed, Now = TestEngine.Today, TrackPoints = 0 }, echoes: 40);

    private static OrderCity Of(CityOptions options, int echoes)
    {
        var seed = options.Seed;
        var city = City.Create(options);
        var random = new Random((int)seed);
        var events = city.Events.ToArray();
        var said = Enumerable.Range(0, echoes).Select(n => Echo(events, n, random));
        return new(seed, [.. events.Concat(said).Select(e => TestEngine.Parse(e.ToJson()))]);
    }

    /// <summary>Posts events in requests of the sizes given, and judges all of it.</summary>
    public static TestEngine Run(TestEngine engine, IReadOnlyList<ParsedEvent> events, Func<int, int> size)
    {
        for (var (at, take) = (0, 0); at < events.Count; at += take)
        {
            take = Math.Min(size(at), events.Count - at);
            Assert.All(engine.Post([.. events.Skip(at).Take(take)]), r => Assert.NotEqual(EventStatus.Rejected, r.Status));
        }

        engine.Settle();
        Assert.Equal((0, null), (engine.Supervision.Health.Faults, engine.Supervision.Health.LastFault));
        return engine;
    }

    /// <summary>One order of the city: shuffled, or thrice over, backwards, notices late, visits late.</summary>
    public ParsedEvent[] Order(int order, Random random) => Ordered([.. Events], order, random);

    public static ParsedEvent[] Ordered(ParsedEvent[] events, int order, Random random)
    {
        events = order % 10 == 1 ? [.. events, .. events, .. events] : events;
        random.Shuffle(events);
        return (order % 5) switch
        {
            2 => [.. events.OrderByDescending(e => e.Time)],
            3 => [.. events.OrderBy(e => IsVisit(e) ? 0 : 1)],
            4 => [.. events.OrderBy(e => IsVisit(e) ? 1 : 0)],
            _ => events,
        };
    }

    /// <summary>That an event is to count as never known.</summary>
    public static ParsedEvent Withdrawal(ParsedEvent of, int number) => TestEngine.Parse(JsonSerializer.SerializeToUtf8Bytes(new
    {
        specversion = "1.0", type = "ltc.event.withdrawn", source = "/corrections", id = $"w{number}",
        time = TestEngine.Today, subject = "p", data = new { source = of.Source, id = of.Id, reason = "an error" },
    }));

    /// <param name="expected">What the outcome should be.</param>
    public void AssertOutcome(string expected, TestEngine engine, int order)
    {
        var actual = engine.Outcome();
        if (actual != expected)
        {
            var (should, does) = (expected.Split('\n'), actual.Split('\n'));
            Assert.Fail($"City {seed}, order {order}.\nMissing:\n{string.Join('\n', should.Except(does))}\nAdded:\n{string.Join('\n', does.Except(should))}");
        }
    }

    private static bool IsVisit(ParsedEvent e) => e.Fact is Domain.Fact.VisitChecked or Domain.Fact.VisitTracked;

    // The same again under another id: at another time, or of the same instant with what another event of the subject says.
    private static CityEvent Echo(CityEvent[] events, int number, Random random)
    {
        var of = events[random.Next(events.Length)];
        var alike = events.Where(e => e.Type == of.Type && e.Subject == of.Subject).ToList();
        var time = random.Next(3) == 0 ? of.Time : of.Time.AddMinutes(random.Next(-300, 300));
        return of with
        {
            Id = $"echo-{number}", Time = time < TestEngine.Today ? time : TestEngine.Today,
            Data = random.Next(2) == 0 ? of.Data : alike[random.Next(alike.Count)].Data,
        };
    }
}
