using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What a reader sees of a person. Never the identity number.</summary>
internal static class PersonView
{
    private const int LatestVisits = 500;

    internal sealed record Person(
        string Id, string? Name, string? DistrictCode, DateOnly? BirthDate, double? FenceRadius, object[] Homes, object[] Assessments,
        object[] Reviews, object[] Arrangements, object[] Stays, object[] Aways, object? Died, int VisitCount, VisitRow[] Visits,
        object[] Claims);

    /// <summary>The six elements: service, recipient, provider, date, place, begin and end.</summary>
    internal sealed record VisitRow(
        string VisitId, string[] Services, string Recipient, string Provider, DateOnly Date, PlaceRow Place, DateTimeOffset? Begin,
        DateTimeOffset? End, string? ItemId, string Status);

    internal sealed record PlaceRow(string? InstitutionId, GeoPoint? Position, double? Accuracy);

    public static Person Of(string id, PersonFile file)
    {
        var standing = Standing.Of(file, null);
        var visits = file.Visits.All.ToArray();
        Array.Sort(visits, static (a, b) => a.Begin != b.Begin ? b.Begin.CompareTo(a.Begin) : string.CompareOrdinal(a.Id, b.Id));
        return new(
            id, file.Registered?.Name, file.DistrictCode, file.Registered?.BirthDate, file.Registered?.FenceRadius,
            [.. standing.Homes.Select(h => new { From = Shown(h.Span.Days.From), To = LastOf(h.Span.Days), Position = h.Span.Home, Away = h.Away ? true : (bool?)null })],
            [.. file.Assessments.Select(a => new { a.Level, a.ConcludedOn, a.ValidUntil })],
            [.. file.Reviews.Select(r => new { r.Eligible, r.ConcludedOn })],
            [.. file.Arrangements.Select(a => new
            {
                Mode = Name(a.Mode), a.InstitutionId, a.From, Package = Name(a.Package), a.CaregiverId,
            })],
            [.. standing.Stays.Select(s => new { Admitted = Local(s.Start), Discharged = Local(s.End) })],
            [.. file.Aways.Select(a => new { a.From, a.To })],
            standing.Death is { } death ? new { death.Day, Effective = Local(death.Effective) } : null,
            visits.Length,
            [.. visits.Take(LatestVisits).Select(v => Row(id, v, standing))],
            [.. file.Claims.Select(c => new
            {
                c.ClaimId, c.Month, c.InstitutionId, c.CaregiverId, Amount = Yuan(c.Amount), Lines = c.Lines.Length,
            })]);
    }

    /// <summary>Names as the contract writes them.</summary>
    public static string Name(CareMode mode) => mode == CareMode.Home ? "home" : "institution";

    /// <summary>The contract's clock: UTC+08:00.</summary>
    public static DateTimeOffset? Local(DateTimeOffset? instant) => instant?.ToOffset(Shanghai.Offset);

    /// <summary>Date ranges of the contract include their last day.</summary>
    public static DateOnly? LastOf(DaySpan days) => days.To?.AddDays(-1);

    private static DateOnly? Shown(DateOnly from) => from == DateOnly.MinValue ? null : from;

    private static string? Name(ServicePackage? package) => package switch
    {
        ServicePackage.Full => "full",
        ServicePackage.Family => "family",
        ServicePackage.Professional => "professional",
        _ => null,
    };

    private static string Yuan(decimal amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static VisitRow Row(string person, Visit v, Standing standing) => new(
        v.Id, v.Services, person, v.CaregiverId, v.Day,
        new(standing.InstitutionOf(v), v.Fix, v.Accuracy),
        v.CheckedIn ? Local(v.CheckIn.Time) : null, v.CheckedOut ? Local(v.CheckOut.Time) : null, v.ItemId,
        v is { CheckedIn: true, CheckedOut: true } ? "complete" : "open");
}
