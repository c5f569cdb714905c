using System.Text;
using LtcActors.Domain;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

public class EventParserTests
{
    private readonly EventParser parser = new();

    public static TheoryData<string> Types => [.. WireSamples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_has_a_sample_that_is_accepted(string type)
    {
        var parsed = parser.ParseStructured(WireSamples.Utf8(type));

        Assert.Empty(parsed.Problems);
        Assert.True(parsed.IsValid);
        Assert.Equal((WireSamples.Source, "e-1"), (parsed.Source, parsed.Id));
        Assert.Equal(EventKey.Of(WireSamples.Source, "e-1"), parsed.Key);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 30, 0, TimeSpan.Zero), parsed.Time);
        Assert.Equal(TimeSpan.Zero, parsed.Time.Offset);
        Assert.Equal(WireSamples.Utf8(type), parsed.Json.ToArray());
    }

    [Fact]
    public void The_samples_are_of_all_types_and_of_no_others() =>
        Assert.Equal(EventTypes.All.Select(t => t.Name).Order(), WireSamples.Types.Order());

    [Fact]
    public void A_check_in_becomes_its_fact()
    {
        var fact = Assert.IsType<Fact.VisitChecked>(parser.ParseStructured(WireSamples.Utf8("ltc.visit.checked-in")).Fact);

        Assert.True(fact.IsCheckIn);
        Assert.Equal(
            ("p-1", "v-1", "c-1", "i-1", "it-1"),
            (fact.PersonId, fact.VisitId, fact.CaregiverId, fact.InstitutionId, fact.ItemId));
        Assert.Equal(new GeoFix(new GeoPoint(39.1234, 117.2345), 12.5, false), fact.Position);
        Assert.Equal((false, "d-1", Channel.Beacon, "R1"), (fact.LocationOff, fact.DeviceId, fact.Channel, fact.ReasonCode));
        Assert.Equal((new FaceCheck(0.93, true), new FaceCheck(0.88, false)), (fact.Face, fact.PersonFace));
        Assert.Equal([new BeaconSighting("b-1", true), new BeaconSighting("b-2", false)], fact.Beacons.ToArray());
        Assert.Equal(("sha256:ab12", null), (fact.PhotoHash, fact.SignatureHash));
        Assert.Empty(fact.Services);
    }

    [Fact]
    public void A_check_out_has_services_and_a_signature_besides()
    {
        var fact = Assert.IsType<Fact.VisitChecked>(parser.ParseStructured(WireSamples.Utf8("ltc.visit.checked-out")).Fact);

        Assert.False(fact.IsCheckIn);
        Assert.Equal([new ServiceDone("S01", 45), new ServiceDone("S02", 30)], fact.Services.ToArray());
        Assert.Equal("sha256:cd34", fact.SignatureHash);
    }

    [Fact]
    public void Tables_and_factories_agree_on_the_order_of_fields()
    {
        Assert.Equal(
            new Fact.InstitutionDesignated(
                "i-1", "和平护理院", "120101", new GeoPoint(39.11, 117.19), true, true, new(2025, 1, 1), new(2026, 12, 31), 120),
            Fact("ltc.institution.designated"));
        Assert.Equal(new Fact.InstitutionSuspended("i-1", new(2026, 3, 1), new(2026, 3, 31), "整改"), Fact("ltc.institution.suspended"));
        Assert.Equal(
            new Fact.CaregiverRegistered(
                "c-1", "王芳", CaregiverKind.Professional, "i-1", Duty.Home, "养老护理员三级", new(2024, 6, 1), new(2025, 1, 1),
                new(2026, 12, 31), "12010119800101002X"),
            Fact("ltc.caregiver.registered"));
        Assert.Equal(new Fact.CaregiverPractised("c-1", "p-1", "i-1", new(2025, 3, 1), new(2025, 5, 31)), Fact("ltc.caregiver.practised"));
        Assert.Equal(new Fact.CaregiverAbsent("c-1", new(2026, 2, 1), new(2026, 2, 7), AbsenceKind.Travel), Fact("ltc.caregiver.absent"));
        Assert.Equal(new Fact.DeviceRegistered("d-1", true, "i-1", "c-1"), Fact("ltc.device.registered"));
        Assert.Equal(
            new Fact.PersonRegistered("p-1", "李建国", new(1941, 5, 6), "120101", new GeoPoint(39.12, 117.21), 200, "120101194105060015"),
            Fact("ltc.person.registered"));
        Assert.Equal(
            new Fact.PersonArranged("p-1", CareMode.Home, "i-1", new(2025, 7, 1), ServicePackage.Professional, "c-1"),
            Fact("ltc.person.arranged"));
        Assert.Equal(new Fact.PersonConfirmed("p-1", new(2026, 3, 1), "i-1"), Fact("ltc.person.confirmed"));
        Assert.Equal(
            new Fact.PersonHospitalised("p-1", new(2026, 3, 10, 6, 30, 0, TimeSpan.Zero), StayKind.Emergency, "总医院", "s-1"),
            Fact("ltc.person.hospitalised"));
        Assert.Equal(new Fact.PersonDied("p-1", Moment.On(new(2026, 4, 1))), Fact("ltc.person.died"));
        Assert.Equal(new Fact.VisitReassigned("p-1", "it-1", "c-1", "c-3"), Fact("ltc.visit.reassigned"));
        Assert.Equal(new Fact.EventWithdrawn(WireSamples.Source, "e-9", "重复上报"), Fact("ltc.event.withdrawn"));
    }

    [Fact]
    public void Plans_tracks_and_claims_keep_their_lists()
    {
        var plan = (Fact.PlanFiled)Fact("ltc.plan.filed");
        var item = Assert.Single(plan.Items);
        Assert.Equal(["S01", "S02"], item.Services.ToArray());
        Assert.Equal((PlanPlace.Community, 2, TimeSpan.FromHours(2)), (item.Place, item.Staff, item.End - item.Start));

        var track = (Fact.VisitTracked)Fact("ltc.visit.tracked");
        Assert.Equal(
            [
                new TrackPoint(new(2026, 3, 1, 0, 10, 0, TimeSpan.Zero), new GeoPoint(39.1234, 117.2345), 9.5, true),
                new TrackPoint(new(2026, 3, 1, 0, 20, 0, TimeSpan.Zero), new GeoPoint(39.1235, 117.2346), null, false),
            ],
            track.Points.ToArray());

        var claim = (Fact.ClaimSubmitted)Fact("ltc.claim.submitted");
        Assert.Equal((1234.50m, 31, ServicePackage.Family), (claim.Amount, claim.Days, claim.Package));
        Assert.Equal([new ClaimLine(new(2026, 3, 1), "v-1", "S01", 65m)], claim.Lines.ToArray());
    }

    [Fact]
    public void What_may_be_absent_takes_its_default()
    {
        var bare = """{"visitId":"v-1","caregiverId":"c-1","deviceId":null,"reasonCode":"","position":null}""";
        var fact = (Fact.VisitChecked)Parse(Spoiled.Json("ltc.visit.checked-in", "/data", bare)).Fact!;
        Assert.Equal(
            (Channel.Mobile, null, null, null, false),
            (fact.Channel, fact.Position, fact.DeviceId, fact.ReasonCode, fact.LocationOff));
        Assert.Empty(fact.Beacons);

        var stay = (Fact.PersonHospitalised)Parse(Spoiled.Json("ltc.person.hospitalised", "/data/kind", "-")).Fact!;
        Assert.Equal(StayKind.Inpatient, stay.Kind);
        Assert.False(((Fact.DeviceRegistered)Parse(Spoiled.Json("ltc.device.registered", "/data", "{}")).Fact!).Shared);
    }

    [Fact]
    public void An_event_may_come_in_any_order_of_members_with_escapes_and_with_members_we_do_not_know()
    {
        const string json = """
            {"data":{"unknown":{"a":[1,{"b":null}]},"caregiverId":"\u0063-1","\u0076isitId":"v\u002d1","points":[]},"traceparent":"00-ab",
             "subject":"p-1","time":"2026-03-01t00:30:00.1234567899z","type":"ltc.visit.tracked","source":"\/a","id":"\u738b\ud83d\ude00",
             "specversion":"1.0"}
            """;

        var parsed = Parse(json);

        Assert.Empty(parsed.Problems);
        Assert.Equal(("/a", "王😀"), (parsed.Source, parsed.Id));
        Assert.Equal(EventKey.Of("/a", "王😀"), parsed.Key);
        Assert.Equal(1234567, parsed.Time.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal(("v-1", "c-1"), (((Fact.VisitTracked)parsed.Fact!).VisitId, ((Fact.VisitTracked)parsed.Fact).CaregiverId));
    }

    [Fact]
    public void A_fact_is_never_refused_for_its_meaning()
    {
        Assert.Empty(Parse(Spoiled.Json("ltc.visit.checked-in", "/data/locationOff", "true")).Problems);
        Assert.Empty(Parse(Spoiled.Json("ltc.person.discharged", "/data/dischargedAt", "\"1950-01-01T00:00:00Z\"")).Problems);
        Assert.Empty(Parse(Spoiled.Json("ltc.person.registered", "/data/birthDate", "\"2199-01-01\"")).Problems);
    }

    [Theory]
    [InlineData("39.1234567", 39.1234567)]
    [InlineData("-0.0000001", -0.0000001)]
    [InlineData("8.9e1", 89)]
    [InlineData("1E-3", 0.001)]
    [InlineData("12.345678901234567890123", 12.345678901234567890123)]
    [InlineData("90.000000000000000000", 90)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("9.007199254740993", 9.007199254740993)]
    public void Numbers_are_read_to_the_last_bit(string text, double value)
    {
        var fact = (Fact.VisitTracked)Parse(Spoiled.Json("ltc.visit.tracked", "/data/points/0/lat", text)).Fact!;
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(fact.Points[0].Point.Lat));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.1", 0.1)]
    [InlineData("007.50", 7.5)]
    [InlineData("1000000000000", 1e12)]
    public void Amounts_are_read_to_the_fen(string text, double yuan)
    {
        var fact = (Fact.ClaimSubmitted)Parse(Spoiled.Json("ltc.claim.submitted", "/data/amount", $"\"{text}\"")).Fact!;
        Assert.Equal((decimal)yuan, fact.Amount);
    }

    [Theory]
    [InlineData("application/json", "e30=", "missing")]
    [InlineData("application/vnd.ltc+json; charset=utf-8", "eyJ2aXNpdElkIjoxfQ==", "wrong-type")]
    [InlineData("application/json", "@@@", "malformed")]
    [InlineData("application/json", "eyJ2", "not-json")]
    [InlineData("application/json", "e30gMQ==", "not-json")]
    [InlineData("application/json", "/w==", "malformed")]
    [InlineData("text/plain", "e30=", "wrong-type")]
    public void Data_in_base64_is_read_as_JSON_and_as_nothing_else(string mediaType, string base64, string code)
    {
        var node = WireSamples.Node("ltc.visit.audited");
        node.Remove("data");
        node["datacontenttype"] = mediaType;
        node["data_base64"] = base64;
        Assert.Contains(Parse(node.ToJsonString()).Problems, p => p.Code == code);

        node["datacontenttype"] = null;
        node["data_base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"visitId":"v-1","result":"pass"}"""));
        Assert.Equal(new Fact.VisitAudited("p-1", "v-1", AuditResult.Pass, null), Parse(node.ToJsonString()).Fact);
    }

    [Fact]
    public void A_stored_event_tells_its_name_without_being_judged()
    {
        Assert.True(StoredEventReader.ReadIdentity(WireSamples.Utf8("ltc.plan.filed", "e-7"), out var source, out var id));
        Assert.Equal((WireSamples.Source, "e-7"), (source, id));
        Assert.Equal(Fact("ltc.visit.reassigned"), new StoredEventReader().Parse(WireSamples.Utf8("ltc.visit.reassigned")).Fact);
        Assert.False(StoredEventReader.ReadIdentity("{\"id\":\"\\ud800\"}"u8, out _, out _));
        Assert.False(StoredEventReader.ReadIdentity("[1"u8, out _, out _));
    }

    private Fact Fact(string type) => parser.ParseStructured(WireSamples.Utf8(type)).Fact!;

    private ParsedEvent Parse(string json) => parser.ParseStructured(Encoding.UTF8.GetBytes(json));
}
