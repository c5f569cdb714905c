using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LtcActors.Engine.Ports;
using LtcActors.Grains.Conducting;

namespace LtcActors.Grains.Tests;

/// <summary>The bytes of events on their way to the partitions: there until they are judged, and not a moment longer.</summary>
public sealed class CarriedBodiesTests
{
    private const int Commits = 200;
    private const int EventsACommit = 3;

    private readonly CarriedBodies carried = new(new Forgetful());

    [Fact]
    public void Bodies_are_told_by_place_also_where_places_in_between_belong_to_decisions()
    {
        carried.Append(default, [Event([1]), Event([2])], [new(DecisionKind.Alert, "{}"u8.ToArray())]);
        carried.Append(default, [], [new(DecisionKind.Alert, "{}"u8.ToArray())]);
        carried.Append(default, [Event([5])], []);
        Assert.Equal([1, 1, 2, 5], new[] { 1L, 1, 2, 5 }.Select(seq => carried.Of(seq).Span[0]));
    }

    [Fact]
    public void A_place_at_which_no_event_waits_is_an_error()
    {
        carried.Append(default, [Event([1]), Event([2])], [new(DecisionKind.Alert, "{}"u8.ToArray())]);
        carried.Append(default, [Event([4])], []);
        Assert.Throws<InvalidOperationException>(() => carried.Of(3)); // A decision.
        Assert.Equal(4, carried.Of(4).Span[0]);
        Assert.Throws<InvalidOperationException>(() => carried.Of(2)); // Judging has come past it.
        Assert.Throws<InvalidOperationException>(() => carried.Of(5)); // Nothing yet.
    }

    [Fact]
    public void What_is_judged_is_let_go_of()
    {
        var bodies = Carry();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        // Those of the commit that was judged last are still held.
        Assert.Equal(EventsACommit, bodies.Count(b => b.IsAlive));
        GC.KeepAlive(carried);
    }

    // Its locals would keep what it holds alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference> Carry()
    {
        var bodies = new List<WeakReference>();
        for (var commit = 0; commit < Commits; commit++)
        {
            NewEvent[] events = [.. Enumerable.Range(0, EventsACommit).Select(_ => Event(new byte[100]))];
            bodies.AddRange(events.Select(e => new WeakReference(MemoryMarshal.TryGetArray(e.Json, out var array) ? array.Array : null)));
            carried.Append(default, events, []);
        }

        for (var seq = 1L; seq <= Commits * EventsACommit; seq++)
        {
            Assert.Equal(100, carried.Of(seq).Length);
        }

        return bodies;
    }

    private static NewEvent Event(byte[] json) => new(1, "s", "i", json);

    /// <summary>A journal that counts and keeps nothing.</summary>
    private sealed class Forgetful : IJournal
    {
        public long LastSeq { get; private set; }

        public DateTimeOffset? LastRecordedAt => null;

        public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
            LastSeq += events.Length + decisions.Length;

        public long Find(ulong key, string source, string id) => throw new NotSupportedException();

        public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => throw new NotSupportedException();

        public StoredEvent? ReadEvent(long seq) => throw new NotSupportedException();

        public IEnumerable<StoredBatch> ReadBatches(long after) => throw new NotSupportedException();

        public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => throw new NotSupportedException();

        public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) => throw new NotSupportedException();

        public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
