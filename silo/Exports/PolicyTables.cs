using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Silo.PolicyVersions;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Texts;
using static LtcActors.Silo.Exports.Tables;

namespace LtcActors.Silo.Exports;

/// <summary>Policy versions, and what they would do, as tables.</summary>
internal static class PolicyTables
{
    /// <summary>A row a value, for that is what somebody compares; a version without one has a row of its own.</summary>
    public static Table Versions(IEnumerable<PolicyVersion> versions, Words words) => new("policies",
        Headings(words, "参数版本|Policy version", "标题|Title", "状态|Status", "起草人|Authors", "复核人|Reviewer", "生效日|From", "区域|Region", "参数|Key", "数值|Value", "单位|Unit",
            "依据|Law"),
        versions.SelectMany(v => v.Values.Count == 0 ? [Row(v, null, words)] : v.Values.Select(value => Row(v, value, words))));

    public static Table Replays(IEnumerable<ReplayInfo> replays, Words words) => new("replays",
        Headings(words, "回放|Replay", "参数版本|Policy version", "起始日|From", "截止日|Last day", "状态|Status", "已读序号|Read up to", "末序号|Last entry", "事件数|Events", "用时（秒）|Seconds"),
        replays.Select(r => (IReadOnlyList<Cell>)
        [
            r.Id, r.Policy, Day(r.From), r.To is { } to ? Day(to) : null, words.Of("replay.status", r.Status), r.Progress.Position, r.Progress.LastSeq, r.Progress.Events, r.Progress.Seconds,
        ]));

    /// <param name="counted">How many differ; of very many only the first are kept.</param>
    /// <exception cref="Refusal">Not all are there.</exception>
    public static Table Differences(string name, IReadOnlyList<ReplayedAlert> alerts, long counted, Words words) => counted > alerts.Count
        ? throw new Refusal(ProblemKind.OutOfRange, $"{counted} alerts differ, and the first {alerts.Count} are kept: a file would not be whole.") { Parameter = "format" }
        : Differing(name, alerts, [], static _ => [], words);

    /// <summary>As <see cref="Differences"/>, with what editors found of the findings that only the shadow has.</summary>
    /// <param name="outcomes">Of a finding, the last first.</param>
    public static Table ShadowAlerts(IEnumerable<ReplayedAlert> alerts, Func<string, IReadOnlyList<ShadowVerdict>> outcomes, Words words) => Differing(
        "shadow-alerts", alerts, ["判定|Outcome", "说明|Note", "判定人|By", "判定时间|At"],
        a => a.Before is null && outcomes(a.Id) is [var last, ..] ? [words.Of("outcome", last.Outcome), last.Note, last.By, Words.Time(last.At)] : [null, null, null, null], words);

    private static Table Differing(
        string name, IEnumerable<ReplayedAlert> alerts, string[] headings, Func<ReplayedAlert, IReadOnlyList<Cell>> more, Words words) => new(name,
        Headings(words, ["预警|Alert", "规则|Rule", "变化|Change", "对象|Subject", "机构|Institution", "发生时间|Occurred", "原级别|Severity before", "新级别|Severity after",
            "原数值|Figures before", "新数值|Figures after", .. headings]),
        alerts.Select(a => (IReadOnlyList<Cell>)
        [
            a.Id, a.Rule, a.Before is null ? words.Pick("新增", "appears") : a.After is null ? words.Pick("消失", "vanishes") : words.Pick("变化", "changes"),
            Either(a).PersonId ?? Either(a).CaregiverId ?? Either(a).DeviceId, Either(a).InstitutionId, Words.Time(Either(a).OccurredAt), a.Before?.Severity, a.After?.Severity,
            Figures(a.Before, words), Figures(a.After, words), .. more(a),
        ]));

    public static Table ShadowOutcomes(IEnumerable<ShadowOutcome> outcomes, Words words) => new("shadow-outcomes",
        Headings(words, "规则|Rule", "现行预警|Alerts now", "现行查实率|Precision now", "试算预警|Alerts as tried", "试算查实率|Precision as tried", "新增|Appear", "消失|Vanish", "变化|Change", "新增中已判定|Judged of those"),
        outcomes.Select(o => (IReadOnlyList<Cell>)
        [
            o.Rule, o.Live.Alerts, new Cell(null, o.Live.Precision), o.Shadow.Alerts, new Cell(null, o.Shadow.Precision), o.Appear, o.Vanish, o.Change, o.Judged,
        ]));

    private static IReadOnlyList<Cell> Row(PolicyVersion v, PolicyValue? value, Words words) =>
    [
        v.Id, v.Title, words.Of("policy.status", v.Status.ToString().ToLowerInvariant()), string.Join(' ', v.Authors), v.Reviewer,
        v.From is { } from ? Day(from) : null, value?.Region, value?.Key, new Cell(null, value?.Value), value?.Unit,
        value?.Citation is { } law ? $"{words.Of("source", law.Source)} {law.Article}" : value?.Proposed,
    ];

    private static AlertRecord Either(ReplayedAlert a) => (a.After ?? a.Before)!;

    private static string? Figures(AlertRecord? alert, Words words) =>
        alert is null ? null : string.Join("; ", alert.Figures.Select(f => Figure(f.Key, f.Value, words)));
}
