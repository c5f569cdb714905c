using LtcActors.Domain.Rules;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Running;

/// <summary>
/// What is found depends on what is known, never on the order in which it was learnt: five cities of some 7,000 events each in which
/// every rule is broken, forty orders a city; and thirty hamlets, ten orders each. In a tenth of the orders every event comes thrice, in
/// a fifth three of them are withdrawn.
/// </summary>
public abstract class AnyOrder
{
    /// <summary>Of so many orders the first few withdraw the same events.</summary>
    private const int Alike = 20;

    private const int Withdrawing = 4;

    private protected static void EndsInTheSameAlerts(OrderCity city, ulong seed, int orders)
    {
        Assert.NotEmpty(city.InOrder);
        var (withdrawals, without) = (Array.Empty<ParsedEvent>(), "");
        for (var order = 0; order < orders; order++)
        {
            var random = new Random(HashCode(seed, order));
            if (order % Alike == 0)
            {
                var withdrawn = random.GetItems(city.Events, 3).Distinct().ToList();
                withdrawals = [.. withdrawn.Select(OrderCity.Withdrawal)];
                without = OrderCity.Run(TestEngine.Start(), [.. city.Events.Except(withdrawn)], _ => 100).Outcome();
            }

            var events = city.Order(order, random);
            if (order % Alike < Withdrawing)
            {
                city.AssertOutcome(without, Run(Strewn(events, withdrawals, random), random), order);
            }
            else
            {
                city.AssertOutcome(city.InOrder, Run(events, random), order);
            }
        }
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

public sealed class OrderTests : AnyOrder
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_order_of_the_same_events_ends_in_the_same_alerts(ulong seed) => EndsInTheSameAlerts(OrderCity.Of(seed), seed, orders: 40);

    [Fact]
    public void Any_order_of_a_hamlets_events_ends_in_the_same_alerts()
    {
        for (ulong seed = 101; seed <= 130; seed++)
        {
            EndsInTheSameAlerts(OrderCity.Hamlet(seed), seed, orders: 10);
        }
    }

    [Fact]
    public void The_cities_break_every_rule()
    {
        var broken = Enumerable.Range(1, 5).SelectMany(seed => OrderCity.Of((ulong)seed).InOrder.Split('\n'))
            .Where(line => line.Length > 0).Select(line => line[..line.IndexOf(' ')]).Select(id => id[..id.LastIndexOf('-')]);
        Assert.Equal(Catalogue.All.Where(IsReachable).Select(r => r.Id).Order(), broken.Distinct().Order());
    }

    /// <summary>A typology of which too few members are rules yet can find nothing.</summary>
    private static bool IsReachable(Rule rule)
    {
        var weights = TestEngine.ShippedPolicies.For(null, new(2026, 6, 1));
        return Typologies.Get(rule.Id) is not { } typology
            || 1 - typology.Members.Where(m => Catalogue.All.Any(r => r.Id == m))
                .Aggregate(1.0, (none, m) => none * (1 - Suspicion.WeightOf(Catalogue.Get(m).Severity, weights).Value)) >= weights.SuspicionOpen.Value;
    }
}

/// <summary>Beside the others: a class of tests has one core, and these take the longest of all.</summary>
public sealed class OrderOfOtherCitiesTests : AnyOrder
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Any_order_of_the_same_events_ends_in_the_same_alerts(ulong seed) => EndsInTheSameAlerts(OrderCity.Of(seed), seed, orders: 40);
}
