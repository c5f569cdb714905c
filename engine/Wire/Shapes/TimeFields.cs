using System.Text.Json;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>A day of Asia/Shanghai, <c>yyyy-MM-dd</c>; its slot holds the day number.</summary>
public sealed class DateField(string name, string? note = null) : Field(name, note)
{
    internal const string Pattern = "^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

    public override string Expected => $"a date yyyy-MM-dd of the years {WireLimits.FirstYear} to {WireLimits.LastYear}";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        fault = Utf8Times.Date(utf8, out var day);
        if (fault == Fault.None)
        {
            slots[0].Set(day);
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        writer.WriteString("format", "date");
        writer.WriteString("pattern", Pattern);
    }
}

/// <summary>A month of Asia/Shanghai, <c>yyyy-MM</c>; its slot holds the day number of its first day.</summary>
public sealed class MonthField(string name, string? note = null) : Field(name, note)
{
    public override string Expected => $"a month yyyy-MM of the years {WireLimits.FirstYear} to {WireLimits.LastYear}";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        fault = Utf8Times.Month(utf8, out var day);
        if (fault == Fault.None)
        {
            slots[0].Set(day);
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        writer.WriteString("pattern", "^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])$");
    }
}

/// <summary>An instant, RFC 3339 with seconds and an offset; its slot holds UTC ticks.</summary>
public sealed class InstantField(string name, string? note = null) : Field(name, note)
{
    internal const string Pattern =
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";

    internal const string Form = "an instant like 2026-03-01T08:00:00+08:00";

    public override string Expected => $"{Form} of the years {WireLimits.FirstYear} to {WireLimits.LastYear}";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        fault = Utf8Times.Instant(utf8, out var ticks);
        if (fault == Fault.None)
        {
            slots[0].Set(ticks);
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        writer.WriteString("format", "date-time");
        writer.WriteString("pattern", Pattern);
    }
}

/// <summary>An instant, or a date of which only the day is known.</summary>
public sealed class MomentField(string name, string? note = null) : Field(name, note)
{
    private const int DateLength = 10;

    public override string Expected => $"{InstantField.Form}, or a date yyyy-MM-dd";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        var isDay = utf8.Length == DateLength;
        long value;
        if (isDay)
        {
            fault = Utf8Times.Date(utf8, out var day);
            value = day;
        }
        else
        {
            fault = Utf8Times.Instant(utf8, out value);
        }

        (slots[0].Bits, slots[0].State) = (value, isDay ? SlotState.PresentDay : SlotState.Present);
        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        foreach (var (format, pattern) in new[] { ("date-time", InstantField.Pattern), ("date", DateField.Pattern) })
        {
            writer.WriteStartObject();
            DescribeType(writer, "string");
            writer.WriteString("format", format);
            writer.WriteString("pattern", pattern);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
