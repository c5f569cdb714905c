using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// Fixes as bytes: each as its difference from the one before, some 20 bytes with its fact. A fact is written with the first of
/// its fixes, so that the bytes depend on the fixes alone and not on the order in which they came.
/// </summary>
internal static class FixCodec
{
    private const int OnStack = 256;

    public static void Write(StateWriter to, ReadOnlySpan<Fix> fixes, ReadOnlySpan<FixSource> sources)
    {
        Span<int> numbers = sources.Length <= OnStack ? stackalloc int[sources.Length] : new int[sources.Length];
        numbers.Clear();
        var (known, seq) = (0, 0L);
        var before = default(Fix);
        to.Int(sources.Length == 0 ? 0 : CountUsed(fixes, sources.Length));
        foreach (ref readonly var fix in fixes)
        {
            to.Long(fix.Ticks - before.Ticks);
            to.Long((long)fix.Lat - before.Lat);
            to.Long((long)fix.Lon - before.Lon);
            to.Int(fix.Accuracy);
            to.Int(fix.Index);
            ref var number = ref numbers[fix.Source];
            var isNew = number == 0;
            number = isNew ? ++known : number;
            to.Int(((known - number) << 3) | ((isNew ? 1 : 0) << 2) | (int)fix.Kind);
            if (isNew)
            {
                var source = sources[fix.Source];
                to.Long(source.Seq - seq);
                to.Long(source.Ticks - fix.Ticks);
                to.ULong(source.Key);
                seq = source.Seq;
            }

            before = fix;
        }
    }

    public static (Fix[] Fixes, FixSource[] Sources) Read(StateReader from, int count)
    {
        var sources = new FixSource[from.Int()];
        var fixes = new Fix[count];
        var (known, seq) = (0, 0L);
        var before = default(Fix);
        for (var i = 0; i < count; i++)
        {
            var ticks = before.Ticks + from.Long();
            var lat = (int)(before.Lat + from.Long());
            var lon = (int)(before.Lon + from.Long());
            var accuracy = (ushort)from.Int();
            var index = (ushort)from.Int();
            var packed = from.Int();
            if ((packed & 4) != 0)
            {
                seq += from.Long();
                sources[known++] = new(seq, ticks + from.Long(), from.ULong());
            }

            fixes[i] = new Fix(ticks, default, null, index, known - 1 - (packed >> 3), (FixKind)(packed & 3))
            {
                Lat = lat, Lon = lon, Accuracy = accuracy,
            };
            before = fixes[i];
        }

        return (fixes, sources);
    }

    private static int CountUsed(ReadOnlySpan<Fix> fixes, int sources)
    {
        Span<bool> used = sources <= OnStack ? stackalloc bool[sources] : new bool[sources];
        used.Clear();
        var count = 0;
        foreach (ref readonly var fix in fixes)
        {
            count += used[fix.Source] ? 0 : 1;
            used[fix.Source] = true;
        }

        return count;
    }
}
