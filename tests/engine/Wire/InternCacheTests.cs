using System.Text;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Tests.Wire;

public class InternCacheTests
{
    [Fact]
    public void What_comes_again_and_again_is_one_string()
    {
        var cache = new InternCache();
        var bytes = "visit.tracked"u8;
        Assert.Equal("visit.tracked", cache.Get(bytes));
        var kept = cache.Get(bytes);
        Assert.Equal("visit.tracked", kept);
        Assert.Same(kept, cache.Get(bytes));
        Assert.Same(kept, cache.Get(bytes));
    }

    [Fact]
    public void What_comes_once_takes_nobodys_place()
    {
        var cache = new InternCache();
        cache.Get("visit.tracked"u8);
        var kept = cache.Get("visit.tracked"u8);
        for (var n = 0; n < 100_000; n++)
        {
            var text = $"visit-{n}";
            Assert.Equal(text, cache.Get(Encoding.UTF8.GetBytes(text)));
        }

        // Somebody may have passed through its place: then it is known again at the next look.
        cache.Get("visit.tracked"u8);
        Assert.Same(kept, cache.Get("visit.tracked"u8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_text_is_always_that_of_the_bytes(int seed)
    {
        var random = new Random(seed);
        var cache = new InternCache();
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(n => n % 7 == 0 ? $"护理员{n}" : new string((char)('a' + (n % 26)), n % 140) + n)];
        for (var n = 0; n < 200_000; n++)
        {
            // Some often, and many seldom.
            var text = texts[random.Next(random.Next(2) == 0 ? 50 : texts.Length)];
            Assert.Equal(text, cache.Get(Encoding.UTF8.GetBytes(text)));
        }
    }
}
