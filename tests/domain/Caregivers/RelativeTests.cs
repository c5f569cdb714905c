using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>FAM-05, FAM-06: somebody else in a relative's place, and interviews.</summary>
public sealed class RelativeTests
{
    private static Stage Relative => new Stage().Given(Registered(kind: CaregiverKind.Family, duty: null, at: null), Bound("p1", "2026-05-01"));

    private static Told Away(int from, int to, AbsenceKind kind) =>
        Known(new Fact.CaregiverAbsent("c1", June(from), June(to), kind), At(from, "06:00"));

    private static Told Faces(int day, string visit, double face, double faceOut) => s =>
    {
        s.Know(Check(true, visit, face: face), At(day, "09:00"));
        s.Know(Check(false, visit, face: faceOut), At(day, "10:00"));
    };

    [Fact]
    public void Care_recorded_while_the_relative_is_in_hospital_is_somebody_elses()
    {
        var found = Relative.Given(Away(5, 9, AbsenceKind.Inpatient), Visit(7, "09:00", "10:00", "v1")).Only("FAM-05");
        Assert.Equal(("inpatient:2026-06-05", Severity.P1, "p1"), (found.Anchor, found.Severity, found.PersonId));
        Relative.Given(Away(5, 9, AbsenceKind.Inpatient), Visit(5, "09:00", "10:00", "v1"), Visit(9, "09:00", "10:00", "v2")).Silent("FAM-05");
        Relative.Given(Away(5, 9, AbsenceKind.Leave), Visit(7, "09:00", "10:00", "v1")).Silent("FAM-05");
        Relative.Given(Away(5, 9, AbsenceKind.Inpatient), Visit(7, "09:00", "10:00", "v1")).Silent("STF-08");
    }

    [Fact]
    public void Another_face_in_two_visits_within_thirty_days_is_somebody_elses()
    {
        var found = Relative.Given(Faces(1, "v1", 0.4, 0.5), Faces(20, "v2", 0.79, 0.3)).Only("FAM-05");
        Assert.Equal(("face:p1/v1", At(20, "09:00")), (found.Anchor, found.OccurredAt));
        Assert.Equal(new("otherFaces", 2, null, "visits", 2, "proposed"), found.Figures[0]);
        Assert.Equal(new("highestScore", 0.79, null, "score", 0.8, "proposed"), found.Figures[1]);
        Relative.Given(Faces(1, "v1", 0.4, 0.5)).Silent("FAM-05");
        Relative.Given(Faces(1, "v1", 0.4, 0.5), Faces(20, "v2", 0.4, 0.8)).Silent("FAM-05");
    }

    [Fact]
    public void The_window_is_thirty_days()
    {
        static Told Later(TimeSpan after) => s =>
        {
            s.Know(Check(true, "v2", face: 0.2), At(1, "09:00") + after);
            s.Know(Check(false, "v2", face: 0.2), At(1, "10:00") + after);
        };
        Relative.Given(Faces(1, "v1", 0.4, 0.5), Later(TimeSpan.FromDays(30))).Only("FAM-05");
        Relative.Given(Faces(1, "v1", 0.4, 0.5), Later(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1))).Silent("FAM-05");
    }

    [Fact]
    public void Somebody_who_is_not_bound_is_judged_by_other_rules()
    {
        var stage = new Stage().Given(Registered(), Faces(1, "v1", 0.4, 0.5), Faces(20, "v2", 0.4, 0.3));
        stage.Silent("FAM-05");
        stage.Given(Bound("p1", "2026-05-01")).Only("FAM-05");
    }

    [Fact]
    public void The_third_interview_of_a_family_caregiver_is_one_too_many()
    {
        static Told Interviewed(string on) =>
            Known(new Fact.CaregiverInterviewed("c1", Day(on), null, null), Shanghai.StartOf(Day(on)).AddHours(14));
        Relative.Given(Interviewed("2024-01-05"), Interviewed("2026-06-02"), Interviewed("2026-06-02")).Silent("FAM-06");
        var found = Relative.Given(Interviewed("2026-06-02"), Interviewed("2024-01-05"), Interviewed("2026-06-20")).Only("FAM-06");
        Assert.Equal(("interviews", Severity.P1, Shanghai.StartOf(June(20)), "p1"), (found.Anchor, found.Severity, found.OccurredAt, found.PersonId));
        Assert.Equal(new("interviews", 3, null, "interviews", 3, "proposed"), Assert.Single(found.Figures));
        new Stage().Given(Registered()).Given(Interviewed("2026-06-02"), Interviewed("2024-01-05"), Interviewed("2026-06-20")).Silent("FAM-06");
    }
}
