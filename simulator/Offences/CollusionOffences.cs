namespace LtcActors.Simulator;

/// <summary>Several together: orders shifted at the cap, closed rings, shared accounts: COL-01 to COL-03.</summary>
internal static class CollusionOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("COL-01", [OnItsOwnTelephone, WithTheColleagueElsewhere, WhereItWasItself], [ColleagueComes, OnLeave, MovedLongBefore]),
        new("COL-02", [ANieceAmongThem, ThreeAtOneAddress, OneAccountInCommon], [SmallVillage, SomebodyElseComes]),
        new("COL-03", [OneAccountOfTwo, ToTheCaregiver, CardsAtOnesOwnTerminal], [Spouses, ToTheRelative, TerminalOfTheAgency, NumberPassedOn]),
    ];

    /// <summary>Ten visits of 35 minutes, the last one over at twenty-five to four; and the eleventh, by a colleague at four.</summary>
    private static (Caregiver First, Caregiver Colleague, Visit Visit) FullDay(
        Scene s, DateTimeOffset? moved, Func<VisitSpec, Caregiver, VisitSpec>? but = null, int visits = 10)
    {
        var (first, colleague, person) = (s.Carer(), s.Carer(), s.Client());
        for (var i = 0; i < visits; i++)
        {
            s.Visit(s.Client(home: s.World.NewHome(person.Home)), first, s.At(s.Mid, 7, 30).AddMinutes(50 * i), 35);
        }

        return (first, colleague, s.Visit(person, colleague, s.At(s.Mid, 16), 40, v =>
        {
            v = v with { PlannedCaregiver = first, ReassignedAt = moved, Delay = TimeSpan.Zero, Tracks = false };
            return but is null ? v : but(v, first);
        }));
    }

    private static void Shifted(Scene s, (Caregiver First, Caregiver Colleague, Visit Visit) day, string why) =>
        s.World.Expect("COL-01", "P1", why, day.Visit.Person, day.First, visits: [day.Visit]);

    private static void OnItsOwnTelephone(Scene s)
    {
        var day = FullDay(s, s.At(s.Mid, 15, 40), (v, first) => v with { DeviceId = first.DeviceId });
        Shifted(s, day, "the eleventh visit, under a colleague's name on the first one's telephone");
        s.World.Expected.Add(new ExpectedAlert(
            "DEV-01", "P2", "two accounts on one telephone", DeviceId: day.First.DeviceId, Aliases: [day.First.Id, day.Colleague.Id],
            EventIds: [.. day.Visit.Events.Select(e => e.Id)]));
    }

    /// <summary>Three positions outside every visit while the eleventh lasts.</summary>
    private static void Seen(Scene s, Caregiver who, Position at) =>
        s.World.TransitPoints(who, [.. ((int[])[12, 20, 28]).Select(m => (s.At(s.Mid, 16, m), new Fix(at.Move(m % 7, 1), 10)))]);

    private static void WithTheColleagueElsewhere(Scene s)
    {
        var day = FullDay(s, s.At(s.Mid, 15, 40));
        Seen(s, day.Colleague, day.Visit.Person.Home.Move(2_500, 1));
        Shifted(s, day, "the colleague's telephone is two kilometres away");
    }

    private static void WhereItWasItself(Scene s)
    {
        var day = FullDay(s, s.At(s.Mid, 15, 40));
        Seen(s, day.First, day.Visit.Person.Home);
        Shifted(s, day, "the first one's telephone is where the colleague's visit is");
    }

    private static void ColleagueComes(Scene s)
    {
        var day = FullDay(s, s.At(s.Mid, 15, 40));
        Seen(s, day.First, day.Visit.Person.Home.Move(900, 1));
    }

    private static void OnLeave(Scene s)
    {
        var day = FullDay(s, null, visits: 0);
        s.World.Absent(day.First, s.MidDay, s.MidDay, "leave");
        Seen(s, day.First, day.Visit.Person.Home);
    }

    /// <summary>Moved a minute more than two hours before the day was full; the first one comes by to bring something.</summary>
    private static void MovedLongBefore(Scene s)
    {
        var day = FullDay(s, s.At(s.Mid, 13, 34));
        Seen(s, day.First, day.Visit.Person.Home);
    }

    /// <summary>Visits every second day to the first, one each to the others; and as many things wrong.</summary>
    private static (Caregiver Carer, List<Person> Clients) Circle(Scene s, int clients, int wrong, Func<int, Position?>? home = null)
    {
        var (carer, all) = (s.Carer(), Enumerable.Range(0, clients).Select(i => s.Client(home: home?.Invoke(i))).ToList());
        s.Routine(all[0], carer, s.NotMid);
        for (var i = 1; i < clients; i++)
        {
            s.Visit(all[i], carer, s.At(i % 2, 11 + i));
        }

        var stranger = s.Visit(all[0], carer, s.At(s.Mid, 9), but: v => v with { FaceIn = 0.3, FaceOut = 0.41 });
        s.World.Expect("IDN-01", "P1", "the face did not match twice", caregiver: carer, visits: [stranger]);
        if (wrong > 1)
        {
            var madeUp = s.Visit(all[0], carer, s.At(s.Mid, 13), but: v => v with { FixIn = new Fix(v.Person.Home, 12, Mock: true), Planned = true });
            s.World.Expect("GEO-03", "P1", "a made-up position", caregiver: carer, visits: [madeUp]);
        }

        return (carer, all);
    }

    private static void ANieceAmongThem(Scene s)
    {
        var (carer, clients) = Circle(s, 3, 2);
        s.World.Related(clients[1], carer, "niece");
        s.World.Expect("COL-02", "P2", "three whom nobody else sees, an aunt among them", caregiver: carer);
    }

    private static void ThreeAtOneAddress(Scene s)
    {
        var home = s.World.NewHome(s.Agency.District.Centre, 5_000);
        var (carer, _) = Circle(s, 4, 2, i => i < 3 ? home : null);
        s.World.Expect("COL-02", "P2", "four whom nobody else sees, three of them at one address", caregiver: carer);
    }

    private static void OneAccountInCommon(Scene s)
    {
        var (carer, clients) = Circle(s, 3, 2);
        var account = s.World.NewId("n");
        s.World.Hold(account, "bank", "caregiver", carer.Id, s.World.FirstDay.AddDays(-20));
        s.World.UseAccount(account, "bank", clients[1], s.At(s.Mid, 11));
        s.World.Expect("COL-03", "P1", "the benefit goes to the caregiver", clients[1], carer);
        s.World.Expect("COL-02", "P2", "three whom nobody else sees, one of whom is paid to the caregiver's account", caregiver: carer);
    }

    private static void SmallVillage(Scene s)
    {
        var (carer, clients) = Circle(s, 5, 1);
        s.World.Related(clients[1], carer, "niece");
    }

    private static void SomebodyElseComes(Scene s)
    {
        var (carer, clients) = Circle(s, 4, 2);
        s.World.Related(clients[1], carer, "niece");
        s.Visit(clients[2], s.Carer(), s.At(1, 17));
    }

    private static (Person One, Person Other, Caregiver Carer) Two(Scene s)
    {
        var (one, other, carer) = (s.Client(), s.Client(), s.Carer());
        s.Routine(one, carer);
        s.Visit(other, carer, s.At(s.Mid, 14));
        return (one, other, carer);
    }

    private static void OneAccountOfTwo(Scene s)
    {
        var (one, other, _) = Two(s);
        var account = s.World.NewId("n");
        s.World.Hold(account, "bank", "person", one.Id, s.World.FirstDay.AddDays(-20));
        s.World.Hold(account, "bank", "person", other.Id, s.World.FirstDay.AddDays(-9));
        s.World.Expect("COL-03", "P1", "two who are no relatives are paid to one account", one);
    }

    private static void ToTheCaregiver(Scene s)
    {
        var (one, _, carer) = Two(s);
        var account = s.World.NewId("n");
        s.World.Hold(account, "bank", "caregiver", carer.Id, s.World.FirstDay.AddDays(-20));
        s.World.UseAccount(account, "bank", one, s.At(s.Mid, 11));
        s.World.Expect("COL-03", "P1", "the benefit goes to the caregiver", one, carer);
    }

    private static void CardsAtOnesOwnTerminal(Scene s)
    {
        var (one, other, carer) = Two(s);
        var terminal = s.World.NewId("n");
        s.World.Hold(terminal, "terminal", "caregiver", carer.Id, s.World.FirstDay.AddDays(-20));
        s.World.UseAccount(terminal, "terminal", one, s.At(s.Mid, 11));
        s.World.UseAccount(terminal, "terminal", other, s.At(s.Mid, 12));
        s.World.Expect("COL-03", "P1", "cards of two read at the caregiver's own terminal", one, carer);
    }

    private static void Spouses(Scene s)
    {
        var (one, other, _) = Two(s);
        var account = s.World.NewId("n");
        s.World.RelatePersons(one, other, "spouse");
        s.World.Hold(account, "bank", "person", one.Id, s.World.FirstDay.AddDays(-20));
        s.World.Hold(account, "bank", "person", other.Id, s.World.FirstDay.AddDays(-9));
    }

    private static void ToTheRelative(Scene s)
    {
        var (person, relative) = FamilyOffences.Household(s);
        s.Routine(person, relative);
        var account = s.World.NewId("n");
        s.World.Hold(account, "bank", "caregiver", relative.Id, s.World.FirstDay.AddDays(-20));
        s.World.UseAccount(account, "bank", person, s.At(s.Mid, 11));
    }

    private static void TerminalOfTheAgency(Scene s)
    {
        var (one, other, carer) = Two(s);
        var terminal = s.World.NewId("n");
        s.World.Hold(terminal, "terminal", "institution", carer.InstitutionId!, s.World.FirstDay.AddDays(-20));
        s.World.UseAccount(terminal, "terminal", one, s.At(s.Mid, 11));
        s.World.UseAccount(terminal, "terminal", other, s.At(s.Mid, 12));
    }

    private static void NumberPassedOn(Scene s)
    {
        var (one, other, _) = Two(s);
        var number = s.World.NewId("n");
        s.World.Hold(number, "phone", "person", one.Id, s.World.FirstDay.AddDays(-200), s.World.FirstDay.AddDays(-101));
        s.World.Hold(number, "phone", "person", other.Id, s.World.FirstDay.AddDays(-100));
    }
}
