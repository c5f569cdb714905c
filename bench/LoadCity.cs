using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LtcActors.Bench;

/// <summary>
/// Events of a city without offences, written straight as bytes: about 0.3 µs an event, so that the load generator leaves the two
/// cores to the server. Every caregiver has seven persons within a kilometre and visits each of them once a day, 50 minutes each,
/// 80 minutes apart: a check-in, 24 reports of a point, a check-out; some 300 bytes an event. They do not march in step: a fortieth of
/// them begins every two minutes, so that at any time some come, some go, and most are at work. Same parameters, same bytes.
/// </summary>
internal sealed class LoadCity(int persons, DateTimeOffset start, string run)
{
    public const int PersonsPerCaregiver = 7;
    public const int Phases = 26;
    private const int CaregiversPerInstitution = 60;

    /// <summary>Steps of two minutes from one visit of a caregiver to the next, and groups that begin one step after the other.</summary>
    private const int Cycle = 40;

    /// <summary>Of a day, from the first check-in of the first group to the last check-out of the last.</summary>
    private const int Steps = ((PersonsPerCaregiver - 1) * Cycle) + Phases + Cycle - 1;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);

    /// <summary>Of each step of a day, the groups that are at work.</summary>
    private static readonly int[][] AtWork = [.. Enumerable.Range(0, Steps).Select(step =>
        Enumerable.Range(0, Cycle).Where(g => step >= g && (step - g) / Cycle < PersonsPerCaregiver && (step - g) % Cycle < Phases).ToArray())];

    /// <summary>Events of a day before each step, of one caregiver a group.</summary>
    private static readonly int[] Before = [.. Enumerable.Range(0, Steps).Select(step => AtWork[..step].Sum(static g => g.Length))];

    /// <summary>From the first check-in of a day to the last check-out.</summary>
    public static TimeSpan Day { get; } = (Steps - 1) * Step;

    /// <summary>As many in each group.</summary>
    public int Caregivers { get; } = Math.Max(1, persons / PersonsPerCaregiver / Cycle) * Cycle;

    /// <summary>A city of which a day has so many visit events, or some more.</summary>
    public static int PersonsFor(long eventsADay) => (int)(eventsADay / Phases) + (Cycle * PersonsPerCaregiver);

    /// <summary>Visit events of one day.</summary>
    public long PerDay => (long)Caregivers * PersonsPerCaregiver * Phases;

    /// <summary>The registrations, in batches ready to post.</summary>
    public IEnumerable<byte[]> Registrations(int batch)
    {
        var events = new List<string>(batch);
        foreach (var e in RegistrationEvents())
        {
            events.Add(e);
            if (events.Count == batch)
            {
                yield return Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]");
                events.Clear();
            }
        }

        if (events.Count > 0)
        {
            yield return Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]");
        }
    }

    /// <summary>Writes the n-th visit event as one CloudEvent.</summary>
    /// <returns>Bytes written.</returns>
    public int Write(long n, Span<byte> to)
    {
        var (caregiver, slot, phase, time) = Of(n);
        var person = (caregiver * PersonsPerCaregiver) + (int)(slot % PersonsPerCaregiver);
        var w = new Writer(to);
        w.Text("{\"specversion\":\"1.0\",\"type\":\"ltc.visit."u8);
        w.Text(phase == 0 ? "checked-in"u8 : phase == Phases - 1 ? "checked-out"u8 : "tracked"u8);
        w.Text("\",\"source\":\"/phones/c"u8);
        w.Number(caregiver, 'D', 7);
        w.Text("\",\"id\":\""u8);
        w.Text(run);
        w.Number(n, 'D', 10);
        w.Text("\",\"time\":\""u8);
        w.Time(time);
        w.Text("\",\"subject\":\"p"u8);
        w.Number(person, 'D', 7);
        w.Text("\",\"data\":{\"visitId\":\"v"u8);
        w.Number(slot, 'D', 5);
        w.Text("-"u8);
        w.Number(person, 'D', 7);
        w.Text("\",\"caregiverId\":\"c"u8);
        w.Number(caregiver, 'D', 7);
        w.Text("\","u8);
        if (phase is 0 or Phases - 1)
        {
            w.Text("\"institutionId\":\"i"u8);
            w.Number(caregiver / CaregiversPerInstitution, 'D', 4);
            w.Text("\",\"position\":{"u8);
            Place(ref w, person, n);
            w.Text(",\"accuracy\":12},\"deviceId\":\"d"u8);
            w.Number(caregiver, 'D', 7);
            w.Text("\",\"face\":{\"score\":0.93,\"live\":true}}}"u8);
        }
        else
        {
            w.Text("\"points\":[{\"time\":\""u8);
            w.Time(time);
            w.Text("\","u8);
            Place(ref w, person, n);
            w.Text(",\"accuracy\":9}]}}"u8);
        }

        return w.Length;
    }

    /// <summary>Whether the n-th visit event is a check-in or check-out, and not a report of a point.</summary>
    public bool IsEnd(long n) => Of(n).Phase is 0 or Phases - 1;

    /// <returns>Whose the n-th visit event is, of which of that caregiver's visits, which of the visit's events, and when.</returns>
    private (int Caregiver, long Slot, int Phase, DateTimeOffset Time) Of(long n)
    {
        var (day, within) = Math.DivRem(n, PerDay);
        var groups = Caregivers / Cycle;
        // Somebody is at work in every step, so no two of them begin at one place.
        var at = Array.BinarySearch(Before, (int)(within / groups));
        var step = at >= 0 ? at : ~at - 1;
        var atWork = AtWork[step];
        var (row, column) = Math.DivRem((int)(within - ((long)Before[step] * groups)), atWork.Length);
        var own = step - atWork[column];
        return ((row * Cycle) + atWork[column], (day * PersonsPerCaregiver) + (own / Cycle), own % Cycle, start + TimeSpan.FromDays(day) + (step * Step));
    }

    private static (long Lat, long Lon) HomeE6(int person)
    {
        var caregiver = person / PersonsPerCaregiver;
        var seat = person % PersonsPerCaregiver;
        return (39_000_000 + (caregiver % 400 * 1_500) + (seat * 700), 117_000_000 + (caregiver / 400 * 2_000) + (seat * 500));
    }

    // Within some 20 m, and nowhere twice: a visit whose positions are another's to the digit is judged as a copy of it.
    private static void Place(ref Writer w, int person, long n)
    {
        var (lat, lon) = HomeE6(person);
        var noise = (ulong)n * 0x9E37_79B9_7F4A_7C15;
        w.Text("\"lat\":"u8);
        w.Degrees(lat + (long)((noise >> 44) % 200));
        w.Text(",\"lon\":"u8);
        w.Degrees(lon + (long)((noise >> 24) % 250));
    }

    private static string Event(string type, string id, string subject, DateTimeOffset time, string data) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""{"specversion":"1.0","type":"ltc.{{type}}","source":"/registry","id":"{{id}}","time":"{{time:yyyy-MM-ddTHH:mm:ssZ}}","subject":"{{subject}}","data":{{data}}}""");

    private IEnumerable<string> RegistrationEvents()
    {
        var before = start.AddDays(-60).ToUniversalTime();
        var day = before.AddDays(-30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var later = start.AddDays(300).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        for (var i = 0; i <= Caregivers / CaregiversPerInstitution; i++)
        {
            yield return Event("institution.designated", $"{run}i{i}", $"i{i:D4}", before,
                $$"""{"name":"机构{{i}}","districtCode":"120101","position":{"lat":39.1,"lon":117.2},"services":["home"],"agreementFrom":"{{day}}","agreementTo":"{{later}}"}""");
        }

        for (var c = 0; c < Caregivers; c++)
        {
            yield return Event("caregiver.registered", $"{run}c{c}", $"c{c:D7}", before,
                $$"""{"name":"护理员{{c}}","kind":"professional","institutionId":"i{{c / CaregiversPerInstitution:D4}}","duty":"home","contractFrom":"{{day}}"}""");
        }

        for (var p = 0; p < Caregivers * PersonsPerCaregiver; p++)
        {
            var (lat, lon) = HomeE6(p);
            var caregiver = p / PersonsPerCaregiver;
            yield return Event("person.registered", $"{run}p{p}", $"p{p:D7}", before, string.Create(CultureInfo.InvariantCulture,
                $$$"""{"name":"参保人{{{p}}}","birthDate":"1941-05-06","districtCode":"120101","home":{"lat":{{{lat / 1e6:F6}}},"lon":{{{lon / 1e6:F6}}}}}"""));
            yield return Event("person.assessed", $"{run}a{p}", $"p{p:D7}", before, $$"""{"level":4,"concludedOn":"{{day}}","validUntil":"{{later}}"}""");
            yield return Event("person.arranged", $"{run}r{p}", $"p{p:D7}", before,
                $$"""{"mode":"home","institutionId":"i{{caregiver / CaregiversPerInstitution:D4}}","from":"{{day}}","package":"full","caregiverId":"c{{caregiver:D7}}"}""");
        }
    }

    private ref struct Writer(Span<byte> to)
    {
        private readonly Span<byte> to = to;

        public int Length { get; private set; }

        public void Text(ReadOnlySpan<byte> utf8)
        {
            utf8.CopyTo(to[Length..]);
            Length += utf8.Length;
        }

        public void Text(string ascii) => Length += Encoding.ASCII.GetBytes(ascii, to[Length..]);

        public void Number(long value, char format, byte digits)
        {
            Utf8Formatter.TryFormat(value, to[Length..], out var n, new(format, digits));
            Length += n;
        }

        public void Degrees(long e6)
        {
            Number(e6 / 1_000_000, 'D', 1);
            to[Length++] = (byte)'.';
            Number(e6 % 1_000_000, 'D', 6);
        }

        public void Time(DateTimeOffset time)
        {
            var t = time.UtcDateTime;
            Number(t.Year, 'D', 4);
            to[Length++] = (byte)'-';
            Number(t.Month, 'D', 2);
            to[Length++] = (byte)'-';
            Number(t.Day, 'D', 2);
            to[Length++] = (byte)'T';
            Number(t.Hour, 'D', 2);
            to[Length++] = (byte)':';
            Number(t.Minute, 'D', 2);
            to[Length++] = (byte)':';
            Number(t.Second, 'D', 2);
            to[Length++] = (byte)'Z';
        }
    }
}
