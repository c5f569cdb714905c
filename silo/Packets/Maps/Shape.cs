namespace LtcActors.Silo.Packets.Maps;

/// <summary>Red, green, blue.</summary>
internal readonly record struct Ink(byte R, byte G, byte B)
{
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}

/// <summary>What a drawing is made of; places and lengths in pixels from the upper left.</summary>
internal abstract record Shape
{
    private Shape()
    {
    }

    /// <param name="Opacity">0 to 1.</param>
    internal sealed record Disc(double X, double Y, double Radius, Ink Ink, double Opacity) : Shape;

    internal sealed record Ring(double X, double Y, double Radius, Ink Ink, double Width) : Shape;

    internal sealed record Line(double X1, double Y1, double X2, double Y2, Ink Ink, double Width) : Shape;

    /// <summary>Digits, space, <c>m</c>, <c>k</c> and <c>N</c> only; its middle at the place.</summary>
    internal sealed record Label(double X, double Y, string Text, Ink Ink) : Shape;
}

internal sealed record Drawing(int Width, int Height, IReadOnlyList<Shape> Shapes);
