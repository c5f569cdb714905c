using LtcActors.Domain.Geo;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Institutions;

/// <summary>What a reader sees of an institution.</summary>
internal static class InstitutionView
{
    internal sealed record Row(
        string Id, string? Name, string? DistrictCode, GeoPoint? Position, string[] Services, int? Beds, DateOnly? Designated,
        object[] Agreements, object[] Suspensions, DateOnly[] Terminations, string[] Residents, string[] Staff, double? Ratio);

    public static Row Of(string id, InstitutionFile file, HeardBriefs heard, DateOnly today)
    {
        var shown = file.Designations.Count > 0 ? file.Designations[0] : null;
        var roll = HouseRoll.Of(heard.Residents.Values, heard.Staff.Values).Find(span => span.Days.Contains(today));
        return new(
            id, shown?.Name, file.DistrictCode, shown?.Position,
            shown is null ? [] : [.. new[] { shown.Home ? "home" : "", shown.Residential ? "institution" : "" }.Where(s => s.Length > 0)],
            shown?.Beds, file.Designated,
            [.. file.Designations.Select(d => new { d.From, d.To })],
            [.. AgreementTimeline.Suspensions(file).Select(s => new { s.Days.From, To = PersonView.LastOf(s.Days) })],
            [.. file.Changes.Where(c => c.Step == Step.Terminated).Select(c => c.On)],
            [.. heard.Residents.Where(r => r.Value.InHouse.Any(days => days.Contains(today))).Select(r => r.Key)],
            [.. heard.Staff.Where(s => s.Value.OnDuty.Any(days => days.Contains(today))).Select(s => s.Key)],
            roll.Staff > 0 ? Math.Round((double)roll.Persons / roll.Staff, 3) : null);
    }
}
