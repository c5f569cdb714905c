using System.Globalization;
using System.Text;

namespace LtcActors.Silo.Packets.Maps;

/// <summary>A drawing as SVG, for a page.</summary>
internal static class SvgPicture
{
    /// <param name="label">What a reader who cannot see it is told; already escaped.</param>
    public static string Of(Drawing drawing, string label)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {drawing.Width} {drawing.Height}\" role=\"img\" aria-label=\"{label}\">");
        foreach (var shape in drawing.Shapes)
        {
            svg.Append(Of(shape));
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Of(Shape shape) => shape switch
    {
        Shape.Disc d => Text($"<circle cx=\"{d.X:0.##}\" cy=\"{d.Y:0.##}\" r=\"{d.Radius:0.##}\" fill=\"{d.Ink}\" fill-opacity=\"{d.Opacity:0.##}\"/>"),
        Shape.Ring r => Text($"<circle cx=\"{r.X:0.##}\" cy=\"{r.Y:0.##}\" r=\"{r.Radius:0.##}\" fill=\"none\" stroke=\"{r.Ink}\" stroke-width=\"{r.Width:0.##}\"/>"),
        Shape.Line l => Text($"<line x1=\"{l.X1:0.##}\" y1=\"{l.Y1:0.##}\" x2=\"{l.X2:0.##}\" y2=\"{l.Y2:0.##}\" stroke=\"{l.Ink}\" stroke-width=\"{l.Width:0.##}\"/>"),
        Shape.Label t => Text($"<text x=\"{t.X:0.##}\" y=\"{t.Y:0.##}\" fill=\"{t.Ink}\" font-size=\"14\" text-anchor=\"middle\" dominant-baseline=\"central\">{t.Text}</text>"),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "No such shape."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
