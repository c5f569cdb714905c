using LtcActors.Silo.Hosting;
using Xunit;

namespace LtcActors.Silo.Tests.Http;

public class LargePagesTests
{
    private static readonly string[] Maps =
    [
        "1000-2000 r--p 00000000 fe:00 123                                        /usr/lib/libx.so",
        "2000-3000 rw-p 00000000 00:00 0 ",
        "3000-9000 ---p 00000000 00:00 0 ",
        "9000-a000 rw-p 00000000 00:00 0                                          [heap]",
        "c000-d000 rw-p 00000000 00:00 0 ",
        "e000-f000 rw-p 00000000 00:00 0 ",
    ];

    [Fact]
    public void Parts_in_use_and_parts_reserved_are_one_range() =>
        Assert.Equal((0x2000, 0x9000), LargePages.Around(0x2000, Maps));

    [Fact]
    public void The_range_ends_where_a_file_or_a_named_mapping_begins() =>
        Assert.Equal((0x2000, 0x9000), LargePages.Around(0x8FFF, Maps));

    [Fact]
    public void The_range_ends_at_a_gap() => Assert.Equal((0xc000, 0xd000), LargePages.Around(0xc800, Maps));

    [Fact]
    public void The_last_range_counts_too() => Assert.Equal((0xe000, 0xf000), LargePages.Around(0xefff, Maps));

    [Theory]
    [InlineData(0x1800)]
    [InlineData(0x9000)]
    [InlineData(0xb000)]
    [InlineData(0xf000)]
    public void A_file_a_name_or_nothing_is_no_range(long address) => Assert.Equal((0, 0), LargePages.Around(address, Maps));

    [Fact]
    public void What_was_asked_for_lies_about_the_heap_and_the_kernel_noted_it()
    {
        if (LargePages.AskForHeap() is var bytes and > 0)
        {
            Assert.True(bytes > GC.GetGCMemoryInfo().HeapSizeBytes);
            Assert.Contains(File.ReadLines("/proc/self/smaps"), static l => l.StartsWith("VmFlags:", StringComparison.Ordinal) && l.Split(' ').Contains("hg"));
        }
    }
}
