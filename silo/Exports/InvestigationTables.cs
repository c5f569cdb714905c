using LtcActors.Silo.Investigation;
using LtcActors.Silo.Texts;
using static LtcActors.Silo.Exports.Tables;

namespace LtcActors.Silo.Exports;

/// <summary>What the investigator's pages list, as tables: the map, a caregiver's day, the entries of a visit, a case file.</summary>
internal static class InvestigationTables
{
    public static Table Map(IEnumerable<MapItem> items, Words words) => new("map",
        Headings(words, "图层|Layer", "编号|Id", "名称|Name", "区域|District", "纬度|Latitude", "经度|Longitude", "精度（米）|Accuracy (metres)", "围栏（米）|Fence (metres)",
            "参保人|Person", "护理员|Caregiver", "服务单|Visit", "时间|At", "规则|Rule", "级别|Severity"),
        items.Select(i => (IReadOnlyList<Cell>)
        [
            words.Of("map.layer", i.Layer), i.Id, i.Name, words.District(i.DistrictCode), i.Lat, i.Lon, new Cell(null, i.Accuracy), new Cell(null, i.Radius),
            i.PersonId, i.CaregiverId, i.VisitId, Time(i.At), i.Rule, i.Severity is { } severity ? $"{severity} {words.Of("severity", severity)}" : null,
        ]));

    /// <summary>A visit a row, with where and when each end of it was measured.</summary>
    public static Table Day(IEnumerable<VisitElements> visits, Words words) => new("day",
        Headings(words, "服务单|Visit", "日期|Date", "参保人|Person", "护理员|Caregiver", "机构|Institution", "服务项目|Services", "开始|Began", "开始纬度|Began at latitude",
            "开始经度|Began at longitude", "结束|Ended", "结束纬度|Ended at latitude", "结束经度|Ended at longitude"),
        visits.Select(v => (IReadOnlyList<Cell>)
        [
            v.VisitId, Tables.Day(v.Date), v.PersonId, v.CaregiverId, v.InstitutionId,
            string.Join(' ', v.Services.Select(s => s.Code)), Time(v.Begin?.At), new Cell(null, v.Begin?.Lat), new Cell(null, v.Begin?.Lon),
            Time(v.End?.At), new Cell(null, v.End?.Lat), new Cell(null, v.End?.Lon),
        ]));

    public static Table Entries(IEnumerable<TrailEntry> entries, Words words) => new("visit-entries",
        Headings(words, "日志序号|Entry", "类型|Type", "发生时间|Occurred", "记录时间|Recorded", "已撤回|Withdrawn", "预警|Alerts"),
        entries.Select(e => (IReadOnlyList<Cell>)
        [
            e.Seq, e.Type, Words.Time(e.Time), Words.Time(e.RecordedAt), YesNo(e.Withdrawn == true, words), string.Join(' ', e.Alerts),
        ]));

    public static Table Case(IEnumerable<CaseItem> items, Words words) => new("case",
        Headings(words, "编号|Id", "类别|What", "人员|By", "时间|At", "说明|Text", "日志序号|Entry", "文件|File", "字节|Bytes", "SHA-256|SHA-256", "取下人|Taken off by", "取下时间|Taken off"),
        items.Select(i => (IReadOnlyList<Cell>)
        [
            i.Id, words.Of("case.type", i.Type), i.By, Words.Time(i.At), i.Text, new Cell(null, i.Seq), i.Name, new Cell(null, i.Size), i.Sha256, i.RemovedBy, Time(i.RemovedAt),
        ]));
}
