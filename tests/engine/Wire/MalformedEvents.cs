namespace LtcActors.Engine.Tests.Wire;

/// <summary>Each row spoils one thing of a valid sample and names the one problem that it must have.</summary>
public static class MalformedEvents
{
    /// <summary>type | what is set | to (raw JSON; - takes it away) | code | pointer where it is not what was set</summary>
    private const string Table = """
        visit.tracked | /specversion | - | missing
        visit.tracked | /specversion | "0.3" | unsupported-version
        visit.tracked | /specversion | "" | out-of-range
        visit.tracked | /specversion | 1.0 | wrong-type
        visit.tracked | /id | - | missing
        visit.tracked | /id | "" | out-of-range
        visit.tracked | /id | 25 | wrong-type
        visit.tracked | /id | null | missing
        visit.tracked | /id | "a\u0000b" | malformed
        visit.tracked | /source | - | missing
        visit.tracked | /source | "" | out-of-range
        visit.tracked | /source | "two words" | malformed
        visit.tracked | /source | "tab\there" | malformed
        visit.tracked | /source | "a\u3000b" | malformed
        visit.tracked | /type | - | missing
        visit.tracked | /type | "ltc.visit.dreamt" | unknown-type
        visit.tracked | /type | "LTC.visit.tracked" | unknown-type
        visit.tracked | /type | ["ltc.visit.tracked"] | wrong-type
        visit.tracked | /time | - | missing
        visit.tracked | /time | "2026-03-01T08:00Z" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00" | malformed
        visit.tracked | /time | "2026-03-01 08:00:00Z" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00+08" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00+0800" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00+25:00" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00+14:01" | malformed
        visit.tracked | /time | "2026-03-01T08:00:00.Z" | malformed
        visit.tracked | /time | "2026-03-01T24:00:00Z" | malformed
        visit.tracked | /time | "2026-03-01T25:00:00Z" | malformed
        visit.tracked | /time | "2026-03-01T08:60:00Z" | malformed
        visit.tracked | /time | "2026-03-01T08:00:60Z" | malformed
        visit.tracked | /time | "2026-02-29T08:00:00Z" | malformed
        visit.tracked | /time | "2026-13-01T08:00:00Z" | malformed
        visit.tracked | /time | "1899-12-31T08:00:00Z" | out-of-range
        visit.tracked | /time | "2201-01-01T08:00:00Z" | out-of-range
        visit.tracked | /time | 1772323200 | wrong-type
        visit.tracked | /subject | - | missing
        visit.tracked | /subject | "" | malformed
        visit.tracked | /subject | "p 1" | malformed
        visit.tracked | /subject | "王" | malformed
        visit.tracked | /datacontenttype | "text/plain" | unsupported-media-type
        visit.tracked | /datacontenttype | "json" | malformed
        visit.tracked | /dataschema | "" | out-of-range
        visit.tracked | /MyTrace | "x" | malformed-name
        visit.tracked | /my_trace | "x" | malformed-name
        visit.tracked | /trace | {"a":1} | wrong-type
        visit.tracked | /trace | 1.5 | wrong-type
        visit.tracked | /data | - | missing
        visit.tracked | /data | null | missing
        visit.tracked | /data | [] | wrong-type
        visit.tracked | /data | "text" | wrong-type
        visit.tracked | /data_base64 | "e30=" | malformed
        visit.tracked | /data/visitId | - | missing
        visit.tracked | /data/visitId | null | missing
        visit.tracked | /data/visitId | "a/b" | malformed
        visit.tracked | /data/visitId | "\ud800" | malformed
        visit.tracked | /data/visitId | "a\udc00\ud800" | malformed
        visit.tracked | /data/visitId | {"id":"v"} | wrong-type
        visit.tracked | /data/points | {} | wrong-type
        visit.tracked | /data/points/1 | null | wrong-type
        visit.tracked | /data/points/0 | [[1],[2]] | wrong-type
        visit.tracked | /data/points/1/lon | 180.0001 | out-of-range
        visit.tracked | /data/points/1/lon | -181 | out-of-range
        visit.tracked | /data/points/1/lon | "117.2" | wrong-type
        visit.tracked | /data/points/0/lat | 90.00000000000001 | out-of-range
        visit.tracked | /data/points/0/lat | 1e999 | out-of-range
        visit.tracked | /data/points/0/lat | -1e999 | out-of-range
        visit.tracked | /data/points/0/lat | - | missing
        visit.tracked | /data/points/0/time | "2026-03-01" | malformed
        visit.tracked | /data/points/0/accuracy | -0.1 | out-of-range
        visit.tracked | /data/points/0/accuracy | 100000.5 | out-of-range
        visit.tracked | /data/points/0/mock | 1 | wrong-type
        visit.tracked | /data/extra | [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]] | too-deep | none
        visit.checked-in | /data/position/lat | 91 | out-of-range
        visit.checked-in | /data/position/accuracy | - | missing
        visit.checked-in | /data/position | [39,117] | wrong-type
        visit.checked-in | /data/locationOff | "yes" | wrong-type
        visit.checked-in | /data/rooted | "yes" | wrong-type
        visit.tracked | /data/debugged | 1 | wrong-type
        visit.checked-in | /data/channel | "fax" | unknown-value
        visit.checked-in | /data/channel | 1 | wrong-type
        visit.checked-in | /data/face/score | 1.01 | out-of-range
        visit.checked-in | /data/personFace/live | - | missing
        visit.checked-in | /data/beacons/1/beaconId | - | missing
        visit.checked-in | /data/beacons/0/tampered | "no" | wrong-type
        visit.checked-in | /data/reasonCode | "a\nb" | malformed
        visit.checked-out | /data/services/0/minutes | 1441 | out-of-range
        visit.checked-out | /data/services/0/minutes | 30.5 | wrong-type
        visit.checked-out | /data/services/1/code | "" | out-of-range
        visit.audited | /data/result | "noAnswer" | unknown-value
        visit.reassigned | /data/toCaregiverId | - | missing
        institution.designated | /data/agreementTo | "2024-12-31" | out-of-range
        institution.designated | /data/services/1 | "hospital" | unknown-value
        institution.designated | /data/services | "home" | wrong-type
        institution.designated | /data/name | "" | out-of-range
        institution.designated | /data/name | "a\u0085b" | malformed
        institution.designated | /data/beds | -1 | out-of-range
        institution.suspended | /data/until | "2026-02-28" | out-of-range
        caregiver.registered | /data/contractTo | "2024-12-31" | out-of-range
        caregiver.registered | /data/duty | "none" | unknown-value
        caregiver.practised | /data/to | "2025-02-28" | out-of-range
        caregiver.absent | /data/to | "2026-01-31" | out-of-range
        caregiver.absent | /data/kind | - | missing
        caregiver.trained | /data/completedOn | "2025-2-1" | malformed
        caregiver.trained | /data/completedOn | "2025-02-30" | malformed
        caregiver.trained | /data/completedOn | "1899-01-01" | out-of-range
        device.registered | /data/shared | "true" | wrong-type
        person.registered | /data/fenceRadius | 0.5 | out-of-range
        person.registered | /data/home/lon | - | missing
        person.registered | /data/home | null | missing
        person.moved | /data/until | "2026-01-31" | out-of-range
        person.assessed | /data/level | 6 | out-of-range
        person.assessed | /data/level | 2.5 | wrong-type
        person.assessed | /data/level | "3" | wrong-type
        person.assessed | /data/validUntil | "2025-05-31" | out-of-range
        person.reviewed | /data/eligible | null | missing
        person.arranged | /data/package | "gold" | unknown-value
        person.confirmed | /data/month | "2026-13" | malformed
        person.confirmed | /data/month | "2026-03-01" | malformed
        person.hospitalised | /data/admittedAt | "2026-03-10" | malformed
        person.hospitalised | /data/kind | "" | unknown-value
        person.away | /data/to | "2026-03-19" | out-of-range
        person.died | /data/diedAt | "2026-04-31" | malformed
        person.died | /data/diedAt | "2026-04-01T08:00+08:00" | malformed
        plan.filed | /data/items/0/end | "2026-03-01T00:00:00Z" | out-of-range
        plan.filed | /data/items/0/staff | 11 | out-of-range
        plan.filed | /data/items/0/services/1 | 7 | wrong-type
        plan.filed | /data/to | "2026-02-28" | out-of-range
        claim.submitted | /data/amount | 12.5 | wrong-type
        claim.submitted | /data/amount | "12.345" | malformed
        claim.submitted | /data/amount | "1,200" | malformed
        claim.submitted | /data/amount | "-0.01" | out-of-range
        claim.submitted | /data/amount | "1000000000000.01" | out-of-range
        claim.submitted | /data/lines/0/date | - | missing
        claim.submitted | /data/lines/0/amount | "." | malformed
        claim.submitted | /data/days | 367 | out-of-range
        event.withdrawn | /data/reason | - | missing
        event.withdrawn | /data/source | "a b" | malformed
        event.withdrawn | /data/id | "" | out-of-range
        """;

    public static TheoryData<string, string, string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string, string, string>();
        foreach (var line in Table.Split('\n'))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            rows.Add("ltc." + cells[0], cells[1], cells[2], cells[3], cells.Length > 4 ? cells[4] : cells[1]);
        }

        return rows;
    }
}
