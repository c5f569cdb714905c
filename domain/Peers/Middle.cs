using System.Numerics;
using System.Runtime.CompilerServices;
using MathNet.Numerics.Statistics;

namespace LtcActors.Domain.Peers;

/// <summary>
/// Medians, looked for first where the last one was. One member's change moves the middle of thousands by a rank or not at all, and
/// whether a value is in the middle is told by one look at all of them; to select it takes many. What is found is the same either way.
/// </summary>
public struct Middle()
{
    /// <summary>Ranks that it is followed, before it is selected anew: so many looks cost less than that.</summary>
    private const int MostSteps = 8;

    /// <summary>In fewer values than these one of the middle is selected without the rest being put on its two sides.</summary>
    private const int ShortestSelected = 4;

    /// <summary>The lower of the two in the middle, or the one; NaN: nothing was looked for yet.</summary>
    private double last = double.NaN;

    /// <param name="values">Each a number; their order may be another afterwards.</param>
    /// <returns>NaN: of nothing.</returns>
    public double Of(double[] values)
    {
        if (values.Length == 0)
        {
            return double.NaN;
        }

        var (lower, upper) = double.IsNaN(last) || Follow(values, last) is not { } near ? Select(values) : near;
        last = lower;
        return int.IsOddInteger(values.Length) ? lower : (lower + upper) / 2.0;
    }

    private static (double Lower, double Upper) Select(double[] values)
    {
        var half = values.Length / 2;
        if (int.IsOddInteger(values.Length))
        {
            var one = ArrayStatistics.MedianInplace(values);
            return (one, one);
        }

        if (values.Length < ShortestSelected)
        {
            return (Math.Min(values[0], values[1]), Math.Max(values[0], values[1]));
        }

        // What is no less than the lower one now stands behind it: the upper one is the least of these.
        var (lower, upper) = (ArrayStatistics.OrderStatisticInplace(values, half), double.PositiveInfinity);
        foreach (var value in values.AsSpan(half))
        {
            upper = Math.Min(upper, value);
        }

        return (lower, upper);
    }

    /// <returns>None: it is too far from there.</returns>
    private static (double Lower, double Upper)? Follow(ReadOnlySpan<double> values, double from)
    {
        var rank = (values.Length - 1) / 2;
        for (var step = 0; step < MostSteps; step++)
        {
            var (less, upTo, below, above) = Around(values, from);
            if (rank >= less && rank < upTo)
            {
                return (from, rank + 1 < upTo ? from : above);
            }

            from = rank < less ? below : above;
        }

        return null;
    }

    /// <returns>How many are less than a value, how many are not more, the greatest that is less and the least that is more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (long Less, long UpTo, double Below, double Above) Around(ReadOnlySpan<double> values, double value)
    {
        var (wide, least, most) = (new Vector<double>(value), new Vector<double>(double.NegativeInfinity), new Vector<double>(double.PositiveInfinity));
        var (below, above) = (least, most);
        var (less, upTo) = (Vector<long>.Zero, Vector<long>.Zero);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var next = new Vector<double>(values[i..]);
            var (isLess, isUpTo) = (Vector.LessThan(next, wide), Vector.LessThanOrEqual(next, wide));
            (less, upTo) = (less - isLess, upTo - isUpTo); // True is -1.
            below = Vector.Max(below, Vector.ConditionalSelect(isLess, next, least));
            above = Vector.Min(above, Vector.ConditionalSelect(isUpTo, most, next));
        }

        var found = (Less: Vector.Sum(less), UpTo: Vector.Sum(upTo), Below: double.NegativeInfinity, Above: double.PositiveInfinity);
        for (var n = 0; n < Vector<double>.Count; n++)
        {
            (found.Below, found.Above) = (Math.Max(found.Below, below[n]), Math.Min(found.Above, above[n]));
        }

        foreach (var rest in values[i..])
        {
            found.Less += rest < value ? 1 : 0;
            found.UpTo += rest <= value ? 1 : 0;
            found.Below = rest < value ? Math.Max(found.Below, rest) : found.Below;
            found.Above = rest > value ? Math.Min(found.Above, rest) : found.Above;
        }

        return found;
    }
}
