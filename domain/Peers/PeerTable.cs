using System.Runtime.CompilerServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Peers;

/// <summary>
/// What peers are compared by, of all members of one group side by side, from one look at each of them. A thread keeps its table for
/// the next group, and no group keeps one: of five thousand members it is half a megabyte. Its loops are compiled at once: a group is
/// judged seldom, and would else go over thousands of members by code that waits to be called more often.
/// </summary>
internal sealed class PeerTable
{
    [ThreadStatic]
    private static PeerTable? ofThread;

    private static readonly int Measures = Enum.GetValues<PeerMeasure>().Length;
    private readonly double[][] values = [.. Enumerable.Repeat(Array.Empty<double>(), Measures)];

    /// <summary>Of each measure what is known: exactly as long, for the next round finds as many.</summary>
    private readonly double[][] known = [.. Enumerable.Repeat(Array.Empty<double>(), Measures)];
    private int members;

    public static PeerTable OfThread => ofThread ??= new();

    /// <param name="asked">Of what nobody asks about, nothing is computed.</param>
    public void Fill(ReadOnlySpan<PeerFigures> of, PeerAsks asked, Thresholds limits)
    {
        members = of.Length;
        if (values[0].Length < members)
        {
            for (var m = 0; m < Measures; m++)
            {
                values[m] = GC.AllocateUninitializedArray<double>(Math.Max(members, values[m].Length * 2));
            }
        }

        FillCompared(of, limits);
        if (asked != PeerAsks.None)
        {
            FillAsked(of, limits);
        }
    }

    /// <summary>By members, in their order: minutes, seconds, or per cent. NaN where the figure is not known, or rests on too little.</summary>
    public ReadOnlySpan<double> Of(PeerMeasure measure) => values[(int)measure].AsSpan(0, members);

    /// <returns>What is known of a measure. It may be used up, and holds until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Known(PeerMeasure measure)
    {
        var all = Of(measure);
        var count = 0;
        foreach (var value in all)
        {
            count += double.IsNaN(value) ? 0 : 1;
        }

        if (known[(int)measure].Length != count)
        {
            known[(int)measure] = GC.AllocateUninitializedArray<double>(count);
        }

        var to = known[(int)measure];
        if (count == all.Length)
        {
            all.CopyTo(to);
            return to;
        }

        var next = 0;
        foreach (var value in all)
        {
            if (!double.IsNaN(value))
            {
                to[next++] = value;
            }
        }

        return to;
    }

    /// <summary>Whether a member has visits enough to be compared at all, and to be one of those it is compared with.</summary>
    public static bool IsComparable(in PeerFigures figures, int minVisits) => figures.Visits >= minVisits;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillCompared(ReadOnlySpan<PeerFigures> of, Thresholds limits)
    {
        var minutes = ColumnOf(PeerMeasure.MinutesPerVisit);
        var byHand = ColumnOf(PeerMeasure.ManualShare);
        var faceless = ColumnOf(PeerMeasure.AlternativeShare);
        var full = ColumnOf(PeerMeasure.FullQuotaShare);
        var (minVisits, minClients) = (limits.PeerMinVisits.Count, limits.PeerMinClients.Count);
        for (var i = 0; i < of.Length; i++)
        {
            ref readonly var f = ref of[i];
            if (!IsComparable(f, minVisits))
            {
                minutes[i] = byHand[i] = faceless[i] = full[i] = double.NaN;
                continue;
            }

            minutes[i] = f.Seconds / 60.0 / f.Visits;
            byHand[i] = f.ByHand * 100.0 / f.Visits;
            faceless[i] = f.Faceless < 0 ? double.NaN : f.Faceless * 100.0 / f.Visits;
            full[i] = f.Clients < minClients ? double.NaN : f.FullClients * 100.0 / f.Clients;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillAsked(ReadOnlySpan<PeerFigures> of, Thresholds limits)
    {
        var starts = ColumnOf(PeerMeasure.StartSpread);
        var lengths = ColumnOf(PeerMeasure.LengthSpread);
        var odd = ColumnOf(PeerMeasure.OddShare);
        var attendance = ColumnOf(PeerMeasure.AttendanceShare);
        var (minVisits, minTimed, minPlanned) = (limits.PeerMinVisits.Count, limits.RegularMinVisits.Count, limits.OddMinVisits.Count);
        for (var i = 0; i < of.Length; i++)
        {
            ref readonly var f = ref of[i];
            if (!IsComparable(f, minVisits))
            {
                starts[i] = lengths[i] = odd[i] = attendance[i] = double.NaN;
                continue;
            }

            var habits = f.Habits;
            (starts[i], lengths[i]) = habits.Timed < minTimed ? (double.NaN, double.NaN) : (habits.StartSpread / 1000.0, habits.LengthSpread / 1000.0);
            odd[i] = habits.OnPlannedDays < minPlanned ? double.NaN : habits.Odd * 100.0 / habits.OnPlannedDays;
            attendance[i] = habits.Declared == 0 ? double.NaN : habits.Attended * 100.0 / habits.Declared;
        }
    }

    private Span<double> ColumnOf(PeerMeasure measure) => values[(int)measure].AsSpan(0, members);
}
