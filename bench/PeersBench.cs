using System.Diagnostics;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Bench;

/// <summary>
/// What an event costs that changes a caregiver's closed month, and by that what is usual among its peers (COL-04, and what VIS-14, VIS-15
/// and STF-07 show): the group hears the new figures, computes anew, and tells those whose place is another.
/// </summary>
internal static class PeersBench
{
    /// <summary>Whose work one changed month is: of the first all, of the others what they show of the peers.</summary>
    public static readonly string[] Rules = ["COL-04", "VIS-14", "VIS-15", "STF-07"];

    private const int Warm = 200;
    private const int Measured = 500;

    /// <summary>So many of a hundred have a finding on their month and ask for all that is usual: more than a city will have.</summary>
    private const int Asking = 2;
    private static readonly PeerKey Key = new("120101", PeerKind.Home, new(2026, 5, 1));

    /// <returns>Microseconds of each change, in a group of so many.</returns>
    public static List<double> Run(IPolicies policies, int peers)
    {
        var chance = new Random(peers);
        var group = Actor.Create(Key.Id);
        var desk = new Desk(policies);
        for (var n = 0; n < peers; n++)
        {
            group.Hear(Caregiver(n), Month(chance));
        }

        group.Judge(desk);
        var took = new List<double>(Measured);
        for (var n = -Warm; n < Measured; n++)
        {
            var (from, month) = (Caregiver(chance.Next(peers)), Month(chance));
            var before = Stopwatch.GetTimestamp();
            group.Hear(from, month);
            group.Judge(desk);
            if (n >= 0)
            {
                took.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }
        }

        return desk.Told > 0 ? took : throw new InvalidOperationException("Nobody was told anything: the group did not compute.");
    }

    private static ActorId Caregiver(int n) => ActorId.Caregiver($"c-{n:D6}");

    /// <summary>Hour-long visits of some ten clients, a few entered by hand: of whom every measure is known.</summary>
    private static Brief.PeerMonth Month(Random chance)
    {
        var (visits, clients) = (chance.Next(40, 160), chance.Next(6, 12));
        return new(new PeerFigures(
            visits, visits * (long)chance.Next(3_300, 3_900), chance.Next(visits / 10), chance.Next(visits / 10), clients, chance.Next(clients),
            new PeerHabits(visits, chance.Next(60_000, 240_000), chance.Next(60_000, 240_000), visits, chance.Next(visits / 5), chance.Next(18, 23), 22),
            chance.Next(100) < Asking ? PeerAsks.Regular | PeerAsks.Odd | PeerAsks.Attendance : PeerAsks.None));
    }

    private sealed class Desk(IPolicies policies) : Judgement
    {
        public int Told { get; private set; }

        public override IPolicies Policies => policies;

        public override DateTimeOffset Now => Key.Month.AddMonths(2).ToDateTime(default, DateTimeKind.Utc);

        public override void Tell(ActorId from, ActorId to, Brief brief) => Told++;

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) =>
            throw new InvalidOperationException("A group of peers finds nothing itself.");
    }
}
