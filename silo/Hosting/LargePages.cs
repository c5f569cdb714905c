using System.Globalization;
using System.Runtime.InteropServices;

namespace LtcActors.Silo.Hosting;

/// <summary>
/// Asks Linux for large pages under the collector's heap, where it gives them only to who asks: transparent huge pages set to
/// <c>madvise</c>. Where they are <c>always</c> given, nothing changes. The actors of a city lie all over a gigabyte, and with pages
/// of 4 kB a good part of all time goes to finding those and to having them made, one by one.
/// </summary>
internal static class LargePages
{
    /// <summary><c>MADV_HUGEPAGE</c>.</summary>
    private const int Advice = 14;

    /// <returns>Bytes of address space they were asked for; 0: none, and it runs all the same.</returns>
    public static long AskForHeap()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        try
        {
            var pinned = GC.AllocateUninitializedArray<byte>(1, pinned: true);
            var (start, end) = Around(Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), File.ReadLines("/proc/self/maps"));
            GC.KeepAlive(pinned);
            return start < end && Advise((nint)start, (nuint)(end - start), Advice) == 0 ? end - start : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            return 0; // No /proc, or no such call: pages as they are.
        }
    }

    /// <summary>The collector reserves one range for all of its heap, of which parts are in use.</summary>
    /// <param name="maps">Lines of <c>/proc/self/maps</c>.</param>
    /// <returns>The mappings without a file, one at the end of the other, among which the address lies; empty where it lies in none.</returns>
    internal static (long Start, long End) Around(long address, IEnumerable<string> maps)
    {
        var (start, end) = (0L, 0L);
        foreach (var line in maps)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var ends = fields[0].Split('-');
            var from = long.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var isAnonymous = fields.Length == 5; // Else a file or a name such as [heap] is the sixth.
            if (!isAnonymous || from != end)
            {
                if (start <= address && address < end)
                {
                    break;
                }

                (start, end) = (from, from);
            }

            if (isAnonymous)
            {
                end = long.Parse(ends[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return start <= address && address < end ? (start, end) : (0, 0);
    }

    [DllImport("libc", EntryPoint = "madvise", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nuint length, int advice);
}
