using System.Buffers;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Wire.Shapes;

namespace LtcActors.Engine.Wire;

/// <summary>Reads one CloudEvent: its attributes, and its data by the table of its type. Reused from event to event.</summary>
internal sealed partial class EnvelopeReader(ReadContext context)
{
    private static readonly SearchValues<byte> ExtensionBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789"u8);

    /// <summary>How each attribute's value is read; by <see cref="Member"/>.</summary>
    private static readonly Field[] Fields =
    [
        new TextField("specversion", 16, recurs: true), new TextField("id", WireLimits.EventId), new SourceField("source"),
        new TextField("type", WireLimits.Code, recurs: true), new InstantField("time"), new IdField("subject"),
        new TextField("datacontenttype", 256, recurs: true), new SourceField("dataschema"),
    ];

    /// <summary>The first five members. A subject is asked for where the type says whose it is.</summary>
    private const uint Required = 0b11111;

    private readonly Slot[] slots = new Slot[Fields.Length];
    private EventType? type;
    private uint seen;
    private uint present;
    private Range data;
    private byte[]? base64;
    private bool dataRead;
    private bool mediaRefused;

    private enum Member
    {
        SpecVersion,
        Id,
        Source,
        Type,
        Time,
        Subject,
        DataContentType,
        DataSchema,
        Data,
        DataBase64,
        Extension,
    }

    public string? Source => Text(Member.Source);

    public string? Id => Text(Member.Id);

    public DateTimeOffset Time => new(slots[(int)Member.Time].Bits, TimeSpan.Zero);

    /// <summary>Reads the object on whose brace the reader stands, up to its closing brace.</summary>
    /// <param name="body">What the reader reads.</param>
    /// <returns>Null when there are problems, which are then in the context.</returns>
    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    public Domain.Fact? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        slots.AsSpan().Clear();
        (type, seen, present, base64, dataRead, mediaRefused) = (null, 0, 0, null, false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadMember(ref reader, body);
        }

        ReadDeferredData(body);
        ReportMissing();
        return context.HasProblems ? null : type!.Make(context.FirstFrame(type.Data.SlotCount), Text(Member.Subject)!);
    }

    private static Member MemberOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Member.Id,
        4 when name.SequenceEqual("data"u8) => Member.Data,
        4 when name.SequenceEqual("type"u8) => Member.Type,
        4 when name.SequenceEqual("time"u8) => Member.Time,
        6 when name.SequenceEqual("source"u8) => Member.Source,
        7 when name.SequenceEqual("subject"u8) => Member.Subject,
        10 when name.SequenceEqual("dataschema"u8) => Member.DataSchema,
        11 when name.SequenceEqual("specversion"u8) => Member.SpecVersion,
        11 when name.SequenceEqual("data_base64"u8) => Member.DataBase64,
        15 when name.SequenceEqual("datacontenttype"u8) => Member.DataContentType,
        _ => Member.Extension,
    };

    private static string NameOf(Member member) => member switch
    {
        Member.Data => "data",
        Member.DataBase64 => "data_base64",
        _ => Fields[(int)member].Name,
    };

    private string? Text(Member member) => (string?)slots[(int)member].Reference;

    private bool Has(Member member) => (present & (1U << (int)member)) != 0;

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var name = reader.ValueSpan;
        if (reader.ValueIsEscaped && !context.TryUnescape(reader.ValueSpan, out name))
        {
            name = default;
        }

        var member = MemberOf(name);
        if (member == Member.Extension)
        {
            ReadExtension(ref reader, name);
            return;
        }

        reader.Read();
        var bit = 1U << (int)member;
        if ((seen & bit) != 0)
        {
            context.Report(ProblemCodes.DuplicateMember, NameOf(member), "stand only once");
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            present |= bit;
            ReadValue(ref reader, body, member);
        }

        seen |= bit;
        context.SkipRest(ref reader);
    }

    private void ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Member member)
    {
        switch (member)
        {
            case Member.Data when type is not null && (seen & (1U << (int)Member.DataBase64)) == 0:
                ReadData(ref reader);
                return;
            case Member.Data:
                // The table is not known before the type.
                var start = (int)reader.TokenStartIndex;
                context.SkipRest(ref reader);
                data = start..(int)reader.BytesConsumed;
                return;
            case Member.DataBase64:
                Decode(ref reader);
                return;
        }

        var field = Fields[(int)member];
        var fault = field.Read(ref reader, context, slots.AsSpan((int)member));
        if (fault != Fault.None)
        {
            context.Report(Field.CodeOf(fault), field.Name, "be " + field.Expected);
            return;
        }

        Judge(member);
    }

    /// <summary>What a well-formed text may still have wrong with it.</summary>
    private void Judge(Member member)
    {
        switch (member)
        {
            case Member.SpecVersion when Text(member) != "1.0":
                context.Report(ProblemCodes.UnsupportedVersion, "specversion", "be 1.0");
                break;
            case Member.Type:
                type = EventTypes.Find(Text(member)!);
                if (type is null)
                {
                    context.Report(ProblemCodes.UnknownType, "type", "be one of the contract's");
                }

                break;
            case Member.DataContentType:
                var media = MediaTypes.KindOf(Text(member)!);
                if (media != MediaKind.Json)
                {
                    mediaRefused = true;
                    context.Report(
                        media == MediaKind.Malformed ? ProblemCodes.Malformed : ProblemCodes.UnsupportedMediaType,
                        "datacontenttype", "be application/json");
                }

                break;
        }
    }

    /// <summary>Extensions are kept in the journal with the event, and not read; only their form is checked.</summary>
    private void ReadExtension(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.IndexOfAnyExcept(ExtensionBytes) >= 0)
        {
            var text = Encoding.UTF8.GetString(name);
            context.Report(ProblemCodes.MalformedName, text, "have a name of lower-case letters and digits");
            reader.Read();
            context.SkipRest(ref reader);
            return;
        }

        reader.Read();
        var isValue = reader.TokenType switch
        {
            JsonTokenType.StartObject or JsonTokenType.StartArray => false,
            JsonTokenType.Number => reader.TryGetInt32(out _),
            _ => true,
        };
        if (!isValue)
        {
            context.Report(ProblemCodes.WrongType, Encoding.UTF8.GetString(name), "be text, a boolean or a whole number of 32 bits");
            context.SkipRest(ref reader);
        }
    }

    private void ReportMissing()
    {
        var wanted = Required | (type is null ? 0 : 1U << (int)Member.Subject);
        var missing = wanted & ~present;
        for (var member = Member.SpecVersion; missing != 0 && member <= Member.Subject; member++)
        {
            if ((missing & (1U << (int)member)) != 0)
            {
                context.Report(ProblemCodes.Missing, NameOf(member), "be there: " + Fields[(int)member].Expected);
            }
        }

        if (type is not null && !Has(Member.Data) && !Has(Member.DataBase64) && !mediaRefused)
        {
            context.Report(ProblemCodes.Missing, "data", "be there: an object");
        }
    }
}
