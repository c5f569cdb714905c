using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Packets;
using LtcActors.Silo.Packets.Maps;

namespace LtcActors.Silo.Tests.Packets;

public sealed class MapTests
{
    private static readonly GeoPoint Home = new(39.1, 117.2);

    [Fact]
    public void A_scene_has_the_positions_of_its_entries_and_their_numbers()
    {
        var scene = MapScene.Of([Entry("""{"data":{"visitId":"v"}}"""), CheckIn(39.101), Entry("""{"data":{"points":[{"lat":39.1,"lon":117.2,"accuracy":9},{"lat":39.2,"lon":117.2}]}}""")], Home, 150)!;
        Assert.Equal([(2, false), (3, true), (3, true)], scene.Fixes.Select(f => (f.Entry, f.IsTrack)));
        Assert.Equal([12.0, 9.0, null], scene.Fixes.Select(f => f.Accuracy));
    }

    [Fact]
    public void An_entry_of_another_alert_keeps_its_number_and_leaves_no_mark()
    {
        var scene = MapScene.Of([CheckIn(39.2) with { Event = default }, CheckIn(39.101)], Home, 150)!;
        Assert.Equal(2, Assert.Single(scene.Fixes).Entry);
    }

    [Fact]
    public void Entries_without_a_position_make_no_picture() => Assert.Null(MapScene.Of([Entry("""{"data":{"diedAt":"2026-02-28"}}""")], Home, 150));

    [Fact]
    public void A_metre_is_as_long_upwards_as_sideways_and_as_the_bar_says()
    {
        // 39.109 is 1,000.8 m north of the home; the fence has 150 m.
        var drawing = MapDrawing.Of(MapScene.Of([CheckIn(39.109)], Home, 150)!);
        var fence = drawing.Shapes.OfType<Shape.Ring>().First();
        var fix = drawing.Shapes.OfType<Shape.Disc>().Last();
        var pixelsPerMetre = fence.Radius / 150;
        Assert.Equal(1_000.8, (fence.Y - fix.Y) / pixelsPerMetre, 0);
        Assert.Equal(fence.X, fix.X, 6);
        var bar = drawing.Shapes.OfType<Shape.Line>().Single(l => l is { Y1: MapDrawing.Height - 16, Y2: MapDrawing.Height - 16 });
        var label = drawing.Shapes.OfType<Shape.Label>().Last();
        Assert.Equal("500 m", label.Text);
        Assert.Equal(500, (bar.X2 - bar.X1) / pixelsPerMetre, 3);
    }

    [Fact]
    public void All_of_the_scene_is_in_the_picture()
    {
        var drawing = MapDrawing.Of(MapScene.Of([CheckIn(39.3), CheckIn(39.1)], Home, 150)!);
        Assert.All(drawing.Shapes.OfType<Shape.Ring>(), r =>
        {
            Assert.InRange(r.X - r.Radius, 0, drawing.Width);
            Assert.InRange(r.X + r.Radius, 0, drawing.Width);
            Assert.InRange(r.Y - r.Radius, 0, drawing.Height);
            Assert.InRange(r.Y + r.Radius, 0, drawing.Height);
        });
    }

    [Fact]
    public void A_png_has_its_checksums_and_the_colours_at_their_places()
    {
        var red = new Ink(255, 0, 0);
        var png = PngPicture.Of(new(20, 10, [new Shape.Disc(5, 5, 3, red, 1), new Shape.Line(0, 9.5, 20, 9.5, new(0, 0, 255), 1), new Shape.Label(15, 5, "1", new(0, 0, 0))]));
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        var chunks = Chunks(png);
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(c => c.Type));
        // The checksum of an empty IEND is known to everyone who has read one.
        Assert.Equal(0xAE426082, chunks[2].Crc);
        var rows = Inflate(chunks[1].Body);
        Assert.Equal(10 * (1 + (20 * 3)), rows.Length);
        byte[] At(int x, int y) => rows[((y * 61) + 1 + (x * 3))..][..3];
        Assert.Equal([255, 0, 0], At(5, 5));
        Assert.Equal([255, 255, 255], At(19, 0));
        Assert.Equal([0, 0, 255], At(10, 9));
        Assert.Equal([0, 0, 0], At(15, 3));
    }

    [Fact]
    public void The_same_scene_gives_the_same_bytes()
    {
        byte[] Png() => PngPicture.Of(MapDrawing.Of(MapScene.Of([CheckIn(39.102)], Home, 150)!));
        Assert.Equal(Png(), Png());
    }

    private static PacketEntry CheckIn(double lat) => Entry(FormattableString.Invariant($$$"""{"data":{"position":{"lat":{{{lat}}},"lon":117.2,"accuracy":12} } }"""));

    private static PacketEntry Entry(string json) => PacketEntry.Of(new StoredEvent(1, default, Encoding.UTF8.GetBytes(json)));

    private static List<(string Type, byte[] Body, uint Crc)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[], uint)>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)], BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length))));
            at += length + 12;
        }

        return chunks;
    }

    private static byte[] Inflate(byte[] zlib)
    {
        using var stream = new ZLibStream(new MemoryStream(zlib), CompressionMode.Decompress);
        using var to = new MemoryStream();
        stream.CopyTo(to);
        return to.ToArray();
    }
}
