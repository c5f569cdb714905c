using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Wire;
using LtcActors.Simulator;

namespace LtcActors.Grains.Tests.Support;

/// <summary>A small city in which every rule is broken, some events come late, and some are withdrawn.</summary>
internal sealed class SmallCity
{
    private SmallCity(List<ParsedEvent[]> requests, List<ActorId> entities)
    {
        Requests = requests;
        Entities = entities;
    }

    public List<ParsedEvent[]> Requests { get; }

    /// <summary>All that are named by its events.</summary>
    public List<ActorId> Entities { get; }

    public static SmallCity Of(ulong seed)
    {
        var city = City.Create(new CityOptions { Persons = 20, Days = 10, Offences = 26, Seed = seed, Now = Standing.Today, TrackPoints = 2 });
        var random = new Random((int)seed);
        var parser = new EventParser();
        var events = city.Events.Select(e => parser.ParseStructured(e.ToJson())).ToList();
        for (var n = 0; n < 60; n++)
        {
            // Out of order, over the whole of it.
            var (from, to) = (random.Next(events.Count), random.Next(events.Count));
            (events[from], events[to]) = (events[to], events[from]);
        }

        foreach (var (e, n) in random.GetItems(events.ToArray(), 8).Distinct().Select((e, n) => (e, n)).ToList())
        {
            events.Insert(random.Next(events.Count + 1), parser.ParseStructured(Withdrawal(e, n)));
        }

        var requests = new List<ParsedEvent[]>();
        for (var at = 0; at < events.Count;)
        {
            var take = Math.Min(random.Next(1, 120), events.Count - at);
            requests.Add([.. events.Skip(at).Take(take)]);
            at += take;
        }

        return new(requests, [.. events.SelectMany(Recipients).Distinct().Order()]);
    }

    private static ActorId[] Recipients(ParsedEvent e)
    {
        var to = new ActorId[Routes.Max];
        return to[..Routes.Of(e.Fact!, to)];
    }

    private static byte[] Withdrawal(ParsedEvent of, int number) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        specversion = "1.0", type = "ltc.event.withdrawn", source = "/corrections", id = $"w{number}",
        time = Standing.Today, subject = "p", data = new { source = of.Source, id = of.Id, reason = "an error" },
    });
}
