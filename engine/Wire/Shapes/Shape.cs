using System.Text.Json;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>The table of a JSON object: its fields in the order in which they are usually sent, and what must hold between them.</summary>
public sealed class Shape
{
    private readonly Field[] fields;
    private readonly int[] offsets;
    private readonly Check[] checks;
    private readonly ulong required;

    public Shape(Field[] fields, params Check[] checks)
    {
        // The sets of fields seen and present are kept in 64 bits.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, 64);
        this.fields = fields;
        this.checks = checks;
        offsets = new int[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            offsets[i] = SlotCount;
            SlotCount += fields[i].SlotCount;
            required |= fields[i].Required ? 1UL << i : 0;
        }

        foreach (var check in checks)
        {
            check.Bind(this);
        }
    }

    public IReadOnlyList<Field> Fields => fields;

    public IReadOnlyList<Check> Checks => checks;

    internal int SlotCount { get; }

    /// <summary>Reads the object on whose brace the reader stands, up to its closing brace, and reports what is wrong with it.</summary>
    /// <param name="frame">Cleared, and at least <see cref="SlotCount"/> long.</param>
    internal void Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> frame)
    {
        ulong seen = 0, present = 0;
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var i = Find(ref reader, context, expected);
            reader.Read();
            if (i < 0)
            {
                context.SkipRest(ref reader);
                continue;
            }

            expected = i + 1;
            var bit = 1UL << i;
            if ((seen & bit) != 0)
            {
                context.Report(ProblemCodes.DuplicateMember, fields[i].Name, "stand only once");
                context.SkipRest(ref reader);
                continue;
            }

            seen |= bit;
            if (reader.TokenType != JsonTokenType.Null)
            {
                present |= bit;
                ReadValue(ref reader, context, fields[i], frame[offsets[i]..]);
            }
        }

        if ((present & required) != required)
        {
            ReportMissing(context, required & ~present);
        }

        foreach (var check in checks)
        {
            check.Run(context, frame);
        }
    }

    internal void Describe(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("properties");
        foreach (var field in fields)
        {
            writer.WriteStartObject(field.Name);
            field.Describe(writer);
            if (field.Note is { } note)
            {
                writer.WriteString("description", note);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var field in fields.Where(f => f.Required))
        {
            writer.WriteStringValue(field.Name);
        }

        writer.WriteEndArray();
        foreach (var check in checks)
        {
            check.Describe(writer);
        }
    }

    internal int OffsetOf(string name) => offsets[Array.FindIndex(fields, f => f.Name == name)];

    private static void ReadValue(ref Utf8JsonReader reader, ReadContext context, Field field, Span<Slot> slots)
    {
        var fault = field.Read(ref reader, context, slots);
        if (fault != Fault.None)
        {
            slots[0].State = SlotState.Refused;
            context.Report(Field.CodeOf(fault), field.Name, "be " + field.Expected);
            context.SkipRest(ref reader);
        }
    }

    /// <summary>Senders keep the order of the table more often than not, so the next field is tried first.</summary>
    private int Find(ref Utf8JsonReader reader, ReadContext context, int expected)
    {
        var name = reader.ValueSpan;
        if (reader.ValueIsEscaped && !context.TryUnescape(reader.ValueSpan, out name))
        {
            return -1;
        }

        for (var i = expected; i < fields.Length; i++)
        {
            if (name.SequenceEqual(fields[i].Utf8Name))
            {
                return i;
            }
        }

        for (var i = 0; i < expected; i++)
        {
            if (name.SequenceEqual(fields[i].Utf8Name))
            {
                return i;
            }
        }

        return -1;
    }

    private void ReportMissing(ReadContext context, ulong missing)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if ((missing & (1UL << i)) != 0)
            {
                context.Report(ProblemCodes.Missing, fields[i].Name, "be there: " + fields[i].Expected);
            }
        }
    }
}
