using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Silo.Ingest;

/// <summary>Writes results as the contract has them. The hot path: no objects between the engine's answer and the bytes.</summary>
internal static class ResultWriter
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Seq = JsonEncodedText.Encode("seq");
    private static readonly JsonEncodedText Problems = JsonEncodedText.Encode("problems");
    private static readonly JsonEncodedText Accepted = JsonEncodedText.Encode("accepted");
    private static readonly JsonEncodedText Duplicate = JsonEncodedText.Encode("duplicate");
    private static readonly JsonEncodedText Rejected = JsonEncodedText.Encode("rejected");

    public static void WriteAll(Utf8JsonWriter json, EventResult[] results)
    {
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (ref readonly var result in results.AsSpan())
        {
            Write(json, in result);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Every result has an id (null when none could be read) and problems, so that a client needs no case for their absence.</summary>
    public static void Write(Utf8JsonWriter json, in EventResult result)
    {
        json.WriteStartObject();
        if (result.Id is { } id)
        {
            json.WriteString(Id, id);
        }
        else
        {
            json.WriteNull(Id);
        }

        json.WriteString(Status, result.Status switch
        {
            EventStatus.Accepted => Accepted,
            EventStatus.Duplicate => Duplicate,
            _ => Rejected,
        });
        if (result.Seq > 0)
        {
            json.WriteNumber(Seq, result.Seq);
        }

        json.WriteStartArray(Problems);
        for (var i = 0; i < result.Problems.Count; i++)
        {
            Write(json, result.Problems[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, problem.Code);
        json.WriteString("detail"u8, problem.Detail);
        if (problem.Pointer is { } pointer)
        {
            json.WriteString("pointer"u8, pointer);
        }

        json.WriteEndObject();
    }
}
