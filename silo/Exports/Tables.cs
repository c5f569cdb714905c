using System.Globalization;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Exports;

/// <summary>The lists of the API as tables: the same rows, in words.</summary>
internal static class Tables
{
    public static Table Alerts(IEnumerable<AlertRecord> alerts, Words words) => new("alerts",
        Headings(words, "编号|Id", "日志序号|Entry", "规则|Rule", "名称|Title", "级别|Severity", "状态|Status", "发生时间|Occurred", "发出时间|Raised",
            "参保人|Person", "护理员|Caregiver", "机构|Institution", "设备|Device", "区域|District", "服务单|Visits", "数值|Figures", "依据|Law",
            "负责人|Assignee", "结果|Outcome", "最近变更|Last change", "变更人|By", "备注|Note"),
        alerts.Select(a => (IReadOnlyList<Cell>)
        [
            a.Id, a.Seq, a.Rule, words.Pick(a.Title), $"{a.Severity} {words.Of("severity", a.Severity)}", Status(a, words), Words.Time(a.OccurredAt),
            Words.Time(a.RaisedAt), a.PersonId, a.CaregiverId, a.InstitutionId, a.DeviceId, words.District(a.DistrictCode), string.Join(' ', a.VisitIds),
            string.Join("; ", a.Figures.Select(f => Figure(f.Key, f.Value, words))), string.Join("; ", a.Citations.Select(c => Law(c, words))),
            a.Assignee, words.Of("outcome", a.Outcome), Words.Time(a.ChangedAt), a.By, a.Note,
        ]));

    public static Table Silences(IEnumerable<Silence> silences, Words words) => new("silences",
        Headings(words, "编号|Id", "规则|Rule", "对象|Subject", "对象编号|Subject id", "级别|Severity", "预警|Alert", "理由|Reason", "登记人|By", "开始|Began",
            "截止日|Last day", "状态|Status", "结束|Ended", "结束人|Ended by", "备注|Note"),
        silences.Select(s => (IReadOnlyList<Cell>)
        [
            s.Id, s.Rule, Wire(s.SubjectKind), s.SubjectId, s.Severity, s.AlertId, s.Reason, s.By, Words.Time(s.At), Day(s.Until), Wire(s.Status),
            Time(s.EndedAt), s.EndedBy, s.Note,
        ]));

    public static Table Outcomes(IEnumerable<OutcomeCount> counts, Words words) => new("outcomes",
        Headings(words, "规则|Rule", "版本|Version", "参数版本|Policy version", "查实|Confirmed", "未查实|Not confirmed", "无法认定|Undecidable", "误报|False alarm",
            "未标注|Unlabelled", "查实率|Precision"),
        counts.Select(c => (IReadOnlyList<Cell>)
        [
            c.Rule, c.Version, c.Policy, c.Confirmed, c.NotConfirmed, c.Undecidable, c.FalseAlarm, c.Unlabelled, new Cell(null, c.Precision),
        ]));

    public static Table Rules(IEnumerable<RuleInfo> rules, Words words) => new("rules",
        Headings(words, "规则|Rule", "版本|Version", "名称|Title", "级别|Severity", "阈值|Thresholds", "依据|Law"),
        rules.Select(r => (IReadOnlyList<Cell>)
        [
            r.Id, r.Version, words.Pick(r.Title), r.Severity,
            string.Join("; ", r.Thresholds.SelectMany(t => Thresholds(t, words))), string.Join("; ", r.Citations.Select(c => Law(c, words))),
        ]));

    /// <summary>The number of the default region, and of those where it is another, rests on something else or begins on another day.</summary>
    private static IEnumerable<string> Thresholds(RuleThreshold t, Words words)
    {
        return [
            Line(t.Key, t.Value?.GetValue<double>(), t.Basis, t.From),
            .. t.Regions.Where(r => (r.Value, r.Basis, (DateOnly?)r.From) != (t.Value?.GetValue<double>(), t.Basis, t.From))
                .Select(r => Line($"{t.Key} [{r.Region}]", r.Value, r.Basis, r.From)),
        ];

        string Line(string key, double? value, string basis, DateOnly? from) =>
            $"{key} = {value?.ToString(CultureInfo.InvariantCulture)} {t.Unit} ({words.Basis(basis)}{(from is { } day ? $", {Day(day)}" : "")})";
    }

    public static Table History(IEnumerable<HistoryItem> items, Words words) => new("history",
        Headings(words, "日志序号|Entry", "记录时间|Recorded", "发生时间|Occurred", "类型|Type", "对象|Subject", "来源|Source", "编号|Id", "内容|Data", "预警|Alerts"),
        items.Select(i => (IReadOnlyList<Cell>)
        [
            i.Seq, Words.Time(i.RecordedAt), Member(i.Event, "time") is { } time && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at) ? Words.Time(at) : null,
            Member(i.Event, "type"), Member(i.Event, "subject"), Member(i.Event, "source"), Member(i.Event, "id"),
            i.Event.TryGetProperty("data", out var data) ? data.GetRawText() : null, string.Join(' ', i.Alerts),
        ]));

    /// <summary>One figure against its limit, with where the limit comes from.</summary>
    public static string Figure(string name, AlertFigure figure, Words words)
    {
        var text = $"{words.Of("figure", name)} {words.Figure(figure)}";
        return figure.Limit is not { } limit ? text
            : $"{text} / {words.Measured(limit, figure.Unit)}{(figure.Basis is null ? "" : $" ({words.Basis(figure.Basis)})")}";
    }

    /// <summary>Source, article and legal status.</summary>
    public static string Law(AlertCitation c, Words words) => $"{words.Of("source", c.Source)} {c.Article} [{words.Of("legal", c.Status)}]";

    public static string Status(AlertRecord alert, Words words) => words.Of("status", AlertFilters.Statuses.First(s => s.Value == alert.Status).Key);

    public static string[] Headings(Words words, params string[] both) => [.. both.Select(b => words.Pick(b[..b.IndexOf('|', StringComparison.Ordinal)], b[(b.IndexOf('|', StringComparison.Ordinal) + 1)..]))];

    public static string? Time(DateTimeOffset? instant) => instant is { } at ? Words.Time(at) : null;

    public static string YesNo(bool value, Words words) => value ? words.Pick("是", "yes") : words.Pick("否", "no");

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An enumeration's stored name.</summary>
    private static string Wire<T>(T value) => JsonSerializer.SerializeToElement(value, Hosting.Json.Options).GetString()!;

    /// <summary>A member that is a text.</summary>
    public static string? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
