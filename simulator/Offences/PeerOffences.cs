using System.Runtime.CompilerServices;

namespace LtcActors.Simulator;

/// <summary>A caregiver beside its peers: COL-04, in the month before the city begins.</summary>
internal static class PeerOffences
{
    private const int PeersAPool = 10, Visits = 10, StoriesAPool = 4;

    /// <summary>Peers that several stories share: they cost more events than all else that is planted.</summary>
    private static readonly ConditionalWeakTable<World, Pool> Pools = [];

    public static IReadOnlyList<Story> Stories { get; } =
        [new("COL-04", [ShortAndByHand, LongAndWithoutAFace], [OnlyShort, OnlyByTelephone, LikeThePeers])];

    private sealed class Pool
    {
        public Institution? Agency { get; set; }
        public int Stories { get; set; }
    }

    /// <summary>The agency whose district has peers enough.</summary>
    private static Institution Agency(Scene s)
    {
        var pool = Pools.GetOrCreateValue(s.World);
        if (pool.Agency is null || pool.Stories++ % StoriesAPool == 0)
        {
            pool.Agency = s.OwnAgency();
            for (var n = 0; n < PeersAPool; n++)
            {
                Month(s, pool.Agency, 60 + s.Rng.Int(-4, 4), n % 6 == 0 ? 1 : 0, "manual");
            }
        }

        return pool.Agency;
    }

    /// <summary>Ten visits to one person, of which some are told otherwise than by telephone app.</summary>
    private static (Caregiver Carer, List<Visit> Visits) Month(Scene s, Institution agency, int minutes, int some, string channel)
    {
        var (carer, person) = (s.Carer(agency), s.Client(agency, since: s.World.FirstDay.AddDays(-140)));
        var visits = new List<Visit>();
        for (var i = 0; i < Visits; i++)
        {
            var start = Time.At(s.MonthBefore.AddDays(1 + (2 * i)), 9, s.Rng.Int(0, 20));
            visits.Add(s.Visit(person, carer, start, minutes + s.Rng.Int(-3, 3), v => v with { Channel = i < some ? channel : "mobile", Tracks = false }));
        }

        return (carer, visits);
    }

    private static void Apart(Scene s, string why, int minutes, int some, string channel)
    {
        var (carer, visits) = Month(s, Agency(s), minutes, some, channel);
        s.World.Expect("COL-04", "P3", why, caregiver: carer, visits: visits);
    }

    private static void ShortAndByHand(Scene s) => Apart(s, "a third of the peers' time, and often entered by hand", s.Rng.Int(20, 36), s.Rng.Int(4, 7), "manual");

    private static void LongAndWithoutAFace(Scene s) => Apart(s, "twice the peers' time, and often without a face", s.Rng.Int(90, 120), s.Rng.Int(4, 7), "phone");

    private static void OnlyShort(Scene s) => Month(s, Agency(s), s.Rng.Int(20, 36), 0, "mobile");

    private static void OnlyByTelephone(Scene s) => Month(s, Agency(s), 60, 5, "phone");

    private static void LikeThePeers(Scene s) => Month(s, Agency(s), 66, 1, "phone");
}
