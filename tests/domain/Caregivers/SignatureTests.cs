using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>IDN-04, and of IDN-06 signatures that are missing and one signer of several.</summary>
public sealed class SignatureTests
{
    private static Told Signed(int day, string visit, string? signature, string person = "p1", string? signer = null, bool proxy = false,
        Channel channel = Channel.Mobile) => s =>
    {
        s.Know(Check(true, visit, person, at: North(day)), At(day, "09:00"));
        s.Know(
            (Fact.VisitChecked)Check(false, visit, person, at: North(day), channel: channel) with
            {
                SignatureHash = signature, SignerId = signer, SignedByProxy = proxy,
            },
            At(day, "10:00"));
    };

    [Fact]
    public void Three_visits_without_a_signature_are_found_where_others_are_signed()
    {
        Told[] two = [Signed(1, "v1", "s1"), Signed(2, "v2", null), Signed(3, "v3", null)];
        new Stage().Given(two).Silent("IDN-06");
        var found = new Stage().Given(two).Given(Signed(4, "v4", null)).Only("IDN-06");
        Assert.Equal(("unsigned:p1/v2", Severity.P3, At(4, "09:00")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(new("unsigned", 3, null, "visits", 3, "proposed"), found.Figures[0]);
        new Stage().Given(two).Given(Signed(4, "v4", null, channel: Channel.Phone)).Silent("IDN-06");
        new Stage().Given(Signed(2, "v2", null), Signed(3, "v3", null), Signed(4, "v4", null)).Silent("IDN-06");
        new Stage().Given(two).Given(Signed(4, "v4", null)).Given(Known(
            (Fact.VisitChecked)Check(false, "v4") with { SignatureHash = "s4" }, At(4, "10:01"))).Silent("IDN-06");
    }

    [Fact]
    public void Visits_before_the_first_signature_were_made_without_the_means() =>
        new Stage().Given(Signed(1, "v1", null), Signed(2, "v2", null), Signed(3, "v3", null), Signed(4, "v4", "s1")).Silent("IDN-06");

    [Fact]
    public void One_signer_of_two_persons_is_found_unless_the_register_knows_a_representative()
    {
        var found = new Stage().Given(Signed(1, "v1", "s1", signer: "x"), Signed(2, "v2", "s2", "p2", "x")).Only("IDN-06");
        Assert.Equal(("signer:x", Severity.P2, At(2, "10:00"), null), (found.Anchor, found.Severity, found.OccurredAt, found.PersonId));
        Assert.Equal([new("signedFor", 2, null, "persons", 2, "proposed"), Figure.Of("signer", "x")], found.Figures.ToArray());
        new Stage().Given(Signed(1, "v1", "s1", signer: "x"), Signed(2, "v2", "s2", "p2", "x", proxy: true)).Silent("IDN-06");
        new Stage().Given(Signed(1, "v1", "s1", signer: "x"), Signed(2, "v2", "s2", "p1", "x")).Silent("IDN-06");
    }

    private static Told[] Faces(int with, int without) =>
    [
        .. Enumerable.Range(0, with + without).Select(i => (Told)(s => s.Know(
            Check(true, $"v{i}", at: North(i), channel: i < with ? Channel.Mobile : Channel.Phone, face: i < with ? 0.9 : null),
            At(1 + i, "09:00")))),
    ];

    [Fact]
    public void More_than_three_in_ten_visits_of_a_month_without_a_face_are_too_many()
    {
        new Stage().Given(Faces(14, 6)).Silent("IDN-04");
        var found = new Stage().Given(Faces(13, 7)).Only("IDN-04");
        Assert.Equal(("2026-06", Severity.P3, At(14, "09:00")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(new("alternativeShare", 35, null, "%", 30, "proposed"), found.Figures[0]);
        new Stage().Given(Faces(12, 7)).Silent("IDN-04");
    }

    [Fact]
    public void An_exemption_and_a_month_without_any_face_are_silent()
    {
        new Stage().Given(Faces(13, 7)).Given(
            Known(new Fact.CaregiverExempted("c1", ExemptionKind.Identity, June(1), null), At(1, "00:00"))).Silent("IDN-04");
        new Stage().Given(Faces(0, 25)).Silent("IDN-04");
    }
}
