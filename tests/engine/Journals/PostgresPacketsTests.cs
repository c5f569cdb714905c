using LtcActors.Engine.Ports;
using LtcActors.Journal.Postgres;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>Two processes of one database have one shelf of packets.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresPacketsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly PostgresPackets one;
    private readonly PostgresPackets two;

    public PostgresPacketsTests(PostgresFixture fixture)
    {
        var connection = PostgresFixture.AsWriter(fixture.NewDatabase());
        (one, two) = (new(connection), new(connection));
    }

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }

    [Fact]
    public void One_is_found_at_the_other_process_by_its_maker_alone_and_until_its_time_is_over()
    {
        one.Keep(Id(1), "li", Noon, new byte[] { 1, 0, 255 });
        one.Keep(Id(1), "li", Noon, new byte[] { 1, 0, 255 });
        Assert.Equal([1, 0, 255], two.Find(Id(1), "li", Noon));
        Assert.Null(two.Find(Id(1), "wang", Noon));
        Assert.Null(two.Find(Id(2), "li", Noon));
        Assert.Null(two.Find(Id(1), "li", Noon + TimeSpan.FromSeconds(1)));
    }

    [Theory]
    // Three of ten bytes each, made a minute apart: which are left.
    [InlineData(0, 3, 30, new[] { 1, 2, 3 })]
    [InlineData(1, 3, 30, new[] { 2, 3 })]
    [InlineData(3, 3, 30, new int[0])]
    [InlineData(0, 2, 30, new[] { 2, 3 })]
    [InlineData(0, 3, 29, new[] { 2, 3 })]
    [InlineData(0, 3, 9, new[] { 3 })]
    public void Those_that_are_over_and_the_oldest_of_too_many_are_deleted_and_the_newest_stays_however_large(int minute, int packets, long bytes, int[] left)
    {
        for (var i = 1; i <= 3; i++)
        {
            one.Keep(Id(i), "li", Noon + TimeSpan.FromMinutes(i - 1), new byte[10]);
        }

        two.Trim(Noon + TimeSpan.FromMinutes(minute), packets, bytes);
        Assert.Equal(left, Enumerable.Range(1, 3).Where(i => one.Find(Id(i), "li", Noon) is not null));
    }

    [Fact]
    public void An_id_that_is_none_is_not_taken() => Assert.Throws<JournalUnavailableException>(() => one.Keep("../a", "li", Noon, new byte[1]));

    private static string Id(int number) => number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
