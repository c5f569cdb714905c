using System.Globalization;
using System.Text.Json;
using LtcActors.Silo.Access;
using LtcActors.Silo.Texts;
using LtcActors.Silo.Workplace;
using static LtcActors.Silo.Exports.Tables;

namespace LtcActors.Silo.Exports;

/// <summary>Accounts, tokens, sessions, saved views and the audit as tables: what the pages show, and never a hash.</summary>
internal static class DeskTables
{
    public static Table Accounts(IEnumerable<Account> accounts, Words words) => new("accounts",
        Headings(words, "名称|Name", "姓名|Display name", "角色|Role", "区域|Districts", "机构|Institutions", "停用|Disabled", "待改密码|Must choose a password",
            "统一身份标识|Id at single sign-on", "来源|Source", "创建人|Created by", "创建时间|Created"),
        accounts.Select(a => (IReadOnlyList<Cell>)
        [
            a.Name, a.DisplayName, words.Of("role", a.Role), string.Join(' ', a.Districts), string.Join(' ', a.Institutions), YesNo(a.Disabled, words),
            YesNo(a.MustChange, words), a.External?.Id, a.IsOfFile ? AccessFile.Name : "", a.CreatedBy, Time(a.CreatedAt),
        ]));

    public static Table Tokens(IEnumerable<IssuedToken> tokens, Words words) => new("tokens",
        Headings(words, "编号|Id", "名称|Name", "角色|Role", "护理员|Caregiver", "来源前缀|Sources", "签发人|Issued by", "签发时间|Issued", "更换时间|Rotated", "收回时间|Revoked"),
        tokens.Select(t => (IReadOnlyList<Cell>)
        [
            t.Id, t.Name, words.Of("role", t.Role), t.CaregiverId, string.Join(' ', t.Sources), t.IssuedBy, Words.Time(t.IssuedAt), Time(t.RotatedAt), Time(t.RevokedAt),
        ]));

    public static Table Sessions(IEnumerable<(Session Session, DateTimeOffset Ends)> sessions, Words words) => new("sessions",
        Headings(words, "编号|Id", "账号|Account", "方式|Way", "登录时间|Begun", "到期|Ends", "来源地址|From"),
        sessions.Select(s => (IReadOnlyList<Cell>)
        [
            s.Session.ShortId, s.Session.User, s.Session.Way switch
            {
                null => words.Pick("密码", "password"),
                Session.Wall => words.Pick("大屏", "display"),
                _ => words.Pick("统一身份认证", "single sign-on"),
            }, Words.Time(s.Session.Begun), Words.Time(s.Ends), s.Session.From,
        ]));

    public static Table Audit(IEnumerable<JsonElement> entries, Words words) => new("audit",
        Headings(words, "序号|Number", "时间|At", "何人|Who", "角色|Role", "操作|Action", "对象|About", "对象编号|Id", "用途|Purpose", "说明|Note", "结果|Result",
            "请求|Request", "来源地址|From", "会话|Session", "哈希|Hash"),
        entries.Select(e => (IReadOnlyList<Cell>)
        [
            e.GetProperty("n").GetInt64(), Words.Time(e.GetProperty("at").GetDateTimeOffset()), Member(e, "by"), words.Of("role", Member(e, "role")),
            words.Of("auditAction", Member(e, "action")), words.Of("auditKind", Member(e, "kind")), Member(e, "id"), words.Of("purpose", Member(e, "purpose")),
            Member(e, "note"), words.Of("auditResult", Member(e, "result")), Member(e, "request"), Member(e, "from"), Member(e, "session"), Member(e, "hash"),
        ]));

    public static Table Views(IEnumerable<SavedView> views, Words words) => new("views",
        Headings(words, "编号|Id", "名称|Name", "筛选|Filter", "保存人|Kept by", "共享|Shared", "默认打开的角色|Opens the boards of", "保存时间|Kept"),
        views.Select(v => (IReadOnlyList<Cell>)
        [
            v.Id, v.Name, v.Query, v.Owner, YesNo(v.Shared, words), string.Join(' ', v.DefaultFor.Select(role => words.Of("role", role))), Words.Time(v.At),
        ]));
}
