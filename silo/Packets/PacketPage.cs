using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LtcActors.Silo.Packets.Maps;

namespace LtcActors.Silo.Packets;

/// <summary>A packet as one page without scripts or anything from elsewhere: to be read, printed, or printed to PDF.</summary>
internal static class PacketPage
{
    private const string Style = """
        @page { size: A4; margin: 18mm 16mm; }
        body { font: 10.5pt/1.55 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #111827; max-width: 178mm; margin: 0 auto; padding: 8mm 0; }
        @media print { body { padding: 0; max-width: none; } }
        h1 { font-size: 18pt; text-align: center; margin: 0 0 6mm; }
        h2 { font-size: 13pt; margin: 8mm 0 3mm; padding-bottom: 1mm; border-bottom: 1pt solid #111827; break-after: avoid; }
        h3 { font-size: 11pt; margin: 5mm 0 2mm; break-after: avoid; }
        p { margin: 0 0 2mm; overflow-wrap: anywhere; }
        table { width: 100%; border-collapse: collapse; margin: 0 0 3mm; }
        th, td { border: 0.5pt solid #9ca3af; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        th { background: #f3f4f6; font-weight: 600; }
        tbody th { width: 30mm; }
        tr, figure { break-inside: avoid; }
        thead { display: table-header-group; }
        blockquote { margin: 0 0 3mm; padding: 1mm 4mm; border-left: 2pt solid #9ca3af; white-space: pre-line; }
        figure { margin: 0; } figure svg { width: 100%; height: auto; font-family: sans-serif; } figcaption { font-size: 9pt; color: #374151; }
        pre { font: 8.5pt/1.45 "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; background: #f9fafb; border: 0.5pt solid #d1d5db; padding: 2mm; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 4mm; }
        """;

    /// <summary>What the page may load: its own style, and nothing else. It may be shown inside our own pages, which print it.</summary>
    public static string SecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public static byte[] Of(Packet packet)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture,
            $"<!doctype html>\n<html lang=\"{(packet.Words.IsChinese ? "zh-CN" : "en")}\"><head><meta charset=\"utf-8\"><title>{Safe(PacketDocument.Title(packet))}</title><style>{Style}</style></head><body>\n");
        foreach (var block in PacketDocument.Of(packet))
        {
            Append(page, block);
        }

        return Encoding.UTF8.GetBytes(page.Append("</body></html>\n").ToString());
    }

    private static void Append(StringBuilder page, Block block)
    {
        _ = block switch
        {
            Block.Heading h => page.Append(CultureInfo.InvariantCulture, $"<h{h.Level}>{Safe(h.Text)}</h{h.Level}>\n"),
            Block.Paragraph p => page.Append(CultureInfo.InvariantCulture, $"<p>{Safe(p.Text)}</p>\n"),
            Block.Quote q => page.Append(CultureInfo.InvariantCulture, $"<blockquote lang=\"zh-CN\">{Safe(q.Text)}</blockquote>\n"),
            Block.Code c => page.Append(CultureInfo.InvariantCulture, $"<pre>{Safe(c.Text)}</pre>\n"),
            Block.Picture p => page.Append(CultureInfo.InvariantCulture, $"<figure>{SvgPicture.Of(p.Drawing, Safe(p.Caption))}<figcaption>{Safe(p.Caption)}</figcaption></figure>\n"),
            Block.Grid g => Grid(page, g),
            _ => throw new ArgumentOutOfRangeException(nameof(block), block, "No such block."),
        };
    }

    private static StringBuilder Grid(StringBuilder page, Block.Grid grid)
    {
        page.Append("<table>");
        if (grid.Head is { } head)
        {
            page.Append("<thead><tr>").AppendJoin("", head.Select(h => $"<th scope=\"col\">{Safe(h)}</th>")).Append("</tr></thead>");
        }

        page.Append("<tbody>");
        foreach (var row in grid.Rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select((cell, i) =>
                grid.Head is null && i == 0 ? $"<th scope=\"row\">{Safe(cell)}</th>" : $"<td>{Safe(cell)}</td>")).Append("</tr>");
        }

        return page.Append("</tbody></table>\n");
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
