using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;
using LtcActors.Engine.Wire.Shapes;

namespace LtcActors.Engine.Wire;

/// <content>The data: in its place, put off until the type is known, or in base64.</content>
internal sealed partial class EnvelopeReader
{
    private void Decode(ref Utf8JsonReader reader)
    {
        var fault = context.TryText(ref reader, out var utf8);
        if (fault == Fault.None)
        {
            var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(utf8.Length)];
            if (Base64.DecodeFromUtf8(utf8, decoded, out _, out var written) == OperationStatus.Done)
            {
                base64 = decoded[..written];
                return;
            }

            fault = Fault.Malformed;
        }

        context.Report(Field.CodeOf(fault), "data_base64", "be base64");
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        dataRead = true;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            context.Report(ProblemCodes.WrongType, "data", "be an object");
            return;
        }

        context.Enter("data");
        type!.Data.Read(ref reader, context, context.PushFrame(type.Data.SlotCount));
        context.Leave();
    }

    private void ReadDeferredData(ReadOnlySpan<byte> body)
    {
        if (Has(Member.Data) && Has(Member.DataBase64))
        {
            context.Report(ProblemCodes.Malformed, "data_base64", "not stand beside data");
            return;
        }

        if (Has(Member.DataBase64) && mediaRefused)
        {
            context.Report(ProblemCodes.WrongType, "data_base64", "be JSON");
            return;
        }

        if (type is null || dataRead)
        {
            return;
        }

        // The part is one level further in than its own reader can know.
        context.BaseDepth = -1;
        if (Has(Member.Data))
        {
            var reader = new Utf8JsonReader(body[data], EventParser.Options);
            reader.Read();
            ReadData(ref reader);
        }
        else if (base64 is not null)
        {
            ReadDecoded(base64);
        }
    }

    private void ReadDecoded(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            context.Report(ProblemCodes.Malformed, "data_base64", "be UTF-8");
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(json, EventParser.Options);
            reader.Read();
            ReadData(ref reader);
            context.SkipRest(ref reader);

            // Throws when anything but white space follows.
            reader.Read();
        }
        catch (JsonException)
        {
            context.LeaveAll();
            context.Report(ProblemCodes.NotJson, "data_base64", "be JSON");
        }
    }
}
