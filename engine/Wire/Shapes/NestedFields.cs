using System.Buffers;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>An object within the object. Its fields take the slots that follow its own.</summary>
public sealed class ObjectField(string name, Shape shape, string? note = null) : Field(name, note)
{
    public Shape Shape => shape;

    public override string Expected => "an object";

    internal override int SlotCount => 1 + shape.SlotCount;

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Fault.WrongType;
        }

        slots[0].State = SlotState.Present;
        context.Enter(Name);
        shape.Read(ref reader, context, slots[1..]);
        context.Leave();
        return Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "object");
        shape.Describe(writer);
    }
}

/// <summary>An array of objects, each made into a <typeparamref name="T"/>.</summary>
public sealed class ArrayField<T>(string name, int max, Shape shape, Make<T> make, string? note = null) : Field(name, note)
{
    public Shape Shape => shape;

    public override string Expected => $"an array of at most {max} objects";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Fault.WrongType;
        }

        var items = ArrayPool<T>.Shared.Rent(16);
        var frame = context.PushFrame(shape.SlotCount);
        context.Enter(Name);
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count < max)
            {
                ReadItem(ref reader, context, frame, ref items, count);
            }

            context.SkipRest(ref reader);
            count++;
        }

        context.Leave();
        context.PopFrame(shape.SlotCount);
        var kept = Math.Min(count, max);
        slots[0].Set(items.AsSpan(0, kept).ToArray());
        Array.Clear(items, 0, kept);
        ArrayPool<T>.Shared.Return(items);
        return count > max ? Fault.OutOfRange : Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "array");
        writer.WriteNumber("maxItems", max);
        writer.WriteStartObject("items");
        writer.WriteString("type", "object");
        shape.Describe(writer);
        writer.WriteEndObject();
    }

    private void ReadItem(ref Utf8JsonReader reader, ReadContext context, Span<Slot> frame, ref T[] items, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            context.ReportItem(index, ProblemCodes.WrongType, "an object");
            return;
        }

        if (index == items.Length)
        {
            Grow(ref items);
        }

        frame.Clear();
        context.EnterItem(index);
        shape.Read(ref reader, context, frame);
        context.Leave();

        // An item is made only of slots known to be good: a factory never sees what was refused.
        if (!context.HasProblems)
        {
            var values = new Slots(frame, string.Empty);
            items[index] = make(ref values);
        }
    }

    private static void Grow(ref T[] items)
    {
        var larger = ArrayPool<T>.Shared.Rent(items.Length * 2);
        items.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(items, clearArray: true);
        items = larger;
    }
}

/// <summary>An array of codes.</summary>
public sealed class CodesField(string name, int max, string? note = null) : Field(name, note)
{
    private static readonly TextField Item = new("item", WireLimits.Code, recurs: true);

    public override string Expected => $"an array of at most {max} codes";

    internal override Fault Read(ref Utf8JsonReader reader, ReadContext context, Span<Slot> slots)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return Fault.WrongType;
        }

        var items = new List<string>();
        var frame = context.PushFrame(1);
        context.Enter(Name);
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count < max)
            {
                frame.Clear();
                var fault = Item.Read(ref reader, context, frame);
                if (fault != Fault.None)
                {
                    context.ReportItem(count, CodeOf(fault), Item.Expected);
                }
                else
                {
                    items.Add((string)frame[0].Reference!);
                }
            }

            context.SkipRest(ref reader);
            count++;
        }

        context.Leave();
        context.PopFrame(1);
        slots[0].Set(items.ToArray());
        return count > max ? Fault.OutOfRange : Fault.None;
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        DescribeType(writer, "array");
        writer.WriteNumber("maxItems", max);
        writer.WriteStartObject("items");
        Item.Describe(writer);
        writer.WriteEndObject();
    }
}
