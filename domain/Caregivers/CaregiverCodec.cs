using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>A caregiver's file as bytes. Never change a shape: write a new version and read both.</summary>
internal static class CaregiverCodec
{
    private const byte Version = 7;

    /// <param name="whole">With the fixes that lie in pages, for a reader who has not these.</param>
    public static void WriteFile(StateWriter to, CaregiverFile file, bool whole)
    {
        to.Byte(Version);
        to.List(file.Registrations, Write);
        to.List(file.Trainings, (w, i) => { w.Ref(i.Ref); w.Text(i.Course); w.Day(i.CompletedOn); });
        to.List(file.Practices, (w, i) => { w.Ref(i.Ref); w.Text(i.PersonId); w.Text(i.InstitutionId); w.Day(i.From); w.Day(i.To); });
        to.List(file.Reassignments, (w, i) => { w.Ref(i.Ref); w.Text(i.InstitutionId); w.Byte((byte)i.Duty); w.Day(i.From); });
        to.List(file.Absences, (w, i) => { w.Ref(i.Ref); w.Day(i.From); w.Optional(i.To); w.Byte((byte)i.Kind); });
        to.List(file.Leavings, (w, i) => { w.Ref(i.Ref); w.Text(i.InstitutionId); w.Day(i.On); });
        to.List(file.Devices, (w, i) => w.Text(i));
        to.List(file.DevicesGiven, (w, i) => { w.Ref(i.Ref); w.Text(i.DeviceId); });
        to.List(file.SharedDevices.Items, (w, i) => w.Text(i.Key));
        var visits = file.Visits.All.OrderBy(v => v.PersonId, StringComparer.Ordinal).ThenBy(v => v.VisitId, StringComparer.Ordinal);
        to.List([.. visits], Write);
        file.Days.Write(to, whole);
        to.List(file.Clients.Items, Write);
        to.List(file.Bindings.Items, (w, b) => { w.Text(b.Key); w.List(b.Value.Spans, Write); });
        to.List(file.Seconds.Items, (w, b) => { w.Text(b.Key); w.Bytes(b.Value.State.AsSpan()); });
        to.Bool(file.Extras is not null);
        file.Extras?.Write(to);
        to.Bool(file.Collusion is not null);
        file.Collusion?.Write(to);
        to.Bool(file.Months is not null);
        file.Months?.Write(to);
    }

    public static CaregiverFile ReadFile(StateReader from, ActorId owner)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A caregiver's file of version {version} is not known.");
        }

        var file = new CaregiverFile(owner);
        from.List(ReadRegistration).ForEach(file.Add);
        from.List(r => new Training(r.Ref(), r.Text(), r.Day())).ForEach(file.Add);
        from.List(r => new Practice(r.Ref(), r.Text(), r.Text(), r.Day(), r.Day())).ForEach(file.Add);
        from.List(r => new Reassignment(r.Ref(), r.Text(), (Duty)r.Byte(), r.Day())).ForEach(file.Add);
        from.List(r => new Absence(r.Ref(), r.Day(), r.OptionalDay(), (AbsenceKind)r.Byte())).ForEach(file.Add);
        from.List(r => new Leaving(r.Ref(), r.Text(), r.Day())).ForEach(file.Add);
        from.List(r => r.Text()).ForEach(d => file.SeenOn(d));
        from.List(r => new DeviceGiven(r.Ref(), r.Text())).ForEach(file.Add);
        from.List(r => r.Text()).ForEach(d => file.SharedDevices.Set(d, new(true)));
        var visits = from.Int();
        for (var i = 0; i < visits; i++)
        {
            ReadVisit(from, file);
        }

        ReadDays(from, file);
        ReadBriefs(from, file);
        return file;
    }

    private static void ReadDays(StateReader from, CaregiverFile file)
    {
        file.Days.Pages.Next = from.Int();
        file.Days.Restore(from.List(r => CareDay.Read(r, file.Days.Pages)));
    }

    private static void ReadBriefs(StateReader from, CaregiverFile file)
    {
        foreach (var (person, brief) in from.List(ReadClient))
        {
            file.Clients.Set(person, brief);
        }

        foreach (var (person, spans) in from.List(r => (r.Text(), r.List(ReadBinding))))
        {
            file.Bindings.Set(person, new Brief.Bound([.. spans]));
        }

        foreach (var (id, state) in from.List(r => (r.Text(), r.Bytes())))
        {
            file.Seconds.Set(id, new Brief.SecondId([.. state.Span]));
        }

        file.Extras = from.Bool() ? CaregiverExtras.Read(from) : null;
        file.Collusion = from.Bool() ? CollusionBook.Read(from) : null;
        file.Months = from.Bool() ? CareMonths.Read(from) : null;
    }

    private static void Write(StateWriter to, Registration item)
    {
        to.Ref(item.Ref);
        to.Text(item.Name);
        to.Byte((byte)item.Kind);
        to.Text(item.InstitutionId);
        to.Int(item.Duty is { } duty ? (int)duty : -1);
        to.Text(item.Qualification);
        to.Optional(item.CertifiedOn);
        to.Optional(item.ContractFrom);
        to.Optional(item.ContractTo);
    }

    private static Registration ReadRegistration(StateReader from) => new(
        from.Ref(), from.Text(), (CaregiverKind)from.Byte(), from.OptionalText(), from.Int() is var duty and >= 0 ? (Duty)duty : null,
        from.OptionalText(), from.OptionalDay(), from.OptionalDay(), from.OptionalDay());

    private static void Write(StateWriter to, CareVisit visit)
    {
        to.Text(visit.PersonId);
        to.Text(visit.VisitId);
        to.Bool(visit.Doubtful is not null);
        if (visit.Doubtful is { } doubtful)
        {
            DoubtfulTracks.Write(to, doubtful);
        }

        to.Bool(visit.Track is not null);
        if (visit.Track is { } box)
        {
            TrackBox.Write(to, box);
        }

        to.List(visit.Checks, Write);
    }

    private static void ReadVisit(StateReader from, CaregiverFile file)
    {
        var to = file.Visits;
        var visit = to.GetOrAdd(from.Text(), from.Text());
        visit.Doubtful = from.Bool() ? DoubtfulTracks.Read(from) : null;
        visit.Track = from.Bool() ? TrackBox.Read(from) : null;
        foreach (var check in from.List(ReadCheck))
        {
            to.Add(visit, check with { DeviceId = file.SeenOn(check.DeviceId) });
        }
    }

    private static void Write(StateWriter to, Check check)
    {
        to.Ref(check.Ref);
        to.Byte((byte)((check.IsCheckIn ? 1 : 0) | (check.Off ? 2 : 0) | (check.Mock ? 4 : 0) | (check.Position is null ? 0 : 8)
            | (check.IsManual ? 16 : 0) | (check.Lag == Check.NoLag ? 0 : 32)
            | (check.NotLive ? 64 : 0) | (check.Prints == default ? 0 : 128)));
        if (check.Position is { } position)
        {
            to.Point(position);
        }

        if (check.Lag != Check.NoLag)
        {
            to.Int(check.Lag);
        }

        if (check.Prints != default)
        {
            to.Bool(check.Prints.IsPerceptual);
            to.ULong(check.Prints.Photo);
            to.ULong(check.Prints.Signature);
            to.ULong(check.Prints.Spot);
        }

        to.Byte((byte)((check.IsMobile ? 1 : 0) | (check.DeviceId is null ? 0 : 2) | (check.Extras is null ? 0 : 4)
            | ((int)check.Device << 3)));
        if (check.DeviceId is { } device)
        {
            to.Text(device);
        }

        if (check.Extras is { } extras)
        {
            CheckExtras.Write(to, extras);
        }

        to.Optional(check.Face);
        to.Text(check.InstitutionId);
        to.List(check.Services, (w, s) => { w.Text(s.Code); w.Int(s.Minutes); });
    }

    private static Check ReadCheck(StateReader from)
    {
        var at = from.Ref();
        var flags = from.Byte();
        GeoPoint? position = (flags & 8) != 0 ? from.Point() : null;
        var lag = (flags & 32) != 0 ? from.Int() : Check.NoLag;
        var prints = (flags & 128) != 0 ? ReadPrints(from) : default;
        var more = from.Byte();
        var device = (more & 2) != 0 ? from.Text() : null;
        var extras = (more & 4) != 0 ? CheckExtras.Read(from) : null;
        return new(
            at, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, position, from.OptionalDouble(), from.OptionalText(),
            [.. from.List(r => new ServiceDone(r.Text(), r.Int()))], (flags & 16) != 0, lag, (flags & 64) != 0, prints,
            device, (more & 1) != 0, extras, (DeviceFlags)(more >> 3));
    }

    private static Prints ReadPrints(StateReader from)
    {
        var isPerceptual = from.Bool();
        return new(from.ULong(), isPerceptual, from.ULong(), from.ULong());
    }

    private static void Write(StateWriter to, KeyValuePair<string, Brief.Client> client)
    {
        to.Text(client.Key);
        to.Text(client.Value.DistrictCode);
        to.List(client.Value.Homes, (w, h) => { w.Span(h.Days); w.Point(h.Home); });
        to.List(client.Value.Assignments, (w, a) => { w.Span(a.Days); w.Byte((byte)a.End); w.Ref(a.Rests); });
        ClientMore.Write(to, client.Value.More);
    }

    private static (string Person, Brief.Client Client) ReadClient(StateReader from) => (from.Text(), new(
        from.OptionalText(),
        [.. from.List(r => new HomeSpan(r.Span(), r.Point()))],
        [.. from.List(r => new AssignmentSpan(r.Span(), (AssignmentEnd)r.Byte(), r.Ref()))], ClientMore.Read(from)));

    private static void Write(StateWriter to, BindingSpan span)
    {
        to.Span(span.Days);
        to.Day(span.ApprovedOn);
        to.Ref(span.Approval);
    }

    private static BindingSpan ReadBinding(StateReader from) => new(from.Span(), from.Day(), from.Ref());
}
