using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>Which pages an entry will open is told before it comes: whoever has them far away fetches them together.</summary>
public sealed class ForesightTests
{
    private const int Days = 12;

    private static readonly GeoPoint Home = new(39.1, 117.2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_positions_open_late_ones_too_was_foreseen(int seed)
    {
        var (chance, pages) = (new Random(seed), new PageShelf());
        var caregiver = Actor.Create(ActorId.Caregiver("c1"));
        caregiver.KeepPagesIn(pages);
        var (seq, read, foreseenInAll) = (0L, 0, 0);
        foreach (var day in Enumerable.Range(0, Days))
        {
            // Days off, too: the first of the next day looks back over them.
            for (var n = 0; n < (day % 4 == 3 ? 0 : 150); n++)
            {
                var late = chance.Next(10) == 0;
                Take((late ? chance.Next(day + 1) : day, late ? chance.Next(86_400) : 30_000 + (n * 60)), 1 + chance.Next(3));
            }
        }

        Assert.True(read > 200, $"Only {read} pages were read.");
        // Of a day all pages are read, and of a neighbour perhaps none: but not without end.
        Assert.InRange(foreseenInAll, read, 4 * read);

        void Take((int Day, int Second) at, int points)
        {
            var time = Shanghai.StartOf(new DateOnly(2026, 5, 1).AddDays(at.Day)).AddSeconds(at.Second);
            var entry = new Entry(++seq, time, time, (ulong)seq * 977, new Fact.CaregiverTracked(
                "c1", [.. Enumerable.Range(0, points).Select(p => new TrackPoint(time.AddSeconds(p * 20), Home, 10, false))], null));
            var foreseen = new HashSet<int>();
            caregiver.Foresee(entry, foreseen);
            pages.Asked.Clear();
            caregiver.Apply(entry);
            caregiver.Judge(new Nobody());
            Assert.True(pages.Asked.TrueForAll(foreseen.Contains), $"{at} with {points}: {string.Join(' ', pages.Asked)}, of which {string.Join(' ', foreseen)} was foreseen.");
            read += pages.Asked.Distinct().Count();
            foreseenInAll += foreseen.Count;
            pages.Keep([caregiver]);
        }
    }

    [Fact]
    public void A_print_that_lies_in_a_page_is_foreseen_and_others_are_not()
    {
        var pages = new PageShelf();
        var to = new ActorId[Routes.Max];
        var shelfOf = (Fact fact) => to[Routes.Of(fact, to) - 1];
        var checks = Enumerable.Range(0, int.MaxValue).Select(n => Signed(n)).Where(c => shelfOf(c) == shelfOf(Signed(0))).Take(100).ToList();
        var shelf = Actor.Create(shelfOf(Signed(0)));
        shelf.KeepPagesIn(pages);
        for (var n = 0; n < checks.Count; n++)
        {
            shelf.Apply(Entered(n, checks[n]));
            pages.Keep([shelf]);
        }

        foreach (var check in checks.Take(90))
        {
            var foreseen = new HashSet<int>();
            shelf.Foresee(Entered(1_000, check), foreseen);
            pages.Asked.Clear();
            shelf.Apply(Entered(1_000, check with { CaregiverId = "c2", VisitId = "w" }));
            Assert.Subset(foreseen, pages.Asked.ToHashSet());
            Assert.Single(pages.Asked.Distinct());
        }

        static Fact.VisitChecked Signed(int n) => new(
            false, "p1", $"v{n}", "c1", null, null, null, false, null, Channel.Mobile, null, null, null, null, [], [], $"signature {n}");

        static Entry Entered(long seq, Fact fact)
        {
            var time = Shanghai.StartOf(new DateOnly(2026, 5, 1)).AddMinutes(seq);
            return new(seq + 1, time, time, (ulong)seq + 1, fact);
        }
    }
}
