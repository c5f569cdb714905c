using System.Text;
using System.Text.Json;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>An id: 1 to 64 of <c>A-Z a-z 0-9 . _ : -</c>.</summary>
public sealed class IdField(string name, string? note = null) : Field(name, note)
{
    internal const string Pattern = "^[A-Za-z0-9._:-]{1,64}$";

    public override string Expected => "an id: 1 to 64 of A-Z a-z 0-9 . _ : -";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault == Fault.None)
        {
            if (!Utf8Text.IsId(utf8))
            {
                return Fault.Malformed;
            }

            slots[0].Set(context.Strings.Get(utf8));
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        writer.WriteString("pattern", Pattern);
    }
}

/// <summary>
/// Text without control characters. An empty text that may be absent is taken as absent: no program reads anything from it.
/// </summary>
/// <param name="max">Code points.</param>
/// <param name="recurs">The same few values come again and again, so that one string serves for all.</param>
public class TextField(string name, int max, bool recurs = false, string? note = null) : Field(name, note)
{
    public int Max => max;

    public override string Expected => $"text of {(Required ? 1 : 0)} to {max} characters without control characters";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault != Fault.None)
        {
            return fault;
        }

        if (utf8.IsEmpty)
        {
            return Required ? Fault.OutOfRange : Fault.None;
        }

        if (utf8.Length > max && Utf8Text.CodePoints(utf8) > max)
        {
            return Fault.OutOfRange;
        }

        if (!IsWellFormed(utf8))
        {
            return Fault.Malformed;
        }

        slots[0].Set(recurs ? context.Strings.Get(utf8) : Encoding.UTF8.GetString(utf8));
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        if (Required)
        {
            writer.WriteNumber("minLength", 1);
        }

        writer.WriteNumber("maxLength", max);
        writer.WriteString("pattern", Pattern);
    }

    private protected virtual string Pattern => @"^[^\u0000-\u001f\u007f-\u009f]*$";

    private protected virtual bool IsWellFormed(ReadOnlySpan<byte> utf8) => !Utf8Text.HasControl(utf8);
}

/// <summary>The <c>source</c> of an event: a URI-reference, of which only white space and control characters are refused.</summary>
public sealed class SourceField(string name, string? note = null) : TextField(name, WireLimits.Source, recurs: true, note)
{
    public override string Expected => $"a URI-reference of 1 to {WireLimits.Source} characters without white space or control characters";

    private protected override string Pattern => @"^[^\s\u0000-\u001f\u007f-\u009f]*$";

    private protected override bool IsWellFormed(ReadOnlySpan<byte> utf8) => Utf8Text.IsUriReference(utf8);
}

/// <summary>One of a few words.</summary>
public sealed class EnumField<T> : Field
    where T : struct, Enum
{
    private readonly Words words;

    public EnumField(string name, params (string Word, T Value)[] words)
        : base(name, null) =>
        this.words = new([.. words.Select(w => w.Word)], [.. words.Select(w => Convert.ToInt64(w.Value, null))]);

    public override string Expected => "one of " + words.Listed;

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        var fault = words.Read(ref reader, context, out var value);
        if (fault == Fault.None)
        {
            slots[0].Set(value);
        }

        return fault;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "string");
        words.Describe(writer, orNull: !Required);
    }
}

/// <summary>An array of a few words, as bits.</summary>
public sealed class EnumSetField(string name, params string[] words) : Field(name, null)
{
    private readonly Words words = new(words, [.. words.Select((_, i) => 1L << i)]);

    public override string Expected => "an array of " + words.Listed;

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Fault.WrongType;
        }

        long bits = 0;
        context.Enter(Name);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var fault = words.Read(ref reader, context, out var bit);
            if (fault != Fault.None)
            {
                context.ReportItem(i, CodeOf(fault), "one of " + words.Listed);
                context.SkipRest(ref reader);
            }

            bits |= bit;
        }

        context.Leave();
        slots[0].Set(bits);
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "array");
        writer.WriteStartObject("items");
        words.Describe(writer, orNull: false);
        writer.WriteEndObject();
    }
}

/// <summary>Words and what they stand for. They are written in the table, never derived from names in code.</summary>
internal sealed class Words(string[] words, long[] values)
{
    private readonly byte[][] utf8 = [.. words.Select(Encoding.UTF8.GetBytes)];

    public string Listed { get; } = string.Join(", ", words);

    public Fault Read(ref Utf8JsonReader reader, ReadContext context, out long value)
    {
        value = 0;
        var fault = context.TryText(ref reader, out var text);
        if (fault != Fault.None)
        {
            return fault;
        }

        for (var i = 0; i < utf8.Length; i++)
        {
            if (text.SequenceEqual(utf8[i]))
            {
                value = values[i];
                return Fault.None;
            }
        }

        return Fault.UnknownValue;
    }

    public void Describe(Utf8JsonWriter writer, bool orNull)
    {
        writer.WriteStartArray("enum");
        foreach (var word in words)
        {
            writer.WriteStringValue(word);
        }

        if (orNull)
        {
            writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }
}
