using LtcActors.Domain;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

public static partial class EventTypes
{
    private const long HomeService = 1;
    private const long ResidentialService = 2;

    private static EventType[] Institutions =>
    [
        new(
            "ltc.institution.designated", "institution", "An institution is designated · 机构定点",
            new Shape(
                [
                    Name("name"), Code("districtCode"), Place("position"), Words("services", "home", "institution"),
                    Date("agreementFrom"), Date("agreementTo", "Last day of the agreement."), Int("beds?", 0, 100_000),
                ],
                NotBefore("agreementTo", "agreementFrom")),
            MakeDesignated),
        new(
            "ltc.institution.suspended", "institution", "An institution's agreement is suspended · 暂停协议",
            new Shape(
                [Date("on"), Date("until?", "Last day of the suspension; none: until resumed."), Note("reason?")],
                NotBefore("until", "on")),
            (ref Slots s) => new Fact.InstitutionSuspended(s.Subject, s.Date(), s.DateOrNull(), s.TextOrNull())),
        new(
            "ltc.institution.resumed", "institution", "An institution's agreement is resumed · 恢复协议",
            new Shape([Date("on", "First day on which the agreement is performed again."), Note("reason?")]),
            (ref Slots s) => new Fact.InstitutionResumed(s.Subject, s.Date(), s.TextOrNull())),
        new(
            "ltc.institution.terminated", "institution", "An institution's agreement is terminated · 解除协议",
            new Shape([Date("on", "First day without agreement."), Note("reason?")]),
            (ref Slots s) => new Fact.InstitutionTerminated(s.Subject, s.Date(), s.TextOrNull())),
        new(
            "ltc.institution.rectification-ordered", "institution", "An institution is ordered to put something right · 限期整改",
            new Shape(
                [Date("on"), Date("until?", "Last day by which it is to be done."), Id("orderId?"), Note("reason?")],
                NotBefore("until", "on")),
            (ref Slots s) => new Fact.RectificationOrdered(s.Subject, s.Date(), s.DateOrNull(), s.TextOrNull(), s.TextOrNull())),
        new(
            "ltc.institution.accepted", "institution", "A rectification is accepted · 通过整改验收",
            new Shape([Date("on"), Id("orderId?", "The order it answers; none: all that are open.")]),
            (ref Slots s) => new Fact.RectificationAccepted(s.Subject, s.Date(), s.TextOrNull())),
    ];

    private static Fact.InstitutionDesignated MakeDesignated(ref Slots s)
    {
        var (name, district, position) = (s.Text(), s.Text(), NestedPlace(ref s));
        var services = s.Set();
        return new(
            s.Subject, name, district, position, (services & HomeService) != 0, (services & ResidentialService) != 0,
            s.Date(), s.Date(), s.IntOrNull());
    }
}
