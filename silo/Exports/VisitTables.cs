using System.Text.Json;
using LtcActors.Silo.Texts;
using static LtcActors.Silo.Exports.Tables;

namespace LtcActors.Silo.Exports;

/// <summary>Visits by their six elements, a row each. The views of persons and of caregivers tell a visit in their own words; this reads both.</summary>
internal static class VisitTables
{
    public static Table Visits(IEnumerable<JsonElement> visits, Words words) => new("visits",
        Headings(words, "服务单|Visit", "日期|Date", "参保人|Person", "护理员|Caregiver", "机构|Institution", "服务项目|Services", "开始|Began", "结束|Ended", "纬度|Latitude",
            "经度|Longitude", "精度（米）|Accuracy (metres)"),
        visits.Select(v => (IReadOnlyList<Cell>)
        [
            Member(v, "visitId"), Member(v, "date"), Member(v, "recipient") ?? Member(v, "personId"), Member(v, "provider") ?? Member(v, "caregiverId"),
            Member(v, "institutionId") ?? Member(Place(v), "institutionId"), Services(v), Instant(v, "begin"), Instant(v, "end"), Degrees(v, "lat"),
            Degrees(v, "lon"), new Cell(null, Number(Place(v), "accuracy")),
        ]));

    private static JsonElement Place(JsonElement visit) => Object(visit, "place") ?? default;

    private static Cell Degrees(JsonElement visit, string name) => new(null, Number(Object(Place(visit), "position") ?? Place(visit), name));

    private static JsonElement? Object(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static double? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static string? Instant(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at) ? Words.Time(at) : null;

    private static string Services(JsonElement visit) =>
        visit.TryGetProperty("services", out var services) && services.ValueKind == JsonValueKind.Array
            ? string.Join(' ', services.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.String ? s.GetString() : Member(s, "code")).OfType<string>().Distinct())
            : "";
}
