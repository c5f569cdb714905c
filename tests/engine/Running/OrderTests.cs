using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>
/// What is found depends on what is known, never on the order in which it was learnt: five cities of some 7,000 events each, a
/// hundred orders a city. In a tenth of the orders every event comes thrice, in a fifth three of them are withdrawn.
/// </summary>
public sealed class OrderTests
{
    private const int Orders = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Any_order_of_the_same_events_ends_in_the_same_alerts(ulong seed)
    {
        var city = OrderCity.Of(seed);
        for (var order = 0; order < Orders; order++)
        {
            var random = new Random(HashCode(seed, order));
            var events = city.Order(order, random);
            if (order / 5 % 5 != 0)
            {
                city.AssertOutcome(city.InOrder, Run(events, random), order);
                continue;
            }

            var withdrawn = random.GetItems(city.Events, 3).Distinct().ToList();
            var without = city.Events.Where(e => !withdrawn.Contains(e)).ToList();
            var expected = OrderCity.Run(TestEngine.Start(), without, _ => 100).Outcome();
            city.AssertOutcome(expected, Run(Strewn(events, [.. withdrawn.Select(OrderCity.Withdrawal)], random), random), order);
        }
    }

    [Fact]
    public void The_cities_break_every_rule()
    {
        var broken = Enumerable.Range(1, 5).SelectMany(seed => OrderCity.Of((ulong)seed).InOrder.Split('\n'))
            .Where(line => line.Length > 0).Select(line => line[..6]);
        Assert.Equal(Domain.Rules.Catalogue.All.Select(r => r.Id).Order(), broken.Distinct().Order());
    }

    private static TestEngine Run(ParsedEvent[] events, Random random) => OrderCity.Run(
        TestEngine.Start(partitions: random.Next(1, 4), seed: random.Next()), events, _ => random.Next(1, 201));

    private static ParsedEvent[] Strewn(ParsedEvent[] events, ParsedEvent[] among, Random random)
    {
        var all = events.ToList();
        foreach (var e in among)
        {
            all.Insert(random.Next(all.Count + 1), e);
        }

        return [.. all];
    }

    private static int HashCode(ulong seed, int order) => ((int)seed * 1_000_003) + order;
}
