using LtcActors.Domain;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

public static partial class EventTypes
{
    private static EventType[] Others =>
    [
        new(
            "ltc.claim.submitted", "person", "A claim is submitted · 费用申报",
            new Shape(
                [
                    Id("claimId"), Month("month"), Id("institutionId?"), Id("caregiverId?"), Package("package?"), Int("days?", 0, 366),
                    Amount("amount"), List("lines?", WireLimits.ClaimLines, ClaimLineShape(), MakeClaimLine),
                ],
                Either("institutionId", "caregiverId")),
            (ref Slots s) => new Fact.ClaimSubmitted(
                s.Subject, s.Text(), s.Date(), s.TextOrNull(), s.TextOrNull(), s.EnumOrNull<ServicePackage>(), s.IntOrNull(), s.Amount(),
                s.List<ClaimLine>())),
        new(
            "ltc.event.withdrawn", "any", "An event is withdrawn · 事件撤回",
            new Shape(
            [
                new SourceField("source", "The source of the event withdrawn."),
                new TextField("id", WireLimits.EventId, note: "The id of the event withdrawn."), Note("reason"),
            ]),
            (ref Slots s) => new Fact.EventWithdrawn(s.Text(), s.Text(), s.Text())),
    ];

    private static Shape ClaimLineShape() => new([Date("date"), Id("visitId?"), Code("serviceCode?"), Amount("amount")]);

    private static ClaimLine MakeClaimLine(ref Slots s) => new(s.Date(), s.TextOrNull(), s.TextOrNull(), s.Amount());
}
