using System.Text;
using System.Text.Json.Nodes;

namespace LtcActors.Engine.Tests.Wire;

/// <summary>One full, valid event of each type of the contract: every field of its table is there.</summary>
public static class WireSamples
{
    public const string Source = "//cloud.example/agency-7";

    private const string Check = """
        "visitId":"v-1","caregiverId":"c-1","institutionId":"i-1","itemId":"it-1",
        "position":{"lat":39.1234,"lon":117.2345,"accuracy":12.5,"mock":false},"locationOff":false,"deviceId":"d-1",
        "channel":"beacon","reasonCode":"R1","face":{"score":0.93,"live":true},"personFace":{"score":0.88,"live":false},
        "photoHash":"sha256:ab12","beacons":[{"beaconId":"b-1","tampered":true},{"beaconId":"b-2"}],
        "uploadedAt":"2026-03-01T08:30:05+08:00","rooted":true,"debugged":true
        """;

    private static readonly Dictionary<string, (string Subject, string Data)> Samples = new()
    {
        ["ltc.institution.designated"] = ("i-1", """
            {"name":"和平护理院","districtCode":"120101","position":{"lat":39.11,"lon":117.19},"services":["home","institution"],
             "agreementFrom":"2025-01-01","agreementTo":"2026-12-31","beds":120}
            """),
        ["ltc.institution.suspended"] = ("i-1", """{"on":"2026-03-01","until":"2026-03-31","reason":"整改"}"""),
        ["ltc.institution.resumed"] = ("i-1", """{"on":"2026-04-01","reason":"整改完成"}"""),
        ["ltc.institution.terminated"] = ("i-1", """{"on":"2026-05-01","reason":"到期"}"""),
        ["ltc.institution.rectification-ordered"] = ("i-1", """
            {"on":"2026-02-01","until":"2026-02-28","orderId":"o-1","reason":"记录不全"}
            """),
        ["ltc.institution.accepted"] = ("i-1", """{"on":"2026-02-25","orderId":"o-1"}"""),
        ["ltc.caregiver.registered"] = ("c-1", """
            {"name":"王芳","kind":"professional","institutionId":"i-1","duty":"home","qualification":"养老护理员三级",
             "certifiedOn":"2024-06-01","contractFrom":"2025-01-01","contractTo":"2026-12-31","idNumber":"12010119800101002X"}
            """),
        ["ltc.caregiver.trained"] = ("c-1", """{"course":"失能照护","completedOn":"2025-02-01"}"""),
        ["ltc.caregiver.practised"] = ("c-1", """{"personId":"p-1","institutionId":"i-1","from":"2025-03-01","to":"2025-05-31"}"""),
        ["ltc.caregiver.reassigned"] = ("c-1", """{"institutionId":"i-1","duty":"none","from":"2026-01-01"}"""),
        ["ltc.caregiver.absent"] = ("c-1", """{"from":"2026-02-01","to":"2026-02-07","kind":"travel"}"""),
        ["ltc.caregiver.certified"] = ("c-1", """{"occupation":"养老护理员","issuedOn":"2024-06-01","validUntil":"2027-05-31"}"""),
        ["ltc.caregiver.interviewed"] = ("c-1", """{"on":"2026-04-02","interviewId":"n-1","reason":"护理质量较差"}"""),
        ["ltc.caregiver.exempted"] = ("c-1", """{"kind":"identity","from":"2026-01-01","until":"2026-12-31"}"""),
        ["ltc.caregiver.declared"] = ("c-1", """{"institutionId":"i-1","month":"2026-05","days":22}"""),
        ["ltc.caregiver.left"] = ("c-1", """{"institutionId":"i-1","on":"2026-06-01"}"""),
        ["ltc.caregiver.tracked"] = ("c-1", """
            {"points":[{"time":"2026-03-01T08:00:00+08:00","lat":39.1,"lon":117.2,"accuracy":8,"mock":false}],"deviceId":"d-1"}
            """),
        ["ltc.device.registered"] = ("d-1", """{"shared":true,"institutionId":"i-1","caregiverId":"c-1"}"""),
        ["ltc.account.registered"] = ("a-1", """{"kind":"bank","holder":"caregiver","holderId":"c-1","from":"2026-01-01","until":"2026-12-31"}"""),
        ["ltc.account.used"] = ("a-1", """{"kind":"terminal","personId":"p-1","claimId":"cl-1"}"""),
        ["ltc.person.registered"] = ("p-1", """
            {"name":"李建国","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":39.12,"lon":117.21},"fenceRadius":200,
             "idNumber":"120101194105060015"}
            """),
        ["ltc.person.moved"] = ("p-1", """{"home":{"lat":39.2,"lon":117.3},"from":"2026-02-01","until":"2026-02-28"}"""),
        ["ltc.person.assessed"] = ("p-1", """{"level":3,"concludedOn":"2025-06-01","validUntil":"2027-05-31"}"""),
        ["ltc.person.reviewed"] = ("p-1", """{"eligible":true,"concludedOn":"2026-06-01"}"""),
        ["ltc.person.arranged"] = ("p-1", """
            {"mode":"home","institutionId":"i-1","from":"2025-07-01","package":"professional","caregiverId":"c-1"}
            """),
        ["ltc.person.confirmed"] = ("p-1", """{"month":"2026-03","institutionId":"i-1"}"""),
        ["ltc.person.hospitalised"] = ("p-1", """
            {"admittedAt":"2026-03-10T14:30:00+08:00","kind":"emergency","hospital":"总医院","stayId":"s-1"}
            """),
        ["ltc.person.discharged"] = ("p-1", """{"dischargedAt":"2026-03-15T10:00:00+08:00","stayId":"s-1"}"""),
        ["ltc.person.away"] = ("p-1", """{"from":"2026-03-20","to":"2026-03-22"}"""),
        ["ltc.person.died"] = ("p-1", """{"diedAt":"2026-04-01"}"""),
        ["ltc.assessment.applied"] = ("p-1", """{"on":"2027-03-01","applicationId":"a-1"}"""),
        ["ltc.kinship.recorded"] = ("p-1", """{"caregiverId":"c-2","relation":"女儿"}"""),
        ["ltc.person.related"] = ("p-1", """{"personId":"p-2","relation":"配偶"}"""),
        ["ltc.welfare.reported"] = ("p-1", """{"reportId":"w-1","kind":"neglect","caregiverId":"c-2","remark":"无人照看"}"""),
        ["ltc.welfare.visited"] = ("p-1", """{"visitedAt":"2026-03-02T09:00:00+08:00","reportId":"w-1"}"""),
        ["ltc.quality.scored"] = ("p-1", """{"score":72.5,"on":"2026-03-05"}"""),
        ["ltc.beacon.installed"] = ("p-1", """{"beaconId":"b-1","from":"2026-01-01","until":"2026-12-31"}"""),
        ["ltc.binding.requested"] = ("p-1", """{"caregiverId":"c-2","on":"2026-01-05","relation":"女儿"}"""),
        ["ltc.binding.approved"] = ("p-1", """{"caregiverId":"c-2","on":"2026-01-10"}"""),
        ["ltc.binding.ended"] = ("p-1", """{"caregiverId":"c-2","on":"2026-05-10","reason":"搬家"}"""),
        ["ltc.plan.filed"] = ("p-1", """
            {"planId":"pl-1","institutionId":"i-1","from":"2026-03-01","to":"2026-03-31","items":[{"itemId":"it-1","caregiverId":"c-1",
             "start":"2026-03-01T08:00:00+08:00","end":"2026-03-01T10:00:00+08:00","services":["S01","S02"],"place":"community","staff":2}]}
            """),
        ["ltc.plan.changed"] = ("p-1", """
            {"planId":"pl-1","items":[{"itemId":"it-2","caregiverId":"c-1","start":"2026-03-02T08:00:00+08:00",
             "end":"2026-03-02T10:00:00+08:00","services":["S01"],"place":"home","staff":1}],"cancelled":["it-1"],"reason":"家属要求"}
            """),
        ["ltc.visit.reassigned"] = ("p-1", """{"itemId":"it-1","fromCaregiverId":"c-1","toCaregiverId":"c-3"}"""),
        ["ltc.visit.checked-in"] = ("p-1", "{" + Check + "}"),
        ["ltc.visit.tracked"] = ("p-1", """
            {"visitId":"v-1","caregiverId":"c-1","points":[{"time":"2026-03-01T08:10:00+08:00","lat":39.1234,"lon":117.2345,"accuracy":9.5,
             "mock":true},{"time":"2026-03-01T08:20:00+08:00","lat":39.1235,"lon":117.2346}],"deviceId":"d-1",
             "rooted":true,"debugged":true}
            """),
        ["ltc.visit.checked-out"] = ("p-1", "{" + Check + """
            ,"services":[{"code":"S01","minutes":45},{"code":"S02","minutes":30}],"signatureHash":"sha256:cd34","signerId":"g-1","signedByProxy":true}
            """),
        ["ltc.visit.audited"] = ("p-1", """{"visitId":"v-1","result":"no-answer","auditor":"张三"}"""),
        ["ltc.claim.submitted"] = ("p-1", """
            {"claimId":"cl-1","month":"2026-03","institutionId":"i-1","caregiverId":"c-2","package":"family","days":31,"amount":"1234.50",
             "lines":[{"date":"2026-03-01","visitId":"v-1","serviceCode":"S01","amount":"65"}]}
            """),
        ["ltc.event.withdrawn"] = ("p-1", """{"source":"//cloud.example/agency-7","id":"e-9","reason":"重复上报"}"""),
    };

    public static IReadOnlyCollection<string> Types => Samples.Keys;

    /// <summary>The structured CloudEvent as text on one line.</summary>
    public static string Json(string type, string id = "e-1", string time = "2026-03-01T08:30:00+08:00") =>
        Node(type, id, time).ToJsonString();

    public static byte[] Utf8(string type, string id = "e-1") => Encoding.UTF8.GetBytes(Json(type, id));

    /// <summary>The same as a tree, for tests that spoil it.</summary>
    public static JsonObject Node(string type, string id = "e-1", string time = "2026-03-01T08:30:00+08:00") => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = Source,
        ["type"] = type,
        ["time"] = time,
        ["subject"] = Samples[type].Subject,
        ["datacontenttype"] = "application/json",
        ["data"] = JsonNode.Parse(Samples[type].Data),
    };
}
