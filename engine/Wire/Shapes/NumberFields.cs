using System.Globalization;
using System.Text.Json;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>A finite number within bounds, both included.</summary>
public sealed class NumberField(string name, double min, double max, string? note = null) : Field(name, note)
{
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}");

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Fault.WrongType;
        }

        // Written so that not-a-number fails too.
        var value = Utf8Numbers.Double(ref reader);
        if (!(value >= min && value <= max))
        {
            return Fault.OutOfRange;
        }

        slots[0].Set(BitConverter.DoubleToInt64Bits(value));
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "number");
        writer.WriteNumber("minimum", min);
        writer.WriteNumber("maximum", max);
    }
}

/// <summary>A whole number within bounds, both included. As in JSON Schema, 5.0 is whole.</summary>
public sealed class IntField(string name, int min, int max, string? note = null) : Field(name, note)
{
    public override string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Fault.WrongType;
        }

        var value = Utf8Numbers.Double(ref reader);
        if (!(value >= min && value <= max))
        {
            return Fault.OutOfRange;
        }

        if (value != Math.Truncate(value))
        {
            return Fault.WrongType;
        }

        slots[0].Set((long)value);
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "integer");
        writer.WriteNumber("minimum", min);
        writer.WriteNumber("maximum", max);
    }
}

public sealed class FlagField(string name, string? note = null) : Field(name, note)
{
    public override string Expected => "true or false";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
        {
            return Fault.WrongType;
        }

        slots[0].Set(reader.TokenType == JsonTokenType.True ? 1 : 0);
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer) => DescribeType(writer, "boolean");
}

/// <summary>Money: a decimal string in yuan with at most two decimals; its slot holds fen.</summary>
public sealed class AmountField(string name, string? note = null) : Field(name, note)
{
    public override string Expected => "an amount in yuan, as a string with at most two decimals, from 0 to 1000000000000";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        fault = Utf8Numbers.Amount(utf8, out var fen);
        if (fault == Fault.None)
        {
            slots[0].Set(fen);
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        writer.WriteString("pattern", "^[0-9]{1,16}(\\.[0-9]{1,2})?$");
    }
}
