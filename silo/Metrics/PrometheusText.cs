using System.Globalization;
using System.Text;

namespace LtcActors.Silo.Metrics;

/// <summary>The text exposition format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    public static void Sample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    public static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        Head(text, name, type, help);
        Sample(text, name, "", value);
    }

    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags is [{ Value: string only } tag])
        {
            return Label(tag.Key, only);
        }

        var labels = new List<string>(tags.Length);
        foreach (var one in tags)
        {
            labels.Add(Label(one.Key, one.Value?.ToString() ?? ""));
        }

        return string.Join(',', labels);
    }

    public static string Label(string name, string value) => string.Concat(name, "=\"",
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal), "\"");
}
