using LtcActors.Domain;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

public static partial class EventTypes
{
    private static EventType[] Caregivers =>
    [
        new(
            "ltc.caregiver.registered", "caregiver", "A caregiver is registered · 照护人员登记",
            new Shape(
                [
                    Name("name"), Word("kind", ("professional", CaregiverKind.Professional), ("family", CaregiverKind.Family)),
                    Id("institutionId?"), Word("duty?", ("home", Duty.Home), ("institution", Duty.Institution)),
                    Name("qualification?"), Date("certifiedOn?"), Date("contractFrom?"),
                    Date("contractTo?", "Last day of the contract."), Hash("idNumber?", "The number of the identity card."),
                ],
                NotBefore("contractTo", "contractFrom")),
            (ref Slots s) => new Fact.CaregiverRegistered(
                s.Subject, s.Text(), s.Enum<CaregiverKind>(), s.TextOrNull(), s.EnumOrNull<Duty>(), s.TextOrNull(),
                s.DateOrNull(), s.DateOrNull(), s.DateOrNull(), s.TextOrNull())),
        new(
            "ltc.caregiver.trained", "caregiver", "A caregiver completes a course · 培训合格",
            new Shape([Name("course"), Date("completedOn")]),
            (ref Slots s) => new Fact.CaregiverTrained(s.Subject, s.Text(), s.Date())),
        new(
            "ltc.caregiver.practised", "caregiver", "A caregiver practises in a home · 入户实习",
            new Shape([Id("personId"), Id("institutionId"), Date("from"), Date("to", "Last day.")], NotBefore("to", "from")),
            (ref Slots s) => new Fact.CaregiverPractised(s.Subject, s.Text(), s.Text(), s.Date(), s.Date())),
        new(
            "ltc.caregiver.reassigned", "caregiver", "A caregiver's duty changes · 岗位调整",
            new Shape(
            [
                Id("institutionId"), Word("duty", ("home", Duty.Home), ("institution", Duty.Institution), ("none", Duty.None)),
                Date("from"),
            ]),
            (ref Slots s) => new Fact.CaregiverReassigned(s.Subject, s.Text(), s.Enum<Duty>(), s.Date())),
        new(
            "ltc.caregiver.absent", "caregiver", "A caregiver is absent · 请假或住院",
            new Shape(
                [
                    Date("from"), Date("to?", "Last day; none: until further notice."),
                    Word(
                        "kind", ("leave", AbsenceKind.Leave), ("inpatient", AbsenceKind.Inpatient), ("travel", AbsenceKind.Travel),
                        ("other", AbsenceKind.Other)),
                ],
                NotBefore("to", "from")),
            (ref Slots s) => new Fact.CaregiverAbsent(s.Subject, s.Date(), s.DateOrNull(), s.Enum<AbsenceKind>())),
        new(
            "ltc.caregiver.certified", "caregiver", "A caregiver holds a certificate · 取得资质",
            new Shape(
                [Name("occupation"), Date("issuedOn"), Date("validUntil?", "Last day; none: for good.")],
                NotBefore("validUntil", "issuedOn")),
            (ref Slots s) => new Fact.CaregiverCertified(s.Subject, s.Text(), s.Date(), s.DateOrNull())),
        new(
            "ltc.caregiver.interviewed", "caregiver", "A caregiver is interviewed about a breach · 约谈",
            new Shape([Date("on"), Id("interviewId?"), Note("reason?")]),
            (ref Slots s) => new Fact.CaregiverInterviewed(s.Subject, s.Date(), s.TextOrNull(), s.TextOrNull())),
        new(
            "ltc.caregiver.exempted", "caregiver", "A caregiver need not use a device or its face · 容错登记",
            new Shape(
                [
                    Word("kind", ("manual", ExemptionKind.Manual), ("identity", ExemptionKind.Identity), ("live-in", ExemptionKind.LiveIn)), Date("from"),
                    Date("until?", "Last day; none: until further notice."),
                ],
                NotBefore("until", "from")),
            (ref Slots s) => new Fact.CaregiverExempted(s.Subject, s.Enum<ExemptionKind>(), s.Date(), s.DateOrNull())),
        new(
            "ltc.caregiver.declared", "caregiver", "Days worked in a month are declared · 出勤申报",
            new Shape([Id("institutionId"), Month("month"), Int("days", 0, 31)]),
            (ref Slots s) => new Fact.CaregiverDeclared(s.Subject, s.Text(), s.Date(), s.Int())),
        new(
            "ltc.caregiver.left", "caregiver", "A caregiver leaves an institution · 离职",
            new Shape([Id("institutionId"), Date("on", "First day on which the caregiver is no longer employed.")]),
            (ref Slots s) => new Fact.CaregiverLeft(s.Subject, s.Text(), s.Date())),
        new(
            "ltc.caregiver.tracked", "caregiver", "Positions outside a visit · 非服务时段定位",
            new Shape([Points(), Id("deviceId?")]),
            (ref Slots s) => new Fact.CaregiverTracked(s.Subject, s.List<Domain.Geo.TrackPoint>(), s.TextOrNull())),
        new(
            "ltc.device.registered", "device", "A device is registered · 设备登记",
            new Shape(
            [
                Flag("shared?", "A station tablet that serves several caregivers."), Id("institutionId?"), Id("caregiverId?"),
            ]),
            (ref Slots s) => new Fact.DeviceRegistered(s.Subject, s.Flag(), s.TextOrNull(), s.TextOrNull())),
        new(
            "ltc.account.registered", "account", "An account, number or terminal is registered to somebody · 账户、电话、刷卡终端登记",
            new Shape(
                [
                    AccountKindWord(),
                    Word(
                        "holder", ("person", HolderKind.Person), ("caregiver", HolderKind.Caregiver), ("institution", HolderKind.Institution)),
                    Id("holderId"), Date("from"), Date("until?", "Last day; none: until further notice."),
                ],
                NotBefore("until", "from")),
            (ref Slots s) => new Fact.AccountRegistered(
                s.Subject, s.Enum<AccountKind>(), s.Enum<HolderKind>(), s.Text(), s.Date(), s.DateOrNull())),
        new(
            "ltc.account.used", "account", "An account, number or terminal is used for a person · 账户、电话、刷卡终端使用",
            new Shape([AccountKindWord(), Id("personId", "Whose benefit, card or call it was."), Id("claimId?", "What was paid.")]),
            (ref Slots s) => new Fact.AccountUsed(s.Subject, s.Enum<AccountKind>(), s.Text(), s.TextOrNull())),
    ];

    private static EnumField<AccountKind> AccountKindWord() =>
        Word("kind", ("bank", AccountKind.Bank), ("phone", AccountKind.Phone), ("terminal", AccountKind.Terminal));
}
