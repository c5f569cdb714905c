namespace LtcActors.Simulator;

/// <summary>
/// xoshiro256** seeded by SplitMix64. Written out here because a seed must give the same city on every
/// runtime for ever, which <see cref="Random"/> does not promise.
/// </summary>
public sealed class Rng
{
    private ulong _a, _b, _c, _d;

    public Rng(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    public ulong NextULong()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <returns>A number in [0, 1).</returns>
    public double NextDouble() => (NextULong() >> 11) * (1.0 / (1UL << 53));

    /// <returns>A number in [from, to).</returns>
    public double Between(double from, double to) => from + (to - from) * NextDouble();

    /// <returns>A whole number in [least, most], both included.</returns>
    public int Int(int least, int most) => least + (int)(NextULong() % (ulong)(most - least + 1));

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    public T Pick<T>(IReadOnlyList<T> of) => of[Int(0, of.Count - 1)];

    public TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(Int(least, most));

    public void Shuffle<T>(IList<T> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Int(0, i);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }

    /// <summary>A stream of its own, so that one part of the city can change without moving all that follows.</summary>
    public Rng Fork() => new(NextULong());

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
