namespace LtcActors.Simulator;

/// <summary>Relatives as caregivers: FAM-03 to FAM-07.</summary>
internal static class RelativeOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("FAM-03", [StopsRecording, OnlyOnTheEighthDay, NeverSeen], [LateOnTheSeventhDay, InHospitalMeanwhile, NobodyThereChecksIn]),
        new("FAM-04", [EachOthersMother], [OnlyOneIsRelated]),
        new("FAM-05", [WhileInHospital, AnotherFaceTwice], [OnTheDayOfAdmission, ASecondTryEachTime]),
        new("FAM-06", [ThreeInterviews], [TwoInterviewsToldThrice]),
        new("FAM-07", [NeglectReported, KeepsFalling], [FallsOnce, SomethingElseReported]),
    ];

    private static void StopsRecording(Scene s)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Visit(person, relative, s.At(0, 9));
        s.World.Expect("FAM-03", "P3", "no check-in since the second day", person, visits: [s.Visit(person, relative, s.At(1, 9))]);
    }

    /// <summary>A check-out at ten on the first day, the next check-in so many hours later, and then every second day.</summary>
    private static Visit[] Gap(Scene s, double hours)
    {
        var (person, relative) = FamilyOffences.Household(s);
        var next = s.At(0, 10).AddHours(hours);
        Visit[] visits = [s.Visit(person, relative, s.At(0, 9)), s.Visit(person, relative, next)];
        s.Routine(person, relative, d => s.At(d, 9) > next.AddHours(2));
        return visits;
    }

    private static void OnlyOnTheEighthDay(Scene s)
    {
        var visits = Gap(s, (8 * 24) - 3);
        s.World.Expect("FAM-03", "P3", "the next check only on the eighth day, early in the morning", visits[0].Person, visits: visits);
    }

    private static void LateOnTheSeventhDay(Scene s) => Gap(s, (7 * 24) + 8);

    private static void InHospitalMeanwhile(Scene s)
    {
        var visits = Gap(s, 8 * 24);
        var stay = s.World.NewId("h");
        s.World.Admit(visits[0].Person, s.At(2, 8), TimeSpan.FromHours(3), stay);
        s.World.Discharge(visits[0].Person, s.At(3, 8), TimeSpan.FromHours(3), stay);
    }

    /// <summary>Bound for months and never seen, where the relative next door has checked in since the month before the city.</summary>
    private static void NeverSeen(Scene s)
    {
        var agency = s.OwnAgency();
        var (neighbour, relative) = FamilyOffences.Household(s, agency);
        for (var day = s.MonthBefore.AddDays(20); day < s.World.FirstDay; day = day.AddDays(3))
        {
            s.Visit(neighbour, relative, Time.At(day, 9));
        }

        s.Routine(neighbour, relative);
        s.World.Expect("FAM-03", "P3", "a relative who never checks in, where others do", FamilyOffences.Household(s, agency).Person);
    }

    private static void NobodyThereChecksIn(Scene s) => FamilyOffences.Household(s, s.OwnAgency());

    private static void Cross(Scene s, bool both)
    {
        var (one, other, mother, father) = (s.Carer(), s.Carer(), s.Client(), s.Client());
        s.World.Related(mother, one, "daughter");
        if (both)
        {
            s.World.Related(father, other, "son");
        }

        s.Routine(father, one);
        var visits = s.Routine(mother, other);
        if (both)
        {
            s.World.Expected.Add(new ExpectedAlert(
                "FAM-04", "P2", "two caregivers look after each other's parent", CaregiverId: one.Id, Aliases: [other.Id],
                EventIds: [visits[0].Events[0].Id]));
        }
    }

    private static void EachOthersMother(Scene s) => Cross(s, both: true);

    private static void OnlyOneIsRelated(Scene s) => Cross(s, both: false);

    private static void Inpatient(Scene s, int visitOn, bool crime)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.World.Absent(relative, s.MidDay, s.MidDay.AddDays(3), "inpatient");
        s.Routine(person, relative, d => d < s.Mid || d > s.Mid + 3);
        var visit = s.Visit(person, relative, s.At(s.Mid + visitOn, 9));
        if (crime)
        {
            s.World.Expect("FAM-05", "P1", "care is recorded while the relative is in hospital", caregiver: relative, visits: [visit]);
        }
    }

    private static void WhileInHospital(Scene s) => Inpatient(s, 2, true);

    private static void OnTheDayOfAdmission(Scene s) => Inpatient(s, 0, false);

    private static void AnotherFaceTwice(Scene s)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative, d => d < s.Mid || d > s.Mid + 1);
        Visit[] visits = [.. Enumerable.Range(s.Mid, 2).Select(d => s.Visit(
            person, relative, s.At(d, 9), but: v => v with { FaceIn = 0.3, FaceOut = 0.41 }))];
        s.World.Expect("FAM-05", "P1", "another face in two visits", caregiver: relative, visits: visits);
        foreach (var visit in visits)
        {
            s.World.Expect("IDN-01", "P1", "the face did not match twice", caregiver: relative, visits: [visit]);
        }
    }

    private static void ASecondTryEachTime(Scene s)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative, but: v => v with { FaceRetry = 0.6 });
    }

    private static void Interviews(Scene s, bool crime, params int[] days)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative);
        foreach (var day in days)
        {
            s.World.Interview(relative, s.World.FirstDay.AddDays(day));
        }

        if (crime)
        {
            s.World.Expect("FAM-06", "P1", "interviewed for the third time", caregiver: relative);
        }
    }

    private static void ThreeInterviews(Scene s) => Interviews(s, true, -100, -20, 3);

    private static void TwoInterviewsToldThrice(Scene s) => Interviews(s, false, -100, 3, 3);

    private static Person Welfare(Scene s, string kind)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative);
        s.World.Log.Add("agency", "ltc.welfare.reported", person.Id, s.At(s.Mid, 11),
            new { ReportId = s.World.NewId("w"), Kind = kind, CaregiverId = relative.Id });
        s.World.Log.Add("agency", "ltc.welfare.visited", person.Id, s.At(s.Mid + 1, 9), new { VisitedAt = s.At(s.Mid, 18) });
        return person;
    }

    private static void NeglectReported(Scene s) => s.World.Expect("FAM-07", "P1", "neglect is reported", Welfare(s, "neglect"));

    private static void SomethingElseReported(Scene s) => Welfare(s, "other");

    private static Person Scores(Scene s, params int[] scores)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative);
        for (var i = 0; i < scores.Length; i++)
        {
            s.World.Log.Add("agency", "ltc.quality.scored", person.Id, s.At(i * 2, 15), new { Score = scores[i], On = s.World.Day(i * 2) });
        }

        return person;
    }

    private static void KeepsFalling(Scene s) => s.World.Expect("FAM-07", "P2", "the score falls twice in a row", Scores(s, 82, 75, 74));

    private static void FallsOnce(Scene s) => Scores(s, 82, 75, 75, 70);
}
