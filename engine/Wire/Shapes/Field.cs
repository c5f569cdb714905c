using System.Text;
using System.Text.Json;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>What is wrong with one value.</summary>
internal enum Fault : byte
{
    None,
    WrongType,
    Malformed,
    OutOfRange,
    UnknownValue,
}

/// <summary>One member of a JSON object: what it is called, whether it must be there, and what it may hold.</summary>
public abstract class Field
{
    private protected Field(string name, string? note)
    {
        Required = !name.EndsWith('?');
        Name = Required ? name : name[..^1];
        Note = note;
        Utf8Name = Encoding.UTF8.GetBytes(Name);
    }

    public string Name { get; }

    public bool Required { get; }

    /// <summary>What it means, where the name does not say it.</summary>
    public string? Note { get; }

    /// <summary>What it must be, to follow "must be".</summary>
    public abstract string Expected { get; }

    internal byte[] Utf8Name { get; }

    /// <summary>Its own, and those of the objects nested in it.</summary>
    internal virtual int SlotCount => 1;

    /// <summary>
    /// Reads the value on which the reader stands, leaving it on the value's last token, or on its first where the type is wrong.
    /// </summary>
    /// <param name="slots">From the field's own slot on; absent as yet.</param>
    internal abstract Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots);

    /// <summary>Writes the keywords of its JSON Schema into the open object.</summary>
    internal abstract void Describe(Utf8JsonWriter writer);

    /// <summary>The <c>type</c> keyword: null stands for absence where a field may be absent.</summary>
    private protected void DescribeType(Utf8JsonWriter writer, string type)
    {
        if (Required)
        {
            writer.WriteString("type", type);
            return;
        }

        writer.WriteStartArray("type");
        writer.WriteStringValue(type);
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    internal static string CodeOf(Fault fault) => fault switch
    {
        Fault.WrongType => ProblemCodes.WrongType,
        Fault.Malformed => ProblemCodes.Malformed,
        Fault.OutOfRange => ProblemCodes.OutOfRange,
        Fault.UnknownValue => ProblemCodes.UnknownValue,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No fault has no code."),
    };
}
