using System.Collections.Immutable;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>One caregiver under several ids, judged as one: the union of what is known under each.</summary>
internal static class CaregiverFileUnion
{
    /// <returns>The file itself when no other id has anything to say.</returns>
    public static CaregiverFile Of(ActorId id, CaregiverFile own)
    {
        if (own.Seconds.Count == 0)
        {
            return own;
        }

        var all = new CaregiverFile(id);
        AddTo(all, own);
        return all;
    }

    private static void AddTo(CaregiverFile all, CaregiverFile one)
    {
        Each(one.Registrations, all.Add);
        Each(one.Trainings, all.Add);
        Each(one.Practices, all.Add);
        Each(one.Reassignments, all.Add);
        Each(one.Absences, all.Add);
        Each(one.Leavings, all.Add);
        Each(one.DevicesGiven, all.Add);
        Each(one.Devices, d => all.SeenOn(d));
        if (one.Extras is { } extras)
        {
            (all.Extras ??= new()).AddFrom(extras); // What relatives told is judged under each id by itself.
        }

        if (one.Collusion is { } collusion)
        {
            (all.Collusion ??= new()).AddAll(collusion);
        }

        foreach (var (device, shared) in one.SharedDevices.All)
        {
            all.SharedDevices.Set(device, shared);
        }

        if (one.Months is { } months)
        {
            (all.Months ??= new()).AddFrom(months);
        }

        AddVisits(all, one);
        all.Days.AddAll(one.Days);
        foreach (var (person, client) in one.Clients.All)
        {
            all.Clients.Set(person, all.Clients.Of(person) is { } before ? Join(before, client) : client);
        }

        foreach (var (person, bound) in one.Bindings.All)
        {
            var both = (all.Bindings.Of(person)?.Spans ?? []).AddRange(bound.Spans);
            all.Bindings.Set(person, new Brief.Bound([.. both.Distinct().OrderBy(s => s.Approval).ThenBy(s => s.Days.From)]));
        }

        // An id may itself stand for others: the files lie within each other, towards the smaller id, so that it ends.
        foreach (var (_, second) in one.Seconds.All)
        {
            AddTo(all, CaregiverCodec.ReadFile(new StateReader(second.State.AsMemory()), default));
        }
    }

    private static void AddVisits(CaregiverFile all, CaregiverFile one)
    {
        foreach (var visit in one.Visits.All)
        {
            foreach (var check in visit.Checks)
            {
                all.Visits.Add(all.Visits.GetOrAdd(visit.PersonId, visit.VisitId), check);
            }
        }
    }

    private static Brief.Client Join(Brief.Client a, Brief.Client b) => new(
        a.DistrictCode ?? b.DistrictCode,
        a.Homes.IsEmpty ? b.Homes : a.Homes,
        [.. a.Assignments.AddRange(b.Assignments).Distinct().OrderBy(s => s.Rests).ThenBy(s => s.Days.From)],
        Join(a.More, b.More));

    /// <summary>Of one person they differ in nothing but whose relative it is.</summary>
    private static ClientMore? Join(ClientMore? a, ClientMore? b) => a is null || b is null ? a ?? b : a with { IsRelative = a.IsRelative || b.IsRelative };

    private static void Each<T>(IReadOnlyList<T> items, Action<T> add)
    {
        foreach (var item in items)
        {
            add(item);
        }
    }
}
