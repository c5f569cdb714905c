using LtcActors.Engine.Alerts;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Investigation;

namespace LtcActors.Silo.Tests.Investigation;

/// <summary>Where somebody lives on a day, whatever the order in which it was told.</summary>
public sealed class PlaceBookTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    private static readonly DateTimeOffset Recorded = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    private readonly PlaceBook book = new(checkIns: 2);
    private long seq;

    [Fact]
    public void A_person_lives_where_the_earliest_registration_says()
    {
        Fold("ltc.person.registered", "p", "r2", "2026-02-02T08:00:00+08:00", Registration(39.2));
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Assert.Equal([39.1], Homes());
        Assert.Equal("120101", book.DistrictOf("p"));
    }

    [Theory]
    [InlineData("2026-03-11", 39.1)]
    [InlineData("2026-03-10", 39.3)]
    public void A_move_counts_from_its_first_day(string from, double lat)
    {
        Fold("ltc.person.moved", "p", "m1", "2026-02-03T08:00:00+08:00", $$"""{"home":{"lat":39.3,"lon":117.2},"from":"{{from}}"}""");
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Assert.Equal([lat], Homes());
    }

    [Theory]
    [InlineData("2026-03-10", 2)]
    [InlineData("2026-03-09", 1)]
    public void Somebody_away_for_a_time_has_two_homes_up_to_its_last_day(string until, int homes)
    {
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Fold("ltc.person.moved", "p", "m1", "2026-02-03T08:00:00+08:00", $$"""{"home":{"lat":39.3,"lon":117.2},"from":"2026-03-01","until":"{{until}}"}""");
        Assert.Equal(homes, Homes().Length);
    }

    [Fact]
    public void What_was_withdrawn_is_not_on_the_map_and_comes_back_when_its_withdrawal_is_withdrawn()
    {
        Fold("ltc.event.withdrawn", "p", "w1", "2026-02-05T08:00:00+08:00", """{"source":"/test","id":"r1","reason":"typo"}""");
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Assert.Empty(Homes());
        Fold("ltc.event.withdrawn", "p", "w2", "2026-02-06T08:00:00+08:00", """{"source":"/test","id":"w1","reason":"it was right"}""");
        Assert.Equal([39.1], Homes());
    }

    [Fact]
    public void A_ring_of_withdrawals_ends()
    {
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Fold("ltc.event.withdrawn", "p", "w1", "2026-02-05T08:00:00+08:00", """{"source":"/test","id":"w2","reason":"a"}""");
        Fold("ltc.event.withdrawn", "p", "w2", "2026-02-06T08:00:00+08:00", """{"source":"/test","id":"w1","reason":"b"}""");
        Assert.Equal([39.1], Homes());
    }

    [Fact]
    public void Only_the_latest_check_ins_are_kept_and_those_without_a_position_are_none()
    {
        foreach (var visit in new[] { "v1", "v2", "v3" })
        {
            Fold("ltc.visit.checked-in", "p", visit, "2026-03-10T09:00:00+08:00", $$$"""{"visitId":"{{{visit}}}","caregiverId":"c","position":{"lat":39.1,"lon":117.2,"accuracy":9}}""");
        }

        Fold("ltc.visit.checked-in", "p", "v4", "2026-03-10T09:00:00+08:00", """{"visitId":"v4","caregiverId":"c","channel":"phone"}""");
        Assert.Equal(["v3", "v2"], book.CheckIns().Select(c => c.Fact.VisitId));
        Assert.Null(book.CheckInAt(1));
        Assert.Equal("v2", book.CheckInAt(2)!.Fact.VisitId);
    }

    [Fact]
    public void People_at_one_address_are_told_by_four_decimals()
    {
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.10001));
        Fold("ltc.person.registered", "q", "r2", "2026-02-01T08:00:00+08:00", Registration(39.10004));
        Fold("ltc.person.registered", "far", "r3", "2026-02-01T08:00:00+08:00", Registration(39.10006));
        Assert.Equal(["p", "q"], book.At(new(39.1, 117.2), Day).Select(h => h.PersonId).Order());
    }

    [Theory]
    [InlineData("120101", "", true)]
    [InlineData("120102", "", false)]
    [InlineData("", "I-1", true)]
    [InlineData("", "I-2", false)]
    [InlineData("", "I-3", false)]
    [InlineData("120101", "I-1", true)]
    [InlineData("120102", "I-1", false)]
    public void A_home_is_on_the_map_of_its_district_and_of_the_institutions_arranged_unless_that_was_withdrawn(string district, string institution, bool sees)
    {
        Fold("ltc.person.registered", "p", "r1", "2026-02-01T08:00:00+08:00", Registration(39.1));
        Fold("ltc.person.arranged", "p", "a1", "2026-02-01T08:00:00+08:00", """{"mode":"home","institutionId":"I-1","from":"2026-02-01"}""");
        Fold("ltc.person.arranged", "p", "a2", "2026-02-02T08:00:00+08:00", """{"mode":"home","institutionId":"I-2","from":"2026-02-02"}""");
        Fold("ltc.event.withdrawn", "p", "w1", "2026-02-03T08:00:00+08:00", """{"source":"/test","id":"a2","reason":"typo"}""");
        var scope = Scope.Of(district.Length == 0 ? [] : [district], institution.Length == 0 ? [] : [institution]);
        Assert.Equal(sees, book.IsSeenBy(scope, "p"));
        Assert.False(book.IsSeenBy(scope, "nobody"));
    }

    [Theory]
    [InlineData("ltc.person.registered", true)]
    [InlineData("ltc.visit.checked-out", true)]
    [InlineData("ltc.binding.approved", true)]
    [InlineData("ltc.caregiver.registered", true)]
    [InlineData("ltc.event.withdrawn", true)]
    [InlineData("ltc.visit.tracked", false)]
    [InlineData("ltc.caregiver.tracked", false)]
    public void Tracks_are_passed_over_unread(string type, bool concerns) =>
        Assert.Equal(concerns, PlaceBook.Concerns(System.Text.Encoding.UTF8.GetBytes($$"""{"type":"{{type}}"}""")));

    private double[] Homes() => [.. book.Homes(Day).Select(h => h.Point.Lat)];

    private static string Registration(double lat) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $$$"""{"name":"李","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":{{{lat}}},"lon":117.2}}""");

    private void Fold(string type, string subject, string id, string time, string data)
    {
        var parsed = new EventParser().ParseStructured(System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"specversion":"1.0","type":"{{{type}}}","source":"/test","id":"{{{id}}}","time":"{{{time}}}","subject":"{{{subject}}}","data":{{{data}}}}"""));
        Assert.True(parsed.IsValid, string.Join("; ", parsed.Problems));
        book.Fold(++seq, Recorded, parsed);
    }
}
