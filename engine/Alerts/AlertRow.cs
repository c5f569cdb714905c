using System.Text.Json;
using LtcActors.Domain.Actors;

namespace LtcActors.Engine.Alerts;

/// <summary>An alert in a checkpoint: its latest record as JSON, its place, and the places of all its changes.</summary>
internal static class AlertRow
{
    public static ReadOnlyMemory<byte> Write(AlertRecord record, List<long> changes)
    {
        var to = new StateWriter();
        to.Long(record.Seq);
        to.Bytes(Json(record));
        to.List(changes, static (w, seq) => w.Long(seq));
        return to.Written.ToArray();
    }

    public static (AlertRecord Record, List<long> Changes) Read(ReadOnlyMemory<byte> row)
    {
        var from = new StateReader(row);
        var seq = from.Long();
        var record = JsonSerializer.Deserialize(from.Bytes().Span, AlertJson.Readable.AlertRecord)! with { Seq = seq };
        return (record, from.List(static r => r.Long()));
    }

    /// <summary>
    /// As it is journaled: without the texts of the law and the clock, which follow from <c>policies/</c>, and without a place, which
    /// it has yet to get.
    /// </summary>
    public static byte[] Json(AlertRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        record with
        {
            Seq = 0, DueAt = null, DueSoonAt = null, DueUnknownYear = null, Citations = [.. record.Citations.Select(c => c with { Text = null })],
        }, AlertJson.Readable.AlertRecord);
}
