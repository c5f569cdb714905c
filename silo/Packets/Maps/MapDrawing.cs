using System.Globalization;
using LtcActors.Domain.Geo;

namespace LtcActors.Silo.Packets.Maps;

/// <summary>
/// Draws a scene: north up, one scale in both directions, with a bar that says how long a metre is. The same scene gives the same
/// picture, so that a packet made again can be compared.
/// </summary>
internal static class MapDrawing
{
    public const int Width = 900;
    public const int Height = 520;

    private const double Margin = 48;
    private const double MetresPerDegree = 111_195;

    /// <summary>No picture is of less than this, or a metre's noise would fill it.</summary>
    private const double LeastSpanMetres = 120;

    /// <summary>A worse accuracy is drawn as this wide: it would hide all else.</summary>
    private const double WidestAccuracyMetres = 1_000;

    /// <summary>Labels closer than this, in pixels, to one that stands are left out.</summary>
    private const double LabelGap = 14;

    private static readonly Ink Frame = new(0xc4, 0xcc, 0xd6);
    private static readonly Ink Text = new(0x33, 0x41, 0x55);
    private static readonly Ink HomeInk = new(0x15, 0x80, 0x3d);
    private static readonly Ink FixInk = new(0xb9, 0x1c, 0x1c);
    private static readonly Ink TrackInk = new(0x1d, 0x4e, 0xd8);

    public static Drawing Of(MapScene scene)
    {
        var view = View.Around(scene);
        var shapes = new List<Shape>();
        Edge(shapes);
        if (scene.Home is { } home)
        {
            var (x, y) = view.At(home);
            shapes.Add(new Shape.Disc(x, y, scene.FenceMetres * view.PixelsPerMetre, HomeInk, 0.10));
            shapes.Add(new Shape.Ring(x, y, scene.FenceMetres * view.PixelsPerMetre, HomeInk, 2));
            shapes.Add(new Shape.Disc(x, y, 6, HomeInk, 1));
        }

        Fixes(shapes, scene, view);
        ScaleBar(shapes, view);
        return new(Width, Height, shapes);
    }

    private static void Fixes(List<Shape> shapes, MapScene scene, View view)
    {
        foreach (var (before, fix) in scene.Fixes.Zip(scene.Fixes.Skip(1)).Where(p => p.First.IsTrack && p.Second.IsTrack))
        {
            var ((x1, y1), (x2, y2)) = (view.At(before.Point), view.At(fix.Point));
            shapes.Add(new Shape.Line(x1, y1, x2, y2, TrackInk, 1.5));
        }

        var labels = new List<(double X, double Y)>();
        foreach (var fix in scene.Fixes)
        {
            var ((x, y), ink) = (view.At(fix.Point), fix.IsTrack ? TrackInk : FixInk);
            if (fix.Accuracy is > 0 and var accuracy)
            {
                var radius = Math.Min(accuracy, WidestAccuracyMetres) * view.PixelsPerMetre;
                shapes.Add(new Shape.Disc(x, y, radius, ink, 0.06));
                shapes.Add(new Shape.Ring(x, y, radius, ink, 1));
            }

            shapes.Add(new Shape.Disc(x, y, fix.IsTrack ? 3 : 5, ink, 1));
            if (!labels.Exists(l => Math.Abs(l.X - x) < LabelGap && Math.Abs(l.Y - y) < LabelGap))
            {
                labels.Add((x, y));
                shapes.Add(new Shape.Label(x, y - 14, fix.Entry.ToString(CultureInfo.InvariantCulture), ink));
            }
        }
    }

    private static void Edge(List<Shape> shapes)
    {
        shapes.Add(new Shape.Line(0.5, 0.5, Width - 0.5, 0.5, Frame, 1));
        shapes.Add(new Shape.Line(Width - 0.5, 0.5, Width - 0.5, Height - 0.5, Frame, 1));
        shapes.Add(new Shape.Line(Width - 0.5, Height - 0.5, 0.5, Height - 0.5, Frame, 1));
        shapes.Add(new Shape.Line(0.5, Height - 0.5, 0.5, 0.5, Frame, 1));
        shapes.Add(new Shape.Line(Width - 24, 46, Width - 24, 26, Text, 2));
        shapes.Add(new Shape.Line(Width - 24, 26, Width - 29, 34, Text, 2));
        shapes.Add(new Shape.Line(Width - 24, 26, Width - 19, 34, Text, 2));
        shapes.Add(new Shape.Label(Width - 24, 16, "N", Text));
    }

    private static void ScaleBar(List<Shape> shapes, View view)
    {
        // The longest of 1, 2 and 5 times a power of ten that takes at most a quarter of the width.
        var longest = Width / 4.0 / view.PixelsPerMetre;
        var power = Math.Pow(10, Math.Floor(Math.Log10(longest)));
        var metres = new[] { 5, 2, 1 }.Select(n => n * power).First(m => m <= longest);
        var end = 16 + (metres * view.PixelsPerMetre);
        shapes.Add(new Shape.Line(16, Height - 16, end, Height - 16, Text, 2));
        shapes.Add(new Shape.Line(16, Height - 21, 16, Height - 11, Text, 2));
        shapes.Add(new Shape.Line(end, Height - 21, end, Height - 11, Text, 2));
        var text = metres >= 1_000 ? $"{metres / 1_000:0} km" : $"{metres:0} m";
        shapes.Add(new Shape.Label((16 + end) / 2, Height - 30, text, Text));
    }

    /// <summary>A plane that touches the earth in the scene's middle: true to a metre over the few kilometres of a visit.</summary>
    private readonly record struct View(GeoPoint Middle, double PixelsPerMetre)
    {
        public static View Around(MapScene scene)
        {
            var points = scene.Fixes.Select(f => f.Point).Concat(scene.Home is { } h ? [h] : []).ToList();
            var middle = new GeoPoint((points.Min(p => p.Lat) + points.Max(p => p.Lat)) / 2, (points.Min(p => p.Lon) + points.Max(p => p.Lon)) / 2);
            var flat = new View(middle, 1);
            var (x, y) = (LeastSpanMetres / 2, LeastSpanMetres / 2);
            void Reach(GeoPoint point, double radius)
            {
                var at = flat.Metres(point);
                (x, y) = (Math.Max(x, Math.Abs(at.East) + radius), Math.Max(y, Math.Abs(at.North) + radius));
            }

            foreach (var fix in scene.Fixes)
            {
                Reach(fix.Point, Math.Min(fix.Accuracy ?? 0, WidestAccuracyMetres));
            }

            if (scene.Home is { } home)
            {
                Reach(home, scene.FenceMetres);
            }

            return new(middle, Math.Min(((Width / 2.0) - Margin) / x, ((Height / 2.0) - Margin) / y));
        }

        public (double X, double Y) At(GeoPoint point)
        {
            var (east, north) = Metres(point);
            return ((Width / 2.0) + (east * PixelsPerMetre), (Height / 2.0) - (north * PixelsPerMetre));
        }

        private (double East, double North) Metres(GeoPoint point) =>
            ((point.Lon - Middle.Lon) * MetresPerDegree * Math.Cos(Middle.Lat * Math.PI / 180), (point.Lat - Middle.Lat) * MetresPerDegree);
    }
}
