using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>IDN-03, IDN-06, GEO-05: what should differ from visit to visit.</summary>
public sealed class ReuseTests
{
    private static Told Shown(int day, string visit, Func<Fact.VisitChecked, Fact.VisitChecked> but, string person = "p1", double accuracy = 10, TimeSpan after = default) => s =>
    {
        foreach (var isIn in new[] { true, false })
        {
            s.Know(but((Fact.VisitChecked)Check(isIn, visit, person, at: North(day), accuracy: accuracy)), At(day, isIn ? "09:00" : "10:00") + after);
        }
    };

    private static Func<Fact.VisitChecked, Fact.VisitChecked> Photo(string hash) => c => c.IsCheckIn ? c with { PhotoHash = hash } : c;

    private static Func<Fact.VisitChecked, Fact.VisitChecked> Signed(string hash) => c => c.IsCheckIn ? c : c with { SignatureHash = hash };

    [Fact]
    public void A_photograph_four_bits_apart_is_the_same_and_five_is_another()
    {
        var found = new Stage().Given(Shown(1, "v1", Photo("00000000000000ff")), Shown(2, "v2", Photo("00000000000000f0"), "p2")).Only("IDN-03");
        Assert.Equal(("photo:p1/v1", Severity.P1, At(2, "09:00")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        new Stage().Given(Shown(1, "v1", Photo("00000000000000ff")), Shown(2, "v2", Photo("00000000000000e0"))).Silent("IDN-03");
        new Stage().Given(Shown(1, "v1", Photo("sha256:ab")), Shown(2, "v2", Photo("sha256:ab"))).Only("IDN-03");
        new Stage().Given(Shown(1, "v1", Photo("sha256:ab")), Shown(2, "v2", Photo("sha256:ac"))).Silent("IDN-03");
    }

    [Fact]
    public void After_ninety_days_a_photograph_may_look_the_same()
    {
        var ninety = TimeSpan.FromDays(90);
        new Stage().Given(Shown(1, "v1", Photo("sha256:ab")), Shown(1, "v2", Photo("sha256:ab"), after: ninety)).Only("IDN-03");
        new Stage().Given(Shown(1, "v1", Photo("sha256:ab")), Shown(1, "v2", Photo("sha256:ab"), after: ninety + TimeSpan.FromSeconds(1))).Silent("IDN-03");
    }

    [Fact]
    public void A_face_that_does_not_live_is_found_unless_the_next_try_does()
    {
        Told Face(string time, bool live, bool isIn = true) =>
            Known((Fact.VisitChecked)Check(isIn, "v1") with { Face = new FaceCheck(0.9, live) }, At(1, time));
        var found = new Stage().Given(Face("09:00", false), Face("10:00", true, isIn: false)).Only("IDN-03");
        Assert.Equal(("live:p1/v1", Figure.Of("notLive", 1, "checks")), (found.Anchor, Assert.Single(found.Figures)));
        new Stage().Given(Face("09:00", false), Face("09:01", true), Face("10:00", true, isIn: false)).Silent("IDN-03");
        new Stage().Given(Face("09:00", true), Face("09:01", false)).Only("IDN-03");
    }

    [Fact]
    public void One_signature_on_two_visits_is_copied()
    {
        var found = new Stage().Given(Shown(1, "v1", Signed("s1")), Shown(2, "v2", Signed("s1"), "p2"), Shown(3, "v3", Signed("s2"))).Only("IDN-06");
        Assert.Equal(("signature:p1/v1", Severity.P2), (found.Anchor, found.Severity));
        Assert.Equal([new("visits", 2, null, "visits", 2, "proposed"), Figure.Of("persons", 2, "persons")], found.Figures.ToArray());
        new Stage().Given(Shown(1, "v1", Signed("s1")), Shown(2, "v2", Signed("s2"))).Silent("IDN-06");
        new Stage().Given(Shown(1, "v1", Signed("")), Shown(2, "v2", Signed(""))).Silent("IDN-06");
    }

    [Fact]
    public void Three_visits_at_one_position_to_the_bit_are_frozen()
    {
        static Told Still(int day, string visit, double accuracy = 10, Channel channel = Channel.Mobile) =>
            Known(Check(true, visit, at: Home, accuracy: accuracy, channel: channel), At(day, "09:00"));
        new Stage().Given(Still(1, "v1"), Still(2, "v2")).Silent("GEO-05");
        var found = new Stage().Given(Still(1, "v1"), Still(2, "v2"), Still(3, "v3")).Only("GEO-05");
        Assert.Equal(("position:p1/v1", Severity.P2, 3d), (found.Anchor, found.Severity, found.Figures[0].Number));
        new Stage().Given(Still(1, "v1"), Still(2, "v2"), Still(3, "v3", 10.5)).Silent("GEO-05");
        new Stage().Given(Still(1, "v1"), Still(2, "v2"), Still(3, "v3", channel: Channel.Beacon)).Silent("GEO-05");
    }
}
