using LtcActors.Engine.Alerts;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Queries;

/// <summary>The board's free-text search, for files: what the board shows by it is what its file has.</summary>
internal static class AlertText
{
    public const int MaxChars = 200;

    /// <summary>Whether every word of the text stands in the alert's ids, titles, people, place or visits, in either language.</summary>
    public static bool Matches(AlertRecord alert, string text)
    {
        string?[] all =
        [
            alert.Id, alert.Rule, alert.Title.Zh, alert.Title.En, alert.PersonId, alert.CaregiverId, alert.InstitutionId, alert.DeviceId, alert.DistrictCode,
            Words.Chinese.District(alert.DistrictCode), Words.English.District(alert.DistrictCode), alert.Assignee, .. alert.VisitIds,
        ];
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => Array.Exists(all, field => field?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
    }
}
