using System.Diagnostics;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Shelves;

namespace LtcActors.Bench;

/// <summary>What a signature costs on its shelf, which is on the way of every signed visit: with as many there as a city signs in some years.</summary>
internal static class ShelfBench
{
    /// <summary>Of 20,000 visits a day on 4096 shelves, in over five years.</summary>
    private const int Prints = 10_000;
    private const int Measured = 2_000;

    /// <returns>Microseconds of each check beyond those, and what a checkpoint writes of the shelf beside its new pages.</returns>
    public static (List<double> Microseconds, int Bytes) Run()
    {
        var shelf = Actor.Create(new ShelfKey(PrintKind.Signature, 0).Id);
        var desk = new Desk();
        shelf.KeepPagesIn(desk);
        var took = new List<double>(Measured);
        for (var n = 0; n < Prints + Measured; n++)
        {
            var at = DateTimeOffset.UnixEpoch.AddMinutes(n);
            var entry = new Entry(n + 1, at, at, (ulong)n + 1, new Fact.VisitChecked(
                false, $"p-{n % 50_000:D6}", $"v-{n:D9}", $"c-{n % 14_000:D6}", $"i-{n % 300:D4}", null, null, false, null, Channel.Mobile, null, null, null,
                null, [], [], $"sha256:{n:x16}"));
            var before = Stopwatch.GetTimestamp();
            shelf.Apply(entry);
            shelf.Judge(desk);
            if (n >= Prints)
            {
                took.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }

            desk.Keep(shelf);
        }

        var writer = new StateWriter();
        shelf.Write(writer);
        return (took, writer.Written.Length);
    }

    /// <summary>Keeps pages in memory, and hears nothing: no two of these prints are the same.</summary>
    private sealed class Desk : Judgement, IStatePages
    {
        private readonly Dictionary<int, ReadOnlyMemory<byte>> pages = [];

        public override IPolicies Policies => throw new InvalidOperationException("Nothing is compared.");

        public override DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public ReadOnlyMemory<byte> Read(ActorId id, int number) => pages[number];

        public void Keep(Actor actor)
        {
            foreach (var page in actor.UnkeptPages.ToList())
            {
                pages[page.Number] = page.Bytes.ToArray();
                actor.Kept(page);
            }
        }

        public override void Tell(ActorId from, ActorId to, Brief brief) => throw new InvalidOperationException("Nothing is to be told.");

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => throw new InvalidOperationException("Nothing is to be found.");
    }
}
