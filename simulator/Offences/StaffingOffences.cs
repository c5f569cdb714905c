namespace LtcActors.Simulator;

/// <summary>Numbers and ratios: STF-01, STF-02, STF-03.</summary>
internal static class StaffingOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("STF-01", [Eleven, ElevenForThreeDays], [ExactlyTen, OneGoesAsOneComes]),
        new("STF-02", [OnlyFour, FourAfterAnEnd], [ExactlyFive, NewlyHired, ReplacedInTime]),
        new("STF-03", [NineForTwo, AColleagueIsAway, AColleagueLeft, OneManTwice],
            [EightForTwo, AwayWithAResidentInHospital, AwayWithAResidentOnLeave]),
    ];

    private static Caregiver HomeCarer(Scene s, DateOnly hired) => s.World.NewCaregiver(s.Agency, "home", hired);

    private static DateOnly Before(Scene s, int days) => s.World.FirstDay.AddDays(-days);

    private static void Eleven(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 60));
        s.Rounds(carer, s.Clients(11, carer, Before(s, 55)));
        s.World.Expect("STF-01", "P2", "eleven persons at home", caregiver: carer);
    }

    private static void ElevenForThreeDays(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 60));
        var clients = s.Clients(10, carer, Before(s, 55));
        var eleventh = s.Client(since: s.MidDay, assigned: carer);
        var gone = s.MidDay.AddDays(3);
        s.World.Arrange(clients[0], s.Agency, gone, "professional", null);
        s.Rounds(carer, [.. clients, eleventh], (p, day) => p != eleventh && (p != clients[0] || day < gone));
        s.World.Expect("STF-01", "P2", "eleven persons for three days, settled since", caregiver: carer);
    }

    private static void ExactlyTen(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 60));
        s.Rounds(carer, s.Clients(10, carer, Before(s, 55)));
    }

    private static void OneGoesAsOneComes(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 60));
        var clients = s.Clients(10, carer, Before(s, 55));
        s.World.Arrange(clients[0], s.Agency, s.MidDay, "professional", null);
        var next = s.Client(since: s.MidDay, assigned: carer);
        s.Rounds(carer, [.. clients, next], (p, day) => p != next && (p != clients[0] || day < s.MidDay));
    }

    private static void OnlyFour(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 90));
        s.Rounds(carer, s.Clients(4, carer, Before(s, 87)));
        s.World.Expect("STF-02", "P4", "four persons for months", caregiver: carer);
    }

    private static void FourAfterAnEnd(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 190));
        var clients = s.Clients(5, carer, Before(s, 187));
        // 31 days before the last day but one: the grace of 30 days has just run out when the city ends.
        var ended = s.World.LastDay.AddDays(-33);
        s.World.Arrange(clients[0], s.Agency, ended, "professional", null);
        s.Rounds(carer, clients, (p, day) => p != clients[0] || day < ended);
        s.World.Expect("STF-02", "P4", "one of five left more than 30 days ago", caregiver: carer);
    }

    private static void ExactlyFive(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 90));
        s.Rounds(carer, s.Clients(5, carer, Before(s, 87)));
    }

    private static void NewlyHired(Scene s)
    {
        // Two persons for three weeks and five before the grace is over, so that it stays honest however late one looks.
        var hired = s.World.LastDay.AddDays(-26);
        var carer = HomeCarer(s, hired);
        var clients = s.Clients(2, carer, hired.AddDays(1));
        clients.AddRange(s.Clients(3, carer, s.World.LastDay.AddDays(-5)));
        s.Rounds(carer, clients, (p, _) => p == clients[0] || p == clients[1]);
    }

    private static void ReplacedInTime(Scene s)
    {
        var carer = HomeCarer(s, Before(s, 90));
        var clients = s.Clients(5, carer, Before(s, 87));
        var dead = clients[0];
        s.World.Die(dead, s.At(s.Mid, 23), TimeSpan.FromHours(8));
        clients.Add(s.Client(since: s.MidDay.AddDays(5), assigned: carer));
        s.Rounds(carer, clients, (p, day) => p != clients[5] && (p != dead || day < s.MidDay));
    }

    private static (Institution House, List<Caregiver> Staff, List<Person> Residents) House(Scene s, int staff, int residents)
    {
        var house = s.World.NewInstitution(s.Rng.Pick(District.All), residence: true);
        var team = Enumerable.Range(0, staff).Select(_ => s.World.NewCaregiver(house, "institution", Before(s, 100))).ToList();
        var inside = new List<Person>();
        for (var i = 0; i < residents; i++)
        {
            inside.Add(Resident(s, house, Before(s, 60)));
        }

        return (house, team, inside);
    }

    private static Person Resident(Scene s, Institution house, DateOnly since) =>
        s.World.NewPerson(house, true, s.World.NewHome(house.District.Centre, 5_000), since, "full", null);

    private static void NineForTwo(Scene s)
    {
        var (house, _, _) = House(s, 2, 8);
        Resident(s, house, s.MidDay);
        s.World.Expect("STF-03", "P2", "a ninth resident comes to two caregivers", institution: house);
    }

    private static void AColleagueIsAway(Scene s)
    {
        var (house, staff, _) = House(s, 3, 9);
        s.World.Absent(staff[1], s.MidDay, s.MidDay.AddDays(2), "leave");
        s.World.Expect("STF-03", "P2", "nine residents to two caregivers for three days, settled since", institution: house);
    }

    private static void AColleagueLeft(Scene s)
    {
        var (house, staff, _) = House(s, 3, 9);
        s.World.Leave(staff[2], s.MidDay);
        s.World.Expect("STF-03", "P2", "the third of three caregivers of nine left", institution: house);
    }

    private static void OneManTwice(Scene s)
    {
        var (house, staff, _) = House(s, 2, 9);
        s.World.NewCaregiver(house, "institution", Before(s, 99), idNumber: staff[0].IdNumber);
        s.World.Expect("STF-03", "P2", "nine residents to three registrations of two human beings", institution: house);
    }

    private static void EightForTwo(Scene s) => House(s, 2, 8);

    private static void AwayWithAResidentInHospital(Scene s)
    {
        var (_, staff, residents) = House(s, 3, 9);
        s.World.Absent(staff[0], s.MidDay, s.MidDay.AddDays(2), "leave");
        var stay = s.World.NewId("h");
        s.World.Admit(residents[3], s.At(s.Mid, 15), TimeSpan.FromHours(2), stay);
        s.World.Discharge(residents[3], s.At(s.Mid + 3, 10), TimeSpan.FromHours(2), stay);
    }

    private static void AwayWithAResidentOnLeave(Scene s)
    {
        var (_, staff, residents) = House(s, 3, 9);
        s.World.Absent(staff[0], s.MidDay, s.MidDay.AddDays(1), "leave");
        s.World.Log.Add("agency", "ltc.person.away", residents[0].Id, s.At(s.Mid - 1, 12),
            new { From = s.MidDay, To = s.MidDay.AddDays(1) });
    }
}
