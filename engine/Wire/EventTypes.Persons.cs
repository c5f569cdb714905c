using LtcActors.Domain;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

public static partial class EventTypes
{
    private static EventType[] Persons =>
    [
        new(
            "ltc.person.registered", "person", "A person is insured · 参保登记",
            new Shape(
            [
                Name("name"), Date("birthDate"), Code("districtCode"), Place("home"),
                Number("fenceRadius?", 1, 5000, "Metres around the home; none: the region's."),
                Hash("idNumber?", "The number of the identity card."),
            ]),
            (ref Slots s) => new Fact.PersonRegistered(
                s.Subject, s.Text(), s.Date(), s.Text(), NestedPlace(ref s), s.NumberOrNull(), s.TextOrNull())),
        new(
            "ltc.person.moved", "person", "A person moves · 变更居住地址",
            new Shape([Place("home"), Date("from"), Date("until?", "Last day there; none: for good.")], NotBefore("until", "from")),
            (ref Slots s) => new Fact.PersonMoved(s.Subject, NestedPlace(ref s), s.Date(), s.DateOrNull())),
        new(
            "ltc.person.assessed", "person", "A disability assessment concludes · 失能等级评估",
            new Shape(
                [Int("level", 0, 5), Date("concludedOn"), Date("validUntil", "Last day of validity.")],
                NotBefore("validUntil", "concludedOn")),
            (ref Slots s) => new Fact.PersonAssessed(s.Subject, s.Int(), s.Date(), s.Date())),
        new(
            "ltc.person.reviewed", "person", "A state review concludes · 状态复核",
            new Shape([Flag("eligible"), Date("concludedOn")]),
            (ref Slots s) => new Fact.PersonReviewed(s.Subject, s.Flag(), s.Date())),
        new(
            "ltc.person.arranged", "person", "Care is arranged · 服务安排",
            new Shape(
            [
                Word("mode", ("home", CareMode.Home), ("institution", CareMode.Institution)), Id("institutionId"), Date("from"),
                Package("package?"), Id("caregiverId?", "The caregiver assigned."),
            ]),
            (ref Slots s) => new Fact.PersonArranged(
                s.Subject, s.Enum<CareMode>(), s.Text(), s.Date(), s.EnumOrNull<ServicePackage>(), s.TextOrNull())),
        new(
            "ltc.person.confirmed", "person", "Benefits are confirmed or continued · 待遇确认、延续",
            new Shape([Month("month"), Id("institutionId")]),
            (ref Slots s) => new Fact.PersonConfirmed(s.Subject, s.Date(), s.Text())),
        new(
            "ltc.person.hospitalised", "person", "A person goes to hospital · 住院",
            new Shape(
            [
                Instant("admittedAt"),
                Word("kind?", ("inpatient", StayKind.Inpatient), ("emergency", StayKind.Emergency), ("day", StayKind.Day)),
                Name("hospital?"), Id("stayId?"),
            ]),
            (ref Slots s) => new Fact.PersonHospitalised(
                s.Subject, s.Instant(), s.EnumOrNull<StayKind>() ?? StayKind.Inpatient, s.TextOrNull(), s.TextOrNull())),
        new(
            "ltc.person.discharged", "person", "A person leaves hospital · 出院",
            new Shape([Instant("dischargedAt"), Id("stayId?")]),
            (ref Slots s) => new Fact.PersonDischarged(s.Subject, s.Instant(), s.TextOrNull())),
        new(
            "ltc.person.away", "person", "Overnight leave from an institution · 外出",
            new Shape([Date("from"), Date("to", "Last day.")], NotBefore("to", "from")),
            (ref Slots s) => new Fact.PersonAway(s.Subject, s.Date(), s.Date())),
        new(
            "ltc.person.died", "person", "A person dies · 死亡",
            new Shape([Moment("diedAt", "An instant; or a date: then from the end of that day.")]),
            (ref Slots s) => new Fact.PersonDied(s.Subject, s.Moment())),
        new(
            "ltc.assessment.applied", "person", "A new assessment is applied for · 评估申请",
            new Shape([Date("on"), Id("applicationId?")]),
            (ref Slots s) => new Fact.AssessmentApplied(s.Subject, s.Date(), s.TextOrNull())),
        new(
            "ltc.kinship.recorded", "person", "A caregiver is a relative of the person · 亲属关系登记",
            new Shape([Id("caregiverId"), Name("relation")]),
            (ref Slots s) => new Fact.KinshipRecorded(s.Subject, s.Text(), s.Text())),
        new(
            "ltc.person.related", "person", "Two insured persons are relatives · 参保人亲属关系",
            new Shape([Id("personId", "The other one."), Name("relation")]),
            (ref Slots s) => new Fact.PersonRelated(s.Subject, s.Text(), s.Text())),
        new(
            "ltc.welfare.reported", "person", "Abuse or neglect is reported · 虐待、遗弃报告",
            new Shape(
            [
                Id("reportId"),
                Word(
                    "kind", ("abuse", WelfareKind.Abuse), ("neglect", WelfareKind.Neglect), ("abandonment", WelfareKind.Abandonment),
                    ("other", WelfareKind.Other)),
                Id("caregiverId?", "Whom it is about."), Note("remark?"),
            ]),
            (ref Slots s) => new Fact.WelfareReported(s.Subject, s.Text(), s.Enum<WelfareKind>(), s.TextOrNull(), s.TextOrNull())),
        new(
            "ltc.welfare.visited", "person", "The agency sees the person · 上门探视",
            new Shape([Instant("visitedAt"), Id("reportId?", "The report it follows; none: any that is open.")]),
            (ref Slots s) => new Fact.WelfareVisited(s.Subject, s.Instant(), s.TextOrNull())),
        new(
            "ltc.quality.scored", "person", "Quality of life is scored · 生活质量评分",
            new Shape([Number("score", 0, 100, "More is better."), Date("on")]),
            (ref Slots s) => new Fact.QualityScored(s.Subject, s.Number(), s.Date())),
        new(
            "ltc.beacon.installed", "person", "A beacon is fixed in the home · 信标安装",
            new Shape([Id("beaconId"), Date("from"), Date("until?", "Last day there; none: for good.")], NotBefore("until", "from")),
            (ref Slots s) => new Fact.BeaconInstalled(s.Subject, s.Text(), s.Date(), s.DateOrNull())),
        new(
            "ltc.binding.requested", "person", "A family binding is requested · 申请绑定",
            new Shape([Id("caregiverId"), Date("on"), Name("relation?")]),
            (ref Slots s) => new Fact.BindingRequested(s.Subject, s.Text(), s.Date(), s.TextOrNull())),
        new(
            "ltc.binding.approved", "person", "A family binding is approved · 绑定通过",
            new Shape([Id("caregiverId"), Date("on")]),
            (ref Slots s) => new Fact.BindingApproved(s.Subject, s.Text(), s.Date())),
        new(
            "ltc.binding.ended", "person", "A family binding ends · 解除绑定",
            new Shape([Id("caregiverId"), Date("on", "First day on which it is no longer in force."), Note("reason?")]),
            (ref Slots s) => new Fact.BindingEnded(s.Subject, s.Text(), s.Date(), s.TextOrNull())),
    ];

    private static EnumField<ServicePackage> Package(string name) => Word(
        name, ("full", ServicePackage.Full), ("family", ServicePackage.Family), ("professional", ServicePackage.Professional));
}
