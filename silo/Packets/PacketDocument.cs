using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Investigation;
using LtcActors.Silo.Packets.Maps;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Packets;

/// <summary>The packet in words: what is read in a hearing.</summary>
internal static class PacketDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Title(Packet packet) => packet.Words.Pick("长期护理保险监管证据材料", "Long-term care insurance: evidence packet");

    public static IReadOnlyList<Block> Of(Packet packet)
    {
        var words = packet.Words;
        return
        [
            new Block.Heading(1, Title(packet)),
            Pairs(
                (words.Pick("制作时间", "Made at"), $"{Words.Time(packet.MadeAt)} ({words.Pick("北京时间", "UTC+08:00")})"),
                (words.Pick("制作人", "Made by"), packet.MadeBy),
                (words.Pick("用途", "Purpose"), packet.Purpose),
                (words.Pick("预警", "Alerts"), packet.Alerts.Count.ToString(CultureInfo.InvariantCulture)),
                (words.Pick("日志条目", "Journal entries"), packet.Entries.Count.ToString(CultureInfo.InvariantCulture))),
            new Block.Paragraph(words.Pick(
                "以下为系统依据已记录事实作出的提示，不是处理决定；是否成立由经办人员核实认定。文中〔n〕指附录中第 n 条日志条目。",
                "What follows is what the system found in the facts on record. It is not a decision: whether it holds is for the officer to establish. A number in 〔 〕 is that of an entry in the appendix.")),
            .. packet.Alerts.SelectMany(a => Alert(packet, a)),
            .. Cases(packet),
            .. Appendix(packet),
        ];
    }

    private static IEnumerable<Block> Alert(Packet packet, PacketAlert one)
    {
        var (words, alert) = (packet.Words, one.Alert);
        yield return new Block.Heading(2, $"{alert.Rule} {words.Pick(alert.Title)}");
        yield return Facts(alert, words);
        if (alert.Figures.Count > 0)
        {
            yield return new Block.Heading(3, words.Pick("数值与阈值", "Figures and thresholds"));
            yield return Figures(alert, words);
        }

        yield return new Block.Heading(3, words.Pick("依据", "Law"));
        foreach (var citation in alert.Citations)
        {
            yield return new Block.Paragraph(Tables.Law(citation, words));
            if (citation.Text is { } text)
            {
                yield return new Block.Quote(text);
            }
        }

        if (one.Map is { } map)
        {
            yield return new Block.Heading(3, words.Pick("位置示意", "Map"));
            yield return new Block.Picture(MapDrawing.Of(map), words.Pick(
                "绿色：住所及电子围栏；红色：签到签退定位；蓝色：轨迹；圆圈：定位精度。数字为附录条目编号。坐标系 WGS-84。",
                "Green: the home and its fence. Red: check-ins and check-outs. Blue: track. Circles: accuracy. Numbers are entries of the appendix. WGS-84."));
        }

        yield return new Block.Heading(3, words.Pick("证据", "Evidence"));
        yield return new Block.Grid(
            Tables.Headings(words, "编号|No.", "内容|What", "发生时间|Occurred", "日志序号|Entry", "来源与编号|Source and id"),
            [.. alert.Evidence.Select(e => (IReadOnlyList<string>)
                [packet.NumberOf(e.Seq) is { } n ? $"〔{n}〕" : words.Pick("不予提供", "withheld"), words.Of("note", e.Note), Words.Time(e.OccurredAt), Number(e.Seq), $"{e.Source} {e.Id}"])]);
        yield return new Block.Heading(3, words.Pick("处理经过", "What was done"));
        yield return new Block.Grid(
            Tables.Headings(words, "时间|At", "人员|By", "动作|Action", "状态|Status", "说明|Note", "日志序号|Entry"),
            [.. one.History.Select(h => (IReadOnlyList<string>)
                [Words.Time(h.ChangedAt), h.By, words.Of("action", h.Action), Tables.Status(h, words), Said(h, words), Number(h.Seq)])]);
    }

    private static Block.Grid Facts(AlertRecord alert, Words words) => Pairs(
        [.. new (string Name, string? Value)[]
        {
            (words.Pick("预警编号", "Alert"), alert.Id),
            (words.Pick("级别", "Severity"), $"{alert.Severity} {words.Of("severity", alert.Severity)}"),
            (words.Pick("状态", "Status"), Tables.Status(alert, words)),
            (words.Pick("规则版本", "Rule version"), Number(alert.RuleVersion)),
            (words.Pick("发生时间", "Occurred"), Words.Time(alert.OccurredAt)),
            (words.Pick("发出时间", "Raised"), Words.Time(alert.RaisedAt) + (alert.DecidedLate ? words.Pick("（迟到事实）", " (by a late fact)") : "")),
            (words.Pick("参保人", "Insured person"), alert.PersonId),
            (words.Pick("护理员", "Caregiver"), alert.CaregiverId),
            (words.Pick("机构", "Institution"), alert.InstitutionId),
            (words.Pick("设备", "Device"), alert.DeviceId),
            (words.Pick("区域", "District"), words.District(alert.DistrictCode)),
            (words.Pick("服务单", "Visits"), string.Join(' ', alert.VisitIds)),
            (words.Pick("负责人", "Assignee"), alert.Assignee),
            (words.Pick("结果", "Outcome"), words.Of("outcome", alert.Outcome)),
        }.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => (f.Name, f.Value!))]);

    private static Block.Grid Figures(AlertRecord alert, Words words) => new(
        Tables.Headings(words, "项目|Figure", "数值|Value", "阈值|Limit", "阈值依据|Limit from"),
        [.. alert.Figures.Select(f => (IReadOnlyList<string>)
        [
            words.Of("figure", f.Key), words.Figure(f.Value), f.Value.Limit is { } limit ? words.Measured(limit, f.Value.Unit) : "—",
            f.Value.Basis is { } basis ? words.Basis(basis) : "—",
        ])]);

    private static IEnumerable<Block> Cases(Packet packet)
    {
        var words = packet.Words;
        if (packet.Cases.Count > 0)
        {
            yield return new Block.Heading(2, words.Pick("案卷", "Case files"));
        }

        foreach (var (subject, items) in packet.Cases)
        {
            yield return new Block.Heading(3, $"{words.Of("auditKind", subject.Kind == "alerts" ? "alert" : AuditLog.KindOf(subject.Actor.Kind))} {subject.Id}");
            yield return new Block.Grid(
                Tables.Headings(words, "时间|At", "人员|By", "类别|What", "内容|Content"),
                [.. items.Select(i => (IReadOnlyList<string>)[Words.Time(i.At), i.By, words.Of("case.type", i.Type), Kept(packet, i)])]);
        }
    }

    private static string Kept(Packet packet, CaseItem item)
    {
        var words = packet.Words;
        var what = item.Seq is { } seq
            ? $"{(packet.NumberOf(seq) is { } n ? $"〔{n}〕 " : "")}{words.Pick("日志序号", "entry")} {seq}"
            : item.Name is { } name ? $"{name} · {item.Size} {words.Pick("字节", "bytes")} · SHA-256 {item.Sha256}" : null;
        var off = item.RemovedAt is { } at ? $"{words.Pick("已取消", "taken off")} {item.RemovedBy} {Words.Time(at)}" : null;
        return string.Join(" · ", new[] { what, item.Text, off }.Where(s => !string.IsNullOrEmpty(s)));
    }

    private static IEnumerable<Block> Appendix(Packet packet)
    {
        yield return new Block.Heading(2, packet.Words.Pick("附录：日志条目", "Appendix: journal entries"));
        if (packet.Withheld.Count > 0)
        {
            yield return new Block.Paragraph(
                packet.Words.Pick("下列日志条目超出制作人的数据权限，未予收录：", "Entries that are outside the scope of who made this packet are left out: ") + string.Join(", ", packet.Withheld));
        }

        foreach (var (entry, i) in packet.Entries.Select((e, i) => (e, i)))
        {
            yield return new Block.Paragraph(
                $"〔{i + 1}〕 {packet.Words.Pick("日志序号", "entry")} {entry.Seq} · {packet.Words.Pick("记录于", "recorded")} {Words.Time(entry.RecordedAt)} · SHA-256 {entry.Sha256}");
            yield return new Block.Code(JsonSerializer.Serialize(entry.Event, Indented));
        }
    }

    private static string Said(AlertRecord change, Words words) => string.Join(" · ",
        new[] { change.Note, change.Assignee, change.Outcome is { } o ? words.Of("outcome", o) : null }.Where(s => !string.IsNullOrEmpty(s)));

    private static Block.Grid Pairs(params (string Name, string Value)[] pairs) =>
        new(null, [.. pairs.Select(p => (IReadOnlyList<string>)[p.Name, p.Value])]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
