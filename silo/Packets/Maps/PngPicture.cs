using System.Buffers.Binary;
using System.IO.Compression;

namespace LtcActors.Silo.Packets.Maps;

/// <summary>
/// A drawing as PNG, for a Word file: 24 bits, white paper, edges smoothed by how much of a pixel a shape covers. No library that
/// draws pictures has a licence and a build that fit, and a map needs four shapes.
/// </summary>
internal sealed class PngPicture
{
    private readonly int width;
    private readonly int height;
    private readonly byte[] pixels;

    private PngPicture(Drawing drawing)
    {
        (width, height) = (drawing.Width, drawing.Height);
        pixels = new byte[width * height * 3];
        pixels.AsSpan().Fill(255);
    }

    public static byte[] Of(Drawing drawing)
    {
        var picture = new PngPicture(drawing);
        foreach (var shape in drawing.Shapes)
        {
            picture.Draw(shape);
        }

        return picture.Encode();
    }

    private void Draw(Shape shape)
    {
        switch (shape)
        {
            case Shape.Disc d:
                Fill(d.X - d.Radius, d.Y - d.Radius, d.X + d.Radius, d.Y + d.Radius, d.Ink, d.Opacity, (x, y) => d.Radius - Math.Sqrt(Square(x - d.X) + Square(y - d.Y)));
                break;
            case Shape.Ring r:
                var outer = r.Radius + r.Width;
                Fill(r.X - outer, r.Y - outer, r.X + outer, r.Y + outer, r.Ink, 1, (x, y) => (r.Width / 2) - Math.Abs(Math.Sqrt(Square(x - r.X) + Square(y - r.Y)) - r.Radius));
                break;
            case Shape.Line l:
                Fill(Math.Min(l.X1, l.X2) - l.Width, Math.Min(l.Y1, l.Y2) - l.Width, Math.Max(l.X1, l.X2) + l.Width, Math.Max(l.Y1, l.Y2) + l.Width, l.Ink, 1, (x, y) => (l.Width / 2) - FromLine(l, x, y));
                break;
            case Shape.Label t:
                foreach (var (x, y) in Glyphs.Dots(t.Text))
                {
                    const double dot = 2;
                    Square(Math.Round(t.X) + (x * dot), Math.Round(t.Y) + (y * dot), dot, t.Ink);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, "No such shape.");
        }
    }

    /// <param name="inside">How far inside the shape a point lies, in pixels; negative outside.</param>
    private void Fill(double left, double top, double right, double bottom, Ink ink, double opacity, Func<double, double, double> inside)
    {
        for (var y = Math.Max(0, (int)Math.Floor(top) - 1); y <= Math.Min(height - 1, (int)Math.Ceiling(bottom) + 1); y++)
        {
            for (var x = Math.Max(0, (int)Math.Floor(left) - 1); x <= Math.Min(width - 1, (int)Math.Ceiling(right) + 1); x++)
            {
                Blend(x, y, ink, opacity * Math.Clamp(inside(x + 0.5, y + 0.5) + 0.5, 0, 1));
            }
        }
    }

    private void Square(double left, double top, double side, Ink ink) =>
        Fill(left, top, left + side, top + side, ink, 1, (x, y) => Math.Min(Math.Min(x - left, left + side - x), Math.Min(y - top, top + side - y)));

    private void Blend(int x, int y, Ink ink, double share)
    {
        if (share <= 0)
        {
            return;
        }

        var at = ((y * width) + x) * 3;
        pixels[at] = Mixed(pixels[at], ink.R, share);
        pixels[at + 1] = Mixed(pixels[at + 1], ink.G, share);
        pixels[at + 2] = Mixed(pixels[at + 2], ink.B, share);
    }

    private static byte Mixed(byte under, byte over, double share) => (byte)Math.Round(under + ((over - under) * share));

    private static double Square(double x) => x * x;

    private static double FromLine(Shape.Line l, double x, double y)
    {
        var (dx, dy) = (l.X2 - l.X1, l.Y2 - l.Y1);
        var length = Square(dx) + Square(dy);
        var along = length == 0 ? 0 : Math.Clamp((((x - l.X1) * dx) + ((y - l.Y1) * dy)) / length, 0, 1);
        return Math.Sqrt(Square(x - l.X1 - (along * dx)) + Square(y - l.Y1 - (along * dy)));
    }

    private byte[] Encode()
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        // Eight bits a channel, red green blue; the rest are the only values there are.
        (head[8], head[9]) = (8, 2);
        Chunk(file, "IHDR"u8, head);
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, y * width * 3, width * 3);
            }
        }

        Chunk(file, "IDAT"u8, rows.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, body.Length);
        file.Write(word);
        file.Write(type);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), body));
        file.Write(word);
    }

    // PNG's own checksum (CRC-32, polynomial 0xEDB88320), bit by bit: a picture is small.
    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB8_8320 & (uint)-(int)(crc & 1));
            }
        }

        return crc;
    }
}
