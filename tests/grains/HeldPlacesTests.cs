using LtcActors.Engine.Running;
using LtcActors.Grains.Entities;

namespace LtcActors.Grains.Tests;

public class HeldPlacesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_has_its_own_in_order_whatever_is_freed_and_used_again(int seed)
    {
        var random = new Random(seed);
        var places = new HeldPlaces();
        var chains = new Chain[50];
        Array.Fill(chains, Chain.Empty);
        List<long>[] expected = [.. chains.Select(static _ => new List<long>())];
        for (var seq = 1L; seq < 20_000; seq++)
        {
            var of = random.Next(chains.Length);
            if (random.Next(8) == 0)
            {
                places.Free(ref chains[of]);
                expected[of].Clear();
                Assert.Equal(Chain.Empty, chains[of]);
            }
            else
            {
                places.Add(ref chains[of], seq);
                expected[of].Add(seq);
            }

            var looked = random.Next(chains.Length);
            var held = new List<long>();
            places.CopyTo(held, chains[looked]);
            Assert.Equal(expected[looked], held);
        }
    }
}
