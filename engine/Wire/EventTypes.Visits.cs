using LtcActors.Domain;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

public static partial class EventTypes
{
    private static EventType[] Visits =>
    [
        new(
            "ltc.plan.filed", "person", "A service plan is filed · 服务计划",
            new Shape(
                [
                    Id("planId"), Id("institutionId"), Date("from"), Date("to", "Last day."),
                    List("items", WireLimits.PlanItems, PlanItemShape(), MakePlanItem),
                ],
                NotBefore("to", "from")),
            (ref Slots s) => new Fact.PlanFiled(s.Subject, s.Text(), s.Text(), s.Date(), s.Date(), s.List<PlanItem>())),
        new(
            "ltc.plan.changed", "person", "A service plan is changed with approval · 计划变更",
            new Shape(
            [
                Id("planId"), List("items?", WireLimits.PlanItems, PlanItemShape(), MakePlanItem),
                Codes("cancelled?", WireLimits.PlanItems, "Ids of items that fall away."), Note("reason?"),
            ]),
            (ref Slots s) => new Fact.PlanChanged(s.Subject, s.Text(), s.List<PlanItem>(), s.List<string>(), s.TextOrNull())),
        new(
            "ltc.visit.reassigned", "person", "A planned visit goes to another caregiver · 改派",
            new Shape([Id("itemId"), Id("fromCaregiverId"), Id("toCaregiverId")]),
            (ref Slots s) => new Fact.VisitReassigned(s.Subject, s.Text(), s.Text(), s.Text())),
        new(
            "ltc.visit.checked-in", "person", "A visit begins · 服务签到", new Shape(CheckFields()),
            (ref Slots s) => MakeChecked(isCheckIn: true, ref s)),
        new(
            "ltc.visit.tracked", "person", "Positions during a visit · 服务时段定位",
            new Shape([Id("visitId"), Id("caregiverId"), Points(), Id("deviceId?"), .. DeviceFields()]),
            (ref Slots s) => new Fact.VisitTracked(s.Subject, s.Text(), s.Text(), s.List<TrackPoint>(), s.TextOrNull(), MakeDevice(ref s))),
        new(
            "ltc.visit.checked-out", "person", "A visit ends · 服务签退",
            new Shape(
            [
                .. CheckFields(),
                List("services?", WireLimits.Services, new Shape([Code("code"), Int("minutes", 0, 1440)]), MakeService),
                Hash("signatureHash?"), Id("signerId?", "Who signed."),
                Flag("signedByProxy?", "The register knows the signer as a representative of the person."),
            ]),
            (ref Slots s) => MakeChecked(isCheckIn: false, ref s)),
        new(
            "ltc.visit.audited", "person", "A visit is audited by video · 视频稽核",
            new Shape(
            [
                Id("visitId"),
                Word(
                    "result", ("pass", AuditResult.Pass), ("fail", AuditResult.Fail), ("no-answer", AuditResult.NoAnswer),
                    ("impostor", AuditResult.Impostor)),
                Name("auditor?"),
            ]),
            (ref Slots s) => new Fact.VisitAudited(s.Subject, s.Text(), s.Enum<AuditResult>(), s.TextOrNull())),
    ];

    private static Shape PlanItemShape() => new(
        [
            Id("itemId"), Id("caregiverId?"), Instant("start"), Instant("end"), Codes("services?", WireLimits.Services),
            Word("place?", ("home", PlanPlace.Home), ("community", PlanPlace.Community)),
            Int("staff?", 1, 10, "Caregivers the item calls for."),
        ],
        After("end", "start"));

    private static PlanItem MakePlanItem(ref Slots s) => new(
        s.Text(), s.TextOrNull(), s.Instant(), s.Instant(), s.List<string>(), s.EnumOrNull<PlanPlace>() ?? PlanPlace.Home, s.IntOrNull());

    private static ServiceDone MakeService(ref Slots s) => new(s.Text(), s.Int());

    private static BeaconSighting MakeBeacon(ref Slots s) => new(s.Text(), s.Flag());

    /// <summary>Both ends of a visit.</summary>
    private static Field[] CheckFields() =>
    [
        Id("visitId"), Id("caregiverId"), Id("institutionId?"), Id("itemId?", "The item of the plan that it serves."),
        Nested("position?", new Shape([Latitude(), Longitude(), Accuracy("accuracy"), Mock()]), "WGS-84 degrees."),
        Flag("locationOff?", "The phone says that its positioning is switched off."), Id("deviceId?"),
        Word("channel?", ("mobile", Channel.Mobile), ("beacon", Channel.Beacon), ("phone", Channel.Phone), ("manual", Channel.Manual)),
        Code("reasonCode?"), Nested("face?", FaceShape(), "The caregiver's face."),
        Nested("personFace?", FaceShape(), "The insured person's face."),
        Hash("photoHash?"), List("beacons?", WireLimits.Beacons, new Shape([Id("beaconId"), Flag("tampered?")]), MakeBeacon),
        Instant("uploadedAt?", "When the sender's platform had it from the device."), .. DeviceFields(),
    ];

    /// <summary>Told by the app of the device that it runs on, whatever the position says.</summary>
    private static Field[] DeviceFields() =>
    [
        Flag("rooted?", "The device is rooted or jailbroken."), Flag("debugged?", "A debugger, or a tool that takes its place, is attached to the app."),
    ];

    private static DeviceFlags MakeDevice(ref Slots s)
    {
        var (rooted, debugged) = (s.Flag(), s.Flag());
        return (rooted ? DeviceFlags.Rooted : DeviceFlags.None) | (debugged ? DeviceFlags.Debugged : DeviceFlags.None);
    }

    private static Shape FaceShape() => new([Number("score", 0, 1), Flag("live")]);

    private static Fact.VisitChecked MakeChecked(bool isCheckIn, ref Slots s)
    {
        var (visit, caregiver, institution, item) = (s.Text(), s.Text(), s.TextOrNull(), s.TextOrNull());
        var (fix, isOff, device, channel) = (MakeFix(ref s), s.Flag(), s.TextOrNull(), s.EnumOrNull<Channel>() ?? Channel.Mobile);
        var (reason, face, personFace, photo) = (s.TextOrNull(), MakeFace(ref s), MakeFace(ref s), s.TextOrNull());
        var (beacons, uploadedAt, flags) = (s.List<BeaconSighting>(), s.InstantOrNull(), MakeDevice(ref s));
        return new(
            isCheckIn, s.Subject, visit, caregiver, institution, item, fix, isOff, device, channel, reason, face, personFace, photo,
            beacons, isCheckIn ? [] : s.List<ServiceDone>(), isCheckIn ? null : s.TextOrNull(), uploadedAt,
            isCheckIn ? null : s.TextOrNull(), !isCheckIn && s.Flag(), flags);
    }

    private static GeoFix? MakeFix(ref Slots s)
    {
        var there = s.Nested();
        var (place, accuracy, mock) = (MakePlace(ref s), s.NumberOrNull(), s.Flag());
        return there ? new GeoFix(place, accuracy, mock) : null;
    }

    private static FaceCheck? MakeFace(ref Slots s)
    {
        var there = s.Nested();
        var (score, live) = (s.Number(), s.Flag());
        return there ? new FaceCheck(score, live) : null;
    }
}
