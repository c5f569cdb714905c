using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Tests.Http;

internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(8));

    public static string Death(string id, string person = "P-1") =>
        """{"specversion":"1.0","id":"#ID","source":"/registry","type":"ltc.person.died","subject":"#P","time":"2026-03-01T08:00:00+08:00","data":{"diedAt":"2026-02-28"}}"""
            .Replace("#ID", id, StringComparison.Ordinal).Replace("#P", person, StringComparison.Ordinal);

    /// <summary>Of P-1, in district 120101.</summary>
    public static string Registration(string id) =>
        """{"specversion":"1.0","id":"#ID","source":"/registry","type":"ltc.person.registered","subject":"P-1","time":"2026-02-01T08:00:00+08:00","data":{"name":"王秀兰","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.123456,"lon":117.654321}}}"""
            .Replace("#ID", id, StringComparison.Ordinal);

    /// <summary>Of the visit V-1 of P-1 by C-1, without a position.</summary>
    public static string CheckIn(string id) =>
        """{"specversion":"1.0","id":"#ID","source":"/phones","type":"ltc.visit.checked-in","subject":"P-1","time":"2026-03-01T07:00:00+08:00","data":{"visitId":"V-1","caregiverId":"C-1"}}"""
            .Replace("#ID", id, StringComparison.Ordinal);

    /// <summary>Of I-1, in district 120101.</summary>
    public static string Designation(string id) =>
        """{"specversion":"1.0","id":"#ID","source":"/registry","type":"ltc.institution.designated","subject":"I-1","time":"2026-02-01T08:00:00+08:00","data":{"name":"和平护理站","districtCode":"120101","position":{"lat":39.15,"lon":117.25},"services":["home"],"agreementFrom":"2026-01-01","agreementTo":"2026-12-31"}}"""
            .Replace("#ID", id, StringComparison.Ordinal);

    public static Silence Silence(string id, SilenceStatus status = SilenceStatus.Active) => new(
        id, 9, "GEO-01", SilenceSubject.Caregiver, "C-1", "P3", "A-1", "井下无信号", "li", Now, new(2026, 3, 31), status,
        status == SilenceStatus.Active ? null : Now, status == SilenceStatus.Active ? null : "system", null);

    public static AlertRecord Alert(
        string id, long seq, string severity = "P1", AlertStatus status = AlertStatus.Open, string rule = "ELG-01", string district = "120101") => new(
        id, seq, rule, 1, severity, new BilingualText("死亡后享受待遇", "Benefit after death"), status, Now, Now, Now, null, false,
        "P-1", "C-1", "I-1", null, district, ["V-1"], [new AlertCitation("tianjin-2023", "25", "in force", "条文")],
        [new AlertEvidence(1, "/registry", "e-1", "died", Now)],
        new Dictionary<string, AlertFigure> { ["distance"] = new(220.5, null, "m", 150, "proposed") },
        "raised", "system", null, null, null);
}
